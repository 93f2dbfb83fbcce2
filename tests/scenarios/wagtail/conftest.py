"""The site of one release, which is installed first where it is not."""

from __future__ import annotations

import os

import pytest

from bench.field import releases
from verifier.run.choice import Choice
from verifier.run.fixtures import choice_for


@pytest.fixture
def choice(pytestconfig: pytest.Config) -> Choice:
    releases.install(os.environ.get("WAGTAIL_RELEASE") or releases.RELEASES[0])
    return choice_for(pytestconfig, "wagtail")
