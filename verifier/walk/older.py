"""Journals of older formats: what they lack beside the present one is made up for before they are read."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

OLDEST = 2
"""The oldest format that can be read."""

_TIMEZONE = "Europe/Moscow"
"""By whose clock readers were told the time before a journal said by which."""


def bring_up(document: dict[str, Any], number: int) -> None:
    """Change a journal's document of an older format into one of the present. Raises `KeyError` for what is none."""
    if number < 3:
        text = document["instruction"]
        file = PurePosixPath(text["file"])
        text["name"] = f"{file.parent.name}/{file.name.partition('.')[0]}"
        text["language"] = "".join(file.suffixes[:1]).lstrip(".")
        text["intro"] = [{"kind": "paragraph", "text": one, "line": 1} for one in text["intro"]]
        for section in text["sections"]:
            section["id"] = ""
            # What the sentences quote is told by their words.
            section["blocks"] = [claim | {"labels": [], "addresses": []} for claim in section.pop("claims")]
        document["timezone"] = _TIMEZONE
