"""Makes a step's picture: opens what the walk saw, marks it, crops it and puts it in a window."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PIL import Image

from reports import pictures
from reports.guide import crop, marks, wording
from reports.guide.edges import Edges
from reports.guide.frame import BAR, EDGE, framed
from reports.guide.model import Picture
from reports.guide.rect import Rect
from verifier.walk.journal import Entry, Mark
from verifier.walk.verdict import Verdict

_LEAST = 4.0
"""CSS pixels of a marked thing that have to be on the picture, each way."""
_NAME = re.compile(r"[a-z0-9-]+")


class GuideError(ValueError):
    """No guide can be made of a journal; the text is Russian, says why and what to do."""


@dataclass(frozen=True)
class Shot:
    """A step's picture as the walk took it, and what is to be marked on it."""

    number: int
    entry: Entry
    path: Path
    window: Rect
    targets: tuple[marks.Target, ...]

    @property
    def changing(self) -> tuple[Rect, ...]:
        """Where it differs from walk to walk by nature."""
        return tuple(Rect.of(box) for box in self.entry.changing)


def open_shot(number: int, entry: Entry, folder: Path | None) -> Shot | None:
    """Look at a step's picture; None if the step has none.

    Raises `GuideError`, which names step, mark and file, when it cannot be read or a mark is not on it.
    """
    step = f"шаг {number} ({entry.claim})"
    if not _NAME.fullmatch(entry.claim):
        raise GuideError(f"{step}: такое имя шага не годится для файла; сделайте прогон этой версией")
    shown = [mark for mark in entry.marks if mark.kind != "absent"]
    if entry.picture is None:
        if shown and entry.verdict is Verdict.HOLDS:
            raise GuideError(f"{step}: картинка не снята; {_REPEAT}")
        return None
    if folder is None or Path(entry.picture).name != entry.picture:
        raise GuideError(f"{step}: картинка «{entry.picture}» лежит не рядом с журналом; {_REPEAT}")
    path = folder / entry.picture
    window = _window(step, path, entry.picture_scale)
    targets = tuple(_target(step, mark, window, path) for mark in shown)
    return Shot(number, entry, path, window, targets)


def plan(shots: Sequence[Shot]) -> list[Rect]:
    """Return the part of each picture that is shown cropped. Raises `GuideError` when one cannot be read."""
    scenes = [
        crop.Scene(
            (shot.entry.window and shot.entry.window.url, shot.entry.picture_scale),
            shot.window,
            tuple(target.rect for target in shot.targets),
            partial(_look, shot),
        )
        for shot in shots
    ]
    return crop.plan(scenes)


def draw(shot: Shot, part: Rect, name: str, *, label: bool) -> Picture:
    """Draw a step's picture; `part` is what is shown cropped, `label` asks for saying which window it is.

    Raises `GuideError` when the file turns out to be broken.
    """
    entry, scale = shot.entry, shot.entry.picture_scale
    picture = _opened(shot)
    badges = marks.draw(picture, scale, shot.number, shot.targets, part, shot.changing)
    url = entry.window.url if entry.window else ""
    title = wording.window_label(entry.window) if label and entry.window else ""
    left, top, right, bottom = part.pixels(scale)
    # The numbers shift when a sentence is added before them: to a comparison that is no change of the page.
    changing = [rect.moved(EDGE, EDGE + BAR).box for rect in (*shot.changing, *badges)]
    return Picture(
        name,
        framed(
            picture.crop((left, top, min(right, picture.width), min(bottom, picture.height))),
            scale,
            url,
            title,
        ),
        framed(picture, scale, url, title),
        scale,
        wording.alt(entry.window, entry.marks, label=label),
        wording.caption(entry.window, entry.marks, label=label),
        changing,
    )


def _look(shot: Shot) -> Edges:
    return Edges.of(_opened(shot), shot.entry.picture_scale, shot.changing)


def _opened(shot: Shot) -> Image.Image:
    try:
        return pictures.load(shot.path)
    except OSError as error:
        raise _unreadable(f"шаг {shot.number} ({shot.entry.claim})", shot.path) from error


def _window(step: str, path: Path, scale: float) -> Rect:
    try:
        width, height = pictures.size(path)
    except FileNotFoundError:
        raise GuideError(f"{step}: нет картинки {path}; {_REPEAT}") from None
    except OSError as error:
        raise _unreadable(step, path) from error
    if not scale > 0:
        raise GuideError(f"{step}: у картинки {path} нет масштаба; {_REPEAT}")
    return Rect(0, 0, width / scale, height / scale)


def _target(step: str, mark: Mark, window: Rect, path: Path) -> marks.Target:
    if mark.box is None:
        raise GuideError(f"{step}: не записано, где на картинке {path} {mark.label}; {_REPEAT}")
    seen = Rect.of(mark.box).clipped(window)
    if seen.width < _LEAST or seen.height < _LEAST:
        raise GuideError(f"{step}: {mark.label} — за краем картинки {path}; {_REPEAT}")
    return marks.Target(mark.kind, seen)


def _unreadable(step: str, path: Path) -> GuideError:
    return GuideError(f"{step}: картинка {path} не читается; {_REPEAT}")


_REPEAT = "повторите прогон: make walk"
