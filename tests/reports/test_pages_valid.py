"""The HTML of every page is valid, as html-validate understands the standard."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reports.guide import html, tour
from reports.guide.model import Guide
from tests.support import guides
from tests.support.reports_command import run

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).parents[2]
RULES = {
    "root": True,
    "extends": ["html-validate:standard", "html-validate:document"],
    # How it is written, not what it says: the pages are made, and nobody reads their source.
    "rules": {"no-inline-style": "off", "no-trailing-whitespace": "off", "long-title": "off"},
}
PAGES: dict[str, Callable[[Guide], str]] = {
    "guide": html.render,
    "writer": lambda guide: html.render(guide, for_writer=True),
    "tour": tour.render,
}


def mistakes(folder: Path, *pages: Path) -> list[str]:
    """Return what html-validate finds in some pages, a line each."""
    rules = folder / "rules.json"
    rules.write_text(json.dumps(RULES), encoding="utf-8")
    tool = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
    ran = subprocess.run(
        ["node", tool, "--config", rules, "--formatter", "json", *pages],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout, ran.stderr
    return [
        f"{Path(page['filePath']).name}:{one['line']}: {one['ruleId']}: {one['message'][:200]}"
        for page in json.loads(ran.stdout)
        for one in page["messages"]
    ]


def test_the_forms_of_a_guide(tmp_path: Path) -> None:
    made = []
    for form, render in PAGES.items():
        for kind, guide in (("annotated", guides.annotated_guide()), ("draft", guides.draft_guide())):
            made.append(tmp_path / f"{form}-{kind}.html")
            made[-1].write_text(render(guide), encoding="utf-8")
    assert mistakes(tmp_path, *made) == []


def test_ledger_and_comparison(green: Path, tmp_path: Path) -> None:
    out, accepted = tmp_path / "out", tmp_path / "accepted"
    assert run("render", green, "--out", out, "--accepted", accepted).exit_code == 0
    assert run("accept", out / "guide", "--into", accepted).exit_code == 0
    assert run("render", green, "--out", out, "--accepted", accepted).exit_code == 0
    assert mistakes(tmp_path, out / "ledger.html", out / "compare.html") == []
