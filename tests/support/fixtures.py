"""What the tests about the school chats ask for besides: their stand, and students that it makes.

Tests about another product meet nothing of it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from flows.diary_chats.student import Door, Student
from verifier.authoring import Person
from verifier.product import LocalStand, Newcomer
from verifier.run.choice import Choice
from verifier.run.fixtures import choice_for

if TYPE_CHECKING:  # a run that starts no stand need not have it in memory
    from flows.diary_chats.stand import RunningStand
    from stand.people import LinkWindow, SecondStep
    from stand.server import Stand
    from stand.server import Student as StandStudent

PRODUCT = "diary_chats"


@pytest.fixture(scope="session")
def running_stand(pytestconfig: pytest.Config, stands: Callable[[Choice], LocalStand]) -> RunningStand:
    """This worker's own stand. A scenario that asks for it cannot be run on another target."""
    from flows.diary_chats.stand import RunningStand

    choice = choice_for(pytestconfig, PRODUCT)
    if choice.is_site:
        pytest.skip("только на стенде: начальное состояние создаётся мимо браузера")
    running = stands(choice)
    assert isinstance(running, RunningStand)
    return running


@pytest.fixture(scope="session")
def stand(running_stand: RunningStand) -> Stand:
    """The stand itself."""
    return running_stand.stand


@pytest.fixture
def link_window(request: pytest.FixtureRequest, choice: Choice) -> LinkWindow:
    """Where the stand's diary opens VK's form; scenarios override it by parametrising."""
    if choice.is_site:
        return "same"
    running: RunningStand = request.getfixturevalue("running_stand")
    return running.link_window


@pytest.fixture
def second_step() -> SecondStep:
    """How the stand's VK ID makes sure of the student; scenarios override it by parametrising."""
    return "password"


@pytest.fixture
def stand_student(stand: Stand, link_window: LinkWindow, second_step: SecondStep) -> StandStudent:
    """A fresh pupil and VK account, which no other test knows."""
    return stand.new_student(link_window=link_window, second_step=second_step)


@pytest.fixture
def newcomer(request: pytest.FixtureRequest, choice: Choice, local_stand: LocalStand) -> Newcomer:
    """The same as the engine knows them; of another product, whoever its own stand makes."""
    if choice.product.name != PRODUCT:
        return local_stand.newcomer()
    running: RunningStand = request.getfixturevalue("running_stand")
    return running.made(request.getfixturevalue("stand_student"))


@pytest.fixture
def door() -> Door:
    """By which button the student enters VK Мессенджер; scenarios override it by parametrising."""
    return "enter"


@pytest.fixture
def person(person: Person, door: Door) -> Person:
    """Whoever takes the walk; a student enters VK Мессенджер by the door of the test."""
    return dataclasses.replace(person, door=door) if isinstance(person, Student) else person


@pytest.fixture
def student(person: Student) -> Student:
    """The student who takes the walk."""
    return person
