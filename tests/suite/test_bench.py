"""The measurements can be taken; how long things take is never asserted."""

from __future__ import annotations

import re

import pytest

from bench import reports

pytestmark = pytest.mark.heavy


def test_rendering_can_be_measured(capsys: pytest.CaptureFixture[str]) -> None:
    reports.main([2])
    title, heads, row = capsys.readouterr().out.splitlines()
    assert title == "Отчёты из журнала"
    assert heads.split()[0] == "шагов"
    assert re.fullmatch(r"2( +\d+,\d+){6}( +\d+,\d МБ){5}", row)
