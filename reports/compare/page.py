"""The page of a comparison: before, after and difference of each step that changed, in one file."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from reports.compare.drawing import triptych
from reports.compare.make import Comparison, StepChange, common_scale
from reports.compare.published import Published, Shot
from reports.compare.wording import headline, labels, place
from reports.compare.words import Run, RunKind
from reports.page import template
from reports.words import period

_WIDEST = 960
"""Pixels: a column of the page is some 400 CSS pixels wide, and screens are sharp."""
_WHOLE = 1280
_QUALITY = 82


@dataclass(frozen=True)
class _Shown:
    """A picture in the page; `width` and `height` are its own, in pixels."""

    caption: str
    alt: str
    data: str
    width: int
    height: int


@dataclass(frozen=True)
class _StepShown:
    """A changed step as the template shows it."""

    claim: str
    place: str
    labels: Sequence[str]
    sentence: Sequence[Run]
    notes: Sequence[Run]
    shown: Sequence[_Shown]
    whole: _Shown | None


def render(comparison: Comparison, *, progress: Callable[[], None] = lambda: None) -> str:
    """Return the page as one self-contained HTML file; `progress` is called after each changed step.

    Raises `PublishedError` when a picture cannot be read.
    """
    changed = []
    for step in comparison.changed:
        changed.append(_step(comparison, step))
        progress()
    return template(Path(__file__).parent / "templates" / "compare.html.j2").render(
        title=comparison.new.manifest.title,
        headline=headline(comparison),
        accepted=_guide(comparison.accepted),
        new=_guide(comparison.new),
        texts=comparison.texts,
        changed=changed,
        unchanged=[
            {
                "number": same.step.number,
                "sentence": same.step.sentence,
                "was": same.before.number if same.before and same.before.number != same.step.number else None,
            }
            for same in comparison.unchanged
        ],
    )


def _guide(guide: Published) -> dict[str, object]:
    stamp = guide.manifest.stamp
    about = [
        f"цель «{stamp.target_called}»",
        stamp.browser_called,
        stamp.product and f"версия продукта: {stamp.product}",
    ]
    return {
        "moment": period(stamp.walked.isoformat(), stamp.walked.isoformat(), stamp.timezone),
        "about": ", ".join(filter(None, about)),
        "is_draft": guide.manifest.is_draft,
    }


def _step(comparison: Comparison, change: StepChange) -> _StepShown:
    shown, whole = _pictures(comparison, change)
    fate: RunKind = "added" if change.before is None else "removed" if change.after is None else "same"
    return _StepShown(
        claim=change.step.claim,
        place=place(change),
        labels=labels(change),
        sentence=change.sentence or (Run(fate, change.step.sentence),),
        notes=change.notes,
        shown=shown,
        whole=whole,
    )


def _pictures(comparison: Comparison, change: StepChange) -> tuple[list[_Shown], _Shown | None]:
    """Return what stands side by side, and the difference in the whole window where that shows only a part."""
    accepted, new = comparison.accepted, comparison.new
    before = change.before.picture if change.before else None
    after = change.after.picture if change.after else None
    if before is None or after is None:
        one = [(accepted, before, "Было")] if before else [(new, after, "Стало")] if after else []
        return [_alone(guide, shot, caption) for guide, shot, caption in one if shot is not None], None
    if change.picture is None or change.picture.difference is None:
        return ([_alone(new, after, "Картинка та же")] if change.sentence or change.is_moved else []), None
    scale = common_scale(before, after)
    regions = change.picture.difference.regions
    cut = triptych(accepted.full(before, scale), new.full(after, scale), regions, scale)
    shown = [
        _shown(cut.before, "Было", f"Было. {before.alt}", _WIDEST),
        _shown(cut.after, "Стало", f"Стало. {after.alt}", _WIDEST),
        _shown(cut.difference, "Разница", "Изменившееся обведено, остальное бледное.", _WIDEST),
    ]
    if cut.is_whole:
        return shown, None
    return shown, _shown(cut.whole, "", "Окно целиком: изменившееся обведено, остальное бледное.", _WHOLE)


def _alone(guide: Published, shot: Shot, caption: str) -> _Shown:
    return _shown(guide.full(shot, shot.scale), caption, f"{caption}. {shot.alt}", _WIDEST)


def _shown(picture: Image.Image, caption: str, alt: str, widest: int) -> _Shown:
    if picture.width > widest:
        size = (widest, round(picture.height * widest / picture.width))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    file = io.BytesIO()
    picture.save(file, "WEBP", quality=_QUALITY)
    data = f"data:image/webp;base64,{base64.b64encode(file.getvalue()).decode()}"
    return _Shown(caption, alt, data, *picture.size)
