"""The defects that only exploring finds: nothing that is walked for the rest of the catalogue meets them."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from stand.defects import ORDERS, WALK
from stand.people import LinkWindow, SecondStep
from stand.server import Stand
from tests.defects.scenarios import SCENARIOS, play, second_step_of
from verifier.walk.verdict import Verdict

WALKED = [
    pytest.param(one, window, id=f"{one}, {window}", marks=() if one == WALK else pytest.mark.full)
    for one in SCENARIOS
    for window in ("same", "popup")
]


@pytest.fixture
def link_window(window: LinkWindow) -> LinkWindow:
    return window


@pytest.fixture
def second_step(scenario: str) -> SecondStep:
    return second_step_of(scenario)


@pytest.mark.long
@pytest.mark.parametrize(("scenario", "window"), WALKED)
def test_no_scenario_of_the_catalogue_meets_any_of_them(
    scenario: str, window: LinkWindow, stand: Stand, request: pytest.FixtureRequest
) -> None:
    with ExitStack() as stack:
        for defect in ORDERS:
            stack.enter_context(defect.on(stand))
        entries = play(scenario, request)
    assert entries, f"nothing was walked, the form in: {window}"
    assert {entry.claim: entry.verdict for entry in entries if entry.verdict is not Verdict.HOLDS} == {}
