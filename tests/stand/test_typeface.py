"""The stand brings its typeface along, so that its pictures look the same on every machine."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from stand.server import Stand


@pytest.mark.parametrize("path", ["diary", "vk_id", "messenger"])
def test_typeface_comes_with_the_page(stand: Stand, page: Page, path: str) -> None:
    page.goto(f"{getattr(stand.addresses, path)}/")
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate(
        "[...document.fonts].filter(face => face.status === 'loaded').map(face => face.weight).sort()"
    )
    assert loaded == ["400 500", "600 700"]


def test_machine_does_not_set_the_letters_its_own_way(stand: Stand, page: Page) -> None:
    page.goto(f"{stand.addresses.diary}/")
    page.evaluate("document.fonts.ready")
    # Hinted letters are some per cent wider or narrower than designed, and so is everything made of them.
    hinted, designed = page.evaluate(
        """() => ["auto", "geometricPrecision"].map(rendering => {
            const text = document.body.appendChild(document.createElement("span"));
            text.style = `position: absolute; font-size: 14px; white-space: nowrap; text-rendering: ${rendering}`;
            text.textContent = "учебная копия, все данные вымышлены";
            return text.getBoundingClientRect().width;
        })"""
    )
    assert hinted == designed
