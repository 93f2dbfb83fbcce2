"""The documented walk over each variant: what is right but other than usual changes no verdict, or is told rightly."""

from __future__ import annotations

import dataclasses

import pytest

from flows.diary_chats.stand import RunningStand
from flows.diary_chats.student import StudentWalk
from pages.diary_chats.vk_messenger import VkMessenger
from stand.people import LinkWindow
from stand.server import Stand, Student
from stand.variants import VARIANTS, Variant, chosen
from stand.variants.catalogue import all_on, link_window_of
from tests.support.on_stand import sign_in_to_messenger
from tests.support.walks import NewWalk
from verifier.screen.waiting import appears
from verifier.walk.failure import describe_all
from verifier.walk.journal import Entry
from verifier.walk.verdict import Verdict
from verifier.walk.walk import WalkFailed

HOLDING = [one for one in VARIANTS if one.verdict == "holds"]
TOLD = [one for one in VARIANTS if one.verdict != "holds"]
AT_ONCE = [
    ["email-as-text", "cookie-banner", "unlink-asks"],
    ["login-in-two-steps", "vk-form-in-frame", "chat-list-virtual"],
    ["diary-code-by-max", "vk-field-renamed", "chats-as-buttons"],
    ["email-by-placeholder", "diary-code-by-sms", "chat-list-of-divs"],
    ["gosuslugi", "onboarding", "messenger-at-vk-com"],
    ["survey", "composer-editable"],
]
PATIENCE_S = 5.0
"""What staging's target has; a page that loads for eight seconds is slower."""

SAYS = {
    "answer-in-eight-seconds": "страница долго грузится: дневник не отвечает уже",
    "rest-in-eight-seconds": "страница долго грузится: ответ, который шлёт дневник, не кончился за",
    "loader-for-nothing": "такой нет, есть:",
    "link-for-the-mouse-alone": "нажать её мышью можно, но кнопкой она никому не объявлена",
}
"""What has to be said where a walk cannot hold."""

NOTES = {
    "email-as-text": "поле для электронной почты: узнано по подписи",
    "email-by-placeholder": "подсказке в поле",
    "login-in-two-steps": "поле для пароля: на странице его ещё нет, его открывает кнопка «Далее»",
    "diary-code-by-sms": "дневник попросил код после пароля",
    "diary-code-by-max": "дневник попросил код после пароля",
    "gosuslugi": "в дневник вошли через Госуслуги",
    "cookie-banner": "показано «сообщение о cookie» («Мы используем файлы cookie",
    "onboarding": "показано «что нового» («Что нового в дневнике",
    "survey": "показано «опрос» («Оцените мессенджер",
    "unlink-asks": "показано «вопрос перед отвязкой» («Отвязать аккаунт?",
    "vk-form-in-frame": "на странице https://dnevnik2.petersburgedu.ru/students/chats — https://id.vk.ru во фрейме",
    "vk-field-renamed": "не по name=login",
}
"""What the walk is not silent about."""


@pytest.fixture
def variants(request: pytest.FixtureRequest) -> tuple[Variant, ...]:
    return chosen(request.param)


@pytest.fixture
def link_window(variants: tuple[Variant, ...]) -> LinkWindow:
    return link_window_of(variants) or "same"


@pytest.fixture
def other_stand(running_stand: RunningStand, variants: tuple[Variant, ...]) -> object:
    """The stand, other than usual for as long as the test lasts."""
    with all_on(running_stand.stand, variants):
        yield running_stand


@pytest.fixture
def walk(other_stand: object, request: pytest.FixtureRequest) -> StudentWalk:  # noqa: ARG001
    """A walk by somebody whom the stand has made since."""
    new_walk: NewWalk = request.getfixturevalue("new_walk")
    return new_walk(journal_folder=request.getfixturevalue("tmp_path"), patience_s=PATIENCE_S)


def notes_of(walk: StudentWalk) -> list[str]:
    return [note for entry in walk.journal.entries for note in entry.notes]


def check_noted(walk: StudentWalk, variants: tuple[Variant, ...]) -> None:
    told = notes_of(walk)
    silent = [
        one.name for one in variants if not any(NOTES.get(one.name, "") in note for note in ["", *told])
    ]
    assert silent == [], told


@pytest.mark.parametrize(
    "variants", [pytest.param([one.name], id=one.name) for one in HOLDING], indirect=True
)
def test_instruction_holds(walk: StudentWalk, variants: tuple[Variant, ...]) -> None:
    walk.take()
    check_noted(walk, variants)


@pytest.mark.parametrize("variants", AT_ONCE, indirect=True, ids=" ".join)
def test_instruction_holds_with_three_at_once(walk: StudentWalk, variants: tuple[Variant, ...]) -> None:
    walk.take()
    check_noted(walk, variants)


def test_each_variant_is_walked_with_others() -> None:
    assert sorted(name for names in AT_ONCE for name in names) == sorted(one.name for one in HOLDING)


@pytest.mark.parametrize("variants", [pytest.param([one.name], id=one.name) for one in TOLD], indirect=True)
def test_what_cannot_hold_is_told_rightly(walk: StudentWalk, variants: tuple[Variant, ...]) -> None:
    with pytest.raises(WalkFailed) as failed:
        walk.take("sign-in", "link")
    found: Entry = failed.value.findings[0]
    (variant,) = variants
    assert (found.claim, found.verdict) == (variant.claim, Verdict(variant.verdict))
    report = describe_all([found], walk.journal)
    assert SAYS[variant.name] in found.observed, report
    is_idle = "страница всё ещё показывает, что грузится, хотя ничего больше не ждёт"
    assert (is_idle in report) == (variant.name == "loader-for-nothing"), report


@pytest.mark.parametrize("variants", [["diary-code-by-sms"]], indirect=True)
def test_a_code_that_nobody_here_can_know_is_no_fault_of_the_diary(walk: StudentWalk) -> None:
    walk.person = dataclasses.replace(walk.person, diary_code=None)
    with pytest.raises(WalkFailed) as failed:
        walk.take("sign-in")
    (found,) = failed.value.findings
    assert (found.claim, found.verdict) == ("signed-in", Verdict.ENVIRONMENT)
    assert found.observed == "после пароля дневник просит код, а взять его негде"
    assert "_DIARY_TOTP" in found.remedy


@pytest.mark.parametrize("variants", [["composer-editable"], []], indirect=True, ids=["editable", "usual"])
def test_a_message_is_written_into_either_composer(
    walk: StudentWalk, stand: Stand, stand_student: Student
) -> None:
    messenger = walk.on(VkMessenger)
    sign_in_to_messenger(stand, walk.windows.context, stand_student.vk)
    with walk.proving("chats-open"):
        walk.open(messenger)
        messenger.open_chat("Классный час")
        walk.enter(messenger.composer, "Кто идёт?")
        walk.key("Enter")
        sent = messenger.window().get_by_role("log").get_by_text("Кто идёт?")
        walk.check(appears(sent, walk.windows.patience_ms), "сообщение отправлено", "его нет")
        walk.see(messenger.composer)
