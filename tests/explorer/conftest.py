"""Sequences on the stand and in the browser of the run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from stand.server import Stand
from tests.explorer.lab import context_of
from tests.explorer.moves import read_sequence
from tests.explorer.telling import report
from tests.explorer.trip import World, walk_through
from verifier.text.model import Instruction

Explore = Callable[[str], None]
"""Walks a sequence, given as the names of its start and its moves, and fails where it differs from the model."""


@pytest.fixture
def world(stand: Stand, browser: Browser, instruction: Instruction, tmp_path: Path) -> World:
    """Where sequences are walked."""
    return World(stand, browser, instruction, context_of(stand), tmp_path)


@pytest.fixture
def explore(world: World) -> Explore:
    """How a test walks a sequence."""

    def walk(text: str) -> None:
        finding = walk_through(world, read_sequence(text))
        if finding is not None:
            pytest.fail(report(finding), pytrace=False)

    return walk
