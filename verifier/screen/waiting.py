"""Waiting for something to come into sight or to go, whether or not it is alone of its kind.

Playwright's `wait_for` looks at every frame of the page, its `expect` at growing intervals of up to a second; so
what comes is waited for by the first, and only then is counted by the second.
"""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import Error, Locator
from playwright.sync_api import TimeoutError as PlaywrightTimeout


def appears(locator: Locator, timeout_ms: float) -> bool:
    """Say whether at least one of these becomes visible in time."""
    return _reaches(locator, "visible", timeout_ms)


def disappears(locator: Locator, timeout_ms: float) -> bool:
    """Say whether the last of these goes out of sight in time."""
    return _reaches(locator, "hidden", timeout_ms)


def exists(locator: Locator, timeout_ms: float) -> bool:
    """Say whether at least one of these is on the page in time, seen or not; False when the page goes away."""
    try:
        return _reaches(locator, "attached", timeout_ms)
    except Error:
        return False


def _reaches(locator: Locator, state: Literal["visible", "hidden", "attached"], timeout_ms: float) -> bool:
    try:
        locator.first.wait_for(
            state=state, timeout=timeout_ms
        )  # of several the first will do: any or none is asked
    except PlaywrightTimeout:
        return False
    return True
