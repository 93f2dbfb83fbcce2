"""The house keeps its shape: imports run one way, and what belongs to one room stays in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("bench", "flows", "pages", "reports", "stand", "tools", "verifier")

WAITS = re.compile(
    r"\btime\.sleep\b|from time import .*\bsleep\b|wait_for_timeout|networkidle|xpath=|\.nth\("
)
WAITS_FOR_NO_PAGE = {
    "verifier/screen/finding.py": "какой из одноимённых выбран, решают видимые на нём слова, а не номер",
    "verifier/screen/field.py": "какое из похожих полей выбрано, решает то, что они говорят о себе, а не номер",
    "verifier/accounts/codes.py": "до следующего кода TOTP ждут по часам: на странице этого не видно",
    "tests/text/test_house.py": "эти слова здесь ищут",
}


def sources(room: str) -> list[Path]:
    found = sorted((ROOT / room).rglob("*.py"))
    assert found, f"{room}/ is empty"
    return found


def lines_with(words: re.Pattern[str], room: str) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources(room)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if words.search(line)
    ]


def test_imports_run_one_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True, no_logo=True) == 0, "правила — в pyproject.toml, [tool.importlinter]"


@pytest.mark.parametrize("room", ROOMS)
def test_no_code_escapes_the_rules_of_imports(room: str) -> None:
    lonely = {path.parent for path in sources(room) if not (path.parent / "__init__.py").exists()}
    assert not lonely, "без __init__.py папку не видит import-linter"


@pytest.mark.parametrize("room", ["flows", "tests/scenarios"])
def test_selectors_stay_in_pages(room: str) -> None:
    selector = re.compile(r"\.(locator|get_by_\w+|query_selector)\(")
    assert lines_with(selector, room) == [], "искать на странице — дело pages/"


@pytest.mark.parametrize("room", [*ROOMS, "tests"])
def test_nothing_waits_but_playwright(room: str) -> None:
    excepted = tuple(f"{file}:" for file in WAITS_FOR_NO_PAGE)
    wrong = [place for place in lines_with(WAITS, room) if not place.startswith(excepted)]
    assert wrong == [], "ждёт только Playwright (expect, expect_popup, wait_for_url)"


@pytest.mark.parametrize("file", WAITS_FOR_NO_PAGE)
def test_who_may_wait_does_wait(file: str) -> None:
    assert any(place.startswith(f"{file}:") for place in lines_with(WAITS, str(Path(file).parent)))
