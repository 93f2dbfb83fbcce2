"""A part of the trial: one section on the first release and on the last."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.field import releases, truth
from bench.field.__main__ import HANDBOOK, compared
from bench.field.score import FINDINGS
from bench.field.walks import Trip, take

pytestmark = pytest.mark.long
SECTION = "tests/scenarios/wagtail/test_handbook.py::test_section[chromium-account]"


@pytest.mark.timeout(900)
@pytest.mark.parametrize("release", [releases.RELEASES[0], releases.RELEASES[-1]])
def test_what_is_told_of_a_release_is_what_is_true(tmp_path: Path, release: str) -> None:
    releases.install(release)
    walked = take(Trip(HANDBOOK, release), tmp_path, SECTION)
    cells = list(compared(walked, truth.read()))
    assert len(cells) == 3
    assert [cell for cell in cells if not cell.is_right] == []
    assert any(cell.truth in FINDINGS for cell in cells) is (release != releases.RELEASES[0])
