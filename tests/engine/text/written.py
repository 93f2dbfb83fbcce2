"""Instructions written for one test."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.text.model import Claim, Instruction, InstructionError
from verifier.text.reading import read

HEAD = "# Название\n\n## Раздел\n\n"


def written(folder: Path, text: str | bytes, name: str = "made-up.ru.md") -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def reading(folder: Path, text: str) -> Instruction:
    """Read a text."""
    return read(written(folder, text))


def claim(folder: Path, sentence: str) -> Claim:
    """Read a text of one sentence and return that."""
    (only,) = reading(folder, f"{HEAD}1. {sentence} {{#one}}\n").claims
    return only


def refusal(path: Path) -> str:
    """Return what is said of a file that cannot be used: one line that begins with its name."""
    with pytest.raises(InstructionError) as caught:
        read(path)
    told = str(caught.value)
    assert told.splitlines() == [told]
    assert told.startswith(str(path))
    return told.removeprefix(str(path))


def refused(folder: Path, text: str) -> str:
    """Return what is said of a text that cannot be used: `:line: what; remedy`."""
    told = refusal(written(folder, text))
    assert "; " in told, "it says what to do"
    return told
