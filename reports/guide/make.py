"""Makes the guide of a walk: chooses the walk, numbers its sentences, and has their pictures drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from reports.guide import pictures, wording
from reports.guide.model import Guide, GuideSection, GuideStep, Picture, Stamp
from reports.guide.pictures import GuideError, Shot
from reports.making import Maker
from verifier.console import MAKE
from verifier.text import numbering
from verifier.text.model import Claim, Passage
from verifier.walk.journal import Entry, Journal
from verifier.walk.verdict import Verdict, worst

__all__ = ["GuideError", "choose", "make"]


def choose(journals: Sequence[Journal]) -> Journal:
    """Return the walk to make a guide of: the newest on which every sentence holds, else the one that gets furthest.

    It goes through every sentence of its instruction and has pictures. Raises `GuideError` when there is none.
    """
    able = [journal for journal in journals if _is_documented(journal)]
    if not able:
        raise GuideError(
            "нет прогона, по которому можно сделать иллюстрированную инструкцию; "
            f"пройдите инструкцию целиком с картинками: {MAKE} walk"
        )
    return max(able, key=lambda one: (_held(one), _walked(one), one.name))


def make(
    journal: Journal,
    *,
    draft: bool = False,
    maker: Maker | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Guide:
    """Make the guide of a walk by a maker; `progress` is told how many pictures of how many are drawn.

    Raises `GuideError`: one line for each sentence that did not hold, unless it is to be a draft, or for a picture that
    cannot be drawn.
    """
    entries = _entries(journal)
    if not entries:
        raise GuideError(f"{journal.instruction.file}: в инструкции нет ни одного предложения")
    in_the_way = [entry for entry in entries if entry.verdict is not Verdict.HOLDS and entry.fits]
    if in_the_way and not draft:
        raise GuideError(_hindered(in_the_way))
    drawn = _pictures(journal, entries, maker or Maker(), progress)
    text = journal.instruction
    steps = [
        GuideStep(
            text.numbers[claim.id],
            entry.claim,
            entry.sentence,
            entry.verdict,
            next(reversed(drawn.get(claim.id, ())), None),
            wording.notes(entry),
            claim.labels,
            any(mark.kind in ("pressed", "filled") for view in entry.views for mark in view.marks),
            bool(claim.addresses),
            claim.parent,
            numbering.alternative(text.language) if claim.is_alternative else "",
            tuple(drawn.get(claim.id, ())[:-1]),
            entry.fits,
        )
        for entry, claim in zip(entries, text.claims, strict=True)
    ]
    left = iter(steps)
    sections = tuple(
        GuideSection(
            section.title,
            tuple(block if isinstance(block, Passage) else next(left) for block in section.blocks),
        )
        for section in text.sections
    )
    stamp = Stamp(
        _walked(journal),
        journal.target,
        journal.browser,
        journal.product,
        journal.target_title,
        journal.timezone,
        journal.device,
    )
    return Guide(text.name, text.title, text.intro, sections, stamp, bool(in_the_way))


def _is_documented(journal: Journal) -> bool:
    walked = {entry.claim for entry in journal.entries}
    has_pictures = any(entry.picture and entry.verdict is Verdict.HOLDS for entry in journal.entries)
    return has_pictures and walked >= {claim.id for claim in journal.instruction.claims}


def _held(journal: Journal) -> int:
    return sum(entry.verdict is Verdict.HOLDS for entry in _entries(journal))


def _walked(journal: Journal) -> datetime:
    try:
        moment = datetime.fromisoformat(journal.started)
    except ValueError:
        raise GuideError(
            f"журнал {journal.name}: время прогона «{journal.started}» не читается; повторите прогон"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _entries(journal: Journal) -> list[Entry]:
    """Return what the walk says of each sentence; where it says more than one thing, the worst."""
    said: dict[str, list[Entry]] = {claim.id: [] for claim in journal.instruction.claims}
    for entry in journal.entries:
        said.setdefault(entry.claim, []).append(entry)
    return [_worst(said[claim.id], claim) for claim in journal.instruction.claims]


def _worst(said: Sequence[Entry], claim: Claim) -> Entry:
    verdict = worst(entry.verdict for entry in said)
    unproven = Entry(claim.id, claim.sentence, claim.file, claim.line, "")
    return next((entry for entry in said if entry.verdict is verdict), unproven)


def _hindered(entries: Sequence[Entry]) -> str:
    lines = [
        f"  {entry.claim} — {entry.verdict.in_words}; {entry.file}:{entry.line}: {entry.sentence}"
        for entry in entries
    ]
    return "\n".join(["инструкции с картинками мешают предложения, которые не подтвердились:", *lines])


def _pictures(
    journal: Journal, entries: Sequence[Entry], maker: Maker, progress: Callable[[int, int], None] | None
) -> dict[str, list[Picture]]:
    numbers = journal.instruction.numbers
    shots: list[Shot] = []
    digits = max(len(str(len(entries))), 2)
    for place, entry in enumerate(entries, 1):
        name = f"{place:0{digits}d}-{entry.claim}"
        shots += pictures.open_shots(numbers[entry.claim], name, entry, journal.folder)
    drawn: dict[str, list[Picture]] = {}
    for count, (shot, picture) in enumerate(zip(shots, pictures.draw(shots, maker), strict=True), 1):
        drawn.setdefault(shot.claim, []).append(picture)
        if progress is not None:
            progress(count, len(shots))
    return drawn
