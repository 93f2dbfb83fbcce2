"""The house keeps its shape: imports run one way, and what belongs to one room stays in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = {
    "bench": {"bench", "reports", "verifier"},
    "pages": {"pages", "verifier.screen"},
    "flows": {"flows", "pages", "verifier"},
    "reports": {
        "reports",
        "verifier.text",
        "verifier.walk.failure",
        "verifier.walk.journal",
        "verifier.walk.verdict",
        "verifier.redaction",
        "verifier.run.hooks",
        "verifier.run.outcomes",
        "verifier.run.parts",
        "verifier.whole",
    },
    "stand": {"stand"},
    "tools": {"tools", "verifier.run.executable"},
    "verifier": {"verifier", "flows", "pages", "stand"},
}
OURS = {*ROOMS, "tests", "conftest"}


def sources(room: str) -> list[Path]:
    found = sorted((ROOT / room).rglob("*.py"))
    assert found, f"{room}/ is empty"
    return found


def imported(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def within(module: str, allowed: set[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in allowed)


@pytest.mark.parametrize("room", ROOMS)
def test_imports_run_one_way(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in sources(room)
        for line, module in imported(path)
        if within(module, OURS) and not within(module, ROOMS[room])
    ]
    assert wrong == []


@pytest.mark.parametrize("room", ["flows", "tests/scenarios"])
def test_selectors_stay_in_pages(room: str) -> None:
    selector = re.compile(r"\.(locator|get_by_\w+|query_selector)\(")
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources(room)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if selector.search(line)
    ]
    assert wrong == []


_NAPPING = re.compile(r"time\.sleep\(|wait_for_timeout|networkidle|xpath=|\.nth\(")  # looked for, not used


@pytest.mark.parametrize("room", ["pages", "flows", "verifier", "tests"])
def test_nothing_waits_but_playwright(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources(room)
        if path != Path(__file__)  # the words are looked for here, not used
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if _NAPPING.search(line)
    ]
    assert wrong == []
