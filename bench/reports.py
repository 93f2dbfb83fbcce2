"""How rendering grows with the number of steps: ledger and guide of walks with 21, 210 and 2,100 of them.

python -m bench.reports [ШАГОВ...]
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from time import perf_counter

from PIL import Image, ImageDraw, ImageFont

import reports
from bench.table import number, show, size
from reports import journals, ledger
from reports.guide.make import make
from reports.guide.publish import publish
from verifier.console import speak_russian
from verifier.text.model import Claim, Instruction, Section
from verifier.walk.journal import Entry, Journal, Mark, Window
from verifier.walk.verdict import Verdict

STEPS = (21, 210, 2100)
_PER_SECTION = 21
_PICTURES = 7
_SCALE = 2
_LABEL = "Привязать к VK ID"
_BUTTON = (145.0, 338.0, 186.0, 44.0)
_FONT = Path(reports.__file__).parent / "fonts" / "Inter-Regular.otf"
_SNAPSHOT = "- banner:\n" + '  - button "Привязать к VK ID"\n' * 40


def main(steps: Sequence[int] = STEPS) -> None:
    """Measure and print; needs some gigabytes of disk for the largest walk, and gives them back."""
    speak_russian()
    rows = []
    for count in steps:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(_measured(count, Path(folder)))
    heads = (
        "шагов", "ведомость, с", "с/шаг", "рисунки, с", "с/шаг", "файлы, с", "с/шаг",
        "ledger.html", "guide.html", "guide.pdf", "guide.docx", "walk.webp",
    )  # fmt: skip
    show("Отчёты из журнала", heads, rows)


def _measured(count: int, folder: Path) -> list[str]:
    _write_walk(count, folder / "journals" / "run")
    walk = journals.read([folder / "journals"]).journals[0]
    out = folder / "out"
    times = [perf_counter()]
    ledger.write(ledger.make([walk.instruction], [walk], out), out)
    times.append(perf_counter())
    guide = make(walk)
    times.append(perf_counter())
    publish(guide, out / "guide")
    times.append(perf_counter())
    row = [str(count)]
    for started, finished in pairwise(times):
        row += [number(finished - started), number((finished - started) / count, 3)]
    names = ("ledger.html", "guide/guide.html", "guide/guide.pdf", "guide/guide.docx", "guide/walk.webp")
    return row + [size((out / name).stat().st_size) for name in names]


def _write_walk(count: int, folder: Path) -> None:
    """Write the journal of a green walk whose pictures have the size of real ones."""
    claims = [
        Claim(f"step-{n}", f"Шаг {n}: нажми «{_LABEL}».", f"Часть {n // _PER_SECTION + 1}", "bench.md", n + 1)
        for n in range(count)
    ]
    parts = [claims[start : start + _PER_SECTION] for start in range(0, count, _PER_SECTION)]
    sections = tuple(Section("", part[0].section, tuple(part)) for part in parts)
    instruction = Instruction("bench/long", "ru", "Длинная инструкция", "bench.md", (), sections)
    walk = Journal("stand", "bench", "chromium 1", instruction, folder=folder)
    drawn: list[str] = []
    for place, claim in enumerate(claims):
        entry = Entry(claim.id, claim.sentence, claim.file, claim.line, "flows/x.py:1", Verdict.HOLDS)
        entry.window = Window(1, "дневник", "https://dnevnik2.petersburgedu.ru/students/chats", "Чаты")
        entry.marks = [Mark("pressed", f"кнопка «{_LABEL}»", _BUTTON)]
        entry.picture_scale, entry.snapshot = _SCALE, _SNAPSHOT
        if len(drawn) < _PICTURES:
            drawn += filter(None, [walk.keep_picture(_page(place), claim.id)])
            entry.picture = drawn[-1]
        else:  # read again all the same, and disks have an end
            entry.picture = f"{walk.name}-{claim.id}.png"
            (folder / entry.picture).hardlink_to(folder / drawn[place % _PICTURES])
        walk.entries.append(entry)
    walk.save()


def _page(place: int) -> bytes:
    sheet = Image.new("RGB", (1280 * _SCALE, 800 * _SCALE), "#f3f5f8")
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(_FONT), 16 * _SCALE)
    for line in range(6 + place * 2):
        draw.text((290, 820 + 48 * line), "Чаты работают в VK Мессенджере. " * 3, "#1a2330", font)
    left, top, width, height = (side * _SCALE for side in _BUTTON)
    draw.rounded_rectangle((left, top, left + width, top + height), 20, "#0a5f73")
    draw.text((left + width / 2, top + height / 2), _LABEL, "white", font, anchor="mm")
    file = io.BytesIO()
    sheet.save(file, "PNG")
    return file.getvalue()


if __name__ == "__main__":
    main([int(steps) for steps in sys.argv[1:]] or STEPS)
