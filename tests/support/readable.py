"""Whether a page can be read: at three widths, in light and dark colours, by whoever comes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (1280, 1000, 390)
SCHEMES: Sequence[Literal["light", "dark"]] = ("light", "dark")

_LIGHTNESS = """() => {
    const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number);
    return (red + green + blue) / 3 / 255;
}"""
_FONTS = """() => [...new Set([...document.querySelectorAll("body, body *:not(code, pre, code *, pre *)")]
    .map((one) => getComputedStyle(one).fontFamily.split(",")[0]))]"""


def obstacles(page: Page) -> list[str]:
    """Return what stands in a reader's way on a page, a line each."""
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            seen = [
                f"{violation['id']}: {node['html'][:200]}"
                for violation in Axe().run(page).response["violations"]
                for node in violation["nodes"]
            ]
            wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if wider > 0:
                seen.append(f"the page is {wider} px wider than the window")
            found += [f"{scheme}, {width} px: {one}" for one in seen]
        lightness = page.evaluate(_LIGHTNESS)
        if (lightness < 0.5) != (scheme == "dark"):
            found.append(f"{scheme}: the page's own colour has the lightness {lightness:.2f}")
    fonts = page.evaluate(_FONTS)
    if fonts != ["Inter"]:
        found.append(f"text is set in {fonts}")
    page.emulate_media(media="print", color_scheme="dark")
    if page.evaluate(_LIGHTNESS) < 0.5:
        found.append("the page is dark on paper")
    page.emulate_media(media="screen", color_scheme="light")
    return found
