"""Which tests `make quick` leaves out."""

from __future__ import annotations

import pytest

_COSTLY = {"browser", "playwright", "pytester", "stand"}
"""Fixtures that start something which takes seconds."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for a browser, a stand or a run of its own, also through another fixture."""
    for item in items:
        if _COSTLY & set(getattr(item, "fixturenames", ())):
            item.add_marker("heavy")
