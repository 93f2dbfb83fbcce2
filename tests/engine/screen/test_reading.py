"""What is read on a page is what is there at that moment, although it was located a moment before."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page

from verifier.screen.field import read_fields
from verifier.screen.measuring import measure
from verifier.screen.words import read

PAGE = "<input name=old><input name=new style='margin: 7px'>"


def leaving(locator: Locator, monkeypatch: pytest.MonkeyPatch) -> Locator:
    """Let the first of what is located leave the page between that and the reading of it."""

    def late(self: Locator, script: str) -> object:
        return Locator.evaluate(
            self.first,
            f"one => {{ const all = [one, one.nextElementSibling]; one.remove(); return ({script})(all); }}",
        )

    monkeypatch.setattr(type(locator), "evaluate_all", late)
    return locator


def test_words(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    page.set_content("<button>Было</button><button>Стало</button>")
    (shown,) = read(leaving(page.locator("button"), monkeypatch))
    assert shown.words == "Стало"


def test_fields(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    page.set_content(PAGE)
    (facts,) = read_fields(leaving(page.locator("input"), monkeypatch))
    assert facts.name == "new"


def test_places(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    page.set_content(PAGE)
    found = measure(leaving(page.locator("input"), monkeypatch))
    there = page.locator("input").bounding_box()
    assert there is not None
    assert (found.number, found.box) == (1, (there["x"], there["y"], there["width"], there["height"]))
