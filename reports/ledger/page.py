"""The ledger as one self-contained page for testers and leads."""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from reports.ledger.headline import counted
from reports.ledger.model import Ledger, LedgerClaim, LedgerText
from reports.ledger.pictures import Picture, embed
from reports.page import template
from reports.words import ACTIONS, MARKS, period, plural, seconds
from verifier.walk.journal import ClaimKey, Window
from verifier.walk.verdict import Verdict

_TEMPLATES = Path(__file__).with_name("templates")
_ROOM = 2_000_000
"""Characters that pictures and snapshots may take together, so that the page stays fit for e-mail."""

_FINDINGS = (Verdict.BROKEN, Verdict.DRIFT, Verdict.ENVIRONMENT)
"""What a reader is shown first, in this order."""

_PICTURES = 120
"""How many pictures are worth the time that making them small takes; the others are linked."""


@dataclass(frozen=True)
class _Evidence:
    """What of a claim's evidence the page carries itself; `missing` is a picture that is not where it should be."""

    picture: Picture | None = None
    missing: bool = False
    snapshot: str | None = None


@dataclass(frozen=True)
class _Section:
    """A heading of the instruction, the claims under it that hold, and how many it has in all."""

    title: str
    claims: Sequence[LedgerClaim]
    total: int


@dataclass(frozen=True)
class _Unreached:
    """Claims that nobody looked at, for one and the same reason."""

    reason: str
    told: str
    claims: Sequence[LedgerClaim]


@dataclass(frozen=True)
class _Part:
    """A text of the ledger: what was found, the worst first, what was not reached, and the sections of what holds."""

    text: LedgerText
    title: str
    findings: Sequence[LedgerClaim]
    unreached: Sequence[_Unreached]
    sections: Sequence[_Section]


class _Room:
    """What is left of the room for evidence; once something does not fit, it is full."""

    def __init__(self, size: int) -> None:
        self._left = size
        self.full = False

    def takes(self, text: str) -> bool:
        """Make room for a text, and say whether there was enough."""
        self.full = self.full or len(text) > self._left
        self._left -= 0 if self.full else len(text)
        return not self.full


def render(ledger: Ledger, folder: Path) -> str:
    """Return the page, for `folder`: pictures are read from there, and the links to their full size lead from there.

    Everything but the pictures and snapshots of some claims is in the page whatever its size. What does not hold
    comes first when those are shared out; what finds no room is linked, or left to `ledger.json`.
    """
    script = (_TEMPLATES / "ledger.js").read_text(encoding="utf-8").strip()
    return template(_TEMPLATES / "ledger.html.j2").render(
        ledger=ledger,
        title=_title(ledger),
        parts=sorted((_part(ledger, text) for text in ledger["texts"]), key=lambda part: not part.findings),
        anchor=lambda text, claim: claim if len(ledger["texts"]) == 1 else f"{text}/{claim}",
        evidence=_evidence(ledger, folder),
        verdicts=list(Verdict),
        signs={verdict.value: verdict.sign for verdict in Verdict},
        words={verdict.value: verdict.in_words for verdict in Verdict},
        actions=ACTIONS,
        marks=MARKS,
        seconds=seconds,
        period=period,
        quote=quote,
        window=lambda number: Window(number, "", "", "").called,
        script=Markup(script),
        # Nothing but this very script may run, and nothing may be fetched, whatever a page has said of itself.
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii"),
    )


def _title(ledger: Ledger) -> str:
    count = len(ledger["texts"])
    if count > 1:
        return f"{count} {plural(count, 'инструкция', 'инструкции', 'инструкций')}"
    return ledger["title"] or "Инструкция"


def _part(ledger: Ledger, text: LedgerText) -> _Part:
    claims = [row for row in ledger["claims"] if row["text"] == text["name"]]
    grouped = ((title, list(rows)) for title, rows in groupby(claims, lambda row: row["section"]))
    sections = [_Section(title, _of(Verdict.HOLDS, rows), len(rows)) for title, rows in grouped]
    findings = [row for verdict in _FINDINGS for row in _of(verdict, claims)]
    reasons = defaultdict(list)
    for row in _of(Verdict.UNPROVEN, claims):
        reasons[row["reason"]].append(row)
    unreached = [
        _Unreached(reason, counted(Verdict.UNPROVEN, len(rows)), rows) for reason, rows in reasons.items()
    ]
    holding = [section for section in sections if section.claims]
    return _Part(text, text["title"] or text["name"], findings, unreached, holding)


def _of(verdict: Verdict, claims: Sequence[LedgerClaim]) -> list[LedgerClaim]:
    return [row for row in claims if row["verdict"] == verdict]


def _evidence(ledger: Ledger, folder: Path) -> Mapping[ClaimKey, _Evidence]:
    shared: dict[ClaimKey, _Evidence] = {}
    room = _Room(_ROOM)
    embedded = 0
    for row in sorted(ledger["claims"], key=lambda row: row["verdict"] == Verdict.HOLDS):
        picture, missing = None, False
        if row["picture"] is not None and embedded < _PICTURES and not room.full:
            try:
                picture = embed(folder / row["picture"], row["picture_scale"])
                embedded += 1
            except OSError:
                missing = True
        snapshot = row["snapshot"] or ""
        shared[row["text"], row["id"]] = _Evidence(
            snapshot=snapshot if room.takes(snapshot) else None,
            picture=picture if picture and room.takes(picture.source) else None,
            missing=missing,
        )
    return shared
