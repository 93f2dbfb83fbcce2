"""Whatever a writer types: the file is refused, or every word of it is there for the reader."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import lists, sampled_from

from tests.engine.text.written import written
from verifier.text.model import Claim, Instruction, InstructionError
from verifier.text.reading import read

WORD = "слово"
PIECES = [
    *[WORD, f"{WORD} ", f" {WORD}\n"] * 10,
    *["\n\n1. слово {#ID}\n\n", "\n- слово слово {#ID}\n\n", "\n\nслово ", "\n\n> слово "] * 8,
    *["\n\n## слово {#ID}\n\n", "\n\n## слово {.own}\n\n", "\n\n- слово\n- слово ", "\n\n> Совет: слово "] * 8,
    *["\n   - слово {#ID}\n", "\n   - слово {#ID .or}\n"] * 4,
    *["\n", "\n\n", "\n   ", "\n    ", "  \n", " ", "\n2) ", "\n>\n> ", "\n\n# ", "\n---\n", "\n===\n"],
    *["\n***\n", "\n```\n", "\n### ", "`", "~~", "\\", "«", "»", "“", "”", "„", '"', "&amp;", "&#x9;", "|"],
    "\n|---|\n",
    *["*", "**", "_", "__", "*слово*", "**слово**", "«слово»", "[слово](https://a.example/слово)"] * 2,
    *["[", "]", "](https://a.example/слово)", "](<", ">)", "![", "](слово)", "](https://a.example 'слово')"],
    *["https://a.example/слово", "<https://a.example/слово>", "(", ")", ".", ",", "]: https://слово", "[^"],
    *["<b>", "</b>", "<details>", "<!-- слово -->", "<!--", "-->", "\n<!-- слово -->\n", "<?", "<![CDATA[", "]]>"],
]  # fmt: skip
BEGINNINGS = ["# слово\n\nслово\n\n## слово {#ID}\n\n1. слово {#ID}\n\n", "# слово\n\n", ""]
_COMMENT = re.compile(r"<!--.*?(-->|\Z)", re.DOTALL)


def numbered(text: str) -> str:
    """Make every word one of its kind, and every name too."""
    words, names = count(1), count(1)
    text = re.sub(WORD, lambda _: f"слово{next(words)}ъ", text)
    return re.sub("ID", lambda _: f"id-{next(names)}", text)


def kept(instruction: Instruction) -> str:
    """Return all that a reader gets, and the names."""
    told = [instruction.title, *(passage.text for passage in instruction.intro)]
    for section in instruction.sections:
        told += [section.title, section.id]
        for block in section.blocks:
            told += [block.sentence, block.id] if isinstance(block, Claim) else [block.text]
    return "\n".join(told)


@pytest.mark.heavy
@settings(max_examples=500, deadline=None, derandomize=True, database=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(beginning=sampled_from(BEGINNINGS), pieces=lists(sampled_from(PIECES), max_size=16))
def test_every_word_is_kept_or_the_file_is_refused(tmp_path: Path, beginning: str, pieces: list[str]) -> None:
    text = numbered(beginning + "".join(pieces))
    try:
        made = read(written(tmp_path, text))
    except InstructionError as error:
        told = str(error)
        assert told.splitlines() == [told]
        return
    there = kept(made)
    words = re.findall(r"слово\d+ъ|id-\d+", _COMMENT.sub("", text))
    assert [word for word in words if word not in there] == []
    assert [label for claim in made.claims for label in claim.labels if not label] == []
