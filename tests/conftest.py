"""Which tests `make quick` leaves out, and what all of them are given."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

_COSTLY = {"browser", "playwright", "pytester", "stand"}
"""Fixtures that start something which takes seconds."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for a browser, a stand or a run of its own, also through another fixture."""
    for item in items:
        if _COSTLY & set(getattr(item, "fixturenames", ())):
            item.add_marker("heavy")


@pytest.fixture(scope="session", autouse=True)
def children_hear_ctrl_c() -> Iterator[None]:
    """Start programs that can be interrupted: in a run that a shell has sent to the background they would inherit
    that SIGINT is ignored, and tests would wait for their end in vain.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
