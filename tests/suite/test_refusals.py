"""The product turns the visitor away, or a control cannot be used: the right verdict, said clearly."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from flows.diary_chats.student import StudentWalk
from pages.diary_chats.chats_tab import ChatsTab
from pages.vk_id.form import VkIdForm
from stand.server import Stand, Student
from tests.support.on_stand import sign_in
from tests.support.texts import school_chats
from tests.support.walks import IN_VAIN_S, NewWalk, located, step
from verifier.walk.failure import describe_all
from verifier.walk.verdict import Verdict
from verifier.walk.walk import WalkFailed


@pytest.fixture
def bad_walk(
    stand: Stand, stand_student: Student, context: BrowserContext, new_walk: NewWalk, tmp_path: Path
) -> StudentWalk:
    """A walk that begins in the diary and is meant to fail."""
    sign_in(stand, context, stand_student.pupil)
    walk = new_walk(context, journal_folder=tmp_path, patience_s=IN_VAIN_S)
    walk.open(walk.on(ChatsTab))
    return walk


def report_of(walk: StudentWalk, verdict: Verdict, claim: str, *steps: str) -> str:
    """Take some steps, by default those of linking; return what is said of the one claim that comes to this verdict."""
    chosen = steps or [claim.id for claim in school_chats().section("link").claims]
    with pytest.raises(WalkFailed) as caught:
        walk.take_steps([step(one) for one in chosen])
    assert [(entry.claim, entry.verdict) for entry in caught.value.findings] == [(claim, verdict)]
    return describe_all(caught.value.findings, walk.journal)


def test_captcha_is_the_environment(stand: Stand, stand_student: Student, bad_walk: StudentWalk) -> None:
    stand.vk_id.records.demand_captcha(stand_student.vk.user_id)
    report = report_of(bad_walk, Verdict.ENVIRONMENT, "authorise")
    assert "Я не робот" in report
    assert "пройдите" in report


def test_locked_vk_account_is_the_environment(bad_walk: StudentWalk) -> None:
    form, student = bad_walk.on(VkIdForm), bad_walk.person
    bad_walk.choose(bad_walk.on(ChatsTab).tab)
    bad_walk.press(bad_walk.on(ChatsTab).link)
    bad_walk.fill_in({form.login: student.vk_login}, then=form.proceed)
    for _ in range(5):
        bad_walk.fill_in({form.password: "wrong"}, then=form.proceed)
        bad_walk.see(form.complaint)
    bad_walk.open(bad_walk.on(ChatsTab))
    report = report_of(bad_walk, Verdict.ENVIRONMENT, "authorise")
    assert "учётная запись на время заблокирована" in report
    assert "другую учётную запись" in report


@pytest.mark.parametrize("second_step", ["code"])
def test_code_that_nobody_can_know_is_the_environment(bad_walk: StudentWalk) -> None:
    bad_walk.person = dataclasses.replace(bad_walk.person, vk_code=None)
    report = report_of(bad_walk, Verdict.ENVIRONMENT, "authorise")
    assert "VK просит код, а взять его негде" in report


def test_wrong_password_is_told_with_what_the_page_says(bad_walk: StudentWalk) -> None:
    bad_walk.person = dataclasses.replace(bad_walk.person, vk_password="sovsem-drugoj")
    report = report_of(bad_walk, Verdict.BROKEN, "authorise")
    assert "поле для пароля VK" in report
    assert "страница сообщает: Неверный пароль" in report
    assert "sovsem-drugoj" not in report


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("button => { button.disabled = true }", "она есть, но недоступна"),
        (
            "() => { const veil = document.body.appendChild(document.createElement('div'));"
            " Object.assign(veil.style, {position: 'fixed', inset: 0, background: '#0008'}) }",
            "её закрывает элемент без слов (div)",
        ),
        ("button => button.after(button.cloneNode(true))", "таких на странице 2"),
        ("button => button.remove()", "такой нет, есть: "),
        ("button => { button.outerHTML = '<p>Привязать к VK ID</p>' }", "но это не кнопка"),
    ],
    ids=["disabled", "covered", "doubled", "missing", "plain-text"],
)
def test_button_that_cannot_be_pressed_is_broken(bad_walk: StudentWalk, change: str, said: str) -> None:
    bad_walk.choose(bad_walk.on(ChatsTab).tab)
    button = located(bad_walk, bad_walk.on(ChatsTab).link)
    button.evaluate(change)
    report = report_of(bad_walk, Verdict.BROKEN, "press-link", "press-link")
    assert said in report
    assert "кнопка «Привязать к VK ID»" in report


def test_button_that_should_be_gone_is_broken(bad_walk: StudentWalk) -> None:
    bad_walk.choose(bad_walk.on(ChatsTab).tab)
    button = located(bad_walk, bad_walk.on(ChatsTab).link)
    button.evaluate("button => button.insertAdjacentHTML('afterend', '<a href=\"#\">Перейти в чаты</a>')")
    report = report_of(bad_walk, Verdict.BROKEN, "link-back", "link-back")
    assert "кнопка «Перейти в чаты» в дневнике больше не показана" in report
    assert "она по-прежнему есть" in report


def test_wrong_diary_password_proves_nothing_and_links_nothing(new_walk: NewWalk, tmp_path: Path) -> None:
    walk = new_walk(journal_folder=tmp_path, patience_s=IN_VAIN_S)
    walk.person = dataclasses.replace(walk.person, password="wrong")
    with pytest.raises(WalkFailed) as caught:
        walk.take("sign-in")
    report = describe_all(caught.value.findings, walk.journal)
    assert "НЕ РАБОТАЕТ: signed-in" in report
    assert "страница сообщает: Неверная почта или пароль" in report
