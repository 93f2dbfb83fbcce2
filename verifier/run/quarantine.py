"""The quarantine: failures that are known, have an owner and an end, and do not turn the run red until then."""

from __future__ import annotations

import ast
from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from _pytest.terminal import TerminalReporter
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from verifier import toml
from verifier.console import BIN
from verifier.project import ROOT
from verifier.run.outcomes import Exemption
from verifier.run.tally import QUARANTINED
from verifier.text.model import Instruction
from verifier.walk.walk import WalkFailed

FILE = ROOT / "quarantine.toml"
_REMEDY = "как писать, сказано в начале quarantine.toml"


class QuarantineError(ValueError):
    """The file of the quarantine cannot be used; the text is one line: file, entry, remedy."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    test: str = ""
    claim: str = ""
    text: str = ""
    owner: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    until: date

    @model_validator(mode="after")
    def _names_one_thing(self) -> _Entry:
        if bool(self.test) == bool(self.claim) or (self.text and not self.claim):
            raise ValueError
        return self


@dataclass(frozen=True)
class Known:
    """What an entry may name: the texts that a run walks, all texts of their product, and the other products."""

    walked: Sequence[Instruction]
    of_product: Sequence[Instruction] = ()
    other_products: Collection[str] = ()

    def texts(self) -> dict[str, set[str]]:
        """Return the claims of each text of the product, by the text's name."""
        return {text.name: {claim.id for claim in text.claims} for text in (*self.of_product, *self.walked)}


def read(path: Path, known: Known, *, root: Path = ROOT, today: date | None = None) -> list[Exemption]:
    """Read the quarantine; without the file there is none. Raises `QuarantineError`.

    An entry that has expired, that names no claim and no test below `root`, or a claim that several texts have without
    saying which is meant, is an error. One that names a text of another product is left to the runs of that one.
    `today` is UTC's.
    """
    if not path.exists():
        return []
    try:
        document = toml.parse(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise QuarantineError(f"{path.name}: не читается ({error}); {_REMEDY}") from None
    entries = document.pop("quarantined", [])
    if document or not isinstance(entries, list):
        raise QuarantineError(f"{path.name}: в нём бывает только [[quarantined]]; {_REMEDY}")
    day = today or datetime.now(UTC).date()
    checked = [
        _checked(f"{path.name}: запись {n}", one, known, root, day) for n, one in enumerate(entries, 1)
    ]
    return [one for one in checked if one is not None]


def _checked(where: str, raw: Any, known: Known, root: Path, today: date) -> Exemption | None:
    try:
        entry = _Entry.model_validate(raw)
    except ValidationError as error:
        fields = ", ".join(str(one["loc"][0]) for one in error.errors() if one["loc"])
        what = (
            f"поле записано не так или его нет: {fields}"
            if fields
            else "нужно одно из двух: test или claim, а text — только рядом с claim"
        )
        raise QuarantineError(f"{where}: {what}; {_REMEDY}") from None
    if entry.text.partition("/")[0] in known.other_products:
        return None
    text = _text(where, entry, known) if entry.claim else ""
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
    return Exemption(what=named, text=text, owner=entry.owner, reason=entry.reason, until=entry.until)


def _text(where: str, entry: _Entry, known: Known) -> str:
    """Return the name of the text whose claim an entry means. Raises `QuarantineError`."""
    texts = known.texts()
    if entry.text and entry.text not in texts:
        raise QuarantineError(f"{where}: инструкции «{entry.text}» нет; есть {', '.join(texts)}")
    having = [name for name, claims in texts.items() if entry.claim in claims and entry.text in ("", name)]
    # Those that are walked come first: where only one of them has the claim, no other is meant.
    walked = [text.name for text in known.walked if text.name in having]
    having = walked or having
    if not having:
        of_text = f"в инструкции «{entry.text}»" if entry.text else "в инструкциях этого прогона"
        elsewhere = "" if entry.text else '; если оно из другой, допишите text = "продукт/текст"'
        raise QuarantineError(
            f"{where}: предложения «{entry.claim}» нет {of_text}{elsewhere}; список: {BIN}pytest --steps"
        )
    if len(having) > 1:
        raise QuarantineError(
            f"{where}: предложение «{entry.claim}» есть в нескольких инструкциях; допишите, в какой: "
            + " или ".join(f'text = "{name}"' for name in having)
        )
    return having[0]


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
        self._by_name = {entry.named: entry for entry in entries}
        self._met: list[tuple[pytest.TestReport, Exemption]] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Note in the report of an expected failure by which entries it is one."""
        report = yield
        if report.failed and call.excinfo is not None:
            report.user_properties += [
                (QUARANTINED, entry.named) for entry in self._excuses(item, call.excinfo.value)
            ]
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Show everybody an expected failure as what it is, before anybody counts it."""
        named = [str(value) for name, value in report.user_properties if name == QUARANTINED]
        if named and report.outcome in ("failed", QUARANTINED):
            vars(report)["outcome"] = QUARANTINED
            self._met += [(report, self._by_name[one]) for one in named]

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
        for report, entry in self._met:
            of_text = f" ({entry.text})" if entry.text else ""
            terminalreporter.write_line(f"{report.nodeid} · {entry.what}{of_text}", yellow=True, bold=True)
            terminalreporter.write_line(
                f"  до {entry.until:%d.%m.%Y}, {entry.owner}: {entry.reason}", yellow=True
            )
            terminalreporter.write_line(report.longreprtext)

    def _excuses(self, item: pytest.Item, error: BaseException) -> list[Exemption]:
        for entry in self.entries:
            if entry.covers_test(item.nodeid):
                return [entry]
        if not isinstance(error, WalkFailed):
            return []
        keys = dict.fromkeys(error.journal.key(finding) for finding in error.findings)
        excuses = [next((one for one in self.entries if one.covers_claim(key)), None) for key in keys]
        return [one for one in excuses if one is not None] if None not in excuses else []
