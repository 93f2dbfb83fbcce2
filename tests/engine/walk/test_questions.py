"""What the browser asks of its user is told with its words and the answer; a step can say how to answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, HttpCredentials

from tests.support.made_up import ORIGIN, Board, Writer, text, walk_on
from tests.support.password import asking_for_a_password
from tests.support.walks import IN_VAIN_S
from verifier.walk.failure import describe_all
from verifier.walk.journal import Entry
from verifier.walk.steps import Step
from verifier.walk.verdict import Verdict
from verifier.walk.walk import Walk, WalkFailed

ASKING = """<main><button>Создать заметку</button></main><script>
document.querySelector('button').onclick = () => {{ {script} }};
const save = () => document.querySelector('main').insertAdjacentHTML('beforeend', '<p>Заметка сохранена');
</script>"""


CHROMIUM_ALONE = pytest.mark.only_browser("chromium")
GEOLOCATION = "navigator.geolocation.getCurrentPosition(() => 0)"


def press(walk: Walk[Writer]) -> None:
    walk.press(walk.on(Board).create)
    walk.see(walk.on(Board).message)


def answering(*, yes: bool, text: str | None = None) -> Callable[[Walk[Writer]], None]:
    def act(walk: Walk[Writer]) -> None:
        with walk.answering(yes=yes, text=text):
            walk.press(walk.on(Board).create)
        walk.see(walk.on(Board).message)

    return act


def taken(
    context: BrowserContext,
    script: str,
    act: Callable[[Walk[Writer]], None],
    sentence: str = "Нажми «Создать заметку».",
) -> tuple[Entry, str]:
    """Take one step on a page whose button does this, and return what it came to say, and the bug report."""
    walk = walk_on(context, text(sentence), ASKING.format(script=script), IN_VAIN_S * 1000)
    walk.open(walk.on(Board))
    try:
        walk.take_steps([Step("one", act)])
    except WalkFailed as failed:
        return failed.journal.entries[0], describe_all(failed.findings, failed.journal)
    return walk.journal.entries[0], ""


def test_an_unexpected_question_is_told_with_its_words_and_the_answer(context: BrowserContext) -> None:
    entry, report = taken(context, "if (confirm('Точно создать?')) save()", press)
    assert entry.verdict is Verdict.BROKEN
    assert entry.notes == ["окно 1: браузер спросил (confirm): «Точно создать?»; набор ответил «Отмена»"]
    assert entry.notes[0] in report
    assert "walk.answering" in report


def test_a_message_is_told_although_the_step_holds(context: BrowserContext) -> None:
    entry, _ = taken(context, "alert('Готово'); alert('Готово'); save()", press)
    assert entry.verdict is Verdict.HOLDS
    assert entry.notes == ["окно 1: браузер показал сообщение (alert): «Готово»; набор ответил «ОК» (раз: 2)"]


@pytest.mark.parametrize(
    ("script", "yes", "text", "note"),
    [
        (
            "if (confirm('Точно создать?')) save()",
            True,
            None,
            "спросил (confirm): «Точно создать?»; шаг ответил «ОК»",
        ),
        (
            "if (!confirm('Оставить старую?')) save()",
            False,
            None,
            "спросил (confirm): «Оставить старую?»; шаг ответил «Отмена»",
        ),
        (
            "if (prompt('Как назвать?', 'Новая') === 'Своя') save()",
            True,
            "Своя",
            "попросил ввести текст (prompt): «Как назвать?»; шаг ответил «Своя»",
        ),
        (
            "if (prompt('Как назвать?', 'Новая') === 'Новая') save()",
            True,
            None,
            "попросил ввести текст (prompt): «Как назвать?»; шаг ответил «Новая»",
        ),
    ],
)
def test_a_step_says_how_it_answers(
    context: BrowserContext, script: str, yes: bool, text: str | None, note: str
) -> None:
    entry, report = taken(context, script, answering(yes=yes, text=text))
    assert entry.verdict is Verdict.HOLDS, report
    assert entry.notes == [f"окно 1: браузер {note}"]


def test_a_question_that_a_step_waits_for_in_vain_is_a_finding(context: BrowserContext) -> None:
    entry, _ = taken(context, "save()", answering(yes=True))
    assert (entry.verdict, entry.expected, entry.observed) == (
        Verdict.BROKEN,
        "браузер спрашивает",
        "вопроса не было",
    )


def test_a_sentence_may_quote_what_the_browser_asks(context: BrowserContext) -> None:
    asks, sentence = "if (confirm('Точно создать?')) save()", "На вопрос «{}» ответь утвердительно."
    act = answering(yes=True)
    assert taken(context, asks, act, sentence.format("Точно создать?"))[0].verdict is Verdict.HOLDS


def test_other_words_of_a_question_are_drift(context: BrowserContext) -> None:
    asks, sentence = "if (confirm('Точно создать?')) save()", "На вопрос «Точно ли создать?» ответь «да»."
    entry, _ = taken(context, asks, answering(yes=True), sentence.replace("«да»", "да"))
    assert entry.verdict is Verdict.DRIFT
    assert "Точно создать?" in entry.observed


def test_what_is_asked_without_end_in_other_words_does_not_fill_the_report(context: BrowserContext) -> None:
    entry, _ = taken(context, "for (let i = 0; i < 30; i++) alert('№' + i); save()", press)
    assert len(entry.notes) == 6
    assert entry.notes[-1] == "и ещё вопросов браузера: 25"


def test_leaving_a_page_that_would_keep_its_visitor_is_told(context: BrowserContext) -> None:
    def leave(walk: Walk[Writer]) -> None:
        walk.press(walk.on(Board).create)
        walk.reload(walk.on(Board))
        walk.see(walk.on(Board).create)

    entry, report = taken(context, "addEventListener('beforeunload', e => e.preventDefault())", leave)
    assert entry.verdict is Verdict.HOLDS, report
    assert entry.notes == ["окно 1: браузер спросил, уйти ли со страницы (beforeunload); набор ответил «ОК»"]


def test_downloads_and_file_choosers_are_told(context: BrowserContext) -> None:
    script = """
        const link = document.createElement('a');
        [link.href, link.download] = ['data:text/plain,1', 'оценки.txt'];
        link.click();
        const field = document.createElement('input');
        field.type = 'file';
        field.click();
        save();"""

    def act(walk: Walk[Writer]) -> None:
        press(walk)
        walk.windows.await_state(lambda: walk.windows.questions.count == 2)

    entry, report = taken(context, script, act)
    assert entry.verdict is Verdict.HOLDS, report
    assert sorted(entry.notes) == [
        "окно 1: браузер попросил выбрать файл; набор ничего не выбрал",
        "окно 1: браузер скачал файл: «оценки.txt»; никто его не открывал",
    ]


@CHROMIUM_ALONE
@pytest.mark.parametrize(
    ("script", "what"),
    [
        (GEOLOCATION, ": «геолокация»"),
        ("Notification.requestPermission()", ": «уведомления»"),
        ("navigator.mediaDevices.getUserMedia({video: true}).catch(() => 0)", ": «камера или микрофон»"),
        ("navigator.clipboard.readText().catch(() => 0)", ": «чтение буфера обмена»"),
        ("navigator.requestMIDIAccess().catch(() => 0)", ": «MIDI»"),
        (f"delete self.Geolocation; {GEOLOCATION}", ": «геолокация»"),
    ],
    ids=["geolocation", "notifications", "camera", "clipboard", "midi", "hidden"],
)
def test_what_a_page_wants_to_be_permitted_is_told(context: BrowserContext, script: str, what: str) -> None:
    entry, report = taken(context, script, press)
    assert entry.verdict is Verdict.BROKEN
    assert entry.notes == [f"окно 1: браузер попросил разрешения{what}; набор ничего не разрешил"]
    assert entry.notes[0] in report
    assert "набор не разрешает ничего" in report


@CHROMIUM_ALONE
def test_what_a_page_wants_to_be_permitted_while_it_loads_is_told(context: BrowserContext) -> None:
    def act(walk: Walk[Writer]) -> None:
        walk.reload(walk.on(Board))
        walk.windows.await_state(lambda: walk.windows.questions.count == 1)
        walk.see(walk.on(Board).create)

    entry, report = taken(context, f"}}; {GEOLOCATION}; {{", act)
    assert entry.verdict is Verdict.HOLDS, report
    assert entry.notes == ["окно 1: браузер попросил разрешения: «геолокация»; набор ничего не разрешил"]


def test_a_page_finds_nothing_new_in_its_window_but_what_is_playwrights(
    context: BrowserContext, browser: Browser
) -> None:
    names = "Object.getOwnPropertyNames(self)"
    usual = browser.new_page()
    usual.goto("data:text/html,<p>")
    before = set(usual.evaluate(names))
    usual.close()
    walk = walk_on(context, text("Нажми «Создать заметку»."), ASKING.format(script=""), IN_VAIN_S * 1000)
    walk.open(walk.on(Board))
    page = walk.at(walk.on(Board))
    new = {name for name in set(page.evaluate(names)) - before if name.startswith("_")}
    assert {name for name in new if not name.startswith("__playwright")} == set()
    assert page.evaluate("navigator.requestMIDIAccess.name") == "requestMIDIAccess"


def test_a_page_of_a_browser_with_a_statement_to_halt_goes_on(context: BrowserContext) -> None:
    entry, report = taken(context, "debugger; save()", press)
    assert entry.verdict is Verdict.HOLDS, report
    assert entry.notes == []


@pytest.mark.parametrize("script", ["open('{}')", "location = '{}'"], ids=["popup", "same"])
def test_a_password_that_the_browser_asks_for_is_told(browser: Browser, script: str) -> None:
    def act(walk: Walk[Writer]) -> None:
        walk.press(walk.on(Board).create)
        walk.windows.await_state(lambda: walk.windows.questions.count == 1)
        walk.see(walk.on(Board).message)

    context = browser.new_context()
    with asking_for_a_password([]) as server:
        entry, report = taken(context, script.format(server), act)
        context.close()
    assert entry.verdict is Verdict.BROKEN
    (note,) = [note for note in entry.notes if "пароль" in note]
    told = f"браузер попросил имя и пароль (HTTP Basic) для {server}: «staging»; набор их не знает"
    assert told in note
    assert note in report
    assert "basic_auth" in report


def test_a_password_that_is_known_is_no_question(browser: Browser) -> None:
    heard: list[dict[str, str]] = []

    def act(walk: Walk[Writer]) -> None:
        press(walk)
        assert walk.windows.await_state(lambda: heard and "Authorization" in heard[-1])
        walk.windows.await_rest(walk.windows.context.pages[-1])

    with asking_for_a_password(heard) as server:
        known: HttpCredentials = {"username": "tester", "password": "pa55word"}
        context = browser.new_context(http_credentials=known)
        entry, report = taken(context, f"open('{server}'); save()", act)
        context.close()
    assert entry.verdict is Verdict.HOLDS, report
    assert entry.notes == []


@pytest.mark.parametrize(
    ("challenge", "headers", "is_question"),
    [
        ('Basic realm="n"', "", True),
        ('Bearer realm="n", Digest realm="n", nonce="x"', "", True),
        ('Bearer realm="n"', "", False),
        ('Basic realm="n"', "Authorization: 'Bearer x'", False),
    ],
    ids=["basic", "digest", "bearer", "own-key"],
)
def test_a_script_that_is_denied_makes_the_browser_ask_unless_it_has_a_key_of_its_own(
    context: BrowserContext, challenge: str, headers: str, is_question: bool
) -> None:
    def act(walk: Walk[Writer]) -> None:
        denied = {"WWW-Authenticate": challenge}
        walk.windows.context.route(
            f"{ORIGIN}/private", lambda route: route.fulfill(status=401, headers=denied)
        )
        press(walk)

    asks = f"fetch('/private', {{headers: {{{headers}}}}}).then(save)"
    entry, report = taken(context, asks, act)
    assert entry.verdict is Verdict.HOLDS, report
    assert bool(entry.notes) is is_question
