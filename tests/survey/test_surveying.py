"""A survey of the stand's pages: as they are, other than usual, and with a field and a button renamed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from PIL import Image

from flows.diary_chats.stand import RunningStand
from flows.diary_chats.student import StudentWalk
from pages.diary_chats.chats_tab import ChatsTab
from pages.diary_chats.diary_login import DiaryLogin
from pages.diary_chats.vk_messenger import VkMessenger
from stand.defects.patch import Patch
from stand.server import Stand, Student
from stand.variants import chosen
from stand.variants.catalogue import all_on
from tests.support.walks import NewWalk
from verifier.authoring import BUTTON, Control, Field
from verifier.walk.hand import Choice
from verifier.walk.survey import Survey, SurveyedPlace, Thing
from verifier.walk.surveying import Surveyor
from verifier.walk.walk import WalkFailed

Look = Callable[[], Survey]


@pytest.fixture
def patch(stand: Stand) -> Iterator[Patch]:
    """Change the stand for as long as the test lasts."""
    with ExitStack() as stack:
        yield Patch(stand, stack)


@pytest.fixture
def survey(new_walk: NewWalk, tmp_path: Path) -> Look:
    """Survey the stand; the pictures are in the test's folder, below `pictures`."""

    def look() -> Survey:
        found = Survey("diary_chats", "stand", "стенд", "chromium", viewport=(1280, 800))
        (tmp_path / "pictures").mkdir(exist_ok=True)
        walk = new_walk(
            journal_folder=tmp_path / "journals",
            patience_s=5.0,
            companion=Surveyor(found, tmp_path / "pictures"),
        )
        with suppress(WalkFailed):
            walk.take()
        return found

    return look


def place(survey: Survey, name: str) -> SurveyedPlace:
    (found,) = [one for one in survey.places if one.cls == name]
    return found


def thing(survey: Survey, name: str, attribute: str) -> Thing:
    (found,) = [one for one in place(survey, name).things if one.attribute == attribute]
    return found


def standings(survey: Survey, name: str) -> dict[str, str]:
    return {one.attribute: one.standing for one in place(survey, name).things if one.standing != "unmet"}


def test_what_is_there_is_found_in_its_ways_and_marked(survey: Look, tmp_path: Path) -> None:
    found = survey()
    assert standings(found, "DiaryLogin") == dict.fromkeys(
        ("email", "password", "gosuslugi", "submit"), "found"
    )
    email = thing(found, "DiaryLogin", "email")
    assert email.ways[0] == "подписи «Электронная почта»"
    assert email.seen is not None
    assert (email.seen.role, email.seen.name) == ("textbox", "Электронная почта")
    assert email.seen.locator == 'get_by_role("textbox", name="Электронная почта")'
    (screen,) = place(found, "DiaryLogin").screens
    assert sorted(one.number for one in screen.marks) == [1, 2, 4, 6]
    assert screen.picture is not None
    with Image.open(tmp_path / "pictures" / screen.picture) as picture:
        assert picture.width == 1280


def test_a_place_is_opened_by_its_address_and_one_without_is_said_not_to_be_reached(survey: Look) -> None:
    found = survey()
    assert standings(found, "VkMessenger") == {"enter": "found", "enter_sferum": "found"}
    assert place(found, "VkMessenger").screens[0].when == "открыто по адресу места"
    assert place(found, "Gosuslugi").screens == []
    assert place(found, "Gosuslugi").unreached == "своего адреса у этого места нет, а проход до него не дошёл"


def test_nothing_is_changed(survey: Look, stand: Stand, stand_student: Student) -> None:
    survey()
    assert stand.diary.records.linked_vk_user(stand_student.pupil.id) is None
    assert not stand.vk_id.records.live_tokens(stand.diary.client_id, stand_student.vk.user_id)


def test_a_screen_that_a_press_takes_away_is_seen_before_it_goes(
    survey: Look, running_stand: RunningStand
) -> None:
    with all_on(running_stand.stand, chosen(["login-in-two-steps"])):
        found = survey()
    password = thing(found, "DiaryLogin", "password")
    assert (password.standing, password.screen) == ("found", 1)


