"""Small made-up guides, with pictures of two device pixels per CSS pixel that look like pages."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from reports.guide.model import Guide, GuideSection, GuideStep, Picture, Stamp
from reports.guide.packing import pack
from verifier.text.model import Passage, Stretch
from verifier.walk.verdict import Verdict

FONT = Path(__file__).parents[2] / "reports" / "fonts" / "Inter-Regular.otf"
TITLE = "Школьные чаты: от дневника до VK Мессенджера"
INTRO = ("Тебе понадобятся адрес почты и пароль.", "Держи под рукой телефон.")
STAMP = Stamp(
    datetime(2026, 11, 23, 21, 30, tzinfo=UTC),
    "stand",
    "chromium 156.0.8078.79",
    "стенд 1",
    "стенд",
    "Europe/Moscow",
)


@cache
def page_like(number: int, size: tuple[int, int] = (760, 500), scale: float = 2.0) -> Image.Image:
    """Return a page with a heading, lines of text and a button, and its number so that no two are alike."""
    width, height = (round(side * scale) for side in size)
    image = Image.new("RGB", (width, height), "#f3f4f8")
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(str(FONT), 16 * scale)
    draw.rectangle((0, 0, width, 60 * scale), "#0b4f5c")
    for row in range(1, height // round(30 * scale)):
        text = f"Страница {number}, строка {row}: чаты класса и школы"
        draw.text((40 * scale, (40 + 28 * row) * scale), text, "#1a2330", font)
    draw.rounded_rectangle((40 * scale, 80 * scale, 240 * scale, 124 * scale), 8 * scale, "#d6336c")
    return image


@cache
def picture(number: int, scale: float = 2.0) -> Picture:
    """Return a picture of step `number`."""
    return picture_of(page_like(number, scale=scale), number, scale)


def picture_of(shown: Image.Image, number: int = 1, scale: float = 2.0) -> Picture:
    """Return a picture of step `number` that shows an image."""
    alt = f"Страница «Чаты»: стрелка указывает на кнопку {number}."
    packed = pack(shown, shown)
    return Picture(f"{number:02d}-claim", packed, scale, alt, f"Окно {number % 2 + 1}: дневник", ())


def step(
    number: int,
    sentence: str = "",
    verdict: Verdict = Verdict.HOLDS,
    notes: Sequence[str] = (),
    pictured: bool = True,
) -> GuideStep:
    """Return a step whose sentence names its number, unless another one is given."""
    shown = picture(number) if pictured else None
    told = sentence or f"Нажми в дневнике кнопку номер {number} — и откроется страница {number}."
    return GuideStep(str(number), f"claim-{number}", told, verdict, shown, tuple(notes))


def guide(
    *sections: Sequence[GuideStep | Passage], title: str = TITLE, intro: Sequence[str] = INTRO
) -> Guide:
    """Return a guide with a section for each row of steps; a draft if one of them is not verified."""
    made = tuple(GuideSection(f"Раздел {number}", tuple(blocks)) for number, blocks in enumerate(sections, 1))
    is_draft = not all(step.verified for section in made for step in section.steps)
    own = tuple(Passage("paragraph", text, 1) for text in intro)
    return Guide("made-up/chats", title, own, made, STAMP, is_draft)


@cache
def _school() -> str:
    file = io.BytesIO()
    Image.new("RGB", (240, 120), "#336699").save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


@cache
def verified_guide() -> Guide:
    """Return a guide of 21 steps that all held, in sections of very different lengths."""
    made, number = list[list[GuideStep]](), 0
    for length in (2, 7, 8, 3, 1):
        made.append([step(number + place) for place in range(1, length + 1)])
        number += length
    made[1][6] = step(9, notes=["Больше нет: кнопка «Привязать к VK ID»."])
    return guide(*made)


@cache
def draft_guide() -> Guide:
    """Return a guide of a walk that met different words, then a failure, and went no further."""
    drift = step(2, verdict=Verdict.DRIFT, notes=["На странице написано «Подключить VK ID»."])
    unreached = [step(number, verdict=Verdict.UNPROVEN, pictured=False) for number in (4, 5)]
    return guide([step(1), drift], [step(3, verdict=Verdict.BROKEN), *unreached])


@cache
def annotated_guide() -> Guide:
    """Return a guide with the writer's own words in every place where they can stand."""
    made = guide(
        [
            Passage("paragraph", "Сначала открой дневник; адрес школы — https://school.example/a_b.", 9),
            step(1),
            Passage(
                "quotation", "Страница может открыться не сразу.\nПодожди минуту и нажми «Обновить».", 13
            ),
            Passage("quotation", "Ни с кем не делись паролем.", 17),
            step(2),
            step(3, "Нажми Войти, потом «Да».", pictured=False),
            Passage("paragraph", "Вот и весь вход.", 22),
        ],
        [step(4)],
        [
            Passage("paragraph", "Если не вышло, напиши учителю.", 28),
            Passage("paragraph", "Он поможет.", 30),
            Passage("tip", "Совет: сначала спроси соседа.\nОн рядом.", 32, (Stretch("bold", 15, 21),)),
            Passage(
                "warning",
                "Внимание: код не называй никому, и школе (https://school.example/help) тоже.",
                35,
                (
                    Stretch("link", 35, 40, "https://school.example/help"),
                    Stretch("written", 40, 70, "https://school.example/help"),
                ),
            ),
            Passage("list", "Нет кнопки? Обнови страницу.\nНет кода? Подожди.", 37),
            Passage("picture", "Вход в школу", 40, picture=_school()),
        ],
    )
    intro = (*made.intro, Passage("quotation", "Это займёт пять минут.", 7))
    first, *others = made.sections
    blocks = [
        replace(one, labels=("Войти", "Да")) if isinstance(one, GuideStep) and one.number == "3" else one
        for one in first.blocks
    ]
    return replace(made, intro=intro, sections=(replace(first, blocks=tuple(blocks)), *others))


@cache
def nested_guide() -> Guide:
    """Return a guide whose second sentence has items: one of one picture, and an alternative to it of two."""
    whole = step(2, "Войди одним из двух способов:", pictured=False)
    below = replace(step(3, "нажми «По номеру»;"), number="2а", claim="by-number", parent=whole.claim)
    instead = replace(
        step(5, "нажми «По почте» и подожди."),
        number="2б",
        claim="by-mail",
        parent=whole.claim,
        alternative="или",
        earlier=(picture(4),),
        acts=True,
    )
    last = replace(step(6, "Открой «Чаты»."), number="3", claim="chats")
    return guide([step(1), whole, below, instead, Passage("tip", "Совет: сначала спроси соседа.", 9), last])
