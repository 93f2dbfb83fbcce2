"""A walk that nobody took, with pictures of made-up pages on which every kind of mark is."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

from reports.guide.pen import font
from verifier.text.model import Claim, Instruction, Passage, Section
from verifier.walk.journal import Box, Entry, Journal, Mark, Window
from verifier.walk.verdict import Verdict

FILE = "flows/made-up.ru.md"
WINDOW = (1000, 700)
"""The size of a window, in CSS pixels."""
PAGE = "#f3f4f8"
LOGIN: Box = (350, 220, 300, 44)
SEND: Box = (350, 290, 300, 44)
BUTTON: Box = (120, 300, 190, 44)
BESIDE: Box = (322, 300, 220, 44)
CHATS: Box = (0, 180, 300, 520)
CHANGING: Box = (700, 20, 150, 20)

_DIARY = Window(1, "дневник", "https://diary.example/login?next=1", "Вход")
_MESSENGER = Window(2, "VK Мессенджер", "https://chats.example/", "Чаты")
_STEPS = (
    ("sign-in", "Введи почту на https://diary.example/login и нажми «Войти».", _DIARY),
    ("press-link", "Нажми «Привязать к VK ID».", _DIARY),
    ("buttons", "Теперь есть кнопки «Перейти» и «Отвязать».", _DIARY),
    ("chats", "В новом окне — список чатов.", _MESSENGER),
)
_MARKS: dict[str, list[Mark]] = {
    "sign-in": [Mark("filled", "поле для почты", LOGIN), Mark("pressed", "кнопка «Войти»", SEND)],
    "press-link": [Mark("pressed", "кнопка «Привязать к VK ID»", BUTTON)],
    "buttons": [
        Mark("seen", "кнопка «Перейти»", BUTTON),
        Mark("seen", "кнопка «Отвязать»", BESIDE),
        Mark("absent", "кнопка «Привязать к VK ID»", None),
    ],
    "chats": [Mark("seen", "список чатов", CHATS)],
}


def instruction() -> Instruction:
    """Four sentences under two headings."""
    claims = [Claim(name, told, "", FILE, line) for line, (name, told, _) in enumerate(_STEPS, 5)]
    sections = (Section("", "Вход", tuple(claims[:1])), Section("", "Чаты", tuple(claims[1:])))
    intro = (Passage("paragraph", "Тебе понадобится почта.", 3),)
    return Instruction("made-up/chats", "ru", "Как попасть в чаты", FILE, intro, sections)


def walk(
    folder: Path, *, scale: float = 1.0, started: str = "2026-11-24T03:16:00+00:00", name: str = "walk"
) -> Journal:
    """Return the journal of a walk on which every sentence held; its pictures are in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    journal = Journal("stand", "walk", "chromium 156.0.8078.79", instruction(), started, "стенд 1")
    journal.folder, journal.name, journal.target_title = folder, name, "стенд"
    for claim, (_, _, window) in zip(journal.instruction.claims, _STEPS, strict=True):
        marks = list(_MARKS[claim.id])
        picture = f"{name}-{claim.id}.png"
        page([mark.box for mark in marks if mark.box], scale).save(folder / picture)
        journal.entries.append(
            Entry(
                claim.id,
                claim.sentence,
                claim.file,
                claim.line,
                "flows/x.py:1",
                Verdict.HOLDS,
                window=window,
                picture=picture,
                picture_scale=scale,
                changing=[CHANGING],
                marks=marks,
            )
        )
    return journal


def page(boxes: list[Box], scale: float) -> Image.Image:
    """Draw a page with a head, lines of text and something solid in every box."""
    picture = Image.new("RGB", (round(WINDOW[0] * scale), round(WINDOW[1] * scale)), PAGE)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, picture.width, 60 * scale), fill="#0b4f5c")
    draw.text((120 * scale, 20 * scale), "Электронный дневник", "#ffffff", font("SemiBold", 16 * scale))
    draw.text(
        (350 * scale, 120 * scale), "Здесь написано, что делать", "#1a2330", font("Regular", 16 * scale)
    )
    for left, top, width, height in boxes:
        draw.rectangle(
            (left * scale, top * scale, (left + width) * scale, (top + height) * scale), fill="#0b6b73"
        )
    return picture
