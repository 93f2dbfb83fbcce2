"""Journals of walks that nobody took, for the tests of what is made of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PIL import Image

from verifier.text.model import Claim, Instruction, Section
from verifier.walk.journal import Action, Entry, Journal, Mark, Window
from verifier.walk.verdict import Verdict

STARTED = "2026-01-02T03:04:05.000+00:00"


def journal(
    instruction: Instruction, folder: Path, scenario: str, started: str = STARTED, **verdicts: Verdict
) -> Journal:
    """A walk with a verdict per claim (underscores for hyphens); its picture is called for the scenario."""
    entries = []
    for name, verdict in verdicts.items():
        claim = instruction.claim(name.replace("_", "-"))
        entry = Entry(claim.id, claim.sentence, claim.file, claim.line, "flows/x.py:1", verdict)
        if verdict is not Verdict.UNPROVEN:
            _reached(entry, scenario)
        entries.append(entry)
    return Journal(
        "stand",
        scenario,
        "chromium 1",
        instruction,
        started,
        timezone="Europe/Moscow",
        entries=entries,
        folder=folder,
    )


def made_up(name: str, *claims: str, title: str = "") -> Instruction:
    """A text of one section, whose sentences say nothing."""
    file = f"flows/{name}.ru.md"
    told = (Claim(claim, f"Сделай «{claim}».", "Раздел", file, line) for line, claim in enumerate(claims, 3))
    return Instruction(name, "ru", title, file, (), (Section("", "Раздел", tuple(told)),))


def only(instruction: Instruction, *claims: str) -> Instruction:
    """The same text with some of its sentences left."""
    sections = (
        replace(section, blocks=tuple(claim for claim in section.claims if claim.id in claims))
        for section in instruction.sections
    )
    return replace(instruction, sections=tuple(section for section in sections if section.claims))


def _reached(entry: Entry, scenario: str) -> None:
    entry.window = Window(2, "VK Мессенджер", "https://web.vk.me/", "Чаты")
    entry.started, entry.duration_ms = STARTED, 1500
    entry.actions = [Action("press", "кнопка «Войти»", 2, "https://web.vk.me/", STARTED, 40)]
    entry.marks = [
        Mark("pressed", "кнопка «Войти»", (10, 20, 30, 40)),
        Mark("absent", "кнопка «Назад»", None),
    ]
    entry.picture, entry.picture_scale = f"{scenario}.png", 2.0
    entry.snapshot = "- button: Войти"
    if entry.verdict is not Verdict.HOLDS:
        entry.expected, entry.observed = "кнопка «Войти»", "такой нет"


def take_picture(folder: Path, scenario: str) -> None:
    """Put the picture of a scenario's walk beside its journal."""
    folder.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (2560, 1600), "#dde").save(folder / f"{scenario}.png")
