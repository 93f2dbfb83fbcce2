"""What outweighs what when an error becomes a verdict: record over network over words."""

from __future__ import annotations

import re

import pytest

from verifier.screen.obstacles import Obstacle
from verifier.screen.trouble import Contradiction, Mismatch, Trouble
from verifier.walk.verdict import Verdict, judge

SORRY = Obstacle(re.compile("не отвечает"), "страница сообщает, что система не работает", "повторите позже")
OUTAGE = "дневник: ошибка 503 на https://a.example/"


@pytest.mark.parametrize(
    ("trouble", "outage", "obstacle", "lives", "verdict"),
    [
        (Mismatch, None, None, True, Verdict.BROKEN),
        (Mismatch, None, SORRY, True, Verdict.ENVIRONMENT),
        (Mismatch, OUTAGE, None, True, Verdict.ENVIRONMENT),
        (Contradiction, None, SORRY, True, Verdict.BROKEN),
        (Contradiction, OUTAGE, SORRY, True, Verdict.BROKEN),
        (Contradiction, None, None, False, Verdict.ENVIRONMENT),
    ],
)
def test_record_outweighs_network_and_words(
    trouble: type[Trouble], outage: str | None, obstacle: Obstacle | None, lives: bool, verdict: Verdict
) -> None:
    found, _ = judge(trouble("одно", "другое"), outage=outage, obstacle=obstacle, browser_lives=lives)
    assert found is verdict
