"""Walks over a stand that has a defect: impatient, and no part of the run's own results."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from stand.defects import Defect
from stand.people import LinkWindow, SecondStep
from tests.defects.matrix import Matrix
from tests.defects.scenarios import second_step_of
from tests.scenarios.conftest import in_messenger, linked, signed_in
from tests.support.walks import IN_VAIN_S, NewWalk

__all__ = ["in_messenger", "linked", "signed_in"]


def pytest_configure(config: pytest.Config) -> None:
    """Collect what the tests find out, and write the matrix at the end."""
    if not config.pluginmanager.has_plugin("defects-matrix"):
        config.pluginmanager.register(Matrix(config), "defects-matrix")


@pytest.fixture
def new_walk(new_walk: NewWalk, tmp_path: Path) -> NewWalk:
    """How a test makes walks that are meant to fail."""
    return functools.partial(new_walk, journal_folder=tmp_path, patience_s=IN_VAIN_S)


@pytest.fixture
def link_window(defect: Defect) -> LinkWindow:
    """Where the defect wants VK's form to be opened."""
    return defect.link_window


@pytest.fixture
def second_step(defect: Defect) -> SecondStep:
    """How the defect's scenario wants VK ID to make sure of the student."""
    return second_step_of(defect.scenario)
