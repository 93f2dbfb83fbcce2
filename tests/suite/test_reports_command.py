"""`python -m reports`: what it writes, what it says, what it leaves alone, and its exit codes."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.instruction import Claim, Instruction, Section
from flows.journal import Entry, Journal, Mark, Window
from flows.verdict import Verdict
from reports import journals, whole
from reports.cli import commands
from tests.support.published import PublishedStep, page, publish

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ["render", "merge", "compare", "accept", "notify", "history"]
SENTENCES = {
    "chats-tab": "Выбери вкладку «Чаты».",
    "press-link": "Нажми «Привязать к VK ID».",
    "vk-form": "Откроется форма.",
}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(
        commands.reports, [str(one) for one in arguments], prog_name="python -m reports"
    )


def write_walk(
    run_folder: Path,
    name: str,
    verdicts: Sequence[Verdict] = (Verdict.HOLDS,) * 3,
    label: str = "Привязать к VK ID",
) -> Path:
    """Write the journal of a walk of three sentences with a picture of the second, and return its path."""
    claims = tuple(
        Claim(claim, text, "Чаты", "x.md", line) for line, (claim, text) in enumerate(SENTENCES.items(), 3)
    )
    instruction = Instruction("К чатам", "x.md", ("Понадобится логин.",), (Section("Чаты", claims),))
    started = "2026-01-02T03:04:05+00:00"
    walk = Journal(
        "stand", f"tests/x.py::{name}", "chromium 1", instruction, started, folder=run_folder, name=name
    )
    for claim, verdict in zip(claims, verdicts, strict=True):
        entry = Entry(claim.id, claim.sentence, claim.file, claim.line, "flows/x.py:1", verdict)
        if claim.id == "press-link":
            file = io.BytesIO()
            page(label).save(file, "PNG")
            entry.window = Window(1, "дневник", "https://dnevnik2.petersburgedu.ru/", "Чаты")
            entry.marks = [Mark("pressed", f"кнопка «{label}»", (30.0, 150.0, 190.0, 44.0))]
            entry.picture, entry.picture_scale = walk.keep_picture(file.getvalue(), claim.id), 2.0
        walk.entries.append(entry)
    walk.save()
    (run_folder / journals.FINISHED).touch()
    return run_folder / f"{name}.json"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def green(tmp_path: Path) -> Path:
    """The results of a green run."""
    write_walk(tmp_path / "run" / "journals" / "one", "green")
    return tmp_path / "run"


@pytest.fixture
def red(tmp_path: Path) -> Path:
    """The results of a run that drifted."""
    drifted = (Verdict.UNPROVEN, Verdict.HOLDS, Verdict.DRIFT)
    write_walk(tmp_path / "red" / "journals" / "two", "red", drifted)
    return tmp_path / "red"


@pytest.mark.parametrize("command", COMMANDS)
def test_help_explains_the_command_with_an_example(command: str) -> None:
    asked = run(command, "--help")
    assert asked.exit_code == 0
    assert f"Запуск: python -m reports {command}" in asked.output
    assert f"  python -m reports {command}" in asked.output.split("Пример")[1]
    assert not {"Usage", "Options", "Show this", "required"} & set(asked.output.replace(":", " ").split())


def test_module_runs_and_its_help_tells_the_commands_and_the_exit_codes() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "reports", "--help"],
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    for word in (*COMMANDS, "Код возврата:", "сделано, но прочитаны не все журналы"):
        assert word in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rendr"], "нет такой команды: rendr (похоже на render); как надо: python -m reports --help"),
        (["render", "--oot", "x"], "нет такого ключа: --oot (похоже на --out)"),
        (["render", "--out"], "ключ --out записан не так"),
        (["merge", "x"], "не хватает: --into ПАПКА"),
        (["merge", "--into", "x"], "не хватает: ЖУРНАЛЫ"),
        (["accept", "a", "b"], "в команде что-то лишнее; как надо: python -m reports accept --help"),
    ],
)
def test_what_was_typed_wrong_is_told_in_a_line(arguments: list[str], said: str) -> None:
    typed = run(*arguments)
    assert typed.exit_code == 2
    assert typed.stderr.startswith(said)
    assert typed.stderr.count("\n") == 1


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
    kept = {path.name for path in (accepted / "stand").iterdir()}
    assert kept == {"guide.md", "guide.json", "pictures", "walk.webp"}
    again = run("render", green, "--out", out, "--accepted", accepted)
    assert "Ничего не изменилось. Всего предложений: 3." in again.output

    write_walk(tmp_path / "later" / "journals" / "x", "later", label="Подключить VK ID")
    later = run("render", tmp_path / "later", "--out", out, "--accepted", accepted)
    assert later.exit_code == 0
    assert "Изменилось: 1 картинка. Всего предложений: 3." in later.output
    assert "Шаг 2 (press-link): картинка изменилась в 1 месте" in later.output
    assert f"Что изменилось: {out}/compare.html" in later.output
    differs = run("compare", accepted / "stand", out / "guide", "--out", tmp_path / "page.html")
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


def half(run_folder: Path) -> Path:
    path = run_folder / "half.json"
    path.write_text((run_folder / "green.json").read_text(encoding="utf-8")[:400], encoding="utf-8")
    return path


def interrupted(run_folder: Path) -> Path:
    path = run_folder / "killed.part"
    path.write_text("{", encoding="utf-8")
    return path


def foreign(run_folder: Path) -> Path:
    path = run_folder / "package.json"
    path.write_text('{"name": "not a journal"}', encoding="utf-8")
    return path


def binary(run_folder: Path) -> Path:
    path = run_folder / "binary.json"
    path.write_bytes(b"\xff\xfe\x00")
    return path


def escaping(run_folder: Path) -> Path:
    document = json.loads((run_folder / "green.json").read_text(encoding="utf-8"))
    document["entries"][1]["picture"] = "../../secret.png"
    path = run_folder / "escaping.json"
    path.write_text(json.dumps(document | {"name": "escaping"}), encoding="utf-8")
    return path


def older(run_folder: Path) -> Path:
    document = json.loads((run_folder / "green.json").read_text(encoding="utf-8"))
    path = run_folder / "older.json"
    path.write_text(json.dumps(document | {"name": "older", "format": 1}), encoding="utf-8")
    return path


def namesake(run_folder: Path) -> Path:
    document = json.loads((run_folder / "green.json").read_text(encoding="utf-8"))
    path = run_folder / "namesake.json"
    path.write_text(json.dumps(document | {"target": "staging"}), encoding="utf-8")
    return path


def without_picture(run_folder: Path) -> Path:
    path = write_walk(run_folder, "bare")
    next(run_folder.glob("bare-*.png")).unlink()
    return path


@pytest.mark.parametrize(
    ("spoil", "said", "remedy"),
    [
        (half, "не журнал или он записан не до конца", "повторите прогон"),
        (interrupted, "записан не до конца", "повторите прогон"),
        (foreign, "не журнал", "повторите прогон"),
        (binary, "не читается", "повторите прогон"),
        (escaping, "называет файлы вне своей папки", "повторите прогон"),
        (older, "другого формата", "сделайте прогон этой версией"),
        (namesake, "под этим именем есть другой журнал", "оставьте один из них"),
        (without_picture, "нет картинки bare-01-press-link.png", "скопируйте журнал вместе с его картинками"),
    ],
)
def test_journal_that_cannot_be_used_is_named_with_the_remedy_and_the_others_count(
    green: Path, tmp_path: Path, spoil: Callable[[Path], Path], said: str, remedy: str
) -> None:
    path = spoil(green / "journals" / "one")
    merged = run("merge", green, "--into", tmp_path / "merged")
    assert merged.exit_code == 3
    (line,) = merged.stderr.splitlines()
    assert line.startswith(str(path))
    assert said in line
    assert line.endswith(remedy)
    assert "3 из 3 " in merged.output


def test_render_goes_on_past_a_bad_journal(green: Path, tmp_path: Path) -> None:
    foreign(green / "journals" / "one")
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


@pytest.mark.parametrize("command", ["render", "merge", "accept", "compare"])
def test_where_nothing_can_be_written_it_is_told_with_the_remedy(
    green: Path, tmp_path: Path, command: str
) -> None:
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    guide = publish(tmp_path / "guide", ("Чаты", [PublishedStep("a", "А.")]))
    arguments: dict[str, tuple[str | Path, ...]] = {
        "render": (green, "--out", file),
        "merge": (green, "--into", file),
        "accept": (guide, "--into", file),
        "compare": (guide, guide, "--out", file / "page.html"),
    }
    refused = run(command, *arguments[command])
    assert refused.exit_code == 1
    assert refused.stderr.startswith(f"{file}")
    assert "сюда не записать (это файл, а не папка); укажите друг" in refused.stderr
    assert file.read_text(encoding="utf-8") == "mine"


def test_merge_brings_runs_together_and_counts_a_journal_once(green: Path, red: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy" / "journals" / "one"
    shutil.copytree(green / "journals" / "one", copy)
    into = tmp_path / "merged"
    merged = run("merge", green, red, tmp_path / "copy", "--into", into)
    assert merged.exit_code == 0
    assert f"{copy / 'green.json'}: этот журнал уже есть, второй раз не считается" in merged.output
    assert merged.output.count("второй раз") == 1
    for run_name, name in (("one", "green"), ("two", "red")):
        assert (into / "journals" / run_name / f"{name}.json").exists()
        assert (into / "journals" / run_name / f"{name}-01-press-link.png").exists()
    made = json.loads((into / "ledger.json").read_text(encoding="utf-8"))
    assert made["summary"]["drift"] == 1
    assert made["summary"]["holds"] == 2
    assert made["walks"] == 2


def test_merge_adds_to_what_is_there(green: Path, red: Path, tmp_path: Path) -> None:
    into = tmp_path / "merged"
    run("merge", green, "--into", into)
    merged = run("merge", red, "--into", into)
    assert merged.exit_code == 0
    assert "Журналов: 2" in merged.output


def interrupt_copying(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    copy = shutil.copy2
    copied: list[Path] = []

    def interrupted(source: Path, to: Path) -> Path | str:
        if len(copied) == after:
            raise KeyboardInterrupt
        copied.append(source)
        return copy(source, to)

    monkeypatch.setattr(shutil, "copy2", interrupted)


@pytest.mark.parametrize("after", [0, 1, 3])
def test_interrupted_merge_leaves_what_was_there(
    green: Path, red: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    into = tmp_path / "merged"
    first = tmp_path / "first" / "journals" / "one"
    write_walk(first, "first")
    run("merge", first, "--into", into)
    before = contents(into)
    with monkeypatch.context() as patch:
        interrupt_copying(patch, after)
        stopped = run("merge", green, red, "--into", into)
    assert stopped.exit_code == 130
    assert "Прервано" in stopped.stderr
    assert contents(into) == before
    assert run("merge", green, red, "--into", into).exit_code == 0


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
