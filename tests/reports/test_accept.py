"""`python -m reports accept` and `compare`: the accepted guide changes as a whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.cli import commands
from tests.support.published import PublishedStep, make_first_format, publish
from tests.support.reports_command import contents, interrupt_copying, run
from verifier import whole


def test_accept_replaces_the_guide_of_its_target_and_tells_what_that_changes(tmp_path: Path) -> None:
    accepted = tmp_path / "accepted"
    old = publish(tmp_path / "old", ("Чаты", [PublishedStep("a", "Нажми «Войти».")]))
    other = publish(tmp_path / "other", ("Чаты", [PublishedStep("b", "Б.")]), target="staging")
    new = publish(tmp_path / "new", ("Чаты", [PublishedStep("a", "Нажми «Вход».")]))
    assert "Это первая принятая инструкция. Предложений: 1." in run("accept", old, "--into", accepted).output
    run("accept", other, "--into", accepted)
    took = run("accept", new, "--into", accepted)
    assert took.exit_code == 0
    assert "Изменилось: 1 предложение. Всего предложений: 1." in took.output
    assert "Шаг 1 (a): слова изменились" in took.output
    assert contents(accepted / "stand" / "made-up" / "x") == contents(new)
    assert contents(accepted / "staging" / "made-up" / "x") == contents(other)


def test_accepted_guide_that_cannot_be_read_is_replaced_all_the_same(tmp_path: Path) -> None:
    accepted = tmp_path / "accepted"
    guide = publish(tmp_path / "guide", ("Чаты", [PublishedStep("a", "А.")]))
    run("accept", guide, "--into", accepted)
    (accepted / "stand" / "made-up" / "x" / "guide.json").write_text("{", encoding="utf-8")
    took = run("accept", guide, "--into", accepted)
    assert took.exit_code == 0
    assert "Прежняя принятая не читается" in took.stderr
    assert contents(accepted / "stand" / "made-up" / "x") == contents(guide)


@pytest.mark.parametrize("after", [0, 1])
def test_interrupted_accept_leaves_the_accepted_guide(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    accepted = tmp_path / "accepted"
    old = publish(tmp_path / "old", ("Чаты", [PublishedStep("a", "А.")]))
    new = publish(tmp_path / "new", ("Чаты", [PublishedStep("a", "Б.")]))
    run("accept", old, "--into", accepted)
    interrupt_copying(monkeypatch, after)
    assert run("accept", new, "--into", accepted).exit_code == 130
    assert contents(accepted) == {f"stand/made-up/x/{name}": data for name, data in contents(old).items()}


def test_guide_without_a_part_of_it_is_not_accepted(tmp_path: Path) -> None:
    guide = publish(tmp_path / "guide", ("Чаты", [PublishedStep("a", "А.")]))
    (guide / "guide.md").unlink()
    refused = run("accept", guide, "--into", tmp_path / "accepted")
    assert refused.exit_code == 1
    assert f"{guide / 'guide.md'}: этого нет на месте" in refused.stderr


def test_target_cannot_lead_out_of_the_accepted_guides(tmp_path: Path) -> None:
    guide = publish(tmp_path / "guide", ("Чаты", [PublishedStep("a", "А.")]), target="../../etc")
    refused = run("accept", guide, "--into", tmp_path / "accepted")
    assert refused.exit_code == 1
    assert "имя цели «../../etc» не годится для папки" in refused.stderr


@pytest.mark.parametrize("text", ["../../etc", "made-up/..", "/etc/x", "made-up//x", "made-up/.x", "x" * 201])
def test_text_cannot_lead_out_of_the_accepted_guides(tmp_path: Path, text: str) -> None:
    guide = publish(tmp_path / "guide", ("Чаты", [PublishedStep("a", "А.")]), text=text)
    refused = run("accept", guide, "--into", tmp_path / "accepted")
    assert refused.exit_code == 1
    assert f"имя инструкции «{text}» не годится для папки" in refused.stderr
    assert not (tmp_path / "accepted").exists()


def test_guides_of_two_texts_of_one_target_are_accepted_side_by_side(tmp_path: Path) -> None:
    accepted, step = tmp_path / "accepted", PublishedStep("enter", "Войди.")
    guides = {
        text: publish(tmp_path / "new" / text, ("Вход", [step]), text=text)
        for text in ("diary/chats", "forum/chats", "diary/marks")
    }
    for guide in guides.values():
        assert "Это первая принятая инструкция" in run("accept", guide, "--into", accepted).output
    for text, guide in guides.items():
        assert contents(accepted / "stand" / text) == contents(guide)


def test_guides_of_a_telephone_and_of_a_desk_are_accepted_side_by_side(tmp_path: Path) -> None:
    accepted, section = tmp_path / "accepted", ("Вход", [PublishedStep("enter", "Войди.")])
    desk = publish(tmp_path / "desk", section)
    phone = publish(tmp_path / "phone", section, device="iPhone 13 (landscape)")
    for guide in (desk, phone):
        assert "Это первая принятая инструкция" in run("accept", guide, "--into", accepted).output
    assert contents(accepted / "stand" / "made-up" / "x") == contents(desk)
    assert contents(accepted / "stand@iphone-13-landscape" / "made-up" / "x") == contents(phone)


def test_guide_of_another_text_is_never_compared_with(tmp_path: Path) -> None:
    step = PublishedStep("enter", "Войди.")
    chats = publish(tmp_path / "chats", ("Вход", [step]), text="diary/chats")
    forum = publish(tmp_path / "forum", ("Вход", [step]), text="forum/chats")
    refused = run("compare", chats, forum, "--out", tmp_path / "page.html")
    assert refused.exit_code == 1
    assert "это инструкция «diary/chats», а новая — «forum/chats»" in refused.stderr
    assert not (tmp_path / "page.html").exists()


def test_guide_of_the_format_before_is_compared_but_not_accepted(tmp_path: Path) -> None:
    old = publish(tmp_path / "old", ("Чаты", [PublishedStep("a", "А.")]))
    new = publish(tmp_path / "new", ("Чаты", [PublishedStep("a", "Б.")]))
    make_first_format(old)
    compared = run("compare", old, new, "--out", tmp_path / "page.html")
    assert compared.exit_code == 10
    assert "24 ноября 2026, 06:26 (МСК), цель «stand»" in (tmp_path / "page.html").read_text(encoding="utf-8")
    refused = run("accept", old, "--into", tmp_path / "accepted")
    assert refused.exit_code == 1
    assert "не сказано, какого она текста; сделайте её заново" in refused.stderr


def test_of_several_guides_the_one_that_is_meant_has_to_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = PublishedStep("enter", "Войди.")
    for text in ("diary/chats", "forum/chats"):
        publish(tmp_path / "guides" / text, ("Вход", [step]), text=text)
    monkeypatch.setattr(commands, "OUT", tmp_path)
    refused = run("accept", "--into", tmp_path / "accepted")
    assert refused.exit_code == 1
    assert "Инструкций несколько, назовите одну: " in refused.stderr
    for text in ("diary/chats", "forum/chats"):
        assert str(tmp_path / "guides" / text) in refused.stderr
    taken = run("accept", tmp_path / "guides" / "forum" / "chats", "--into", tmp_path / "accepted")
    assert taken.exit_code == 0


def test_comparing_with_nothing_accepted_says_how_to_accept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path / "guide", ("Чаты", [PublishedStep("a", "А.")]))
    monkeypatch.setattr(commands, "OUT", tmp_path)
    monkeypatch.setattr(commands, "ACCEPTED", tmp_path / "accepted")
    refused = run("compare", "--out", tmp_path / "page.html")
    assert refused.exit_code == 1
    assert "принятой инструкции ещё нет; примите эту: python -m reports accept" in refused.stderr


def test_folder_killed_between_its_two_names_is_found_again(tmp_path: Path) -> None:
    folder = tmp_path / "guide"
    folder.mkdir()
    (folder / "old").touch()
    folder.rename(tmp_path / ".guide.old")

    def fail() -> None:
        with whole.new_folder(folder) as new:
            (new / "new").touch()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert [path.name for path in tmp_path.rglob("*")] == ["guide", "old"]
