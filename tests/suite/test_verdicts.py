"""Defects made by hand: the words drift, the product breaks, the environment fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from flows.diary_chats.documented import DOCUMENTED
from flows.diary_chats.link import LINK
from flows.diary_chats.open_chats import OPEN_CHATS
from flows.diary_chats.relink import RELINK
from flows.diary_chats.sign_in import SIGN_IN
from flows.diary_chats.unlink import UNLINK
from pages.diary_chats.chats_tab import ChatsTab
from stand.diary.records import VkLink
from stand.server import Stand, Student
from tests.support.on_stand import as_walked, sign_in, sign_in_to_vk
from tests.support.walks import NewWalk
from verifier.screen.control import BoundControl
from verifier.screen.sites import Sites
from verifier.text.model import Instruction
from verifier.walk.failure import describe_all
from verifier.walk.journal import Journal, load_all
from verifier.walk.steps import Flow, Step, StepError
from verifier.walk.verdict import Verdict
from verifier.walk.walk import Walk, WalkFailed


@pytest.fixture
def bad_walk(new_walk: NewWalk, tmp_path: Path) -> Walk:
    """A walk that is meant to fail, so its journal is no part of the run's."""
    return new_walk(journal_folder=tmp_path)


def claims(walk: Walk, verdict: Verdict) -> list[str]:
    """The claims on which a walk has come to a verdict, in its order."""
    return [entry.claim for entry in walk.journal.entries if entry.verdict is verdict]