def test_three_variants_at_once_are_told_by_the_ways_that_are_left(
    survey: Look, running_stand: RunningStand
) -> None:
    with all_on(running_stand.stand, chosen(["email-by-placeholder", "cookie-banner", "vk-field-renamed"])):
        found = survey()
    email = thing(found, "DiaryLogin", "email")
    assert email.ways == ["подсказке в поле"]
    assert "type=email" in email.lacks
    login = thing(found, "VkIdForm", "login")
    assert login.standing == "found"
    assert "name=login" in login.lacks
    assert {one.standing for one in found.places[0].things} == {"found", "unmet"}
    password = thing(found, "DiaryLogin", "password")
    assert any(one.startswith("закрыто: область «Файлы cookie»") for one in password.notes)
    assert email.notes == []


RENAMED = (
    'const email = field("email", texts.email, "username");',
    'const email = field("text", "Учётка", "off"); email.input.name = "uid";',
)


def test_a_renamed_field_is_missing_and_its_line_finds_it(
    survey: Look, patch: Patch, monkeypatch: pytest.MonkeyPatch
) -> None:
    patch.edit("diary", "/static/login.js", *RENAMED)
    found = survey()
    email = thing(found, "DiaryLogin", "email")
    assert email.standing == "missing"
    assert thing(found, "DiaryLogin", "code").instead == []
    assert place(found, "ChatsTab").unreached.startswith("вместо него открывается https://dnevnik2.")
    assert [(one.name, one.locator) for one in email.instead] == [
        ("Учётка", 'get_by_role("textbox", name="Учётка")')
    ]
    written: dict[str, Field] = {}
    exec(email.line, {"Field": Field}, written)
    assert written["email"] == dataclasses.replace(
        DiaryLogin.email,
        words=(*DiaryLogin.email.words, "Учётка"),
        names=(*DiaryLogin.email.names, "uid"),
    )
    monkeypatch.setattr(DiaryLogin, "email", written["email"])
    again = survey()
    assert thing(again, "DiaryLogin", "email").standing == "found"
    assert standings(again, "ChatsTab")


def test_a_page_that_sends_its_visitor_away_a_little_late_is_not_taken_for_its_place(
    survey: Look, patch: Patch
) -> None:
    patch.edit("diary", "/static/login.js", *RENAMED)
    at_once = "!signal.aborted) signIn(error.message);"
    late = "!signal.aborted) setTimeout(() => signIn(error.message), 150);"
    patch.edit("diary", "/static/main.js", at_once, late)
    assert place(survey(), "ChatsTab").unreached.startswith("вместо него открывается https://dnevnik2.")


@pytest.mark.parametrize(
    ("label", "standing"), [("Подключить к VK ID", "reworded"), ("Соединить профили", "missing")]
)
def test_a_renamed_button_is_told_with_the_line_for_it(
    survey: Look, patch: Patch, label: str, standing: str
) -> None:
    patch.label("diary", "link", label)
    link = thing(survey(), "ChatsTab", "link")
    assert link.standing == standing
    shown = link.seen if standing == "reworded" else next(iter(link.instead), None)
    assert shown is not None
    assert shown.locator == f'get_by_role("button", name="{label}")'
    written: dict[str, Control] = {}
    exec(link.line, {"Control": Control, "BUTTON": BUTTON}, written)
    assert written["link"] == dataclasses.replace(ChatsTab.link, label=label)


def test_no_private_word_is_in_it(survey: Look, patch: Patch, stand_student: Student) -> None:
    pupil, account = stand_student.pupil, stand_student.vk
    patch.label("diary", "email", f"Почта {pupil.login}")
    found = survey()
    email = thing(found, "DiaryLogin", "email")
    assert email.seen is not None
    assert (email.seen.name, email.seen.locator) == ("Почта ███", "")
    told = found.document()
    for secret in (pupil.login, pupil.password, *pupil.full_name.split(), account.phone, account.password):
        assert secret not in told


def test_a_person_goes_on_where_the_walk_could_not(new_walk: NewWalk, tmp_path: Path) -> None:
    survey = Survey("diary_chats", "stand", "стенд", "chromium")
    surveyor = Surveyor(survey, tmp_path)
    walk = new_walk(journal_folder=tmp_path, companion=surveyor)
    asked = []

    class Person:
        def say(self, _text: str) -> None:
            pass

        def ask(self, walk: StudentWalk, _question: str, _choices: Sequence[Choice]) -> Choice:
            asked.append(len([one for one in survey.places if one.screens]))
            walk.windows.open().goto(walk.on((VkMessenger, DiaryLogin)[len(asked) - 1]).address)
            return "quit" if len(asked) == 2 else "go on"

    surveyor.follow(walk, Person())
    assert asked == [0, 1]
    assert place(survey, "VkMessenger").screens[0].when == "открыто человеком"
    assert place(survey, "DiaryLogin").screens == []
