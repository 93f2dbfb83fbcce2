"""Journals and guides with anything in any place: reported or refused in a line, in time, and never a traceback."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests.support.published import PublishedStep, page, publish
from tests.support.reports_command import run, write_walk
from verifier.text import refusals

pytestmark = pytest.mark.long

MOST_S = 60
"""A command on one short journal takes a second or two; this much is for a machine that has much else to do."""
# An example takes half a second: what is found is told as it is, and not made smaller for minutes.
SETTINGS = settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
DEEP = "[" * 100_000 + "]" * 100_000
RAW = st.sampled_from(["NaN", "-Infinity", "1e999", "-1e308", "9" * 400, '"\\ud800"', DEEP, '{"": {}}'])
TEXTS = st.one_of(
    st.sampled_from(
        [
            *(
                "",
                "..",
                "../../etc/passwd",
                "/etc/passwd",
                "a/../../b",
                "x" * 300,
                "~",
                ".hidden",
                "a\nb",
                "good",
            ),
            *(
                "\0",
                "a\x1b[31mb",
                "\u202eb",
                "\ufffe",
                "\x85",
                "<script>",
                "${x}",
                "{{ x }}",
                "file:///etc/passwd",
            ),
            *(
                "Europe/Nowhere",
                "9999-12-31T23:59:59+00:00",
                "2026-01-02T03:04:05.000+00:00",
                "javascript:alert(1)",
            ),
        ]
    ),
    st.text(max_size=30),
)
VALUES = st.one_of(
    RAW,
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**70), 2**70),
        st.floats(allow_nan=False, allow_infinity=False),
        TEXTS,
        st.lists(TEXTS, max_size=3),
        st.dictionaries(TEXTS, TEXTS, max_size=3),
    ).map(json.dumps),
)
"""Values as JSON writes them, and as it does not."""
CHANGES = st.lists(st.tuples(st.integers(0, 10_000), VALUES), min_size=1, max_size=3)


def places(value: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to every value in a document."""
    if way:
        yield way
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from places(inner, (*way, key))


def changed(document: Any, changes: list[tuple[int, str]]) -> str:
    """Return a document with other values at some places."""
    document = json.loads(json.dumps(document))
    values = {}
    for number, (where, value) in enumerate(changes):
        ways = list(places(document))
        *way, last = ways[where % len(ways)]
        inner = document
        for key in way:
            inner = inner[key]
        inner[last] = mark = f"@{number}@"
        values[json.dumps(mark)] = value
    text = json.dumps(document)
    for mark, value in values.items():
        text = text.replace(mark, value)
    return text


def told(*arguments: str | Path) -> Result:
    """Run a command: it has to end in time, without a traceback, and with lines that can be read."""
    began = time.monotonic()
    ran = run(*arguments)
    assert time.monotonic() - began < MOST_S
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    assert ran.exit_code in (0, 1, 3, 10), ran.output
    for line in (ran.stdout + ran.stderr).splitlines():
        assert refusals.one_line(line) == line
    return ran


@SETTINGS
@given(changes=CHANGES)
@example(changes=[(1, '""')])
@example(changes=[(1, '"no test of pytest"')])
def test_journal(tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, str]]) -> None:
    folder = tmp_path_factory.mktemp("fuzzed")
    path = write_walk(folder / "journals" / "one", "walk")
    path.write_text(changed(json.loads(path.read_text(encoding="utf-8")), changes), encoding="utf-8")
    write_walk(folder / "journals" / "two", "good")
    out = folder / "out"
    told(
        "render",
        folder,
        "--out",
        out,
        "--allure",
        out / "allure",
        "--draft",
        "--accepted",
        folder / "accepted",
    )
    assert "из 3 " in (out / "ledger.md").read_text(encoding="utf-8")
    assert told("merge", folder, "--into", folder / "merged").exit_code in (0, 3)
    outside = [one for one in folder.iterdir() if one.name not in ("journals", "out", "merged", "accepted")]
    assert outside == []
    shutil.rmtree(folder)


@SETTINGS
@given(changes=CHANGES)
def test_guide(tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, str]]) -> None:
    folder = tmp_path_factory.mktemp("fuzzed")
    good = publish(folder / "good", ("Чаты", [PublishedStep("a", "А.", page()), PublishedStep("b", "Б.")]))
    other = publish(folder / "other", ("Чаты", [PublishedStep("a", "А.", page()), PublishedStep("b", "Б.")]))
    manifest = other / "guide.json"
    manifest.write_text(changed(json.loads(manifest.read_text(encoding="utf-8")), changes), encoding="utf-8")
    told("compare", good, other, "--out", folder / "out" / "page.html")
    told("compare", other, good, "--out", folder / "out" / "page.html")
    told("accept", other, "--into", folder / "accepted")
    outside = [one for one in folder.iterdir() if one.name not in ("good", "other", "out", "accepted")]
    assert outside == []
    shutil.rmtree(folder)
