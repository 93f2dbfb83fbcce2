"""What a sentence quotes is what a verdict compares with the page: its labels and its addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Route

from tests.support import full_disk
from tests.support.made_up import NOTES, ORIGIN, Board, Writer, text, walk_on
from verifier.screen.control import BUTTON, Control
from verifier.screen.element import Element
from verifier.screen.place import Place
from verifier.text.model import Instruction
from verifier.walk.journal import Entry
from verifier.walk.steps import Step, StepError
from verifier.walk.verdict import Verdict
from verifier.walk.walk import OutOfTime, Walk, WalkFailed

STILL_LOADING = """<main><button hidden>Создать заметку</button></main><script>
fetch('/board/news').then(news => news.text()).then(html => {
  document.querySelector('main').insertAdjacentHTML('beforeend', html);
});
setTimeout(() => { document.querySelector('button').hidden = false; }, 2000);
setTimeout(() => answer(), 2500);
</script>"""
Act = Callable[[Walk[Writer]], None]
PAGE = """<main><h1>Мои заметки</h1><button>Создать заметку</button><button>Привязать к заметкам</button>
<div role=tab>Заметки</div><label>Название <input></label></main>"""


def taken(context: BrowserContext, html: str, sentences: Instruction, *acts: Act) -> list[Entry]:
    """Walk a text whose steps do this, from the board on, and return what it came to say."""
    walk = walk_on(context, sentences, html)
    walk.open(walk.on(Board))
    steps = [Step(claim.id, act) for claim, act in zip(sentences.claims, acts, strict=True)]
    try:
        walk.take_steps(steps)
    except WalkFailed as failed:
        return failed.journal.entries
    return walk.journal.entries


def press_create(walk: Walk[Writer]) -> None:
    walk.press(walk.on(Board).create)


def see_create(walk: Walk[Writer]) -> None:
    walk.see(walk.on(Board).create)


def test_the_words_of_the_sentence_hold_where_the_page_shows_them(context: BrowserContext) -> None:
    (entry,) = taken(context, PAGE, text("Нажми «Создать заметку»."), press_create)
    assert (entry.verdict, entry.notes) == (Verdict.HOLDS, [])


def test_other_words_in_the_text_alone_are_drift(context: BrowserContext) -> None:
    (entry,) = taken(context, PAGE, text("Нажми «Создать новую заметку»."), press_create)
    assert entry.verdict is Verdict.DRIFT
    assert entry.expected == "кнопка «Создать новую заметку» на доске"
    assert entry.observed == "вместо неё «Создать заметку»"
    assert entry.nearest.startswith("«Создать заметку» (кнопка, сходство")


def test_words_that_nothing_resembles_are_broken(context: BrowserContext) -> None:
    (entry,) = taken(context, PAGE, text("Нажми «Питание»."), press_create)
    assert entry.verdict is Verdict.BROKEN
    assert entry.expected == "«Питание» на доске"
    assert entry.observed == "такой надписи нет, есть: «Создать заметку»"


@pytest.mark.parametrize(
    ("brought", "told"),
    [
        ("", "такой надписи нет, есть: «Создать заметку»"),
        ("<button>Корзина</button>", "«Корзина» есть на странице, а шаг её не ищет"),
    ],
    ids=["never", "late"],
)
def test_words_are_missed_only_once_the_page_has_what_it_asked_for(
    context: BrowserContext, brought: str, told: str
) -> None:
    """Nothing has waited for them before, so a page that is still loading is no failure of its server."""
    walk = walk_on(context, text("Нажми «Корзина»."), STILL_LOADING, 3000)
    asked = list[Route]()
    context.route(f"{ORIGIN}/board/news", lambda route: asked.append(route))
    context.expose_function("answer", lambda: asked[0].fulfill(body=brought))
    walk.open(walk.on(Board))
    with pytest.raises((WalkFailed, StepError)) as failed:
        walk.take_steps([Step("one", see_create)])
    [entry] = walk.journal.entries
    assert told in f"{entry.observed} {failed.value}"
    assert entry.verdict is (Verdict.UNPROVEN if brought else Verdict.BROKEN)


def test_another_controls_words_are_never_a_likeness(context: BrowserContext) -> None:
    (entry,) = taken(context, PAGE, text("Нажми «Отвязать от заметок»."), press_create)
    assert entry.verdict is Verdict.BROKEN


def test_a_text_brought_up_to_date_holds_though_its_page_object_is_not(context: BrowserContext) -> None:
    page = PAGE.replace("Создать заметку", "Новая запись")
    sentences = text("Нажми «Новая запись».", "Ещё раз нажми ту же кнопку.")

    def again(walk: Walk[Writer]) -> None:
        walk.see(walk.on(Board).create)

    entries = taken(context, page, sentences, press_create, again)
    assert [entry.verdict for entry in entries] == [Verdict.HOLDS, Verdict.HOLDS]


def test_a_label_that_the_step_never_looks_for_is_a_mistake_of_the_suite(context: BrowserContext) -> None:
    with pytest.raises(StepError, match="называет «Название заметки», а шаг её не ищет") as caught:
        taken(context, PAGE, text("Нажми «Создать заметку» под «Название заметки»."), press_create)
    assert "\n" not in str(caught.value)


def test_a_step_that_only_acts_proves_nothing(context: BrowserContext) -> None:
    def key(walk: Walk[Writer]) -> None:
        walk.key("Enter")

    for act in (key, press_create):
        with pytest.raises(StepError, match="шаг ничего не проверил"):
            taken(context, PAGE, text("Сделай что-нибудь."), act)


def test_visible_words_count_and_another_accessible_name_is_a_note(context: BrowserContext) -> None:
    page = "<main><button aria-label='Новая запись'>Создать заметку</button></main>"
    (entry,) = taken(context, page, text("Нажми «Создать заметку»."), press_create)
    assert entry.verdict is Verdict.HOLDS
    assert any("Label in Name" in note for note in entry.notes)


def test_the_right_name_under_other_visible_words_is_drift(context: BrowserContext) -> None:
    page = "<main><button aria-label='Создать заметку'>Добавить запись</button></main>"
    (entry,) = taken(context, page, text("Нажми «Создать заметку»."), press_create)
    assert entry.verdict is Verdict.DRIFT
    assert "вместо неё «Добавить запись»" in entry.observed


@pytest.mark.parametrize(
    ("label", "verdict"),
    [
        ("Создать", Verdict.DRIFT),
        ("Создать заметку сейчас и потом, когда время ещё раз придёт", Verdict.DRIFT),
        ("Удалить", Verdict.BROKEN),
    ],
)
def test_a_thing_that_is_known_by_its_markup_has_drifted_where_words_were_taken_off_or_put_on(
    context: BrowserContext, label: str, verdict: Verdict
) -> None:
    def see_all(walk: Walk[Writer]) -> None:
        walk.see(walk.on(Board).body)

    (entry,) = taken(context, "<main>Создать заметку сейчас</main>", text(f"Нажми «{label}»."), see_all)
    assert entry.verdict is verdict


@pytest.mark.parametrize(("is_pressed", "verdict"), [(True, Verdict.DRIFT), (False, Verdict.BROKEN)])
def test_a_thing_that_is_known_by_its_markup_and_does_what_it_has_to_has_drifted_whatever_its_words(
    context: BrowserContext, is_pressed: bool, verdict: Verdict
) -> None:
    def see_or_press(walk: Walk[Writer]) -> None:
        walk.see(walk.on(Board).body)
        if is_pressed:
            walk.click(walk.on(Board).body)

    (entry,) = taken(context, "<main>Создать заметку</main>", text("Нажми «Удалить»."), see_or_press)
    assert (entry.verdict, "«Создать заметку»" in entry.observed) == (verdict, True)


def test_a_field_whose_label_is_out_of_sight_bears_what_stands_in_it(context: BrowserContext) -> None:
    page = """<main><div style="position:absolute; width:1px; height:1px; overflow:hidden">
        <label for=name>Название</label></div><input id=name placeholder="Имя заметки"></main>"""

    def see_field(walk: Walk[Writer]) -> None:
        walk.see(walk.on(Board).field)

    (entry,) = taken(context, page, text("Впиши «Имя заметки»."), see_field)
    assert entry.verdict is Verdict.HOLDS


def test_a_counter_holds_with_a_note(context: BrowserContext) -> None:
    page = PAGE.replace("Заметки</div>", "Заметки <b>12 новых</b></div>")

    def see_tab(walk: Walk[Writer]) -> None:
        walk.see(walk.on(Board).tab)

    (entry,) = taken(context, page, text("Есть вкладка «Заметки»."), see_tab)
    assert (entry.verdict, entry.notes) == (Verdict.HOLDS, ["вкладка «Заметки»: рядом счётчик «12 новых»"])


VANISHING = PAGE.replace(
    "<button>Создать заметку</button>", "<button onclick='this.remove()'>Создать заметку</button>"
)


def miss_create(walk: Walk[Writer]) -> None:
    walk.see(walk.on(Board).link)
    walk.miss(walk.on(Board).create)


@pytest.mark.parametrize(
    ("gone", "verdict"),
    [
        ("Создать заметку", Verdict.HOLDS),
        ("Создать новую заметку", Verdict.DRIFT),
        ("Xyz", Verdict.BROKEN),
    ],
)
def test_what_is_said_to_be_gone_was_there_under_those_words(
    context: BrowserContext, gone: str, verdict: Verdict
) -> None:
    sentences = text("Нажми «Создать заметку».", f"Есть «Привязать к заметкам», а «{gone}» больше нет.")
    entries = taken(context, VANISHING, sentences, press_create, miss_create)
    assert [entry.verdict for entry in entries] == [Verdict.HOLDS, verdict]
    if verdict is Verdict.BROKEN:
        assert entries[1].observed == "раньше в этом проходе была только «Создать заметку»"


def test_what_was_never_there_is_not_gone(context: BrowserContext) -> None:
    page = PAGE.replace("<button>Создать заметку</button>", "")
    with pytest.raises(StepError, match="раньше в этом проходе её никто не видел"):
        taken(context, page, text("Кнопки «Создать заметку» больше нет."), miss_create)


class Drawer(Place):
    """Another page, with a button of the same words."""

    name = "ящик"
    where = "в ящике"
    system = "notes"
    path = "/drawer"

    create = Control("Создать заметку", BUTTON)
    link = Control("Привязать к заметкам", BUTTON)


def test_what_was_there_on_another_page_is_not_gone_from_this_one(context: BrowserContext) -> None:
    sentences = text("Нажми «Создать заметку».", "В ящике кнопки «Создать заметку» больше нет.")
    page = f"{PAGE}<script>if (location.pathname === '/drawer') document.querySelector('button').remove()</script>"
    product = replace(NOTES, places=(Board, Drawer))
    walk = walk_on(context, sentences, page, product=product)
    walk.open(walk.on(Board))

    def miss_in_drawer(walk: Walk[Writer]) -> None:
        walk.open(walk.on(Drawer))
        walk.see(walk.on(Drawer).link)
        walk.miss(walk.on(Drawer).create)

    with pytest.raises(StepError, match="раньше в этом проходе её никто не видел"):
        walk.take_steps([Step("one", press_create), Step("two", miss_in_drawer)])


def test_a_blank_page_misses_nothing(context: BrowserContext) -> None:
    def blind(walk: Walk[Writer]) -> None:
        walk.at(walk.on(Board))
        walk.gone(walk.on(Board).field)

    with pytest.raises(StepError, match="на доске ещё ничего не увидели"):
        taken(context, "", text("Поля больше нет."), blind)


def test_the_label_of_a_field_is_met_by_filling_it(context: BrowserContext) -> None:
    def fill(walk: Walk[Writer]) -> None:
        board = walk.on(Board)
        walk.fill_in({board.field: "Список"}, then=board.create)

    sentences = text("Заполни поле «Название» и нажми «Создать заметку».")
    (entry,) = taken(context, PAGE, sentences, fill)
    assert entry.verdict is Verdict.HOLDS
    (entry,) = taken(context, PAGE, text("Заполни «Названия» и нажми «Создать заметку»."), fill)
    assert entry.verdict is Verdict.DRIFT


@pytest.mark.parametrize(
    ("quoted", "shown", "verdict"),
    [
        ("Название", "Название:", Verdict.HOLDS),
        ("Название", "Название *", Verdict.HOLDS),
        ("Название:", "Название:", Verdict.HOLDS),
        ("Название:", "Название", Verdict.DRIFT),
        ("Названия", "Название:", Verdict.DRIFT),
    ],
)
def test_what_a_form_puts_after_a_fields_label_is_no_part_of_it(
    context: BrowserContext, quoted: str, shown: str, verdict: Verdict
) -> None:
    def see_field(walk: Walk[Writer]) -> None:
        walk.see(walk.on(Board).field)

    page = PAGE.replace("Название", shown)
    (entry,) = taken(context, page, text(f"Есть поле «{quoted}»."), see_field)
    assert entry.verdict is verdict


def test_what_sends_a_form_is_marked_under_the_words_that_it_bears(context: BrowserContext) -> None:
    def fill(walk: Walk[Writer]) -> None:
        board = walk.on(Board)
        walk.fill_in({board.field: "Список"}, then=board.create)

    page = PAGE.replace("Создать заметку", "Новая запись")
    (entry,) = taken(context, page, text("Заполни «Название» и нажми «Новая запись»."), fill)
    assert entry.verdict is Verdict.HOLDS
    assert [mark.label for mark in entry.marks] == ["поле «Название»", "кнопка «Новая запись»"]


def test_each_press_and_each_form_is_a_view_of_its_own_with_what_was_seen_there(
    context: BrowserContext,
) -> None:
    def press_and_fill(walk: Walk[Writer]) -> None:
        board = walk.on(Board)
        walk.see(board.title)
        walk.press(board.create)
        walk.fill_in({board.field: "Список"}, then=board.create)
        with walk.aside():
            walk.press(board.create)

    (entry,) = taken(context, PAGE, text("Заполни поле."), press_and_fill)
    assert entry.verdict is Verdict.HOLDS
    assert [[(mark.kind, mark.label) for mark in view.marks] for view in entry.views] == [
        [("seen", "заголовок «Мои заметки»"), ("pressed", "кнопка «Создать заметку»")],
        [("filled", "поле «Название»"), ("pressed", "кнопка «Создать заметку»")],
    ]


def test_what_is_seen_last_is_a_view_unless_the_sentence_names_what_was_pressed(
    context: BrowserContext,
) -> None:
    def press_and_see(walk: Walk[Writer]) -> None:
        walk.press(walk.on(Board).create)
        walk.see(walk.on(Board).title)

    (unnamed,) = taken(context, PAGE, text("Сделай заметку."), press_and_see)
    assert [[mark.kind for mark in view.marks] for view in unnamed.views] == [["pressed"], ["seen"]]


def test_what_was_done_is_told_in_the_words_of_the_page(context: BrowserContext) -> None:
    def press(walk: Walk[Writer]) -> None:
        walk.press(walk.on(Board).create)
        walk.see(walk.on(Board).title)

    page = PAGE.replace("Создать заметку", "Создать заметки")
    (entry,) = taken(context, page, text("Нажми «Создать заметку»."), press)
    assert entry.verdict is Verdict.DRIFT
    assert entry.actions[0].label == "кнопка «Создать заметки»"


def opened(context: BrowserContext, sentence: str, leads_there: str = "") -> Entry:
    sentences = text(sentence)
    walk = walk_on(context, sentences, PAGE)
    if leads_there:
        script = f"<script>location.replace('{ORIGIN}/board?next=1')</script>"
        context.route(leads_there, lambda route: route.fulfill(body=script, content_type="text/html"))

    def open_board(walk: Walk[Writer]) -> None:
        walk.open(walk.on(Board))
        walk.see(walk.on(Board).create)

    try:
        walk.take_steps([Step("one", open_board)])
    except WalkFailed as failed:
        return failed.findings[0]
    return walk.journal.entries[0]


def test_the_address_of_the_sentence_is_the_one_that_is_opened(context: BrowserContext) -> None:
    assert opened(context, f"Открой {ORIGIN}/board — там заметки.").verdict is Verdict.HOLDS


@pytest.mark.parametrize("address", ["https://notes.example/boards", "https://note.example/board"])
def test_another_address_is_drift_and_walked_past(context: BrowserContext, address: str) -> None:
    entry = opened(context, f"Открой {address}.")
    assert entry.verdict is Verdict.DRIFT
    assert (entry.expected, entry.observed) == (
        f"адрес {address}",
        f"страница открывается по адресу {ORIGIN}/board",
    )


def test_an_address_that_has_nothing_to_do_with_it_is_broken(context: BrowserContext) -> None:
    entry = opened(context, "Открой https://elsewhere.test/one/two/three.")
    assert entry.verdict is Verdict.BROKEN
    assert "открыто https://notes.example/board" in entry.observed


@pytest.mark.parametrize(
    ("path", "verdict"),
    [
        pytest.param("/", Verdict.HOLDS, id="the site itself"),
        pytest.param("/go/42", Verdict.HOLDS, id="another way in"),
        pytest.param("/boart", Verdict.DRIFT, id="misspelt, on a site that forgives it"),
    ],
)
def test_an_address_that_leads_to_the_place_is_the_reader_s_way_unless_it_looks_misspelt(
    context: BrowserContext, path: str, verdict: Verdict
) -> None:
    address = f"{ORIGIN}{path}"
    assert opened(context, f"Открой {address} в браузере.", leads_there=address).verdict is verdict


class Members(Place):
    """A list of people."""

    name = "список"
    where = "в списке"
    system = "notes"
    path = "/members"
    private = ("li",)
    public = ("li b",)

    row = Element("строка списка", "li")
    badge = Element("пометка в списке", "li b")


@pytest.mark.parametrize("look", ["row", "badge"])
def test_words_of_a_private_region_are_nobodys_label_but_for_its_public_parts(
    context: BrowserContext, look: str
) -> None:
    page = "<main><ul><li>Автор <b>Автор</b></li></ul></main>"
    walk = walk_on(context, text("Есть «Автор»."), page, product=replace(NOTES, places=(Members,)))
    walk.open(walk.on(Members))

    def see(walk: Walk[Writer]) -> None:
        walk.see(getattr(walk.on(Members), look))

    if look == "row":
        with pytest.raises(StepError, match="а шаг её не ищет"):
            walk.take_steps([Step("one", see)])
    else:
        walk.take_steps([Step("one", see)])
        assert walk.journal.entries[-1].verdict is Verdict.HOLDS


def test_a_disk_without_room_ends_the_walk_and_hides_no_finding(
    context: BrowserContext, tmp_path: Path
) -> None:
    walk = walk_on(context, text("Нажми «Создать новую заметку».", "Нажми «Создать заметку»."), PAGE)
    walk.journal.folder = tmp_path
    walk.open(walk.on(Board))
    steps = [Step(claim.id, press_create) for claim in walk.journal.instruction.claims]
    with full_disk.short_files(100), pytest.raises(WalkFailed) as caught:
        walk.take_steps(steps)
    assert [entry.verdict for entry in walk.journal.entries] == [Verdict.DRIFT, Verdict.UNPROVEN]
    assert caught.value.verdicts == [Verdict.DRIFT, Verdict.ENVIRONMENT]
    assert list(tmp_path.iterdir()) == []


def test_the_sentence_that_was_under_way_when_time_was_over_has_its_finding(context: BrowserContext) -> None:
    walk = walk_on(context, text("Нажми «Создать заметку»."), PAGE)

    def ring(_walk: Walk[Writer]) -> None:
        raise OutOfTime("Timeout (>300.0s) from pytest-timeout.")

    (claim,) = walk.journal.instruction.claims
    with pytest.raises(OutOfTime) as caught:
        walk.take_steps([Step(claim.id, ring)])
    assert caught.value.findings == walk.journal.entries
    (entry,) = walk.journal.entries
    assert (entry.verdict, "время вышло посреди" in entry.observed) == (Verdict.ENVIRONMENT, True)
