"""A plugin of pytest: notes how long a run waits for its stand, in seconds, in the file that `BENCH_CLOCK` names."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
    """Take the time of the fixture that starts it."""
    started = monotonic()
    made = yield
    if fixturedef.argname == "local_stand":
        Path(os.environ["BENCH_CLOCK"]).write_text(str(monotonic() - started), encoding="utf-8")
    return made
