"""The quarantine: failures that are known, have an owner and an end, and do not turn the run red until then."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Collection, Generator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from _pytest.terminal import TerminalReporter
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from verifier.project import ROOT
from verifier.run.outcomes import Exemption
from verifier.run.tally import QUARANTINED
from verifier.walk.walk import WalkFailed

FILE = ROOT / "quarantine.toml"
_REMEDY = "как писать, сказано в начале quarantine.toml"


class QuarantineError(ValueError):
    """The file of the quarantine cannot be used; the text is one line: file, entry, remedy."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    test: str = ""
    claim: str = ""
    owner: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    until: date

    @model_validator(mode="after")
    def _names_one_thing(self) -> _Entry:
        if bool(self.test) == bool(self.claim):
            raise ValueError
        return self


def read(
    path: Path, claims: Collection[str], *, root: Path = ROOT, today: date | None = None
) -> list[Exemption]:
    """Read the quarantine; without the file there is none. Raises `QuarantineError`.

    An entry that has expired, or that names no claim and no test below `root`, is an error. `today` is UTC's.
    """
    if not path.exists():
        return []
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise QuarantineError(f"{path.name}: не читается ({error}); {_REMEDY}") from None
    entries = document.pop("quarantined", [])
    if document or not isinstance(entries, list):
        raise QuarantineError(f"{path.name}: в нём бывает только [[quarantined]]; {_REMEDY}")
    day = today or datetime.now(UTC).date()
    return [_checked(f"{path.name}: запись {n}", one, claims, root, day) for n, one in enumerate(entries, 1)]


def _checked(where: str, raw: Any, claims: Collection[str], root: Path, today: date) -> Exemption:
    try:
        entry = _Entry.model_validate(raw)
    except ValidationError as error:
        fields = ", ".join(str(one["loc"][0]) for one in error.errors() if one["loc"])
        what = (
            f"поле записано не так или его нет: {fields}" if fields else "нужно одно из двух: test или claim"
        )
        raise QuarantineError(f"{where}: {what}; {_REMEDY}") from None
    if entry.claim and entry.claim not in claims:
        raise QuarantineError(f"{where}: предложения «{entry.claim}» нет; список: .venv/bin/pytest --steps")
    if entry.test and not _exists(entry.test, root):
        raise QuarantineError(
            f"{where}: проверки «{entry.test}» нет; пишется как путь/файл.py::test_имя, без скобок с вариантом"
        )
    named = entry.claim or entry.test
    if entry.until < today:
        raise QuarantineError(
            f"{where}: срок для «{named}» вышел {entry.until:%d.%m.%Y}; {entry.owner}: почините и уберите запись "
            "или продлите её, сказав почему"
        )
    return Exemption(what=named, owner=entry.owner, reason=entry.reason, until=entry.until)


def _exists(test: str, root: Path) -> bool:
    file, _, name = test.partition("::")
    path = root / file
    if path.suffix != ".py" or not path.is_file():
        return False
    functions = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return any(isinstance(one, ast.FunctionDef) and one.name == name for one in functions)


class Quarantine:
    """Takes from expected failures the power to turn the run red, and shows them; registered as a plugin.

    A failed walk is expected when its test is in quarantine, or every claim that it found fault with.
    """

    def __init__(self, entries: Collection[Exemption]) -> None:
        self.entries = tuple(entries)
        self._by_name = {entry.what: entry for entry in entries}
        self._met: list[tuple[pytest.TestReport, str]] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Note in the report of an expected failure by which entries it is one."""
        report = yield
        if report.failed and call.excinfo is not None:
            report.user_properties += [
                (QUARANTINED, name) for name in self._excuses(item, call.excinfo.value)
            ]
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Show everybody an expected failure as what it is, before anybody counts it."""
        names = [str(value) for name, value in report.user_properties if name == QUARANTINED]
        if names and report.outcome in ("failed", QUARANTINED):
            vars(report)["outcome"] = QUARANTINED
            self._met += [(report, name) for name in names]

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, Any] | None:
        """Show a failure in quarantine."""
        if report.outcome == QUARANTINED:
            return QUARANTINED, "Q", ("КАРАНТИН", {"yellow": True, "bold": True})
        return None

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        """Show each expected failure with its bug report and its owner."""
        if not self._met:
            return
        terminalreporter.section(
            "карантин: не работает, но прогон от этого не красный", yellow=True, bold=True
        )
        for report, name in self._met:
            entry = self._by_name[name]
            terminalreporter.write_line(f"{report.nodeid} · {name}", yellow=True, bold=True)
            terminalreporter.write_line(
                f"  до {entry.until:%d.%m.%Y}, {entry.owner}: {entry.reason}", yellow=True
            )
            terminalreporter.write_line(report.longreprtext)

    def _excuses(self, item: pytest.Item, error: BaseException) -> list[str]:
        test = item.nodeid.partition("[")[0]
        if test in self._by_name:
            return [test]
        if not isinstance(error, WalkFailed):
            return []
        claims = list(dict.fromkeys(entry.claim for entry in error.findings))
        return claims if all(claim in self._by_name for claim in claims) else []
