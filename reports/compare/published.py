"""A published guide as others find it: the manifest in its folder, and the pictures beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from pathlib import Path
from typing import Annotated, Any, Literal

from PIL import Image
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from reports import pictures
from reports.compare.pictures import Pixels, at_scale
from reports.guide.model import Stamp
from verifier import plain
from verifier.text.model import PassageKind
from verifier.walk.journal import Box
from verifier.walk.verdict import Verdict

MANIFEST = "guide.json"
_LARGEST = 16_000_000
"""Bytes of a manifest."""
REMEDY = "сделайте её заново: python -m reports render"


class PublishedError(ValueError):
    """A folder has no guide that can be read; the text is one line: place, what is wrong, the remedy."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, strict=False)


class Shot(_Part):
    """A step's picture; the files are named relative to the guide's folder."""

    cropped: str
    full: str
    scale: float = Field(ge=0.5, le=16)
    alt: str = ""
    changing: tuple[Box, ...] = ()
    """Left, top, width and height in pixels of `full`."""

    @field_validator("cropped", "full")
    @classmethod
    def _stays_inside(cls, name: str) -> str:
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise ValueError("outside of the guide's folder")
        return name

    def left_out(self, scale: float) -> Sequence[Pixels]:
        """Return the boxes that differ from walk to walk by nature, with their smoothed edges, at this scale."""
        return [
            (floor(left) - 1, floor(top) - 1, ceil(left + width) + 1, ceil(top + height) + 1)
            for left, top, width, height in (
                [side * scale / self.scale for side in box] for box in self.changing
            )
        ]


class Passage(_Part):
    """The writer's own words as they were published."""

    kind: PassageKind
    text: str
    picture: str = ""
    """The file of one's own picture, relative to the guide's folder; its name changes with what is on it."""


class Step(_Part):
    """One sentence as it was published."""

    kind: Literal["step"]
    number: str
    claim: str
    parent: str = ""
    alternative: str = ""
    sentence: str
    verdict: Verdict
    notes: tuple[str, ...] = ()
    picture: Shot | None = None
    earlier: tuple[Shot, ...] = ()


class Heading(_Part):
    """A heading and what stands under it."""

    title: str
    blocks: tuple[Annotated[Step | Passage, Field(discriminator="kind")], ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps alone."""
        return tuple(block for block in self.blocks if isinstance(block, Step))


class Manifest(_Part):
    """What `guide.json` says, as far as a comparison needs it."""

    format: Literal[3]
    text: str
    title: str
    intro: tuple[Passage, ...] = ()
    stamp: Stamp
    is_draft: bool
    sections: tuple[Heading, ...]

    @model_validator(mode="before")
    @classmethod
    def _bring_up(cls, document: Any) -> Any:
        """Make up for what older formats lack: the first one has of the writer's own words an introduction alone."""
        try:
            if document["format"] == 2:
                return {**document, "format": 3, "sections": [_numbered(one) for one in document["sections"]]}
            if document["format"] != 1:
                return document
            intro = [{"kind": "paragraph", "text": text} for text in document.get("intro", ())]
            sections = [
                {"title": part["title"], "blocks": [_step(step) for step in part["steps"]]}
                for part in document["sections"]
            ]
            stamp = {
                "target_title": document["stamp"]["target"],
                "timezone": "Europe/Moscow",
                **document["stamp"],
            }
        except (AttributeError, KeyError, TypeError):
            raise ValueError("no guide of the first format") from None
        return {**document, "format": 3, "text": "", "stamp": stamp, "intro": intro, "sections": sections}


def _numbered(section: dict[str, Any]) -> dict[str, Any]:
    """Return a section of the second format, whose steps were numbered by integers."""
    blocks = [_step(block) if block["kind"] == "step" else block for block in section["blocks"]]
    return {**section, "blocks": blocks}


def _step(step: dict[str, Any]) -> dict[str, Any]:
    return {**step, "kind": "step", "number": str(step["number"])}


@dataclass(frozen=True)
class Published:
    """A guide in its folder."""

    folder: Path
    manifest: Manifest

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps, in order."""
        return tuple(step for section in self.manifest.sections for step in section.steps)

    def file(self, shot: Shot) -> Path:
        """Return where a whole picture is."""
        return self.folder / shot.full

    def full(self, shot: Shot, scale: float) -> Image.Image:
        """Return a whole picture, with `scale` pixels per CSS pixel. Raises `PublishedError` when it cannot be read."""
        path = self.file(shot)
        try:
            picture = pictures.load(path)
        except OSError as error:
            raise PublishedError(f"{path}: картинка не читается ({_why(error)}); {REMEDY}") from None
        return at_scale(picture, shot.scale, scale)


def read(folder: Path) -> Published:
    """Read a published guide. Raises `PublishedError` unless its manifest is whole and its pictures are there."""
    path = folder / MANIFEST
    try:
        manifest = Manifest.model_validate(plain.document(path, _LARGEST))
    except FileNotFoundError:
        raise PublishedError(f"{folder}: здесь нет инструкции с картинками; {REMEDY}") from None
    except OSError as error:
        raise PublishedError(f"{path}: не читается ({_why(error)}); {REMEDY}") from None
    except ValueError:  # also: not UTF-8, not JSON
        raise PublishedError(
            f"{path}: это не описание инструкции, или оно записано другой версией; {REMEDY}"
        ) from None
    guide = Published(folder, manifest)
    shots = [one for step in guide.steps for one in (*step.earlier, step.picture) if one is not None]
    for name in (name for shot in shots for name in (shot.cropped, shot.full)):
        try:
            plain.check(folder / name, folder)
        except FileNotFoundError:
            raise PublishedError(f"{folder / name}: картинки нет на месте; {REMEDY}") from None
        except OSError as error:
            raise PublishedError(f"{folder / name}: не годится ({_why(error)}); {REMEDY}") from None
    if len({step.claim for step in guide.steps}) != len(guide.steps):
        raise PublishedError(f"{path}: одно предложение стоит дважды; {REMEDY}")
    return guide


def _why(error: OSError) -> str:
    return error.strerror or "это не картинка"
