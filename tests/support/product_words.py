"""The words that products declare: what the engine and the reports must never say."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_LABEL = re.compile(r"«([^»]+)»|“([^”]+)”|\*\*(.+?)\*\*")
_TEST_ID = re.compile(r"""data-test-?id\s*[~|^$*]?=\s*["']?([\w-]+)""")


def declared(root: Path) -> frozenset[str]:
    """Return the words of every product that has its folder in `flows/`."""
    return frozenset(
        word.strip()
        for file in sorted((root / "flows").glob("*/product.py"))
        for word in words_of(
            importlib.import_module(f"flows.{file.parent.name}.product").PRODUCT, file.parent
        )
        if word.strip()
    )


def words_of(product: Any, folder: Path) -> Iterator[str]:
    """Yield what a product in a folder declares: its systems, the labels of its texts and page objects, test ids.

    Labels of an English text are left out: code is written in those words itself.
    """
    yield product.name
    for system in product.systems:
        yield from (system.name, system.title)
        yield from (host for origin in system.origins if (host := urlsplit(origin).hostname))
    for text in (one for one in product.texts if not one.endswith(".en.md")):
        for found in _LABEL.finditer((folder / text).read_text(encoding="utf-8")):
            yield next(filter(None, found.groups()))
    for place in product.places:
        for described in (value for kind in place.__mro__ for value in vars(kind).values()):
            if isinstance(label := getattr(described, "label", None), str):
                yield label
            if isinstance(css := getattr(described, "css", None), str):
                yield from _TEST_ID.findall(css)
