"""Wiring only: options, target, accounts, browser, walk."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
import random
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright
from pytest_playwright import pytest_playwright
from pytest_playwright.pytest_playwright import CreateContextCallback

import targets
from flows.documented import DOCUMENTED, check
from flows.evidence import Pictures
from flows.instruction import Instruction, InstructionError, read
from flows.journal import Journal
from flows.student import Student
from flows.verbs import Door
from flows.walk import Walk
from pytest_run.allure import WALKED, AllureResults
from pytest_run.evidence import Evidence, refuse_pixels
from pytest_run.interrupts import end_in_order
from pytest_run.recorder import Recorder
from pytest_run.redaction import Redaction
from pytest_run.run import OUT, Run
from stand.defects import CATALOGUE, ORDERS, Defect, UnknownDefectError, named
from stand.people import LinkWindow, SecondStep
from stand.server import Stand
from stand.server import Student as StandStudent
from stand.weather import CALM, Forecast, UnknownWeatherError
from stand.weather import read as read_weather
from targets import SiteTarget, StandTarget, Target, TargetError
from tests.support.on_stand import StandRecord, as_walked, conditions_of, everyone_on
from tests.support.walks import NewWalk
from tools.browser import SETTING, NoBrowserError, executable

pytest_plugins = ["pytester"]

_INSTRUCTION = pytest.StashKey[Instruction]()
_TARGET = pytest.StashKey[tuple[str, Target]]()
_EXECUTABLES = pytest.StashKey[dict[str, str | None]]()
_RUN = pytest.StashKey[Run]()
_WEATHER = pytest.StashKey[Forecast]()
_DEFECT = pytest.StashKey[Defect]()
_EVIDENCE = pytest.StashKey[Evidence]()
_REDACTION = pytest.StashKey[Redaction]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the suite's options."""
    group = parser.getgroup("instruction", "the written instruction")
    group.addoption(
        "--target", metavar="NAME", help="where to walk: a name in targets.toml (default: its default)"
    )
    group.addoption(
        "--pictures",
        choices=("on", "only-on-failure", "off"),
        default="only-on-failure",
        help="pictures and accessibility snapshots of the steps (default: only-on-failure)",
    )
    group.addoption(
        "--reports",
        type=Path,
        default=OUT,
        metavar="DIR",
        help="where the run leaves its journals, pictures and ledger (default: reports/out)",
    )
    group.addoption(
        "--har",
        choices=("on", "off", "retain-on-failure"),
        default="off",
        help="HAR of each browser, freed of secrets like the traces of --tracing (default: off)",
    )
    group.addoption(
        "--defect", metavar="NAME", help="run everything on a stand that has this defect of the catalogue"
    )
    group.addoption(
        "--defects", action="store_true", help="list every defect: name, claim, verdict, sentence"
    )
    group.addoption(
        "--every-defect",
        action="store_true",
        help="look for every defect of the catalogue, not for one of each claim alone",
    )
    group.addoption(
        "--weather",
        metavar="NAME[:SEED]",
        help="run everything in this weather over the stand, e.g. jitter:7",
    )
    group.addoption(
        "--steps", action="store_true", help="list every step: number, claim, sentence, file:line"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Read and check everything that can be wrong before anything is started."""
    try:
        instruction = config.stash[_INSTRUCTION] = read()
        check(instruction)
        config.stash[_TARGET] = targets.load(config.getoption("--target"))
        _, target = config.stash[_TARGET]
        if name := config.getoption("--defect"):
            config.stash[_DEFECT] = named(name)
            if isinstance(target, SiteTarget):
                raise TargetError(
                    "--defect бывает только у стенда; уберите его или назовите «--target stand»"
                )
        if weather := config.getoption("--weather"):
            config.stash[_WEATHER] = _choose_weather(config, weather)
            if isinstance(target, SiteTarget):
                raise TargetError(
                    "--weather бывает только у стенда; уберите его или назовите «--target stand»"
                )
        if not (
            config.option.steps or config.option.defects or config.option.collectonly or config.option.help
        ):
            config.stash[_EXECUTABLES] = _choose_browsers(config)
            if isinstance(target, SiteTarget):
                target.student(os.environ)
        refuse_pixels(config, stand=isinstance(target, StandTarget))
    except (InstructionError, TargetError, NoBrowserError, UnknownDefectError, UnknownWeatherError) as error:
        raise pytest.UsageError(str(error)) from None
    out = config.getoption("--reports").absolute()
    run = config.stash[_RUN] = Run(config, instruction, out)
    if isinstance(target, SiteTarget):
        with contextlib.suppress(TargetError):  # a run that only lists things needs no account
            run.secrets.learn(target.student(os.environ).secrets)
    evidence = config.stash[_EVIDENCE] = Evidence(config, run.secrets, out, run.name)
    redaction = config.stash[_REDACTION] = Redaction(config, run.secrets)
    config.pluginmanager.register(run, "instruction-run")
    config.pluginmanager.register(evidence, "instruction-evidence")
    if config.getoption("--alluredir", None):
        name, _ = config.stash[_TARGET]
        config.pluginmanager.register(
            AllureResults(config, instruction, name, run.journals), "allure-results"
        )
    # The last one's wrappers run last: it has to see what all others have made of a report.
    config.pluginmanager.register(redaction, "instruction-redaction")
    config.add_cleanup(end_in_order())


def pytest_cmdline_main(config: pytest.Config) -> int | None:
    """List the steps or the defects and be done, if that is what was asked for."""
    if config.option.defects:
        for one in (*CATALOGUE, *ORDERS):
            print(f"{one.name:<32} {one.claim:<17} {one.verdict:<12} {one.sentence}")
        return 0
    if not config.option.steps:
        return None
    config._do_configure()  # as pytest's own --markers does
    steps = {step.claim: step for flow in DOCUMENTED for step in flow.steps}
    for number, claim in enumerate(config.stash[_INSTRUCTION].claims, 1):
        print(f"{number:>2}  {claim.id:<17} {claim.sentence}\n    {claim.place} → {steps[claim.id].place}")
    config._ensure_unconfigure()
    return 0


def pytest_report_header(config: pytest.Config) -> str | None:
    """Say which weather the run meets, so that it can be repeated."""
    forecast = config.stash.get(_WEATHER, None)
    return f"погода: --weather {forecast}. {forecast.weather.sentence}" if forecast else None


def _choose_weather(config: pytest.Config, text: str) -> Forecast:
    """Return the weather that the run asks for, under a seed that its workers will know as well."""
    weather, seed = read_weather(text)
    forecast = Forecast(weather, random.randrange(10_000) if seed is None else seed)
    config.option.weather = str(forecast)
    return forecast


def _choose_browsers(config: pytest.Config) -> dict[str, str | None]:
    """Return the executable of each browser that the run asks for; None leaves it to Playwright."""
    return {
        browser: executable(
            browser,
            os.environ.get(SETTING),
            channel=config.getoption("--browser-channel"),
            headed=config.getoption("--headed"),
        )
        for browser in config.getoption("--browser") or ["chromium"]
    }


@pytest.fixture(scope="session")
def instruction(pytestconfig: pytest.Config) -> Instruction:
    """The written instruction."""
    return pytestconfig.stash[_INSTRUCTION]


@pytest.fixture(scope="session")
def target(pytestconfig: pytest.Config) -> Target:
    """Where to walk."""
    return pytestconfig.stash[_TARGET][1]


@pytest.fixture(scope="session")
def stand(target: Target, pytestconfig: pytest.Config) -> Iterator[Stand]:
    """This worker's own stand. A scenario that asks for it cannot be run on another target."""
    if not isinstance(target, StandTarget):
        pytest.skip("только на стенде: начальное состояние создаётся мимо браузера")
    defect = pytestconfig.stash.get(_DEFECT, None)
    forecast = pytestconfig.stash.get(_WEATHER, Forecast(CALM, 0))
    with (
        Stand() as running,
        defect.on(running) if defect else contextlib.nullcontext(),
        running.faults.weather(forecast.weather, forecast.seed),
    ):
        pytestconfig.stash[_REDACTION].ask(functools.partial(everyone_on, running))
        yield running
    assert not running.crashes, "\n".join(["the stand's own code failed:", *running.crashes])


@pytest.fixture(scope="session")
def _driver_apart() -> Iterator[None]:
    """Start Playwright's driver where Ctrl-C in the terminal does not reach it: it is needed for the clean-up."""
    with pytest.MonkeyPatch.context() as patch:
        apart = functools.partial(asyncio.create_subprocess_exec, start_new_session=True)
        patch.setattr(asyncio, "create_subprocess_exec", apart)
        yield


@pytest.fixture(scope="session")
def playwright(_driver_apart: None, playwright: Playwright) -> Playwright:
    """Playwright, started so that an interrupted run can still close what it has opened."""
    return playwright


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], pytestconfig: pytest.Config, browser_name: str
) -> dict[str, Any]:
    """Launch the browser that the machine has."""
    chosen = pytestconfig.stash[_EXECUTABLES][browser_name]
    ours: dict[str, Any] = {"executable_path": chosen} if chosen else {}
    if browser_name == "chromium":
        # Else the machine's own preferences would set the letters, and no two machines' pictures would compare.
        ours["args"] = [*browser_type_launch_args.get("args", []), "--font-render-hinting=none"]
    if pytestconfig.stash[_EVIDENCE].records():
        ours["traces_dir"] = str(pytestconfig.stash[_EVIDENCE].folder)
    return browser_type_launch_args | ours


