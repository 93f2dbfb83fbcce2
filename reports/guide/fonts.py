"""Fonts for pages: a brand's own, with no more letters than guides have."""

from __future__ import annotations

import io
from functools import lru_cache

from fontTools import subset
from fontTools.ttLib import TTFont

from reports.guide.brand import Typeface

_LETTERS = [
    *[*range(0x20, 0x180), *range(0x400, 0x500), *range(0x2010, 0x2050), *range(0x2190, 0x2194)],
    *[0x20BD, 0x2116],
]


@lru_cache(maxsize=4)
def for_pages(typeface: Typeface) -> tuple[bytes, bytes]:
    """Return the regular and the bold font as WOFF: Latin, Cyrillic, punctuation and arrows of them."""
    return _cut(typeface.regular), _cut(typeface.bold)


def _cut(data: bytes) -> bytes:
    options = subset.Options()
    # What FontForge leaves for itself: of what it cannot cut, the library would warn on the console.
    options.drop_tables += ["FFTM"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=_LETTERS)
    file = io.BytesIO()
    with TTFont(io.BytesIO(data), recalcTimestamp=False) as font:
        cutter.subset(font)
        font.flavor = "woff"
        font.save(file)
    return file.getvalue()
