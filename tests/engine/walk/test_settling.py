"""Whether one more window opens is looked at for a moment after the last thing that happened, and no longer."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext

from tests.support.made_up import Board, Writer, text, walk_on
from verifier.screen.windows import Windows
from verifier.walk import checks
from verifier.walk.walk import Walk

ON_PRESS = """<main><button>Создать заметку</button></main><script>
document.querySelector('button').onclick = () => {{ {0} }};
</script>"""
LATER = "setTimeout(() => open('about:blank'), 200);"


@pytest.fixture(autouse=True)
def long_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a moment be one that is none too short on any machine."""
    monkeypatch.setattr(checks, "_MOMENT_MS", 2000)


def pressed(context: BrowserContext, script: str) -> Walk[Writer]:
    """Press the only button of a page that then runs a script."""
    walk = walk_on(context, text("Нажми «Создать заметку»."), ON_PRESS.format(script), 3000)
    walk.open(walk.on(Board))
    walk.press(walk.on(Board).create)
    return walk


def test_a_window_that_opens_a_moment_after_a_press_counts(context: BrowserContext) -> None:
    assert pressed(context, LATER).settled_count(1) == 2


def test_a_window_that_opens_a_moment_after_another_counts(context: BrowserContext) -> None:
    walk = pressed(context, "open('about:blank'); " + LATER)
    walk.windows.await_state(lambda: walk.window_count() == 2)
    assert walk.settled_count(2) == 3


def test_where_windows_have_been_calm_for_long_nothing_is_waited_for(
    context: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(*_: object, **__: object) -> None:
        raise AssertionError("waits although nothing has happened for long")

    walk = pressed(context, "")
    assert walk.settled_count(1) == 1
    monkeypatch.setattr(Windows, "await_state", wait)
    assert walk.settled_count(1) == 1
