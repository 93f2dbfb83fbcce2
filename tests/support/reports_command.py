"""`python -m reports` called in this process, and what it is given."""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reports import journals
from reports.cli import commands
from tests.support.published import page
from verifier.text.model import Claim, Instruction, Passage, Section
from verifier.walk.journal import Entry, Journal, Mark, Window
from verifier.walk.verdict import Verdict

SENTENCES = {
    "chats-tab": "Выбери вкладку «Чаты».",
    "press-link": "Нажми «Привязать к VK ID».",
    "vk-form": "Откроется форма.",
}


def run(*arguments: str | Path) -> Result:
    """Call the command, and return its exit code and what it said."""
    return CliRunner().invoke(
        commands.reports, [str(one) for one in arguments], prog_name="python -m reports"
    )


def write_walk(
    run_folder: Path,
    name: str,
    verdicts: Sequence[Verdict] = (Verdict.HOLDS,) * 3,
    label: str = "Привязать к VK ID",
    text: str = "made-up/x",
    title: str = "К чатам",
) -> Path:
    """Write the journal of a walk of three sentences with a picture of the second, and return its path."""
    claims = tuple(
        Claim(claim, text, "Чаты", "x.md", line) for line, (claim, text) in enumerate(SENTENCES.items(), 3)
    )
    intro = (Passage("paragraph", "Понадобится логин.", 1),)
    sections = (Section("", "Чаты", claims),)
    instruction = Instruction(text, "ru", title, "x.md", intro, sections)
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
    """Return every file below a folder, by its path in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def interrupt_copying(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Press Ctrl-C when so many files have been copied."""
    copy = shutil.copy2
    copied: list[Path] = []

    def interrupted(source: Path, to: Path) -> Path | str:
        if len(copied) == after:
            raise KeyboardInterrupt
        copied.append(source)
        return copy(source, to)

    monkeypatch.setattr(shutil, "copy2", interrupted)
