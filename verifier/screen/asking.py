"""Asks a page several things about several elements in one round trip.

It is asked in the world in which Playwright itself looks for elements, apart from that of the page: a page's scripts
can neither see that nor change what is answered, and a page need not be made ready for a second world, which takes
longer than the answer. Each element is asked at the moment at which it is found.
"""

from __future__ import annotations

import itertools
import json
from functools import cache, reduce
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from playwright.sync_api import Error, Locator, Playwright

_ENGINE = "verifier"
_HERE = Path(__file__).parent
_times = itertools.count()


class Question(NamedTuple):
    """What is asked of everything that is located: `reading` is a function of `page/`, `told` its other argument."""

    reading: str
    located: Locator
    told: Any = None


def teach(playwright: Playwright) -> None:
    """Let the browsers of a Playwright answer questions. Once, before their contexts are made."""
    playwright.selectors.register(_ENGINE, script=_engine(), content_script=True)


def ask(*questions: Question) -> list[Any]:
    """Return the answers at this moment; where a page gives way to another just then, that one is asked.

    Raises Playwright's errors when the page is gone, and `RuntimeError` where the browser was taught nothing.
    """
    if not questions:
        return []
    time = next(_times)
    asked = quote(json.dumps([(one.reading, one.told) for one in questions]))
    try:
        every = [one.located.locator(f"{_ENGINE}={time}:{number}") for number, one in enumerate(questions)]
        found = reduce(Locator.or_, every)
    except Error:  # some are in one frame, some in another
        return [answer for one in questions for answer in ask(one)]
    # `or_` itself wants another locator of the same frame, and there is none before something is found in it.
    answering = found.locator(f'internal:or="{_ENGINE}={time}:{asked}"')
    answering = answering.describe(", ".join(dict.fromkeys(one.reading for one in questions)))  # in a trace
    try:
        answers: list[Any] = json.loads(answering.text_content(timeout=0) or "")
    except Error as error:
        if f'Unknown engine "{_ENGINE}"' in error.message:
            raise RuntimeError("teach() this Playwright before contexts are made") from error
        raise
    return answers


def counts(*located: Locator) -> list[int]:
    """Return how many there are of each at this moment, in one go. Raises as `ask` does."""
    return ask(*(Question("count", one) for one in located))


@cache
def _engine() -> str:
    readings = (f"{file.stem}: {_function(file)}," for file in sorted((_HERE / "page").glob("*.js")))
    script = (_HERE / "asking.js").read_text(encoding="utf-8")
    script = script[script.index("(() =>") :]
    return script.replace("READINGS", "\n".join(readings))


def _function(file: Path) -> str:
    lines = file.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("//"))
