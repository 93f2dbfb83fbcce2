"""The explorer at work: the stand is sound in any order, and an order that shows a defect is found and told."""

from __future__ import annotations

import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from stand.defects import named
from tests.explorer.conftest import Explore
from tests.explorer.search import Search
from tests.explorer.shorten import shorten
from tests.explorer.telling import ready_test, report
from tests.explorer.trip import World, walk_through

_MOVES = 25
SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"
_SHORTEST = {
    "log-out-leaves-a-token": "linked log_out sign_in_1 choose_chats unlink",
    "cancel-brings-the-link-back": "linked choose_chats unlink press_link cancel",
    "second-chat-replaces-the-first": "in-chats choose_chats open_chats create_chat create_chat",
}


@pytest.mark.parametrize("seed", [1, 2])
def test_stand_is_sound_in_any_order(world: World, seed: int) -> None:
    search = Search(world, lambda figures: figures.moves >= _MOVES)
    finding = search.run(seed)
    assert finding is None, report(finding)
    assert search.figures.moves == _MOVES
    assert len(search.figures.states) > 3


@pytest.mark.parametrize(
    "text",
    [
        "linked-popup choose_chats unlink press_link reload close_window press_link proceed unlink",
        "in-chats choose_chats open_chats search create_chat switch log_out sign_in_2 choose_chats press_link cancel",
        "linked choose_chats go_back choose_chats open_diary choose_chats unlink switch reload another_day",
    ],
)
def test_ways_that_turn_back_are_sound(explore: Explore, text: str) -> None:
    explore(text)


@pytest.mark.parametrize("defect", ["log-out-leaves-a-token", "second-chat-replaces-the-first"])
def test_order_that_shows_a_defect_is_told(world: World, defect: str) -> None:
    text = _SHORTEST[defect]
    with named(defect).on(world.stand):
        finding = walk_through(world, tuple(text.split()))
    assert finding is not None
    assert finding.entry.claim == named(defect).claim
    assert finding.entry.verdict == named(defect).verdict
    written = report(finding, defect)
    assert f'make explore REPLAY="{text}" DEFECT={defect}' in written
    assert f'explore("{text}")' in written
    assert "Выбери вкладку «Чаты»." in written
    assert "Картинка" in written


@pytest.mark.long
def test_finding_is_shortened_to_what_shows_the_defect(world: World) -> None:
    began, detour = time.monotonic(), "linked choose_chats reload unlink"
    with named("cancel-brings-the-link-back").on(world.stand):
        found = walk_through(world, (*detour.split(), "press_link", "cancel"))
        assert found is not None
        shortest = shorten(world, found, 40)
    assert " ".join(shortest.sequence) == _SHORTEST["cancel-brings-the-link-back"]
    assert time.monotonic() - began < 120


@pytest.mark.long
def test_ready_test_runs_among_the_scenarios(world: World, tmp_path: Path) -> None:
    defect = named("log-out-leaves-a-token")
    with defect.on(world.stand):
        finding = walk_through(world, tuple(_SHORTEST[defect.name].split()))
    assert finding is not None
    pasted = SCENARIOS / f"test_found_{uuid.uuid4().hex[:8]}.py"
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:randomly", "-p", "no:cacheprovider"]
    command += ["--reports", str(tmp_path), str(pasted)]
    pasted.write_text(ready_test(finding), encoding="utf-8")
    try:
        sound = subprocess.run(command, cwd=SCENARIOS, capture_output=True, text=True, timeout=140)
        faulty = subprocess.run(
            [*command, "--defect", defect.name], cwd=SCENARIOS, capture_output=True, text=True, timeout=140
        )
    finally:
        pasted.unlink()
    assert "1 passed" in sound.stdout, sound.stdout
    assert "1 failed" in faulty.stdout
    assert "  3. Выбери вкладку «Чаты»." in faulty.stdout
    assert "НЕ РАБОТАЕТ: unlinked" in faulty.stdout
