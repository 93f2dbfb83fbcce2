"""Frames: pages within a page, in which a product may show its form or a control."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from playwright.sync_api import Error, Frame, Page

from verifier.screen.sites import without_query

Surface = Page | Frame
"""Where something is looked for: a window's own page, or a frame in it."""


def frames_in(page: Page, matches: Callable[[str], bool] = bool) -> list[Frame]:
    """Return the frames of a window that are to be seen and whose address fits; the browser is asked of these alone."""
    return [one for one in page.frames if one.parent_frame is not None and matches(one.url) and _is_seen(one)]


def surface_in(page: Page, matches: Callable[[str], bool]) -> Surface | None:
    """Return what of a window is at an address that fits: its own page, else a frame in it."""
    return page if matches(page.url) else next(iter(frames_in(page, matches)), None)


def is_gone(surface: Surface) -> bool:
    """Say whether a window has closed, or a frame is no longer in its window."""
    return surface.is_closed() if isinstance(surface, Page) else surface.is_detached()


def window_of(surface: Surface) -> Page:
    """Return the window that a surface is in."""
    return surface if isinstance(surface, Page) else surface.page


def named(frames: Sequence[Frame]) -> str:
    """Return the addresses of frames as a report shows them."""
    return ", ".join(dict.fromkeys(without_query(one.url) for one in frames))


def _is_seen(frame: Frame) -> bool:
    with suppress(Error):  # it may go away at this very moment
        return frame.frame_element().is_visible()
    return False
