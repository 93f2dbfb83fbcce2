"""The site of one release, where that is installed."""

from __future__ import annotations

import pytest

from flows.wagtail.site.process import NoReleaseError
from verifier.run.choice import Choice
from verifier.run.fixtures import choice_for
from verifier.run.settings import stand_of


@pytest.fixture
def choice(pytestconfig: pytest.Config) -> Choice:
    found = choice_for(pytestconfig, "wagtail")
    try:
        stand_of(found).settle(None, None, ())
    except NoReleaseError as error:
        pytest.skip(str(error))
    return found
