"""What a page says by itself: that it turns this visitor away for the moment, or that something went wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from playwright.sync_api import Page

from verifier.screen.frames import Surface


@dataclass(frozen=True)
class Obstacle:
    """A known screen that turns visitors away: the words by which it is known, what is told of it, the remedy.

    `is_outage` says that it blames a system.
    """

    pattern: re.Pattern[str]
    observed: str
    remedy: str
    is_outage: bool = False


def obstacle_on(page: Surface, obstacles: Iterable[Obstacle], *, server_failed: bool) -> Obstacle | None:
    """Return what stands in the way in this window, or None when nothing known does.

    Where a server has failed by a fault of its own, a page that blames the system tells of that fault.
    """
    for obstacle in obstacles:
        if obstacle.is_outage and server_failed:
            continue
        said = page.get_by_role("alert").or_(page.get_by_role("status")).or_(page.get_by_role("heading"))
        texts = said.filter(has_text=obstacle.pattern, visible=True)
        if texts.or_(page.get_by_role("checkbox", name=obstacle.pattern)).count():
            return obstacle
    return None


def shows_loading(page: Page) -> bool:
    """Say whether the page tells its user that something is still being loaded (WAI-ARIA 1.2, `aria-busy`)."""
    return page.locator("[aria-busy=true], [role=progressbar]").filter(visible=True).count() > 0


def complaints_on(page: Page) -> list[str]:
    """Return what the page tells its user to be wrong, as one line each."""
    alerts = page.get_by_role("alert").filter(visible=True).all_inner_texts()
    return [" ".join(text.split()) for text in alerts if text.strip()]
