"""Published guides made by hand, as `reports.guide.publish` leaves them, without a walk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    earlier: Sequence[Image.Image] = ()


PublishedPassage = tuple[str, str]
"""A passage to publish: its kind and its text."""


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
    *sections: tuple[str, Sequence[PublishedStep | PublishedPassage]],
    title: str = "От дневника к чатам",
    intro: Sequence[str | PublishedPassage] = ("Понадобятся логин и пароль.",),
    is_draft: bool = False,
    walked: str = "2026-11-24T06:26:01+03:00",
    target: str = "stand",
    text: str = "made-up/x",
    device: str = "",
) -> Path:
    """Write a guide's manifest, pictures and Markdown, and return the folder."""
    (folder / "pictures").mkdir(parents=True)
    parts: list[dict[str, object]] = []
    number = 0
    for heading, blocks in sections:
        shown = []
        for block in blocks:
            if isinstance(block, PublishedStep):
                number += 1
                shown.append(_step(folder, number, block))
            else:
                shown.append({"kind": block[0], "text": block[1]})
        parts.append({"title": heading, "blocks": shown})
    passages = [("paragraph", one) if isinstance(one, str) else one for one in intro]
    own = [{"kind": kind, "text": words} for kind, words in passages]
    stamp = {
        "walked": walked, "target": target, "browser": "chromium 156.0", "product": "стенд 1",
        "target_title": "стенд", "timezone": "Europe/Moscow", "device": device,
    }  # fmt: skip
    manifest = {
        "format": 3, "text": text, "title": title, "intro": own, "stamp": stamp, "is_draft": is_draft,
        "sections": parts,
    }  # fmt: skip
    (folder / "guide.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    (folder / "guide.md").write_text(f"# {title}\n", encoding="utf-8")
    return folder


def make_first_format(folder: Path) -> dict[str, Any]:
    """Rewrite a guide's manifest as the first format had it, and return it."""
    path = folder / "guide.json"
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    del manifest["text"], manifest["stamp"]["target_title"], manifest["stamp"]["timezone"]
    manifest["intro"] = [passage["text"] for passage in manifest["intro"]]
    for section in manifest["sections"]:
        section["steps"] = section.pop("blocks")
        for step in section["steps"]:
            del step["kind"]
            step["number"] = int(step["number"])
    path.write_text(json.dumps(manifest | {"format": 1}), encoding="utf-8")
    return manifest | {"format": 1}


def _step(folder: Path, number: int, step: PublishedStep) -> dict[str, object]:
    name = f"{number:02d}-{step.claim}"
    return {
        "kind": "step",
        "number": str(number),
        "claim": step.claim,
        "sentence": step.sentence,
        "verdict": step.verdict,
        "notes": list(step.notes),
        "picture": _picture(folder, name, step, step.picture) if step.picture is not None else None,
        "earlier": [
            _picture(folder, f"{name}-{place}", step, one) for place, one in enumerate(step.earlier, 1)
        ],
    }


def _picture(folder: Path, name: str, step: PublishedStep, shown: Image.Image) -> dict[str, object]:
    full, cropped = (f"pictures/{name}{tail}.webp" for tail in ("-full", ""))
    for file in (full, cropped):
        shown.save(folder / file, lossless=True, method=0)
    return {
        "cropped": cropped,
        "full": full,
        "scale": step.scale,
        "alt": f"Страница «Чаты», {name}.",
        "caption": f"{name}.",
        "changing": [list(box) for box in step.changing],
    }