@pytest.fixture(scope="session")
def _pw_artifacts_folder(pytestconfig: pytest.Config) -> SimpleNamespace:
    """Where pytest-playwright puts raw files: our private folder, known by its name alone."""
    evidence = pytestconfig.stash[_EVIDENCE]
    return SimpleNamespace(name=str(evidence.folder) if evidence.records() else "")


@pytest.fixture
def _artifacts_recorder(
    request: pytest.FixtureRequest,
    output_path: str,
    playwright: Playwright,
    pytestconfig: pytest.Config,
    _pw_artifacts_folder: SimpleNamespace,
    _pw_api_request_contexts: Any,
) -> Iterator[Recorder]:
    """Keep pytest-playwright's order of things, with a recorder that frees what it keeps of secrets."""
    recorder = Recorder(
        pytestconfig.stash[_EVIDENCE],
        request,
        output_path,
        playwright,
        _pw_artifacts_folder,
        _pw_api_request_contexts,
    )
    recorder.start_api_request_tracing()
    yield recorder
    recorder.stop_api_request_tracing()
    if pytest_playwright._test_failed_before_teardown(request.node):
        recorder.did_finish_test(failed=True)
    # Else its hook for the report of the teardown decides.
    setattr(request.node, pytest_playwright._ARTIFACTS_RECORDER_ATTR, recorder)


