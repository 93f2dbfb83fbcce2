"""A survey of a site that is not the suite's own: a stock django-allauth."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from tests.support.walks import NewWalk
from verifier.run.choice import Choice
from verifier.run.fixtures import choice_for
from verifier.walk.survey import Survey, SurveyedPlace
from verifier.walk.surveying import Surveyor
from verifier.walk.walk import WalkFailed


@pytest.fixture
def choice(pytestconfig: pytest.Config) -> Choice:
    return choice_for(pytestconfig, "allauth_site")


@pytest.fixture
def places(new_walk: NewWalk, tmp_path: Path) -> dict[str, SurveyedPlace]:
    """The site's places as a survey has found them; the pictures are in the test's folder, below `pictures`."""
    survey, pictures = Survey("allauth_site", "allauth", "стенд", "chromium"), tmp_path / "pictures"
    pictures.mkdir()
    surveyor = Surveyor(survey, pictures)
    with suppress(WalkFailed):
        new_walk(journal_folder=tmp_path / "journals", companion=surveyor).take()
    surveyor.tidy()
    return {one.cls: one for one in survey.places}


def test_what_is_told_is_what_a_tester_can_use(places: dict[str, SurveyedPlace], tmp_path: Path) -> None:
    connections = {one.attribute: one for one in places["ConnectionsPage"].things}
    assert (connections["taken"].standing, connections["taken"].line) == ("unmet", ""), (
        "иная надпись — не она"
    )
    addresses = next(one for one in places["EmailsPage"].things if one.attribute == "addresses")
    assert addresses.seen is not None
    assert (addresses.seen.role, addresses.seen.name) == ("", ""), "роль не её, а того, что в ней"
    (screen,) = places["Menu"].screens
    assert [one.number for one in screen.marks] == [1]
    assert [one.screen for one in places["Menu"].things] == [0]
    assert connections["connected"].sentences == ["8", "13"]
    assert connections["remove"].sentences == ["10", "12"]
    assert [one.sentences for one in places["LoginPage"].things if one.attribute == "heading"] == [["1"]]
    kept = {one.picture for place in places.values() for one in place.screens}
    assert kept == {one.name for one in (tmp_path / "pictures").iterdir()}
