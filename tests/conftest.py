"""Which tests are left out of which command, and what all of them are given."""

from __future__ import annotations

import signal
from collections.abc import Generator, Iterator

import pytest

_COSTLY = {"browser", "playwright", "pytester", "stand"}
"""Fixtures that start something which takes seconds."""


def pytest_configure(config: pytest.Config) -> None:
    """Tell pytest of the markers that only these tests have."""
    config.addinivalue_line("markers", "full: one of the many; without --every-defect it is left out")
    config.addinivalue_line("markers", "first: takes minutes; nobody shall wait for it alone at the end")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None, None, None]:
    """Mark what asks for a browser, a stand or a run of its own, also through another fixture, and leave out the full
    part of the catalogues unless it is asked for; in whatever order the rest is, let what takes minutes begin first.
    """
    for item in items:
        if _COSTLY & set(getattr(item, "fixturenames", ())):
            item.add_marker("heavy")
    if not config.getoption("--every-defect"):
        left_out = [item for item in items if item.get_closest_marker("full")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]
    yield
    items.sort(key=lambda item: item.get_closest_marker("first") is None)


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
