"""Whatever a page does, its step ends within patience and the grace with the right verdict, and so does the walk."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Route

from tests.support.made_up import ORIGIN, Board, Writer, text, walk_on
from verifier.screen.watch import GRACE_S
from verifier.walk.journal import Entry
from verifier.walk.steps import Step
from verifier.walk.verdict import Verdict
from verifier.walk.walk import Walk, WalkFailed

pytestmark = pytest.mark.long

PATIENCE_S = 3.0
SLACK_S = 8.0
"""For what comes after the verdict, and for a machine that has much else to do."""

PAGE = "<main><h1>Мои заметки</h1><button>Создать заметку</button></main><script>{script}</script>"
SPIN = "while (true) {}"
ON_PRESS = "document.querySelector('button').onclick = () => setTimeout(() => {{ {0} }}, 50);"

CHROMIUM_ALONE = pytest.mark.only_browser("chromium")

Act = Callable[[Walk[Writer]], None]


def press(walk: Walk[Writer]) -> None:
    walk.press(walk.on(Board).create)
    walk.see(walk.on(Board).message)


def count(walk: Walk[Writer]) -> None:
    walk.press(walk.on(Board).create)
    walk.windows.await_state(lambda: walk.on(Board).window().locator("p").count() > 0)
    walk.see(walk.on(Board).message)


def taken(
    context: BrowserContext, script: str, act: Act, patience_s: float = PATIENCE_S
) -> tuple[Entry, float]:
    """Take one step on a page with such a script, and return what it came to say and for how many seconds it took."""
    walk = walk_on(context, text("Нажми «Создать заметку»."), PAGE.format(script=script), patience_s * 1000)
    walk.open(walk.on(Board))
    began = time.monotonic()
    with pytest.raises(WalkFailed):
        walk.take_steps([Step("one", act)])
    context.close()
    return walk.journal.entries[0], time.monotonic() - began


@pytest.mark.parametrize("act", [press, count])
@pytest.mark.parametrize(
    ("script", "observed"),
    [
        (SPIN, "ни на что не отвечает"),
        ("debugger; " + SPIN, "ни на что не отвечает"),
        ("print(); " + SPIN, "ни на что не отвечает"),
        ("while (true) alert('Ещё')", "показал сообщение (alert): «Ещё»"),
        ("let i = 0; while (true) confirm('Раз ' + i++)", "спросил (confirm): «Раз 99»"),
        ("setInterval(() => open('about:blank'), 1)", "без конца"),
        pytest.param(
            "while (true) navigator.geolocation.getCurrentPosition(() => 0)",
            "попросил разрешения: «геолокация»",
            marks=CHROMIUM_ALONE,
        ),
        ("for (let i = 0; ; i++) if (i < 1e6) document.body.append(i)", "ни на что не отвечает"),
    ],
    ids=["spins", "debugger", "prints", "alerts", "confirms", "popups", "permissions", "grows"],
)
def test_a_page_that_does_not_let_go_is_a_finding_in_time(
    context: BrowserContext, script: str, observed: str, act: Act
) -> None:
    entry, took_s = taken(context, ON_PRESS.format(script), act)
    assert entry.verdict is Verdict.BROKEN
    assert observed in entry.observed
    assert "набор закрыл его" in entry.observed
    assert took_s < PATIENCE_S + GRACE_S + SLACK_S


def test_a_popup_that_spins_is_a_finding_in_time(context: BrowserContext) -> None:
    script = "const popup = open('/board'); popup.onload = () => popup.setTimeout('while (true) {}', 50)"
    entry, took_s = taken(context, ON_PRESS.format(script), count)
    assert (entry.verdict, "ни на что не отвечает" in entry.observed) == (Verdict.BROKEN, True)
    assert took_s < PATIENCE_S + GRACE_S + SLACK_S


def test_a_request_that_keeps_its_page_waiting_for_ever_is_the_environment(context: BrowserContext) -> None:
    held = list[Route]()
    script = "const r = new XMLHttpRequest(); r.open('GET', '/never', false); r.send()"
    walk = walk_on(context, text("Нажми."), PAGE.format(script=ON_PRESS.format(script)), PATIENCE_S * 1000)
    context.route(f"{ORIGIN}/never", lambda route: held.append(route))
    walk.open(walk.on(Board))
    began = time.monotonic()
    with pytest.raises(WalkFailed):
        walk.take_steps([Step("one", count)])
    context.close()
    (entry,) = walk.journal.entries
    assert entry.verdict is Verdict.ENVIRONMENT
    assert "заметки не отвечает уже" in entry.observed
    assert time.monotonic() - began < PATIENCE_S + GRACE_S + SLACK_S


def test_a_page_that_goes_from_address_to_address_for_ever_keeps_nobody_waiting(
    context: BrowserContext,
) -> None:
    go_on = "setTimeout(() => location.replace('/board?' + Math.random()), 20)"
    patience_s = 10.0  # so long that a busy machine, too, loads twenty pages meanwhile
    entry, took_s = taken(
        context, ON_PRESS.format(go_on) + f"if (location.search) {go_on}", count, patience_s
    )
    assert (entry.verdict, "снова и снова" in entry.observed) == (Verdict.BROKEN, True)
    assert took_s < patience_s + GRACE_S + SLACK_S


@CHROMIUM_ALONE
@pytest.mark.usefixtures("forgetful")
def test_a_window_that_the_browser_forgets_to_close_is_closed(context: BrowserContext) -> None:
    entry, took_s = taken(context, ON_PRESS.format(SPIN), count)
    assert (entry.verdict, "набор закрыл его" in entry.observed) == (Verdict.BROKEN, True)
    assert took_s < PATIENCE_S + GRACE_S + SLACK_S


def test_a_page_whose_process_dies_is_the_environment(context: BrowserContext) -> None:
    def crash(walk: Walk[Writer]) -> None:
        walk.at(walk.on(Board)).goto("chrome://crash")
        walk.see(walk.on(Board).create)

    entry, took_s = taken(context, "", crash)
    assert entry.verdict is Verdict.ENVIRONMENT
    assert took_s < PATIENCE_S + GRACE_S + SLACK_S


@pytest.fixture
def cramped_context(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any]
) -> Iterator[BrowserContext]:
    """A context of a browser whose pages are given so little memory that the machine does not notice."""
    options = {**browser_type_launch_args}
    args = [*options.pop("args", []), "--js-flags=--max-old-space-size=64"]
    browser = browser_type.launch(**options, args=args)
    yield browser.new_context()
    browser.close()


@CHROMIUM_ALONE
@pytest.mark.parametrize("act", [press, count])
@pytest.mark.parametrize(
    "script",
    [
        "const all = []; while (true) all.push(new Array(1e5).fill(all.length))",
        "const all = []; setInterval(() => all.push(new Array(1e5).fill(all.length)), 1)",
    ],
    ids=["at-once", "bit-by-bit"],
)
def test_a_page_that_eats_its_memory_is_a_finding_in_time(
    cramped_context: BrowserContext, script: str, act: Act
) -> None:
    entry, took_s = taken(cramped_context, ON_PRESS.format(script), act)
    assert entry.verdict is Verdict.BROKEN
    assert "сценарии страницы заняли всю, какая у них есть; набор закрыл его" in entry.observed
    assert took_s < PATIENCE_S + GRACE_S + SLACK_S


@pytest.mark.parametrize("act", [press, count])
def test_a_page_with_very_much_on_it_is_a_finding_in_time(context: BrowserContext, act: Act) -> None:
    script = "document.querySelector('main').insertAdjacentHTML('beforeend', '<b>Ещё</b> '.repeat(2e5))"
    entry, took_s = taken(context, ON_PRESS.format(script), act)
    assert entry.verdict is Verdict.BROKEN
    assert took_s < PATIENCE_S + GRACE_S + SLACK_S


def test_a_person_who_steps_through_with_the_inspector_may_keep_a_page_waiting(
    context: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PWDEBUG", "1")
    walk = walk_on(context, text("Нажми."), PAGE.format(script=""), patience_ms=500)
    walk.open(walk.on(Board))
    page = walk.at(walk.on(Board))
    busy_ms = (0.5 + GRACE_S + 2) * 1000
    page.evaluate("ms => { for (const end = Date.now() + ms; Date.now() < end;); }", busy_ms)
    walk.see(walk.on(Board).create)
    assert not page.is_closed()
