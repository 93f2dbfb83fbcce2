"""The guide is made of a green walk with pictures; anything else is refused, or made a draft that says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reports.guide import html, paper, tour, wording
from reports.guide.make import GuideError, choose, make
from tests.support.walked import BUTTON, FILE, walk
from verifier.text.model import Passage, Section
from verifier.walk.journal import Entry, Journal, Mark, MarkKind
from verifier.walk.verdict import Verdict

pytestmark = pytest.mark.heavy


def entry(journal: Journal, claim: str) -> Entry:
    return next(one for one in journal.entries if one.claim == claim)


def stopped(journal: Journal, claim: str, verdict: Verdict) -> Journal:
    """Let the walk have ended at a sentence."""
    failed = entry(journal, claim)
    failed.verdict, failed.marks = verdict, []
    failed.expected, failed.observed = "кнопка есть", "кнопки нет"
    for missed in journal.entries[journal.entries.index(failed) + 1 :]:
        missed.verdict, missed.picture, missed.window, missed.marks = Verdict.UNPROVEN, None, None, []
    return journal


def test_a_green_walk_becomes_a_guide_in_the_order_of_the_text(tmp_path: Path) -> None:
    made = make(walk(tmp_path))
    assert not made.is_draft
    assert [section.title for section in made.sections] == ["Вход", "Чаты"]
    assert [(step.number, step.claim) for step in made.steps] == [
        ("1", "sign-in"),
        ("2", "press-link"),
        ("3", "buttons"),
        ("4", "chats"),
    ]
    assert all(step.verified for step in made.steps)
    assert [step.picture.name for step in made.steps if step.picture] == [
        "01-sign-in",
        "02-press-link",
        "03-buttons",
        "04-chats",
    ]
    assert (made.stamp.target_called, made.stamp.browser_called) == ("стенд", "Chromium 156")


def test_the_writers_own_words_stay_in_their_places_and_are_no_steps(tmp_path: Path) -> None:
    journal = walk(tmp_path)
    first, second = journal.instruction.sections
    before, between = Passage("paragraph", "Сначала.", 4), Passage("quotation", "Раз.\nДва.", 7)
    aside = Section("", "Если не вышло", (Passage("paragraph", "Напиши учителю.", 20),))
    link, *others = second.blocks
    sections = (
        replace(first, blocks=(before, *first.blocks)),
        aside,
        replace(second, blocks=(link, between, *others)),
    )
    journal.instruction = replace(journal.instruction, sections=sections)
    made = make(journal)
    assert made.intro == journal.instruction.intro
    kinds = [
        [block if isinstance(block, Passage) else block.number for block in section.blocks]
        for section in made.sections
    ]
    assert kinds == [[before, "1"], [*aside.blocks], ["2", between, "3", "4"]]
    assert [step.number for step in made.steps] == ["1", "2", "3", "4"]
    assert [
        part if isinstance(part, Passage) else [step.number for step in part]
        for part in made.sections[2].parts
    ] == [["2"], between, ["3", "4"]]


def test_a_step_knows_the_labels_of_its_sentence(tmp_path: Path) -> None:
    assert [step.labels for step in make(walk(tmp_path)).steps] == [
        ("Войти",),
        ("Привязать к VK ID",),
        ("Перейти", "Отвязать"),
        (),
    ]


def test_a_picture_is_told_in_a_sentence(tmp_path: Path) -> None:
    sign_in, _, buttons, _ = make(walk(tmp_path)).steps
    assert sign_in.picture is not None
    assert sign_in.picture.alt == (
        "Страница «Вход», окно 1: дневник. Пунктиром и карандашом отмечено, что заполнить: поле для почты. "
        "Стрелка показывает, что нажать: кнопка «Войти»."
    )
    assert sign_in.picture.caption == "Окно 1: дневник. Заполни поле для почты. Нажми кнопку «Войти»."
    assert buttons.notes == ("Больше нет: кнопка «Привязать к VK ID».",)


@pytest.mark.parametrize(
    ("marks", "told"),
    [
        ([("pressed", "кнопка «Войти»")], "Нажми кнопку «Войти»."),
        ([("filled", "поле «Почта»"), ("filled", "поле «Пароль»")], "Заполни поля «Почта» и «Пароль»."),
        (
            [
                ("seen", "вкладка «Чаты»"),
                ("seen", "кнопка «А»"),
                ("seen", "кнопка «Б»"),
                ("seen", "кнопка «В»"),
            ],
            "Увидишь вкладку «Чаты» и кнопки «А», «Б» и «В».",
        ),
        (
            [("seen", "учётная запись, которую предлагает VK")],
            "Увидишь учётную запись, которую предлагает VK.",
        ),
        ([("pressed", "кнопка отправки")], "Нажми кнопку отправки."),
        # Whether that is one thing or several nobody tells.
        ([("seen", "сведения о тебе"), ("seen", "кнопка «А»")], "Увидишь: сведения о тебе, кнопка «А»."),
        ([("pressed", "кнопка «Да»"), ("seen", "список чатов")], "Увидишь список чатов. Нажми кнопку «Да»."),
    ],
)
def test_a_caption_says_what_to_do_in_the_right_case(marks: list[tuple[MarkKind, str]], told: str) -> None:
    shown = [Mark(kind, label, (1, 1, 9, 9)) for kind, label in marks]
    assert wording.caption(None, shown, label=False) == told


def test_a_step_of_several_things_has_a_picture_of_each(tmp_path: Path) -> None:
    journal = walk(tmp_path)
    first, other = entry(journal, "sign-in"), entry(journal, "press-link")
    first.earlier = [other.last]
    made = make(journal).steps[0]
    assert [picture.name for picture in made.pictures] == ["01-sign-in-1", "01-sign-in-2"]
    assert [picture.caption.partition(". ")[2] for picture in made.pictures] == [
        "Нажми кнопку «Привязать к VK ID».",
        "Заполни поле для почты. Нажми кнопку «Войти».",
    ]
    assert [number for number, _ in paper.figures(made)] == ["1.1", "1.2"]


def test_a_step_acts_where_one_of_its_pictures_shows_something_to_do(tmp_path: Path) -> None:
    journal = walk(tmp_path)
    assert [step.acts for step in make(journal).steps] == [True, True, False, False]
    entry(journal, "buttons").earlier = [entry(journal, "press-link").last]
    assert [step.acts for step in make(journal).steps] == [True, True, True, False]


def test_windows_are_told_apart_only_where_there_are_two(tmp_path: Path) -> None:
    journal = walk(tmp_path)
    entry(journal, "chats").window = entry(journal, "buttons").window
    assert not [step for step in make(journal).steps if step.picture and "Окно" in step.picture.caption]


@pytest.mark.parametrize("verdict", [one for one in Verdict if one is not Verdict.HOLDS])
def test_whatever_did_not_hold_stands_in_the_way(tmp_path: Path, verdict: Verdict) -> None:
    journal = walk(tmp_path)
    entry(journal, "press-link").verdict = verdict
    with pytest.raises(GuideError) as refused:
        make(journal)
    told = str(refused.value).splitlines()[1:]
    assert told == [f"  press-link — {verdict.in_words}; {FILE}:6: Нажми «Привязать к VK ID»."]


def test_a_sentence_that_is_not_about_such_windows_stands_in_nobodys_way(tmp_path: Path) -> None:
    journal = walk(tmp_path)
    journal.device = "iPhone 13"
    left_out = entry(journal, "buttons")
    left_out.verdict, left_out.fits, left_out.picture, left_out.marks = Verdict.UNPROVEN, False, None, []
    made = make(journal)
    assert not made.is_draft
    assert paper.stamped(made).endswith(", экран iPhone 13.")
    assert [paper.doubt(step) for step in made.steps] == [""] * 4
    assert [paper.notes(step) for step in made.steps][2] == ("Так только на широком экране.",)
    for page in (html.render(made), tour.render(made)):
        assert "Так только на широком экране." in page
        assert "не проверялось" not in page
    assert f"{Verdict.UNPROVEN.in_words}</span>" in html.render(made, for_writer=True)


def test_a_draft_says_what_is_wrong_and_shows_nothing_that_was_not_seen(tmp_path: Path) -> None:
    made = make(stopped(walk(tmp_path), "press-link", Verdict.BROKEN), draft=True)
    assert made.is_draft
    assert [step.verified for step in made.steps] == [True, False, False, False]
    assert [step.picture is not None for step in made.steps] == [True, True, False, False]
    assert made.steps[1].notes == ("Ожидалось: кнопка есть.", "На деле: кнопки нет.")


def test_a_draft_of_a_green_walk_is_no_draft(tmp_path: Path) -> None:
    assert not make(walk(tmp_path), draft=True).is_draft


def test_a_sentence_that_the_walk_does_not_know_is_unproven(tmp_path: Path) -> None:
    journal = walk(tmp_path)
    journal.entries.pop()
    assert make(journal, draft=True).steps[-1].verdict is Verdict.UNPROVEN


def test_of_two_findings_on_one_sentence_the_worse_counts(tmp_path: Path) -> None:
    journal = walk(tmp_path)
    again = walk(tmp_path, name="again")
    entry(again, "chats").verdict = Verdict.DRIFT
    journal.entries.append(entry(again, "chats"))
    assert make(journal, draft=True).steps[-1].verdict is Verdict.DRIFT


SPOILT: dict[str, tuple[Callable[[Entry, Path], object], str]] = {
    "no picture": (lambda one, _: setattr(one, "picture", None), "картинка не снята"),
    "file gone": (lambda one, folder: (folder / str(one.picture)).unlink(), "нет картинки"),
    "file broken": (
        lambda one, folder: (folder / str(one.picture)).write_bytes(b"no picture"),
        "не читается",
    ),
    "file cut off": (
        lambda one, folder: (folder / str(one.picture)).write_bytes(
            (folder / str(one.picture)).read_bytes()[:600]
        ),
        "не читается",
    ),
    "file elsewhere": (lambda one, _: setattr(one, "picture", "../secret.png"), "не рядом с журналом"),
    "no box": (
        lambda one, _: one.marks.append(Mark("seen", "вкладка «Чаты»", None)),
        "не записано, где на картинке",
    ),
    "box outside": (
        lambda one, _: one.marks.append(Mark("seen", "вкладка «Чаты»", (400, 701, 50, 50))),
        "за краем картинки",
    ),
    "box empty": (
        lambda one, _: one.marks.append(Mark("seen", "вкладка «Чаты»", (400, 300, 0, 20))),
        "за краем картинки",
    ),
    "no scale": (lambda one, _: setattr(one, "picture_scale", 0), "нет масштаба"),
}


@pytest.mark.parametrize("spoilt", SPOILT)
@pytest.mark.parametrize("draft", [False, True])
def test_a_mark_or_picture_that_is_missing_is_an_error(tmp_path: Path, spoilt: str, draft: bool) -> None:
    journal = walk(tmp_path)
    spoil, told = SPOILT[spoilt]
    spoil(entry(journal, "press-link"), tmp_path)
    with pytest.raises(GuideError) as refused:
        make(journal, draft=draft)
    message = str(refused.value)
    assert message.startswith("шаг 2 (press-link): ")
    assert told in message
    assert "make walk" in message
    assert "\n" not in message


def test_a_name_that_would_leave_the_folder_is_refused(tmp_path: Path) -> None:
    journal = walk(tmp_path)
    claims = journal.instruction.sections[0].claims
    object.__setattr__(claims[0], "id", "../../evil")
    entry(journal, "sign-in").claim = "../../evil"
    with pytest.raises(GuideError, match="не годится для файла"):
        make(journal)


def test_what_reaches_over_the_edge_of_the_window_is_marked_as_far_as_it_is_seen(tmp_path: Path) -> None:
    journal = walk(tmp_path)
    entry(journal, "chats").marks = [Mark("seen", "список чатов", (0, 180, 300, 5000))]
    assert make(journal).steps[-1].picture is not None


def test_the_newest_green_walk_is_chosen(tmp_path: Path) -> None:
    old = walk(tmp_path / "old", started="2026-11-20T03:16:00+00:00")
    new = walk(tmp_path / "new", started="2026-11-21T03:16:00+00:00")
    red = stopped(walk(tmp_path / "red", started="2026-11-22T03:16:00+00:00"), "chats", Verdict.BROKEN)
    assert choose([red, new, old]) is new


def test_without_a_green_one_the_walk_that_got_furthest_is_chosen(tmp_path: Path) -> None:
    far = stopped(walk(tmp_path / "far", started="2026-11-20T03:16:00+00:00"), "chats", Verdict.BROKEN)
    near = stopped(walk(tmp_path / "near"), "press-link", Verdict.BROKEN)
    assert choose([far, near]) is far


def test_walks_in_part_or_without_pictures_are_not_chosen(tmp_path: Path) -> None:
    part = walk(tmp_path / "part")
    del part.entries[2:]
    blind = walk(tmp_path / "blind")
    for one in blind.entries:
        one.picture = None
    for journals in ([], [part], [blind], [part, blind]):
        with pytest.raises(GuideError, match="make walk"):
            choose(journals)


def test_a_time_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(GuideError, match="«вчера» не читается"):
        make(walk(tmp_path, started="вчера"))


def test_progress_counts_the_pictures(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    make(walk(tmp_path), progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_what_differs_by_nature_is_told_in_places_of_the_whole_picture(tmp_path: Path) -> None:
    picture = make(walk(tmp_path)).steps[1].picture
    assert picture is not None
    assert (701.0, 61.0, 150.0, 20.0) in picture.changing
    left, top, width, height = picture.changing[-1]
    badge_beside_button = left + width < BUTTON[0] + 1 or left > BUTTON[0] + BUTTON[2]
    assert badge_beside_button
    assert height >= 30
    assert top > 41
