"""Values that were cut short, with an ellipsis for what is missing: pytest and Playwright shorten what they print."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from urllib.parse import quote

from verifier.redaction.encodings import fold

_ELLIPSIS = re.compile(r"\.\.\.|…")
_SHORTEST = 4
_FARTHEST = 200  # no one prints more of a long value than that on either side


class TruncatedValues:
    """Finds the beginnings of values before an ellipsis, and their ends after one."""

    def __init__(self) -> None:
        self._by_head: dict[str, list[str]] = defaultdict(list)
        self._by_tail: dict[str, list[str]] = defaultdict(list)

    def add(self, value: str) -> None:
        """Look for a value from now on."""
        if len(value) <= _SHORTEST:
            return
        escaped = json.dumps(value)[1:-1]
        as_shown = repr(value)[1:-1]
        again = json.dumps(escaped)[1:-1]
        for form in {fold(one) for one in (value, escaped, again, quote(value), as_shown)}:
            self._by_head[form[:_SHORTEST]].append(form)
            self._by_tail[form[-_SHORTEST:]].append(form)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where in a text a part of a value stands."""
        found: list[tuple[int, int]] = []
        for gap in _ELLIPSIS.finditer(text) if self._by_head else ():
            first = max(0, gap.start() - _FARTHEST)
            before = fold(text[first : gap.start()])
            after = fold(text[gap.end() : gap.end() + _FARTHEST])
            for at in range(len(before) - _SHORTEST + 1):
                if any(value.startswith(before[at:]) for value in self._starting(before, at)):
                    found.append((first + at, gap.start()))
                    break
            for at in range(len(after), _SHORTEST - 1, -1):
                if any(value.endswith(after[:at]) for value in self._ending(after, at)):
                    found.append((gap.end(), gap.end() + at))
                    break
        return found

    def _starting(self, text: str, at: int) -> list[str]:
        return self._by_head.get(text[at : at + _SHORTEST], [])

    def _ending(self, text: str, at: int) -> list[str]:
        return self._by_tail.get(text[at - _SHORTEST : at], [])