def test_renamed_button_is_drift_and_walked_past(
    stand: Stand, bad_walk: Walk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(stand.messenger.texts, "new_chat", "Создать новый")
    with pytest.raises(WalkFailed) as caught:
        bad_walk.take(*DOCUMENTED)
    assert set(caught.value.verdicts) == {Verdict.DRIFT}
    assert claims(bad_walk, Verdict.DRIFT) == ["create-chat"]
    assert len(claims(bad_walk, Verdict.HOLDS)) == 20
    report = describe_all(caught.value.findings, bad_walk.journal)
    for part in (
        "СЛОВА РАЗОШЛИСЬ: create-chat",
        "Чтобы создать новый чат, нажми «Создайте новый».",
        "flows/diary_chats/instruction.ru.md:30",
        "кнопка «Создайте новый» в VK Мессенджере",
        "вместо неё «Создать новый»",
        "«Создать новый» (кнопка, сходство 89 %)",
        "окно 2 (VK Мессенджер), https://web.vk.me/",
        "Что делать:",
    ):
        assert part in report
    assert load_all(tmp_path)[0].entries == bad_walk.journal.entries


def test_label_that_several_sentences_quote_drifts_in_each_of_them(
    stand: Stand, bad_walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(stand.diary.texts, "link", "Связать с VK ID")
    with pytest.raises(WalkFailed) as caught:
        bad_walk.take(SIGN_IN, LINK, UNLINK)
    assert set(caught.value.verdicts) == {Verdict.DRIFT}
    assert [entry.claim for entry in caught.value.findings] == ["press-link", "link-back"]
    assert not claims(bad_walk, Verdict.UNPROVEN)


def test_unlink_that_does_not_stick_is_broken(
    stand: Stand, bad_walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stand.diary.records, "unlink", lambda _: False)
    with pytest.raises(WalkFailed) as caught:
        bad_walk.take(SIGN_IN, LINK, UNLINK, RELINK)
    assert set(caught.value.verdicts) == {Verdict.BROKEN}
    assert claims(bad_walk, Verdict.BROKEN) == ["unlinked"]
    assert claims(bad_walk, Verdict.UNPROVEN) == ["link-back", "relinked"]
    report = describe_all(caught.value.findings, bad_walk.journal)
    for part in (
        "НЕ РАБОТАЕТ: unlinked",
        "После нажатия аккаунт VK отвязан от дневника.",
        "flows/diary_chats/instruction.ru.md:35",
        "Ожидалось:           кнопка «Привязать к VK ID» в дневнике",
        "такой нет, есть:",
        "«Перейти в чаты», «Отвязать аккаунт от VK ID»",
        "окно 1 (дневник), https://dnevnik2.petersburgedu.ru/students/chats",
        "-unlinked.png",
        "flows/diary_chats/unlink.py:",
        "не проверено предложений: 2 (link-back, relinked)",
    ):
        assert part in report


def test_unlink_that_only_hides_the_button_is_broken(
    stand: Stand, bad_walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer says what the pupil wants to hear, the record stays as it was."""
    records, hidden = stand.diary.records, list[int]()
    honest = records.vk_link

    def vk_link(pupil_id: int) -> VkLink | None:
        if pupil_id in hidden:
            hidden.remove(pupil_id)
            return None
        return honest(pupil_id)

    monkeypatch.setattr(records, "unlink", hidden.append)
    monkeypatch.setattr(records, "vk_link", vk_link)
    with pytest.raises(WalkFailed) as caught:
        bad_walk.take(SIGN_IN, LINK, UNLINK)
    assert claims(bad_walk, Verdict.BROKEN) == ["unlinked"]
    assert "в записях дневника аккаунт VK привязан" in describe_all(caught.value.findings, bad_walk.journal)


def test_account_of_somebody_else_on_offer_is_broken(
    stand: Stand, stand_student: Student, context: BrowserContext, new_walk: NewWalk, tmp_path: Path
) -> None:
    """A parent's session at VK ID in the child's browser."""
    stand.link(stand_student.pupil, stand_student.vk)
    parent = stand.new_vk_account()
    sign_in(stand, context, stand_student.pupil)
    sign_in_to_vk(stand, context, parent)
    walk = new_walk(context, journal_folder=tmp_path)
    walk.open(walk.chats_tab)
    walk.choose(walk.chats_tab.tab)
    with pytest.raises(WalkFailed) as caught:
        walk.take(OPEN_CHATS)
    assert claims(walk, Verdict.BROKEN) == ["linked-account"]
    report = describe_all(caught.value.findings, walk.journal)
    assert "VK предлагает другой аккаунт" in report
    assert parent.full_name not in report


def test_vk_host_that_answers_503_is_the_environment(stand: Stand, bad_walk: Walk) -> None:
    with stand.faults.outage("vk_id", 503), pytest.raises(WalkFailed) as caught:
        bad_walk.take(SIGN_IN, LINK)
    assert set(caught.value.verdicts) == {Verdict.ENVIRONMENT}
    assert claims(bad_walk, Verdict.ENVIRONMENT) == ["vk-form"]
    assert claims(bad_walk, Verdict.UNPROVEN) == [
        "authorise",
        "press-continue",
        "diary-again",
        "linked-buttons",
    ]
    report = describe_all(caught.value.findings, bad_walk.journal)
    for part in (
        "НЕ УДАЛОСЬ ПРОВЕРИТЬ: vk-form",
        "Откроется форма авторизации VK.",
        "VK ID отвечает ошибкой 503",
        "https://id.vk.ru/authorize",
        "повторите прогон",
    ):
        assert part in report


@pytest.mark.usefixtures("stand_student")
@pytest.mark.parametrize("link_window", ["same", "popup"])
def test_diary_api_that_answers_503_after_a_press_is_the_environment(stand: Stand, bad_walk: Walk) -> None:
    bad_walk.take(SIGN_IN)
    with stand.faults.outage("diary", 503), pytest.raises(WalkFailed) as caught:
        bad_walk.take(LINK)
    assert set(caught.value.verdicts) == {Verdict.ENVIRONMENT}
    assert not claims(bad_walk, Verdict.BROKEN)


def test_browser_that_goes_away_half_way_is_the_environment(
    stand: Stand, stand_student: Student, launch_browser: Callable[[], Browser], instruction: Instruction
) -> None:
    browser = launch_browser()
    try:
        context = browser.new_context(proxy={"server": stand.proxy}, ignore_https_errors=True)
        journal = Journal("stand", "half-way", "chromium", instruction)
        walk = Walk(context, Sites(), as_walked(stand, stand_student), instruction, journal, patience_ms=5000)
        walk.take(SIGN_IN)
    finally:
        browser.close()
    with pytest.raises(WalkFailed) as caught:
        walk.take(LINK)
    assert caught.value.verdicts == [Verdict.ENVIRONMENT]
    assert "браузер пропал" in describe_all(caught.value.findings, journal)


def test_step_that_looks_at_nothing_proves_nothing(bad_walk: Walk) -> None:
    def look_away(_: Walk) -> None:
        pass

    lazy = Step("signed-in", look_away)
    with pytest.raises(StepError, match="looked at nothing"):
        bad_walk.take(Flow("Ничего", (lazy,)))
    assert claims(bad_walk, Verdict.HOLDS) == []


def test_absence_is_no_proof_where_nothing_was_seen(bad_walk: Walk) -> None:
    """A blank page misses everything."""

    def blind(walk: Walk) -> None:
        walk.open(walk.diary_login)
        walk.at(walk.diary_login)
        walk.miss(BoundControl(walk.diary_login, ChatsTab.link))

    with pytest.raises(RuntimeError, match="needs a see"):
        bad_walk.take(Flow("Вслепую", (Step("unlinked", blind),)))
    assert claims(bad_walk, Verdict.HOLDS) == []


def test_target_that_goes_away_half_way_is_the_environment(
    browser: Browser, instruction: Instruction, tmp_path: Path
) -> None:
    other = Stand().start()
    student = as_walked(other, other.new_student())
    context = browser.new_context(proxy={"server": other.proxy}, ignore_https_errors=True)
    try:
        journal = Journal("stand", "half-way", "chromium", instruction, folder=tmp_path)
        walk = Walk(context, Sites(), student, instruction, journal, patience_ms=3000)
        try:
            walk.take(SIGN_IN)
        finally:
            other.stop()
        with pytest.raises(WalkFailed) as caught:
            walk.take(LINK)
    finally:
        context.close()
    assert set(caught.value.verdicts) == {Verdict.ENVIRONMENT}
    assert not claims(walk, Verdict.BROKEN)
    assert "дневник не отвечает" in describe_all(caught.value.findings, journal)


def test_a_scenario_proves_a_claim_in_its_own_way(bad_walk: Walk) -> None:
    with bad_walk.proving("login-page"):
        bad_walk.open(bad_walk.diary_login)
        bad_walk.see(bad_walk.diary_login.email)
    with pytest.raises(WalkFailed) as caught, bad_walk.proving("signed-in"):
        bad_walk.check(False, "дневник открыт", "он закрыт")
    (finding,) = caught.value.findings
    assert (finding.claim, finding.verdict) == ("signed-in", Verdict.BROKEN)
    assert finding.step.startswith("tests/suite/test_verdicts.py:")
    assert claims(bad_walk, Verdict.HOLDS) == ["login-page"]


def test_a_proof_that_looks_at_nothing_is_no_proof(bad_walk: Walk) -> None:
    looked_at_nothing = r"test_verdicts\.py:\d+: the step looked at nothing"
    with pytest.raises(StepError, match=looked_at_nothing), bad_walk.proving("login-page"):
        pass
    assert claims(bad_walk, Verdict.UNPROVEN) == ["login-page"]
