"""What every test can ask for: the target, a student who takes the walk, and the walk."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext
from pytest_playwright.pytest_playwright import CreateContextCallback

from flows.diary_chats.student import Student
from stand.people import LinkWindow, SecondStep
from stand.server import LOOPBACK, Stand
from stand.server import Student as StandStudent
from tests.support.on_stand import StandRecord, as_walked, conditions_of, everyone_on
from tests.support.walks import NewWalk
from verifier.accounts.lease import Lease
from verifier.run.events import WALKED
from verifier.run.evidence import EVIDENCE
from verifier.run.redaction import REDACTION
from verifier.run.reruns import ATTEMPT
from verifier.run.run import RUN
from verifier.run.settings import SETTINGS
from verifier.targets import SiteTarget, StandTarget, Target
from verifier.text.instruction import Instruction
from verifier.walk.evidence import Pictures
from verifier.walk.journal import Journal
from verifier.walk.visit import Door
from verifier.walk.walk import Walk


@pytest.fixture(scope="session")
def instruction(pytestconfig: pytest.Config) -> Instruction:
    """The written instruction."""
    return pytestconfig.stash[SETTINGS].instruction


@pytest.fixture(scope="session")
def target(pytestconfig: pytest.Config) -> Target:
    """Where to walk."""
    return pytestconfig.stash[SETTINGS].target


@pytest.fixture(scope="session")
def stand(target: Target, pytestconfig: pytest.Config) -> Iterator[Stand]:
    """This worker's own stand. A scenario that asks for it cannot be run on another target."""
    if not isinstance(target, StandTarget):
        pytest.skip("только на стенде: начальное состояние создаётся мимо браузера")
    settings = pytestconfig.stash[SETTINGS]
    defect, forecast = settings.defect, settings.forecast
    with (
        Stand(host=pytestconfig.getoption("--stand-address") or LOOPBACK) as running,
        defect.on(running) if defect else contextlib.nullcontext(),
        running.faults.weather(forecast.weather, forecast.seed),
    ):
        pytestconfig.stash[REDACTION].ask(functools.partial(everyone_on, running))
        yield running
    assert not running.crashes, "\n".join(["the stand's own code failed:", *running.crashes])


@pytest.fixture
def link_window(pytestconfig: pytest.Config) -> LinkWindow:
    """Where the stand's diary opens VK's form; scenarios override it by parametrising."""
    defect = pytestconfig.stash[SETTINGS].defect
    return defect.link_window if defect else "same"


@pytest.fixture
def second_step() -> SecondStep:
    """How the stand's VK ID makes sure of the student; scenarios override it by parametrising."""
    return "password"


@pytest.fixture
def stand_student(stand: Stand, link_window: LinkWindow, second_step: SecondStep) -> StandStudent:
    """A fresh pupil and VK account, which no other test knows."""
    return stand.new_student(link_window=link_window, second_step=second_step)


@pytest.fixture
def student(request: pytest.FixtureRequest, pytestconfig: pytest.Config, target: Target) -> Student:
    """The student who takes the walk."""
    if isinstance(target, SiteTarget):
        lease: Lease = request.getfixturevalue("lease")
        student = lease.student
    else:
        student = as_walked(request.getfixturevalue("stand"), request.getfixturevalue("stand_student"))
    pytestconfig.stash[RUN].secrets.learn(student.secrets)
    return student


@pytest.fixture
def door() -> Door:
    """By which button the student enters VK Мессенджер; scenarios override it by parametrising."""
    return "enter"


@pytest.fixture
def new_walk(
    request: pytest.FixtureRequest,
    pytestconfig: pytest.Config,
    instruction: Instruction,
    target: Target,
    student: Student,
    door: Door,
    browser: Browser,
    new_context: CreateContextCallback,
) -> Iterator[NewWalk]:
    """How a test makes the walks that it needs. On a stand none of them may try to leave it."""
    running: Stand | None = request.getfixturevalue("stand") if isinstance(target, StandTarget) else None
    lease: Lease | None = None if running else request.getfixturevalue("lease")
    look_only = lease.look_only if lease else ""
    if look_only and request.node.get_closest_marker("only_looks") is None:
        pytest.skip(f"{look_only}, а этот сценарий может что-нибудь изменить")
    refused_before = len(running.gateway.refused) if running else 0
    if running:
        running.faults.begin_anew()  # a test alone meets the same weather as in the whole run
    run = pytestconfig.stash[RUN]
    name = pytestconfig.stash[SETTINGS].target_name
    asked_for: Pictures = pytestconfig.getoption("--pictures")

    def make(
        context: BrowserContext | None = None,
        *,
        journal_folder: Path | None = None,
        patience_s: float = target.patience_s,
        pictures: Pictures = asked_for,
    ) -> Walk:
        counts = journal_folder is None
        described = f"{browser.browser_type.name} {browser.version}"
        journal = Journal(
            name,
            request.node.nodeid,
            described,
            instruction,
            target_title="стенд" if running else "",
            timezone=target.timezone,
            attempt=request.node.stash.get(ATTEMPT, 1),
            folder=journal_folder or run.journals,
        )
        if running:
            journal.conditions = conditions_of(running, pytestconfig.stash[SETTINGS].defect)
        if counts:
            request.node.stash.setdefault(WALKED, []).append(journal)
        record = StandRecord(running, request.getfixturevalue("stand_student")) if running else None
        return Walk(
            context or new_context(),
            target.sites,
            student,
            instruction,
            journal,
            patience_ms=patience_s * 1000,
            record=record,
            pictures=pictures,
            door=door,
            narrate=functools.partial(run.narrate, instruction) if counts else None,
            known_to=run.secrets,
            recorded=pytestconfig.stash[EVIDENCE].records(),
            look_only=look_only,
            leaves_chat=lease.note_chat if lease else None,
        )

    yield make
    if running is not None and (strangers := running.gateway.refused[refused_before:]):
        pytest.fail(f"страницы обращались за пределы стенда: {', '.join(strangers)}", pytrace=False)


@pytest.fixture
def walk(new_walk: NewWalk) -> Walk:
    """The student's walk, in a browser context of its own."""
    return new_walk()
