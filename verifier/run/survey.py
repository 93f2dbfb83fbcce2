"""`pytest --survey`: what of the page objects is on a target's pages. It is a test of the engine's own, run alone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from verifier.run import hand
from verifier.run.alone import run_alone
from verifier.run.choice import Choice
from verifier.run.fixtures import NewWalk
from verifier.run.run import RUN
from verifier.run.settings import SETTINGS
from verifier.walk.steps import StepError
from verifier.walk.survey import Survey
from verifier.walk.surveying import Surveyor
from verifier.walk.walk import OutOfTime, WalkFailed
from verifier.whole import new_folder

_LED: pytest.StashKey[bool] = pytest.StashKey()
"""Whether a person goes on where the walk could not, in a browser with a window."""


def choose(config: pytest.Config) -> None:
    """Let a run survey, and do nothing else. Raises `pytest.UsageError` for what does not go with that."""
    run_alone(config, __file__, "--survey", "осмотр")
    if len(config.stash[SETTINGS].choice.texts) > 1:
        raise pytest.UsageError("--survey: осмотр идёт по одному тексту; оставьте один --instruction")
    config.stash[_LED] = config.option.headed and hand.has_person(config)
    if config.stash[_LED]:
        config.option.timeout = 0  # a person takes the time that he or she takes


@pytest.mark.only_looks
def test_survey(
    pytestconfig: pytest.Config,
    choice: Choice,
    browser: Browser,
    browser_context_args: dict[str, Any],
    new_walk: NewWalk,
) -> None:
    """Survey the places of the target's product, and hand on what was found, however far the walk came."""
    size = browser_context_args["viewport"]
    survey = Survey(
        choice.product.name,
        choice.name,
        choice.target.called,
        f"{browser.browser_type.name} {browser.version}",
        choice.target.timezone,
        viewport=(size["width"], size["height"]),
    )
    run, ended = pytestconfig.stash[RUN], None
    with new_folder(run.out / "survey") as folder:
        surveyor = Surveyor(survey, folder)
        walk = new_walk(pictures="off", companion=surveyor)
        survey.conditions = walk.journal.conditions
        try:
            walk.take()
        except (WalkFailed, StepError, OutOfTime) as error:
            ended = error
        if pytestconfig.stash[_LED]:
            surveyor.follow(walk, hand.Console(pytestconfig))
        surveyor.tidy()
        survey.notes = list(dict.fromkeys(note for entry in walk.journal.entries for note in entry.notes))
    pytestconfig.hook.pytest_verifier_surveyed(config=pytestconfig, survey=survey, out=run.out)
    if ended is not None:
        raise ended
