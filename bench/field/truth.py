"""What a person finds who follows a text on a release: looked up by hand, sentence by sentence, in `truth.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from verifier.walk.verdict import Verdict

FILE = Path(__file__).with_name("truth.toml")


class TruthError(ValueError):
    """The table does not say what it has to; the text is one line: file, place, remedy."""


@dataclass(frozen=True)
class Truth:
    """What is true of one sentence on one release; `seen` is what stands there instead, empty where it holds."""

    verdict: Verdict
    seen: str = ""


def read(path: Path = FILE) -> Mapping[tuple[str, str, str], Truth]:
    """Return what is true by text, release and sentence. Raises `TruthError` for a table with a gap or a slip."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    found = {}
    for text, part in table.items():
        for sentence, told in part["sentences"].items():
            if len(told) != len(part["releases"]):
                raise TruthError(
                    f"{path.name}: {text}.{sentence}: слов {len(told)}, а выпусков {len(part['releases'])}; "
                    "скажите о каждом"
                )
            for release, word in zip(part["releases"], told, strict=True):
                seen = part["seen"].get(sentence, {}).get(release, "")
                found[text, release, sentence] = _truth(path, f"{text}.{sentence}", release, word, seen)
    return found


def _truth(path: Path, sentence: str, release: str, word: str, seen: str) -> Truth:
    if word not in ("holds", "drift", "broken"):
        raise TruthError(f"{path.name}: {sentence}: «{word}» — не holds, drift или broken; исправьте")
    if (word == "holds") == bool(seen):
        raise TruthError(
            f"{path.name}: {sentence}, выпуск {release}: у того, что не верно, и только у него сказано, что "
            "там на деле; допишите или уберите в seen"
        )
    return Truth(Verdict(word), seen)
