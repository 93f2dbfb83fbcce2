"""The work for a guide grows as its steps do: counted in calls, which no busy machine makes more."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from types import FrameType
from typing import Any

import pytest

from reports.guide import confluence, html, markdown, tour
from reports.guide.model import Guide
from tests.support import guides

pytestmark = pytest.mark.heavy

FEW, MORE, MANY = 10, 20, 200
_SPREAD = 0.05


def calls(make: Callable[[Guide], object], steps: int) -> int:
    """Return how many calls it takes to make something of a guide of so many steps, templates being loaded."""
    one = guides.step(1)
    guide = guides.guide(
        [replace(one, number=str(number), claim=f"claim-{number}") for number in range(1, steps + 1)]
    )
    make(guide)
    counted = 0

    def count(_frame: FrameType, event: str, _of: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        make(guide)
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize("form", [html, tour, markdown, confluence], ids=lambda form: form.__name__)
def test_each_step_takes_the_same_work_in_a_short_guide_and_in_a_long_one(form: Any) -> None:
    few, more, many = (calls(form.render, steps) for steps in (FEW, MORE, MANY))
    assert (many - more) / (MANY - MORE) == pytest.approx((more - few) / (MORE - FEW), rel=_SPREAD)
