"""What tests of a walk share: a browser that forgets."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

_IN_VAIN_MS = 20_000
"""A window that has stayed open for so long stays open for good."""


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that forgets to close each window that it is told to close once.

    Chromium does forget it, once in some twenty windows whose page moves on at that very moment.
    """

    def forget(page: Page) -> None:
        if not page.is_closed():
            page.wait_for_event("close", timeout=_IN_VAIN_MS)

    monkeypatch.setattr(Page, "close", forget)
