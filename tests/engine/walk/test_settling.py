"""Whether one more window opens is looked at for a moment after the last thing that happened, and no longer."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.support.made_up import Board, Writer, text, walk_on
from verifier.screen.trouble import Mismatch
from verifier.screen.windows import Windows
from verifier.walk import checks
from verifier.walk.evidence import Evidence
from verifier.walk.verdict import Verdict
from verifier.walk.walk import Walk, WalkFailed

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


def told(shown: int) -> str:
    return f"окон: {shown}"


def test_a_step_checks_its_windows_once_its_evidence_is_kept(
    context: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = list[str]()

    def noted(kind: type[Any], name: str) -> None:
        real = getattr(kind, name)

        def note(*asked: Any) -> Any:
            order.append(name)
            return real(*asked)

        monkeypatch.setattr(kind, name, note)

    noted(Evidence, "finish")
    noted(Windows, "await_calm")
    walk = pressed(context, "")
    with walk.proving("one"):
        walk.press(walk.on(Board).create)
        walk.check_windows(1, "окно одно", told)
        assert order == []
    assert order == ["finish", "await_calm"]


def test_a_window_that_opens_while_the_evidence_is_kept_is_a_finding(context: BrowserContext) -> None:
    walk = walk_on(context, text("Нажми «Создать заметку»."), ON_PRESS.format(LATER), 3000)
    walk.open(walk.on(Board))

    def step() -> None:
        with walk.proving("one"):
            walk.press(walk.on(Board).create)
            walk.check_windows(1, "окно одно", told)

    with pytest.raises(WalkFailed) as failed:
        step()
    [finding] = failed.value.findings
    assert (finding.verdict, finding.expected, finding.observed) == (Verdict.BROKEN, "окно одно", "окон: 2")
    assert finding.actions[-1].kind == "check"
    assert "Создать заметку" in (finding.snapshot or "")


def test_outside_of_a_step_windows_are_checked_at_once(context: BrowserContext) -> None:
    with pytest.raises(Mismatch, match="окон: 2"):
        pressed(context, LATER).check_windows(1, "окно одно", told)


def test_a_step_that_only_checks_its_windows_has_looked(context: BrowserContext) -> None:
    walk = walk_on(context, text("Заметки открываются в одном окне."), ON_PRESS.format(""), 3000)
    walk.open(walk.on(Board))
    with walk.proving("one"):
        walk.check_windows(1, "окно одно", told)
    assert walk.journal.entries[0].verdict is Verdict.HOLDS
