"""What a run has been asked for: read, checked and settled before anything is started."""

from __future__ import annotations

import os
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from flows.diary_chats.documented import check
from stand.defects import Defect, UnknownDefectError, named
from stand.weather import CALM, Forecast, UnknownWeatherError
from stand.weather import read as read_weather
from verifier import targets
from verifier.run import remote, shards
from verifier.run.evidence import refuse_pixels
from verifier.run.executable import SETTING, NoBrowserError, executable
from verifier.run.outcomes import Exemption
from verifier.run.quarantine import QuarantineError
from verifier.run.quarantine import read as read_quarantine
from verifier.run.shards import Shard
from verifier.targets import SiteTarget, StandTarget, Target, TargetError
from verifier.targets.browser import refuse as refuse_browsers
from verifier.text.instruction import Instruction, InstructionError, read


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
    return read_quarantine(config.getoption("--quarantine"), [instruction])


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
