"""Defects made by hand: the words drift, the product breaks, the environment fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from flows.diary_chats.product import PRODUCT
from flows.diary_chats.stand import as_walked
from flows.diary_chats.student import StudentWalk
from pages.diary_chats.chats_tab import ChatsTab
from pages.diary_chats.diary_login import DiaryLogin
from stand.diary.records import VkLink
from stand.rewriting import Answer
from stand.server import Stand, Student
from tests.support.on_stand import sign_in, sign_in_to_vk
from tests.support.walks import NewWalk
from verifier.screen.control import BoundControl
from verifier.screen.sites import Sites
from verifier.text.model import Instruction
from verifier.walk.failure import describe_all
from verifier.walk.journal import Journal, load_all
from verifier.walk.steps import Step, StepError
from verifier.walk.verdict import Verdict
from verifier.walk.walk import Walk, WalkFailed

SITES = Sites(PRODUCT.systems)


@pytest.fixture
def bad_walk(new_walk: NewWalk, tmp_path: Path) -> StudentWalk:
    """A walk that is meant to fail, so its journal is no part of the run's."""
    return new_walk(journal_folder=tmp_path)


def claims(walk: StudentWalk, verdict: Verdict) -> list[str]:
    """The claims on which a walk has come to a verdict, in its order."""
    return [entry.claim for entry in walk.journal.entries if entry.verdict is verdict]