@pytest.fixture(scope="session")
def browser_context_args(
    browser_context_args: dict[str, Any],
    request: pytest.FixtureRequest,
    target: Target,
    pytestconfig: pytest.Config,
) -> dict[str, Any]:
    """Speak Russian, take sharp pictures where pictures are wanted, and reach a stand through its gateway alone."""
    ours: dict[str, Any] = {"locale": "ru-RU", "timezone_id": "Europe/Moscow"}
    if pytestconfig.getoption("--device") is None:
        ours["viewport"] = {"width": 1280, "height": 800}
        if pytestconfig.getoption("--pictures") == "on":
            ours["device_scale_factor"] = 2
    if isinstance(target, StandTarget):
        running: Stand = request.getfixturevalue("stand")
        ours |= {"proxy": {"server": running.proxy}, "ignore_https_errors": True}
    return browser_context_args | ours


@pytest.fixture
def link_window(pytestconfig: pytest.Config) -> LinkWindow:
    """Where the stand's diary opens VK's form; scenarios override it by parametrising."""
    defect = pytestconfig.stash.get(_DEFECT, None)
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
        student = target.student(os.environ)
    else:
        student = as_walked(request.getfixturevalue("stand"), request.getfixturevalue("stand_student"))
    pytestconfig.stash[_RUN].secrets.learn(student.secrets)
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
    refused_before = len(running.gateway.refused) if running else 0
    if running:
        running.faults.begin_anew()  # a test alone meets the same weather as in the whole run
    run = pytestconfig.stash[_RUN]
    name, _ = pytestconfig.stash[_TARGET]
    pictures: Pictures = pytestconfig.getoption("--pictures")

    def make(
        context: BrowserContext | None = None,
        *,
        journal_folder: Path | None = None,
        patience_s: float = target.patience_s,
    ) -> Walk:
        counts = journal_folder is None
        described = f"{browser.browser_type.name} {browser.version}"
        journal = Journal(
            name, request.node.nodeid, described, instruction, folder=journal_folder or run.journals
        )
        if running:
            journal.conditions = conditions_of(running)
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
            narrate=run.narrate if counts else None,
            known_to=run.secrets,
            recorded=pytestconfig.stash[_EVIDENCE].records(),
        )

    yield make
    if running is not None and (strangers := running.gateway.refused[refused_before:]):
        pytest.fail(f"страницы обращались за пределы стенда: {', '.join(strangers)}", pytrace=False)


@pytest.fixture
def walk(new_walk: NewWalk) -> Walk:
    """The student's walk, in a browser context of its own."""
    return new_walk()
