"""The handbook, section by section: each of them can be begun with."""

from __future__ import annotations

import pytest

from flows.wagtail.editor import EditorWalk
from flows.wagtail.product import PRODUCT
from verifier.text.reading import read

pytestmark = pytest.mark.long
SECTIONS = read(PRODUCT.folder / PRODUCT.texts[0]).sections


@pytest.mark.parametrize("section", [section.id for section in SECTIONS])
def test_section(walk: EditorWalk, section: str) -> None:
    walk.take(section)


def test_each_section_needs_no_other() -> None:
    assert all(section.is_fresh for section in SECTIONS)
