"""The ledger of a run: what its journals say of every sentence of its texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from reports.ledger.headline import headline
from reports.ledger.model import FORMAT, Ledger, LedgerClaim, LedgerText
from reports.ledger.rows import by_claim, rows
from reports.reruns import settled, wavering
from reports.words import one_zone
from verifier.text.model import Instruction
from verifier.walk.journal import ClaimKey, Journal
from verifier.walk.verdict import Verdict

# Neither XML nor HTML allows these, and a terminal would obey some of them.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def make(
    texts: Sequence[Instruction], journals: Sequence[Journal], beside: Path, *, missing: Sequence[str] = ()
) -> Ledger:
    """Return the ledger of some journals for every sentence of some texts; `beside` is the ledger's own folder.

    `missing` are the parts of the run that did not come, a line each.

    Of several walks over one claim the worst verdict counts, and of those the newest that has a picture tells.
    A claim that no walk reached is unproven. Of a test that was run again, the walks of its last attempt count.
    Two texts may have claims of the same name, which have nothing to do with each other.
    """
    wavered = wavering(journals)
    journals = settled(journals)
    walked = by_claim(journals)
    parts = [(text, _clean(rows(text, walked, wavered, beside))) for text in texts]
    claims = [row for _, of_text in parts for row in of_text]
    known = {(row["text"], row["id"]) for row in claims}
    entries = [entry for journal in journals for entry in journal.entries]
    summary = _summary(claims)
    return {
        "target": _listed(journal.target for journal in journals),
        "started": min((journal.started for journal in journals), default=""),
        "browser": _listed(journal.browser for journal in journals),
        "summary": summary,
        "claims": claims,
        "headline": headline(summary, incomplete=bool(missing)),
        "title": "; ".join(filter(None, (_clean(text.title) for text in texts))),
        "texts": [_text(text, of_text) for text, of_text in parts],
        "product": _listed(journal.product for journal in journals),
        "conditions": _listed(journal.conditions for journal in journals),
        "finished": max((_finished(journal) for journal in journals), default=""),
        "timezone": one_zone(journal.timezone for journal in journals),
        "duration_ms": sum(entry.duration_ms for entry in entries),
        "walks": len(journals),
        "unknown": [_named(key, texts) for key in walked if key not in known],
        "missing": list(missing),
        "flaky": sorted({test for tests in wavered.values() for test in tests}),
        "format": FORMAT,
    }


def _text(text: Instruction, claims: Sequence[LedgerClaim]) -> LedgerText:
    summary = _summary(claims)
    return {
        "name": text.name,
        "title": _clean(text.title),
        "file": text.file,
        "summary": summary,
        "headline": headline(summary),
    }


def _summary(claims: Iterable[LedgerClaim]) -> dict[str, int]:
    counted = Counter(row["verdict"] for row in claims)
    return {verdict.value: counted[verdict.value] for verdict in Verdict}


def _named(key: ClaimKey, texts: Sequence[Instruction]) -> str:
    text, claim = key
    return claim if [one.name for one in texts] == [text] else f"{text}/{claim}"


def _finished(journal: Journal) -> str:
    """Return when the journal's last step ended, UTC, ISO 8601 to the second; when it began if it has no steps."""
    ends = [
        datetime.fromisoformat(entry.started) + timedelta(milliseconds=entry.duration_ms)
        for entry in journal.entries
        if entry.started
    ]
    return max(ends).isoformat(timespec="seconds") if ends else journal.started


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _UNPRINTABLE.sub("�", value)
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    return value


def _listed(values: Iterable[str]) -> str:
    return ", ".join(sorted(set(filter(None, values))))
