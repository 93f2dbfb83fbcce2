"""The suite's options: what they are, and what a run makes of them before anything is started."""

from __future__ import annotations

import argparse
import os
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import targets
from flows.documented import check
from flows.instruction import Instruction, InstructionError, read
from pytest_run import remote, shards
from pytest_run.evidence import refuse_pixels
from pytest_run.quarantine import FILE as QUARANTINE
from pytest_run.quarantine import QuarantineError
from pytest_run.quarantine import read as read_quarantine
from pytest_run.run import OUT
from pytest_run.shards import Shard
from reports.outcomes import Exemption
from stand.defects import Defect, UnknownDefectError, named
from stand.weather import CALM, Forecast, UnknownWeatherError
from stand.weather import read as read_weather
from targets import SiteTarget, StandTarget, Target, TargetError
from targets.browser import refuse as refuse_browsers
from tools.browser import SETTING, NoBrowserError, executable


@dataclass(frozen=True)
class Settings:
    """What a run has been asked for, read and checked.

    `variables` are those of the environment and of `.env`; its `repr` does not show them. `executables` has the
    path of each browser that is asked for; None leaves it to Playwright. It is empty in a run that only lists
    things.
    """

    instruction: Instruction
    target_name: str
    target: Target
    variables: Mapping[str, str] = field(repr=False)
    executables: Mapping[str, str | None]
    forecast: Forecast
    defect: Defect | None
    shard: Shard | None
    quarantine: Sequence[Exemption]


SETTINGS = pytest.StashKey[Settings]()


def add(parser: pytest.Parser) -> None:
    """Add the suite's options to pytest's."""
    group = parser.getgroup("instruction", "the written instruction")
    group.addoption(
        "--target",
        metavar="NAME",
        help="where to walk: a name in targets.toml (default: DIARY_CHATS_TARGET, else the file's default)",
    )
    group.addoption(
        "--targets",
        type=Path,
        default=targets.TARGETS,
        metavar="FILE",
        help="the file of targets (default: targets.toml)",
    )
    group.addoption(
        "--check",
        action="store_true",
        help="verify the target without a browser, a line for each thing: 0, 4 (input) or 11 (environment)",
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
        "--shard",
        metavar="I/N",
        help="run part I of N, balanced by the durations in --durations-path; all parts are exactly all tests",
    )
    group.addoption(
        "--connect",
        action="append",
        default=[],
        metavar="WS-URL",
        help="take browsers from a Playwright server (ws://host:port/); repeated, they are spread over the workers",
    )
    group.addoption(
        "--connect-executable",
        metavar="PATH",
        help="the browser to launch on the servers of --connect, which are run with --unsafe",
    )
    group.addoption(
        "--stand-address",
        metavar="IP",
        help="open the stand at this address of the machine, for browsers on others (default: loopback alone)",
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
        help="look for every defect of the catalogue, not for one of each section alone",
    )
    group.addoption(
        "--weather",
        metavar="NAME[:SEED]",
        help="run everything in this weather over the stand, e.g. jitter:7",
    )
    group.addoption(
        "--steps", action="store_true", help="list every step: number, claim, sentence, file:line"
    )
    _add_outcomes(group)


def _add_outcomes(group: pytest.OptionGroup) -> None:
    """Add what decides how the outcomes of the tests are counted and kept."""
    group.addoption(
        "--rerun-environment",
        type=_count,
        default=0,
        metavar="N",
        help="run a test that the environment alone has failed again, up to N times (default: 0)",
    )
    group.addoption(
        "--max-flaky",
        type=_count,
        metavar="N",
        help="more than N tests that passed only when run again make the exit code 11 (default: any number passes)",
    )
    group.addoption(
        "--history",
        type=Path,
        metavar="DIR",
        help="append the outcomes to DIR/history.jsonl, of which «python -m reports history» makes a page",
    )
    group.addoption(
        "--quarantine",
        type=Path,
        default=QUARANTINE,
        metavar="FILE",
        help="known failures that do not turn the run red until a day (default: quarantine.toml)",
    )


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"нужно целое число от нуля, а не «{text}»")
    return int(text)


def settle(config: pytest.Config) -> Settings:
    """Read and check everything that can be wrong. Raises `pytest.UsageError` with one line for the user."""
    try:
        instruction = read()
        check(instruction)
        variables = targets.environment()
        name, target = targets.load(config.getoption("--target"), config.getoption("--targets"), variables)
        refuse_browsers(target, config.getoption("--browser") or ["chromium"])
        settings = Settings(
            instruction,
            name,
            target,
            variables,
            executables={} if only_lists(config) else _choose_browsers(config),
            forecast=_choose_weather(config, target),
            defect=_choose_defect(config, target),
            shard=shards.read(config.getoption("--shard")),
            quarantine=_choose_quarantine(config, instruction),
        )
        _adopt(config, target)
        remote.check(
            config.getoption("--connect"),
            config.getoption("--stand-address"),
            stand=isinstance(target, StandTarget),
        )
        refuse_pixels(config, stand=isinstance(target, StandTarget))
    except (
        InstructionError,
        TargetError,
        NoBrowserError,
        UnknownDefectError,
        UnknownWeatherError,
        QuarantineError,
    ) as error:
        raise pytest.UsageError(str(error)) from None
    return settings


def _choose_quarantine(config: pytest.Config, instruction: Instruction) -> list[Exemption]:
    if only_lists(config):
        return []  # an entry that has expired stops a run, not a look at what there is
    return read_quarantine(config.getoption("--quarantine"), {claim.id for claim in instruction.claims})


def _adopt(config: pytest.Config, target: Target) -> None:
    """Let the target decide what the command line leaves open."""
    if config.option.device is None:
        config.option.device = target.device
    said = config.getoption("timeout", None) is not None or "PYTEST_TIMEOUT" in os.environ
    if target.test_s is not None and not said:
        config.option.timeout = target.test_s


def only_lists(config: pytest.Config) -> bool:
    """Say whether the run starts nothing: it only tells what there is."""
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
    wanted = config.getoption("--browser") or ["chromium"]
    if config.getoption("--connect"):
        return dict.fromkeys(wanted, config.getoption("--connect-executable"))
    return {
        browser: executable(
            browser,
            os.environ.get(SETTING),
            channel=config.getoption("--browser-channel"),
            headed=config.getoption("--headed"),
        )
        for browser in wanted
    }
