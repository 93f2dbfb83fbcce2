"""What a run has been asked for: read, checked and settled before anything is started."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from verifier import product as products
from verifier import targets
from verifier.product import StandMaker
from verifier.run import commandline, hand, remote, shards
from verifier.run.choice import Choice, choose
from verifier.run.evidence import refuse_pixels
from verifier.run.executable import SETTING, NoBrowserError, executable
from verifier.run.outcomes import Exemption
from verifier.run.quarantine import FILE as QUARANTINE
from verifier.run.quarantine import Known, QuarantineError
from verifier.run.quarantine import read as read_quarantine
from verifier.run.shards import Shard
from verifier.screen.watch import is_inspected
from verifier.targets import Target, TargetError
from verifier.targets.browser import refuse as refuse_browsers
from verifier.targets.load import CHOICE
from verifier.text.model import InstructionError
from verifier.walk.hand import Asked
from verifier.walk.steps import StepError


@dataclass(frozen=True)
class Settings:
    """What a run has been asked for, read and checked.

    `is_named` says that somebody has asked for this very target. `variables` are those of the environment and of
    `.env`; its `repr` does not show them. `executables` has the path of each browser that is asked for; None leaves
    it to Playwright. It is empty in a run that only lists things. `weather` has its seed. `asked` is what a person
    wants who holds the walk in hand.
    """

    choice: Choice
    is_named: bool
    variables: Mapping[str, str] = field(repr=False)
    executables: Mapping[str, str | None]
    defect: str | None
    weather: str | None
    variants: Sequence[str]
    shard: Shard | None
    quarantine: Sequence[Exemption]
    asked: Asked

    @property
    def target(self) -> Target:
        """Where the run walks."""
        return self.choice.target

    @property
    def target_name(self) -> str:
        """What the target is called."""
        return self.choice.name


SETTINGS = pytest.StashKey[Settings]()


def settle(config: pytest.Config) -> Settings:
    """Read and check everything that can be wrong. Raises `pytest.UsageError` with one line for the user."""
    commandline.refuse(config)
    try:
        variables = targets.environment()
        choice = choose(
            config.getoption("--target"),
            config.getoption("--targets"),
            variables,
            config.getoption("--instruction"),
            new_text=config.option.record or "",
        )
        target = choice.target
        if is_inspected() or (config.option.record is not None and hand.has_person(config)):
            config.option.headed = (
                True  # the inspector has a window of its own; a person needs one to press anything in
            )
        refuse_browsers(target, config.getoption("--browser") or ["chromium"])
        settings = Settings(
            choice,
            bool(config.getoption("--target") or variables.get(CHOICE)),
            variables,
            executables={} if only_lists(config) else _choose_browsers(config),
            defect=config.getoption("--defect") or None,
            weather=_settle_stand(config, choice),
            variants=tuple(config.getoption("--variant")),
            shard=shards.read(config.getoption("--shard")),
            quarantine=_choose_quarantine(config, choice),
            asked=_adopt(config, choice),
        )
        remote.check(
            config.getoption("--connect"),
            config.getoption("--stand-address"),
            stand=not choice.is_site,
        )
        refuse_pixels(config, stand=not choice.is_site)
        if not only_lists(config):
            commandline.refuse_places(config)
    except (InstructionError, StepError, TargetError, NoBrowserError, QuarantineError) as error:
        raise pytest.UsageError(str(error)) from None
    return settings


def _choose_quarantine(config: pytest.Config, choice: Choice) -> list[Exemption]:
    if only_lists(config):
        return []  # an entry that has expired stops a run, not a look at what there is
    file: Path = config.getoption("--quarantine")
    if file != QUARANTINE and not file.exists():
        raise QuarantineError(f"--quarantine {file}: нет такого файла; исправьте путь или уберите ключ")
    others = set(products.names()) - {choice.product.name}
    known = Known(choice.texts, list(choice.originals.values()), others)
    return read_quarantine(file, known)


def _adopt(config: pytest.Config, choice: Choice) -> Asked:
    """Let the target decide what the command line leaves open, and whoever holds the walk in hand the rest."""
    target = choice.target
    if config.option.device is None:
        config.option.device = target.device
    said = config.getoption("timeout", None) is not None or "PYTEST_TIMEOUT" in os.environ
    if target.test_s is not None and not said:
        config.option.timeout = target.test_s
    if is_inspected():
        config.option.timeout = 0  # a person takes the time that he or she takes
    return Asked() if only_lists(config) else hand.settle(config, choice)


def only_lists(config: pytest.Config) -> bool:
    """Say whether the run starts nothing: it only tells what there is."""
    option = config.option
    return bool(option.steps or option.defects or option.variants or option.collectonly or option.help)


def stand_of(choice: Choice) -> StandMaker:
    """Return how the stand of a target's product is started. Raises `TargetError` where it has none."""
    if choice.product.stand is None:
        raise TargetError(
            f"цель {choice.name}: у продукта {choice.product.name} нет стенда; возьмите цель вида site"
        )
    return choice.product.stand()


def _settle_stand(config: pytest.Config, choice: Choice) -> str | None:
    """Check what the stand is put under, and return its weather under a seed that the run's workers will know as
    well.
    """
    options = ("--defect", "--weather", "--variant")
    asked = {name: config.getoption(name) for name in options if config.getoption(name)}
    if choice.is_site:
        for option in asked:
            raise TargetError(f"{option} бывает только у стенда; уберите его или назовите «--target stand»")
        return None
    if not asked and only_lists(config):
        return None
    stand = stand_of(choice)
    if not asked:
        return None
    try:
        weather = stand.settle(asked.get("--defect"), asked.get("--weather"), asked.get("--variant", ()))
    except (LookupError, ValueError) as error:
        raise TargetError(str(error.args[0])) from None
    config.option.weather = weather
    return weather


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
