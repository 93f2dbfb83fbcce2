"""Pictures of the writer's own: read once, and packed for each form of the guide."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from reports import pictures
from reports.guide import packing
from reports.guide.model import Guide, GuideStep
from reports.guide.pictures import GuideError
from verifier.text.model import Passage
from verifier.text.pictures import contents


@dataclass(frozen=True)
class OwnPicture:
    """A picture as forms have it; nothing is left of its file but what can be seen. Sizes are in pixels."""

    name: str
    """Of its file, without the ending; another picture has another name."""
    file: bytes
    """WebP without a loss."""
    in_page: bytes
    printed: bytes
    """PNG or JPEG."""
    width: int
    height: int


def passages(guide: Guide) -> Iterator[Passage]:
    """Yield all of the writer's own words in a guide, in order."""
    yield from guide.intro
    for section in guide.sections:
        yield from (block for block in section.blocks if not isinstance(block, GuideStep))


def picture(passage: Passage) -> OwnPicture:
    """Return the picture of a passage. Raises `GuideError` where the journal has none that can be read."""
    made = _picture(passage.picture)
    if made is None:
        raise GuideError(f"строка {passage.line}: картинка «{passage.text}» не читается; повторите прогон")
    return made


@lru_cache(maxsize=64)
def _picture(encoded: str) -> OwnPicture | None:
    data = contents(encoded)
    try:
        image = pictures.on_white(data)
    except OSError:
        return None
    file = packing.lossless(image)
    return OwnPicture(
        f"own-{hashlib.sha256(data).hexdigest()[:8]}",
        file,
        packing.in_page(image, file),
        packing.printed(image),
        image.width,
        image.height,
    )
