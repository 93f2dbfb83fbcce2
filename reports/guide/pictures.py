"""Makes a step's pictures: opens what the walk saw, marks it, crops it and puts it in a window."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from reports import pictures
from reports.guide import crop, drawing, marks, wording
from reports.guide.edges import Edges
from reports.guide.frame import BAR, EDGE
from reports.guide.model import Picture
from reports.guide.packing import Packed
from reports.guide.rect import Rect
from reports.making import Made, Maker, Part
from verifier.console import MAKE
from verifier.walk.journal import Entry, Mark, View
from verifier.walk.verdict import Verdict

_LEAST = 4.0
"""CSS pixels of a marked thing that have to be on the picture, each way."""
_NAME = re.compile(r"[a-z0-9-]+")


class GuideError(ValueError):
    """No guide can be made of a journal; the text is Russian, says why and what to do."""


@dataclass(frozen=True)
class Shot:
    """A step's picture as the walk took it, and what is to be marked on it."""

    number: str
    name: str
    claim: str
    view: View
    path: Path
    window: Rect
    targets: tuple[marks.Target, ...]

    @property
    def changing(self) -> tuple[Rect, ...]:
        """Where it differs from walk to walk by nature."""
        return tuple(Rect.of(box) for box in self.view.changing)


def open_shots(number: str, name: str, entry: Entry, folder: Path | None) -> list[Shot]:
    """Look at a step's pictures, which are to be called so; none if the step has none.

    Raises `GuideError`, which names step, mark and file, when one cannot be read or a mark is not on it.
    """
    step = f"шаг {number} ({entry.claim})"
    if not _NAME.fullmatch(entry.claim):
        raise GuideError(f"{step}: такое имя шага не годится для файла; сделайте прогон этой версией")
    views = entry.views if entry.verdict is Verdict.HOLDS else [entry.last]
    opened: list[Shot] = []
    for view in views:
        shown = [mark for mark in view.marks if mark.kind != "absent"]
        if view.picture is None:
            if shown and entry.verdict is Verdict.HOLDS:
                raise GuideError(f"{step}: картинка не снята; {_REPEAT}")
            continue
        if folder is None or Path(view.picture).name != view.picture:
            raise GuideError(f"{step}: картинка «{view.picture}» лежит не рядом с журналом; {_REPEAT}")
        path = folder / view.picture
        window = _window(step, path, view.picture_scale)
        targets = tuple(_target(step, mark, window, path) for mark in shown)
        called = f"{name}-{len(opened) + 1}" if len(views) > 1 else name
        opened.append(Shot(number, called, entry.claim, view, path, window, targets))
    return opened


def plan(shots: Sequence[Shot], maker: Maker) -> list[Rect]:
    """Return the part of each picture that is shown cropped. Raises `GuideError` when one cannot be read."""

    def look(places: Sequence[int]) -> list[Edges]:
        chosen = [shots[place] for place in places]
        looks = maker.start(
            Part(drawing.looked, (shot.view.picture_scale, shot.changing), (shot.path,)) for shot in chosen
        )
        return [Edges.unpacked(*_made(shot, seen)) for shot, seen in zip(chosen, looks, strict=True)]

    scenes = [
        crop.Scene(
            (shot.view.window and shot.view.window.url, shot.view.picture_scale),
            shot.window,
            tuple(target.rect for target in shot.targets),
        )
        for shot in shots
    ]
    return crop.plan(scenes, look)


def draw(shots: Sequence[Shot], maker: Maker) -> Iterator[Picture]:
    """Draw the steps' pictures.

    Raises `GuideError` when a file turns out to be broken.
    """
    windows = {shot.view.window.number for shot in shots if shot.view.window is not None}
    label = len(windows) > 1
    begun = maker.start(
        _drawing(shot, part, label) for shot, part in zip(shots, plan(shots, maker), strict=True)
    )
    for shot, drawn in zip(shots, begun, strict=True):
        view = shot.view
        *packed, boxes = _made(shot, drawn)
        badges = [Rect(*box) for box in json.loads(boxes)]
        # The numbers shift when a sentence is added before them: to a comparison that is no change of the page.
        changing = tuple(rect.moved(EDGE, EDGE + BAR).box for rect in (*shot.changing, *badges))
        yield Picture(
            shot.name,
            Packed(*packed),
            view.picture_scale,
            wording.alt(view.window, view.marks, label=label),
            wording.caption(view.window, view.marks, label=label),
            changing,
        )


def _drawing(shot: Shot, part: Rect, label: bool) -> Part:
    window = shot.view.window
    url = window.url if window else ""
    title = wording.window_label(window) if label and window else ""
    scale = shot.view.picture_scale
    return Part(
        drawing.drawn, (scale, shot.number, shot.targets, shot.changing, part, url, title), (shot.path,)
    )


def _made(shot: Shot, made: Future[Made]) -> Made:
    try:
        return made.result()
    except OSError as error:
        raise _unreadable(f"шаг {shot.number} ({shot.claim})", shot.path) from error


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


_REPEAT = f"повторите прогон: {MAKE} walk"
