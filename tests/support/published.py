"""Published guides made by hand, as `reports.guide.publish` leaves them, without a walk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONT = Path(__file__).resolve().parents[2] / "reports" / "fonts" / "Inter-SemiBold.otf"


@dataclass(frozen=True)
class PublishedStep:
    """A step to publish; `changing` is in pixels of the picture."""

    claim: str
    sentence: str
    picture: Image.Image | None = None
    changing: Sequence[tuple[float, float, float, float]] = ()
    verdict: str = "holds"
    notes: Sequence[str] = ()
    scale: float = 2.0


def page(
    label: str = "Привязать к VK ID", *, left: int = 60, colour: str = "#0a5f73", date: str = ""
) -> Image.Image:
    """A small page at 2×: heading, text and a button."""
    sheet = Image.new("RGB", (1000, 640), "#f3f5f8")
    draw = ImageDraw.Draw(sheet)
    heading, text = ImageFont.truetype(str(FONT), 48), ImageFont.truetype(str(FONT), 28)
    draw.rectangle((0, 0, 1000, 90), fill="#0b4a5a")
    draw.text((60, 45), "Электронный дневник", "white", text, anchor="lm")
    draw.text((940, 45), date, "white", text, anchor="rm")
    draw.text((60, 170), "Чаты", "#1a2330", heading, anchor="lm")
    draw.text((60, 250), "Чаты работают в VK Мессенджере.", "#1a2330", text, anchor="lm")
    draw.rounded_rectangle((left, 300, left + 380, 388), 20, colour)
    draw.text((left + 40, 344), label, "white", text, anchor="lm")
    return sheet


def publish(
    folder: Path,
    *sections: tuple[str, Sequence[PublishedStep]],
    title: str = "От дневника к чатам",
    intro: Sequence[str] = ("Понадобятся логин и пароль.",),
    is_draft: bool = False,
    walked: str = "2026-11-24T06:26:01+03:00",
    target: str = "stand",
    text: str = "made-up/x",
) -> Path:
    """Write a guide's manifest, pictures and Markdown, and return the folder."""
    (folder / "pictures").mkdir(parents=True)
    parts: list[dict[str, object]] = []
    number = 0
    for heading, steps in sections:
        shown = []
        for step in steps:
            number += 1
            shown.append(_step(folder, number, step))
        parts.append({"title": heading, "steps": shown})
    stamp = {
        "walked": walked, "target": target, "browser": "chromium 156.0", "product": "стенд 1",
        "target_title": "стенд", "timezone": "Europe/Moscow",
    }  # fmt: skip
    manifest = {
        "format": 2, "text": text, "title": title, "intro": list(intro), "stamp": stamp, "is_draft": is_draft,
        "sections": parts,
    }  # fmt: skip
    (folder / "guide.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    (folder / "guide.md").write_text(f"# {title}\n", encoding="utf-8")
    return folder


def _step(folder: Path, number: int, step: PublishedStep) -> dict[str, object]:
    picture = None
    if step.picture is not None:
        full, cropped = (f"pictures/{number:02d}-{step.claim}{tail}.webp" for tail in ("-full", ""))
        for name in (full, cropped):
            step.picture.save(folder / name, lossless=True, method=0)
        picture = {
            "cropped": cropped,
            "full": full,
            "scale": step.scale,
            "alt": f"Страница «Чаты», шаг {number}.",
            "caption": f"Шаг {number}.",
            "changing": [list(box) for box in step.changing],
        }
    return {
        "number": number,
        "claim": step.claim,
        "sentence": step.sentence,
        "verdict": step.verdict,
        "notes": list(step.notes),
        "picture": picture,
    }