def test_renamed_button_is_drift_and_walked_past(
    stand: Stand, bad_walk: StudentWalk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(stand.messenger.texts, "new_chat", "Создать новый")
    with pytest.raises(WalkFailed) as caught:
        bad_walk.take()
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
    stand: Stand, bad_walk: StudentWalk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(stand.diary.texts, "link", "Связать с VK ID")
    with pytest.raises(WalkFailed) as caught:
        bad_walk.take("sign-in", "link", "unlink")
    assert set(caught.value.verdicts) == {Verdict.DRIFT}
    assert [entry.claim for entry in caught.value.findings] == ["press-link", "link-back"]
    assert not claims(bad_walk, Verdict.UNPROVEN)


def test_unlink_that_does_not_stick_is_broken(
    stand: Stand, bad_walk: StudentWalk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stand.diary.records, "unlink", lambda _: False)
    with pytest.raises(WalkFailed) as caught:
        bad_walk.take("sign-in", "link", "unlink", "relink")
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
    stand: Stand, bad_walk: StudentWalk, monkeypatch: pytest.MonkeyPatch
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
        bad_walk.take("sign-in", "link", "unlink")
    assert claims(bad_walk, Verdict.BROKEN) == ["unlinked"]
    assert "в записях дневника аккаунт VK привязан" in describe_all(caught.value.findings, bad_walk.journal)


def test_unlink_that_only_claims_to_be_done_is_broken_however_it_apologises(
    stand: Stand, bad_walk: StudentWalk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page blames VK ID, every answer that the browser gets is 200, and the record stays as it was."""
    records, unlinked = stand.diary.records, set[int]()
    honest = records.vk_link

    def vk_link(pupil_id: int) -> VkLink | None:
        return None if pupil_id in unlinked else honest(pupil_id)

    def apologise(answer: Answer) -> None:
        answer.replace('"revoked":true', '"revoked":false')

    monkeypatch.setattr(records, "unlink", unlinked.add)
    monkeypatch.setattr(records, "vk_link", vk_link)
    monkeypatch.setattr(
        records, "linked_vk_user", lambda pupil_id: getattr(honest(pupil_id), "vk_user_id", None)
    )
    with (
        stand.rewriting.rewritten("diary", "DELETE", "/api/chats/vk-link", apologise),
        pytest.raises(WalkFailed) as caught,
    ):
        bad_walk.take("sign-in", "link", "unlink")
    assert claims(bad_walk, Verdict.BROKEN) == ["unlinked"]
    told = describe_all(caught.value.findings, bad_walk.journal)
    assert "в записях дневника аккаунт VK привязан, хотя на странице сказано другое" in told


def test_account_of_somebody_else_on_offer_is_broken(
    stand: Stand, stand_student: Student, context: BrowserContext, new_walk: NewWalk, tmp_path: Path
) -> None:
    """A parent's session at VK ID in the child's browser."""
    stand.link(stand_student.pupil, stand_student.vk)
    parent = stand.new_vk_account()
    sign_in(stand, context, stand_student.pupil)
    sign_in_to_vk(stand, context, parent)
    walk = new_walk(context, journal_folder=tmp_path)
    walk.open(walk.on(ChatsTab))
    walk.choose(walk.on(ChatsTab).tab)
    with pytest.raises(WalkFailed) as caught:
        walk.take("open-chats")
    assert claims(walk, Verdict.BROKEN) == ["linked-account"]
    report = describe_all(caught.value.findings, walk.journal)
    assert "VK предлагает другой аккаунт" in report
    assert parent.full_name not in report


def test_vk_host_that_answers_503_is_the_environment(stand: Stand, bad_walk: StudentWalk) -> None:
    with stand.faults.outage("vk_id", 503), pytest.raises(WalkFailed) as caught:
        bad_walk.take("sign-in", "link")
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
def test_diary_api_that_answers_503_after_a_press_is_the_environment(
    stand: Stand, bad_walk: StudentWalk
) -> None:
    bad_walk.take("sign-in")
    with stand.faults.outage("diary", 503), pytest.raises(WalkFailed) as caught:
        bad_walk.take("link")
    assert set(caught.value.verdicts) == {Verdict.ENVIRONMENT}
    assert not claims(bad_walk, Verdict.BROKEN)


def test_browser_that_goes_away_half_way_is_the_environment(
    stand: Stand, stand_student: Student, launch_browser: Callable[[], Browser], instruction: Instruction
) -> None:
    browser = launch_browser()
    try:
        context = browser.new_context(proxy={"server": stand.proxy}, ignore_https_errors=True)
        journal = Journal("stand", "half-way", "chromium", instruction)
        walk = Walk(
            context, PRODUCT, SITES, as_walked(stand, stand_student), instruction, journal, patience_ms=5000
        )
        walk.take("sign-in")
    finally:
        browser.close()
    with pytest.raises(WalkFailed) as caught:
        walk.take("link")
    assert caught.value.verdicts == [Verdict.ENVIRONMENT]
    assert "браузер пропал" in describe_all(caught.value.findings, journal)


def test_step_that_looks_at_nothing_proves_nothing(bad_walk: StudentWalk) -> None:
    def look_away(_: StudentWalk) -> None:
        pass

    lazy = Step("signed-in", look_away)
    with pytest.raises(StepError, match="шаг ничего не проверил"):
        bad_walk.take_steps([lazy])
    assert claims(bad_walk, Verdict.HOLDS) == []


def test_absence_is_no_proof_where_nothing_was_seen(bad_walk: StudentWalk) -> None:
    """A blank page misses everything."""

    def blind(walk: StudentWalk) -> None:
        walk.open(walk.on(DiaryLogin))
        walk.at(walk.on(DiaryLogin))
        walk.miss(BoundControl(walk.on(DiaryLogin), ChatsTab.link))

    with pytest.raises(StepError, match="ещё ничего не увидели"):
        bad_walk.take_steps([Step("unlinked", blind)])
    assert claims(bad_walk, Verdict.HOLDS) == []


def test_target_that_goes_away_half_way_is_the_environment(
    browser: Browser, instruction: Instruction, tmp_path: Path
) -> None:
    other = Stand().start()
    student = as_walked(other, other.new_student())
    context = browser.new_context(proxy={"server": other.proxy}, ignore_https_errors=True)
    try:
        journal = Journal("stand", "half-way", "chromium", instruction, folder=tmp_path)
        walk = Walk(context, PRODUCT, SITES, student, instruction, journal, patience_ms=3000)
        try:
            walk.take("sign-in")
        finally:
            other.stop()
        with pytest.raises(WalkFailed) as caught:
            walk.take("link")
    finally:
        context.close()
    assert set(caught.value.verdicts) == {Verdict.ENVIRONMENT}
    assert not claims(walk, Verdict.BROKEN)
    assert "дневник не отвечает" in describe_all(caught.value.findings, journal)


def test_a_scenario_proves_a_claim_in_its_own_way(bad_walk: StudentWalk) -> None:
    with bad_walk.proving("login-page"):
        bad_walk.open(bad_walk.on(DiaryLogin))
        bad_walk.see(bad_walk.on(DiaryLogin).email)
    with pytest.raises(WalkFailed) as caught, bad_walk.proving("signed-in"):
        bad_walk.check(False, "дневник открыт", "он закрыт")
    (finding,) = caught.value.findings
    assert (finding.claim, finding.verdict) == ("signed-in", Verdict.BROKEN)
    assert finding.step.startswith("tests/suite/test_verdicts.py:")
    assert claims(bad_walk, Verdict.HOLDS) == ["login-page"]


def test_a_proof_that_looks_at_nothing_is_no_proof(bad_walk: StudentWalk) -> None:
    looked_at_nothing = r"test_verdicts\.py:\d+: шаг ничего не проверил"
    with pytest.raises(StepError, match=looked_at_nothing), bad_walk.proving("login-page"):
        pass
    assert claims(bad_walk, Verdict.UNPROVEN) == ["login-page"]
