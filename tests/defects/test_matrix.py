"""The matrix as its reader meets it: what has gone wrong comes first, and the page stands in nobody's way."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from reports import defects
from reports.defects import OUTCOMES, Row
from tests.support.readable import obstacles
from verifier.text.model import Instruction


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """A window of a browser that knows nothing of the stand."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def row(instruction: Instruction, name: str, outcome: str, claim: str = "press-link") -> Row:
    claims = [one.id for one in instruction.claims]
    met = {"wrong claim": "vk-form", "survived": "", "broken off": ""}.get(outcome, claim)
    verdicts = dict.fromkeys(claims[: claims.index(met)] if met else claims, "holds")
    if met:
        verdicts |= {met: "drift" if outcome == "wrong verdict" else "broken"}
        verdicts |= dict.fromkeys(claims[len(verdicts) :], "unproven")
    return Row(
        name=name,
        sentence="Кнопки «Привязать к VK ID» нет.",
        kind="пропало",
        scenario="documented walk",
        claim=claim,
        verdict="broken",
        verdicts=verdicts,
        expected="кнопка «Привязать к VK ID» в дневнике",
        observed="такой нет, есть: «Выйти»" if met else "",
        seconds=2.5,
        outcome=outcome,
    )


def test_what_has_gone_wrong_comes_first_and_guards_are_counted(
    instruction: Instruction, tmp_path: Path
) -> None:
    rows = [
        row(instruction, f"link-{number}", outcome) for number, outcome in enumerate(reversed(list(OUTCOMES)))
    ]
    rows.append(row(instruction, "enter-9", "caught", "enter"))
    page = defects.write(instruction, rows, tmp_path)
    data = json.loads((tmp_path / "defects.json").read_text(encoding="utf-8"))
    assert [one["outcome"] for one in data["defects"]] == [*OUTCOMES, "caught"]
    assert [one["name"] for one in data["defects"]][-2:] == ["link-0", "enter-9"]
    guards = {one["id"]: one["guards"] for one in data["claims"]}
    assert {claim: number for claim, number in guards.items() if number} == {"press-link": 1, "enter": 1}
    assert "не замечен: 1" in defects.headline(rows)
    assert page.name == "defects.html"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["defects.html", "defects.json"]


def test_page_is_whole_and_stands_in_nobodys_way(
    instruction: Instruction, tmp_path: Path, visitor: Page
) -> None:
    outcomes = [*OUTCOMES, *itertools.repeat("caught", 5)]
    rows = [row(instruction, f"link-{number}", outcome) for number, outcome in enumerate(outcomes)]
    asked: list[str] = []
    visitor.on("request", lambda request: asked.append(request.url))
    visitor.goto(defects.write(instruction, rows, tmp_path).as_uri())
    expect(visitor.get_by_role("heading", level=1)).to_be_visible()
    assert obstacles(visitor) == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    visitor.set_viewport_size({"width": 390, "height": 800})
    share = "one => one.offsetWidth / one.closest('table').offsetWidth"
    assert visitor.get_by_role("rowheader", name="link-0").evaluate(share) > 1 / 3, (
        "what the defect is, is squeezed"
    )
