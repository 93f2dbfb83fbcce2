"""What changed between two published guides: sentence by sentence and picture by picture."""

from reports.compare.make import Comparison, make
from reports.compare.page import render
from reports.compare.published import MANIFEST, REMEDY, Published, PublishedError, read
from reports.compare.wording import headline, labels, place

__all__ = [
    "MANIFEST",
    "REMEDY",
    "Comparison",
    "Published",
    "PublishedError",
    "headline",
    "labels",
    "make",
    "place",
    "read",
    "render",
]
