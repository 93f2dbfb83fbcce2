"""Tests that handle secrets in every way and end in every way; collected only where this file is named."""

from __future__ import annotations

import json
import logging
import os
import signal
import warnings
from collections.abc import Callable, Iterator

import allure
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from flows.diary_chats.student import Student, StudentWalk
from pages.diary_chats.chats_tab import ChatsTab
from stand.server import Stand
from stand.server import Student as StandStudent
from tests.support.on_stand import sign_in, sign_in_to_vk
from tests.support.walks import located, step
from verifier.targets import SiteTarget


def _tell(student: Student) -> None:
    """Tell all that a run knows: what a stand has made, or what a site's run was given from outside."""
    given = {name: value for name, value in os.environ.items() if name.startswith("NIGHT_")}
    print(student.login, student.password, student.vk_name, given, *given.values())
    logging.getLogger("account").warning("%s: %s, %s", student.login, student.password, json.dumps(given))


@pytest.mark.usefixtures("stand_student")
@pytest.mark.parametrize("second_step", ["code"])
def test_holds(walk: StudentWalk) -> None:
    walk.take("sign-in", "link", "open-chats")


def test_drift(walk: StudentWalk, stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(stand.diary.texts, "link", "Связать с VK ID")
    walk.take("sign-in")
    walk.take_steps([step("chats-tab"), step("press-link")])


def test_broken(walk: StudentWalk) -> None:
    walk.take("sign-in")
    walk.choose(walk.on(ChatsTab).tab)
    located(walk, walk.on(ChatsTab).link).evaluate(
        "(button, name) => { button.textContent = name; console.log(name) }", walk.person.vk_name
    )
    walk.take_steps([step("press-link")])


def test_environment(walk: StudentWalk, stand: Stand) -> None:
    walk.take("sign-in")
    with stand.faults.outage("vk_id", 503):
        walk.take("link")


@pytest.fixture
def signed_in_page(
    stand: Stand, stand_student: StandStudent, context: BrowserContext, page: Page
) -> Iterator[Page]:
    sign_in(stand, context, stand_student.pupil)
    sign_in_to_vk(stand, context, stand_student.vk)
    page.goto(f"{stand.addresses.diary}/students/chats")
    yield page
    raise RuntimeError(f"{stand_student.pupil.full_name}: {context.cookies()}")


def test_teardown(signed_in_page: Page) -> None:
    expect(signed_in_page.get_by_role("main")).to_be_visible()


def test_assertion(
    stand: Stand,
    stand_student: StandStudent,
    student: Student,
    context: BrowserContext,
    page: Page,
    record_property: Callable[[str, object], None],
) -> None:
    login, password, phone = student.login, student.password, student.vk_login
    sign_in(stand, context, stand_student.pupil)
    page.goto(f"{stand.addresses.diary}/students/chats")
    expect(page.get_by_role("main")).to_be_visible()
    tokens = stand.vk_id.issue_tokens(stand.diary.client_id, stand_student.vk.user_id)
    cookies = context.cookies()
    told = json.dumps({"name": stand_student.pupil.full_name, "phone": phone, "cookies": cookies})
    record_property("account", told)
    allure.attach(told, "account", allure.attachment_type.JSON)
    with allure.step(f"{login} / {password}"):
        print(told, password, tokens)
    logging.getLogger("account").warning("%s: %s, %r", login, password, tokens)
    warnings.warn(f"{login}: {password}", stacklevel=1)
    assert password == phone, told


def test_expect(stand: Stand, page: Page, student: Student) -> None:
    page.goto(f"{stand.addresses.diary}/login")
    page.get_by_label("Электронная почта").fill(student.login)
    field = page.get_by_label("Пароль", exact=True)
    field.fill(student.password)
    expect(field).to_have_value("", timeout=200)


@pytest.mark.parametrize("request_to_end", [signal.SIGINT, signal.SIGTERM], ids=["sigint", "sigterm"])
def test_interrupted(walk: StudentWalk, student: Student, request_to_end: signal.Signals) -> None:
    walk.take("sign-in")
    _tell(student)
    os.kill(os.getpid(), request_to_end)
    walk.take("link")


@pytest.mark.timeout(20)
def test_hangs(walk: StudentWalk, student: Student) -> None:
    walk.take("sign-in")
    _tell(student)
    walk.windows.that_answer()[0].wait_for_event("close", timeout=0)


def test_dies(walk: StudentWalk, student: Student) -> None:
    walk.take("sign-in")
    _tell(student)
    os.kill(os.getpid(), signal.SIGKILL)


def test_site(walk: StudentWalk, student: Student) -> None:
    walk.take("sign-in", "link")
    answer = walk.windows.open().goto(os.environ["CANARY_ASKS"])
    assert answer is not None
    assert answer.status == 200
    _tell(student)


def test_fault(walk: StudentWalk, student: Student, target: SiteTarget) -> None:
    walk.take("sign-in")
    basic, proxy, given = target.basic_auth, target.proxy, {**os.environ}
    assert basic is not None
    assert proxy is not None
    _tell(student)
    assert basic.password == proxy.password, given
