"""A page as Playwright's accessibility snapshot has it: what is on it, by role and name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.screen.words import flat

_LINE = re.compile(
    r"(?P<indent> *)- (?P<role>[a-z]+)(?: (?P<name>\"(?:[^\"\\]|\\.)*\"))?"
    r"(?P<marks>(?: \[[^\]]*\])*)(?:: ?(?P<text>.*))?"
)
_REF = re.compile(r"\[ref=(\w+)\]")
_QUOTED = re.compile(r"( *- )'((?:[^']|'')*)'(.*)")


@dataclass(frozen=True)
class Node:
    """Something on a page; `text` is what stands in it beside its name, `ref` what the recorder calls it.

    `depth` is how far it is indented: what stands in it comes after it and is indented more.
    """

    role: str
    name: str
    text: str = ""
    ref: str = ""
    depth: int = 0

    @property
    def words(self) -> str:
        """What is to be read: its name, or else its text."""
        return self.name or self.text


def parse(snapshot: str) -> tuple[Node, ...]:
    """Return what is on a page, in its order."""
    return tuple(_nodes(snapshot))


def by_ref(nodes: Sequence[Node], ref: str) -> Node | None:
    """Return what the recorder means by a reference."""
    return next((node for node in nodes if ref and node.ref == ref), None)


def _nodes(snapshot: str) -> Iterator[Node]:
    for line in snapshot.splitlines():
        if quoted := _QUOTED.fullmatch(line):
            line = f"{quoted[1]}{quoted[2].replace(chr(39) * 2, chr(39))}{quoted[3]}"
        if (met := _LINE.fullmatch(line)) is None:
            continue
        name = json.loads(met["name"]) if met["name"] else ""
        ref = _REF.search(met["marks"])
        yield Node(
            met["role"], flat(name), _text(met["text"] or ""), ref[1] if ref else "", len(met["indent"])
        )


def _text(text: str) -> str:
    if text.startswith('"'):
        try:
            return flat(json.loads(text))
        except ValueError:
            return flat(text.strip('"'))
    return flat(text)
