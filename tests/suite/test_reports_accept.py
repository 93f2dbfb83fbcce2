"""`python -m reports accept` and `compare`: the accepted guide changes as a whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.cli import commands
from tests.support.published import PublishedStep, publish
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
    assert contents(accepted / "stand") == contents(new)
    assert contents(accepted / "staging") == contents(other)


def test_accepted_guide_that_cannot_be_read_is_replaced_all_the_same(tmp_path: Path) -> None:
    accepted = tmp_path / "accepted"
    guide = publish(tmp_path / "guide", ("Чаты", [PublishedStep("a", "А.")]))
    run("accept", guide, "--into", accepted)
    (accepted / "stand" / "guide.json").write_text("{", encoding="utf-8")
    took = run("accept", guide, "--into", accepted)
    assert took.exit_code == 0
    assert "Прежняя принятая не читается" in took.stderr
    assert contents(accepted / "stand") == contents(guide)


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
    assert contents(accepted) == {f"stand/{name}": data for name, data in contents(old).items()}


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
