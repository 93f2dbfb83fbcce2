"""The ledger as JUnit XML, for CI systems that show tests."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from junitparser import (
    Attr,
    Error,
    Failure,
    IntAttr,
    JUnitXml,
    Properties,
    Property,
    Skipped,
    TestCase,
    TestSuite,
)

from reports.ledger.model import Ledger, LedgerClaim
from verifier.walk.verdict import Verdict

_RESULTS = {
    Verdict.DRIFT: Failure,
    Verdict.BROKEN: Failure,
    Verdict.ENVIRONMENT: Error,
    Verdict.UNPROVEN: Error,
}


class _Case(TestCase):
    """A test case that says where its sentence stands, as pytest's own do."""

    file = Attr()
    line = IntAttr()


def junit(ledger: Ledger) -> str:
    """Return the ledger as JUnit XML: a suite per section, a case per claim; the type of its result is the verdict.

    Drift and broken are failures, environment is an error. Unproven is an error too and not «skipped»: CI takes
    skipped for green, and a sentence at which nobody looked is not. Skipped is what a walk left out on purpose,
    because its target is not to be changed.
    """
    xml = JUnitXml("инструкция")
    titles = {text["name"]: text["title"] or text["name"] for text in ledger["texts"]}
    for (text, section), rows in groupby(ledger["claims"], lambda row: (row["text"], row["section"])):
        suite = TestSuite(f"{titles[text]}: {section}" if len(titles) > 1 else section)
        suite.timestamp = ledger["started"]
        for name in ("target", "browser", "product"):
            suite.add_property(name, str(ledger.get(name)))
        suite.add_property("text", text)
        suite.add_testcases([_case(row) for row in rows])
        xml.append(suite)
    if ledger["missing"]:
        suite = TestSuite("Части прогона")
        suite.add_testcases([_gap(line) for line in ledger["missing"]])
        xml.append(suite)
    xml.update_statistics()
    return f'<?xml version="1.0" encoding="utf-8"?>\n{xml.tostring().decode("utf-8")}\n'


def _gap(line: str) -> TestCase:
    case = _Case(line, "части прогона", 0)
    case.result = [Error(line, Verdict.UNPROVEN.value)]
    return case


def _case(row: LedgerClaim) -> TestCase:
    case = _placed(row)
    properties = Properties()
    for name, value in _properties(row):
        properties.add_property(Property(name, value))
    case.append(properties)
    verdict = Verdict(row["verdict"])
    if verdict in _RESULTS:
        kind = Skipped if row["spared"] and verdict is Verdict.UNPROVEN else _RESULTS[verdict]
        result = kind(_message(row, verdict), verdict.value)
        result.text = row["message"] or _message(row, verdict)
        case.result = [result]
    return case


def _placed(row: LedgerClaim) -> TestCase:
    name, group = f"{row['id']} — {row['sentence']}", f"{row['file']}:{row['section']}"
    case = _Case(name, group, row["duration_ms"] / 1000)
    case.file, case.line = row["file"], row["line"]
    return case


def _properties(row: LedgerClaim) -> Sequence[tuple[str, str]]:
    told = (("verdict", row["verdict"]), ("step", row["step"]), ("window", row["where"]), ("url", row["url"]))
    return [(name, value) for name, value in told if value]


def _message(row: LedgerClaim, verdict: Verdict) -> str:
    expected = f"ожидалось: {row['expected']}" if row["expected"] else ""
    observed = f"на деле: {row['observed']}" if row["observed"] else ""
    seen = "; ".join(filter(None, (row["reason"], expected, observed)))
    return f"{verdict.in_words}: {seen}" if seen else verdict.in_words
