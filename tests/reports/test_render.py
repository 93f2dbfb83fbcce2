"""`python -m reports render`: the ledger and the guide of a run, and which run that is."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from reports import journals
from reports.cli import commands
from tests.support.published import PublishedStep, publish
from tests.support.reports_command import contents, run, write_walk

pytestmark = pytest.mark.heavy


def test_green_run_gives_ledger_and_guide_and_then_what_changed(green: Path, tmp_path: Path) -> None:
    out, accepted = tmp_path / "out", tmp_path / "accepted"
    first = run("render", green, "--out", out, "--accepted", accepted, "--allure", tmp_path / "allure")
    assert (first.exit_code, first.stderr) == (0, "")
    for name in ("ledger.html", "guide/guide.html", "guide/guide.md", "guide/guide.pdf", "guide/guide.docx"):
        assert (out / name).stat().st_size > 0
    assert list((tmp_path / "allure").glob("*-result.json"))
    for said in (
        "3 из 3 ",
        f"Ведомость: {out}/ledger.html",
        f"Инструкция с картинками: {out}/guide/guide.html",
    ):
        assert said in first.output
    assert "python -m reports accept" in first.output

    assert run("accept", out / "guide", "--into", accepted).exit_code == 0
    kept = {path.name for path in (accepted / "stand" / "made-up" / "x").iterdir()}
    assert kept == {"guide.md", "guide.json", "pictures"}
    again = run("render", green, "--out", out, "--accepted", accepted)
    assert "Ничего не изменилось. Всего предложений: 3." in again.output

    write_walk(tmp_path / "later" / "journals" / "x", "later", label="Подключить VK ID")
    later = run("render", tmp_path / "later", "--out", out, "--accepted", accepted)
    assert later.exit_code == 0
    assert "Изменилось: 1 картинка. Всего предложений: 3." in later.output
    assert "Шаг 2 (press-link): картинка изменилась в 1 месте" in later.output
    assert f"Что изменилось: {out}/compare.html" in later.output
    differs = run(
        "compare", accepted / "stand" / "made-up" / "x", out / "guide", "--out", tmp_path / "page.html"
    )
    assert differs.exit_code == 10
    assert "<h1>К чатам</h1>" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_run_that_is_not_green_leaves_the_guide_and_names_what_stands_in_the_way(
    red: Path, tmp_path: Path
) -> None:
    out, accepted = tmp_path / "out", tmp_path / "accepted"
    guide = publish(out / "guide", ("Чаты", [PublishedStep("a", "А.")]))
    before = contents(guide)
    refused = run("render", red, "--out", out, "--accepted", accepted)
    assert refused.exit_code == 1
    assert json.loads((out / "ledger.json").read_text(encoding="utf-8"))["summary"]["drift"] == 1
    assert "vk-form — слова расходятся; x.md:5: Откроется форма." in refused.stderr
    assert "chats-tab — не проверялось" in refused.stderr
    assert "press-link" not in refused.stderr
    assert contents(guide) == before

    draft = run("render", red, "--out", out, "--accepted", accepted, "--draft")
    assert draft.exit_code == 0
    assert f"Черновик инструкции: {out}/guide-draft/guide.html" in draft.output
    assert contents(guide) == before
    taken = run("accept", out / "guide-draft", "--into", accepted)
    assert taken.exit_code == 1
    assert "это черновик, принять его нельзя" in taken.stderr
    assert not accepted.exists()


def test_pictures_are_found_from_a_folder_that_is_new(green: Path, tmp_path: Path) -> None:
    run("render", green, "--out", tmp_path / "deep" / "new", "--accepted", tmp_path / "accepted")
    page = (tmp_path / "deep" / "new" / "ledger.html").read_text(encoding="utf-8")
    assert "Картинки нет на месте" not in page
    assert "data:image/webp" in page


def test_render_goes_on_past_a_bad_journal(green: Path, tmp_path: Path) -> None:
    foreign = green / "journals" / "one" / "package.json"
    foreign.write_text('{"name": "not a journal"}', encoding="utf-8")
    out = tmp_path / "out"
    rendered = run("render", green, tmp_path / "nowhere", "--out", out, "--accepted", tmp_path)
    assert rendered.exit_code == 3
    assert len(rendered.stderr.splitlines()) == 2
    assert f"{tmp_path / 'nowhere'}: нет такого файла или папки; проверьте имя" in rendered.stderr
    assert (out / "guide" / "guide.html").exists()


def test_without_any_journal_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    refused = run("render", tmp_path / "empty", "--out", tmp_path / "out")
    assert refused.exit_code == 1
    assert f"{tmp_path / 'empty'}: в папке нет журналов" in refused.stderr
    assert "Не прочитано ни одного журнала" in refused.stderr
    assert not (tmp_path / "out").exists()


def test_newest_finished_run_is_the_default(
    green: Path, red: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.move(red / "journals" / "two", green / "journals" / "two")
    os.utime(green / "journals" / "two" / journals.FINISHED, (2e9, 2e9))
    monkeypatch.setattr(commands, "OUT", green)
    rendered = run("render", "--out", tmp_path / "out")
    assert rendered.exit_code == 1
    assert "chats-tab — не проверялось" in rendered.stderr


@pytest.mark.parametrize(
    ("is_there", "said"),
    [(False, "журналов ещё нет; пройдите инструкцию: make walk"), (True, "прогон ещё идёт или был прерван")],
)
def test_no_finished_run_is_told(
    green: Path, monkeypatch: pytest.MonkeyPatch, is_there: bool, said: str
) -> None:
    (green / "journals" / "one" / journals.FINISHED).unlink()
    if not is_there:
        shutil.rmtree(green / "journals")
    monkeypatch.setattr(commands, "OUT", green)
    refused = run("render")
    assert refused.exit_code == 1
    assert said in refused.stderr


def test_pictures_are_found_from_a_folder_behind_a_link(green: Path, tmp_path: Path) -> None:
    (tmp_path / "far" / "away").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "far" / "away")
    run("render", green, "--out", tmp_path / "link" / "new", "--accepted", tmp_path / "accepted")
    page = (tmp_path / "link" / "new" / "ledger.html").read_text(encoding="utf-8")
    assert "Картинки нет на месте" not in page
    assert "data:image/webp" in page
