"""Every defect of the catalogue is found: by the right sentence, with the right verdict, and in plain words."""

from __future__ import annotations

import re
import time

import pytest

from reports.defects import Row
from stand.defects import CATALOGUE, KINDS, WALK, Defect
from stand.server import Stand
from tests.defects.matrix import PROPERTY
from tests.defects.scenarios import play
from tests.support.texts import school_chats
from verifier.text.model import Instruction
from verifier.walk.journal import Entry
from verifier.walk.verdict import Verdict

_VAGUE = re.compile(r"timeout|exceeded|locator|ответа нет", re.IGNORECASE)


def _sample() -> set[str]:
    """The names of one defect for each section of the instruction: where it begins, and one that ends the walk."""
    place = {claim.id: number for number, claim in enumerate(school_chats().claims)}
    section = {claim.id: claim.section for claim in school_chats().claims}
    earliest = sorted(
        (one for one in CATALOGUE if one.scenario == WALK and one.verdict == "broken" and one.kind != "slow"),
        key=lambda one: place[one.claim],
    )
    return {one.name for one in {section[one.claim]: one for one in reversed(earliest)}.values()}


_SAMPLE = _sample()
EVERY = [
    pytest.param(one, id=one.name, marks=() if one.name in _SAMPLE else pytest.mark.full) for one in CATALOGUE
]


@pytest.mark.parametrize("defect", EVERY)
def test_defect_is_found(
    defect: Defect, stand: Stand, instruction: Instruction, request: pytest.FixtureRequest
) -> None:
    began, entries = time.monotonic(), None
    try:
        with defect.on(stand):
            entries = play(defect.scenario, request)
    finally:
        row = _row(defect, entries, time.monotonic() - began)
        request.node.user_properties.append((PROPERTY, row))
    assert row["outcome"] == "caught", f"{defect.sentence} {row}"
    if defect.scenario == WALK:
        _check_all_others(defect, entries, instruction)


def _check_all_others(defect: Defect, entries: list[Entry], instruction: Instruction) -> None:
    """What comes before the defect holds; past drift the walk goes on, and charges each sentence that has the label."""
    verdicts = {entry.claim: entry.verdict for entry in entries}
    if defect.verdict != "drift":
        before = [entry.claim for entry in entries[: list(verdicts).index(defect.claim)]]
        assert [claim for claim in before if verdicts[claim] is not Verdict.HOLDS] == []
        return
    renamed = {
        label
        for entry in entries
        if entry.verdict is Verdict.DRIFT
        for label in re.findall(r"«([^»]+)»", entry.expected)
    }
    assert len(renamed) == 1
    quoting = {claim.id for claim in instruction.claims if renamed & set(claim.labels)}
    drifted = {claim for claim, verdict in verdicts.items() if verdict is Verdict.DRIFT}
    assert drifted <= quoting
    assert defect.name.endswith("after-unlinking") or drifted == quoting
    rest = {claim: verdict for claim, verdict in verdicts.items() if claim not in drifted}
    assert set(rest.values()) == {Verdict.HOLDS}


def _row(defect: Defect, entries: list[Entry] | None, seconds: float) -> Row:
    findings = [entry for entry in entries or () if entry.verdict not in (Verdict.HOLDS, Verdict.UNPROVEN)]
    first = findings[0] if findings else None
    return Row(
        name=defect.name,
        sentence=defect.sentence,
        kind=KINDS[defect.kind],
        scenario=defect.scenario,
        claim=defect.claim,
        verdict=defect.verdict,
        verdicts={entry.claim: entry.verdict.value for entry in entries or ()},
        expected=first.expected if first else "",
        observed=first.observed if first else "",
        seconds=round(seconds, 1),
        outcome="broken off" if entries is None else _outcome(defect, first),
    )


def _outcome(defect: Defect, first: Entry | None) -> str:
    if first is None:
        return "survived"
    if first.claim != defect.claim:
        return "wrong claim"
    if first.verdict.value != defect.verdict:
        return "wrong verdict"
    silent = defect.kind == "slow" and defect.verdict == "environment"
    if not first.observed or (_VAGUE.search(first.observed) and not silent):
        return "vague"
    return "caught"
