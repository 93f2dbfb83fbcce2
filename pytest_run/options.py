"""The suite's options: what they are, and what a run makes of them before anything is started."""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

import targets
from flows.documented import check
from flows.instruction import Instruction, InstructionError, read
from pytest_run.evidence import refuse_pixels
from pytest_run.run import OUT
from stand.defects import Defect, UnknownDefectError, named
from stand.weather import CALM, Forecast, UnknownWeatherError
from stand.weather import read as read_weather
from targets import SiteTarget, StandTarget, Target, TargetError
from tools.browser import SETTING, NoBrowserError, executable


@dataclass(frozen=True)
class Settings:
    """What a run has been asked for, read and checked.

    `executables` has the path of each browser that is asked for; None leaves it to Playwright. It is empty in a
    run that only lists things.
    """

    instruction: Instruction
    target_name: str
    target: Target
    executables: Mapping[str, str | None]
    forecast: Forecast
    defect: Defect | None


SETTINGS = pytest.StashKey[Settings]()


def add(parser: pytest.Parser) -> None:
    """Add the suite's options to pytest's."""
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


def settle(config: pytest.Config) -> Settings:
    """Read and check everything that can be wrong. Raises `pytest.UsageError` with one line for the user."""
    try:
        instruction = read()
        check(instruction)
        name, target = targets.load(config.getoption("--target"))
        settings = Settings(
            instruction,
            name,
            target,
            executables={} if _only_lists(config) else _choose_browsers(config),
            forecast=_choose_weather(config, target),
            defect=_choose_defect(config, target),
        )
        if isinstance(target, SiteTarget) and not _only_lists(config):
            target.student(os.environ)
        refuse_pixels(config, stand=isinstance(target, StandTarget))
    except (InstructionError, TargetError, NoBrowserError, UnknownDefectError, UnknownWeatherError) as error:
        raise pytest.UsageError(str(error)) from None
    return settings


def _only_lists(config: pytest.Config) -> bool:
    option = config.option
    return bool(option.steps or option.defects or option.collectonly or option.help)


def _choose_weather(config: pytest.Config, target: Target) -> Forecast:
    """Return the weather that the run asks for, under a seed that its workers will know as well."""
    text = config.getoption("--weather")
    if not text:
        return Forecast(CALM, 0)
    _only_on_a_stand("--weather", target)
    weather, seed = read_weather(text)
    forecast = Forecast(weather, random.randrange(10_000) if seed is None else seed)
    config.option.weather = str(forecast)
    return forecast


def _choose_defect(config: pytest.Config, target: Target) -> Defect | None:
    name = config.getoption("--defect")
    if not name:
        return None
    _only_on_a_stand("--defect", target)
    return named(name)


def _only_on_a_stand(option: str, target: Target) -> None:
    if isinstance(target, SiteTarget):
        raise TargetError(f"{option} бывает только у стенда; уберите его или назовите «--target stand»")


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
