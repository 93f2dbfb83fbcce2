"""Compares two published guides: which sentences and pictures were added, removed, moved or changed."""

from __future__ import annotations

import filecmp
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from reports.compare import passages
from reports.compare.passages import TextChange
from reports.compare.pictures import Difference, between
from reports.compare.published import Published, Shot, Step
from reports.compare.words import Run, changes
from reports.making import Made, Maker, Part


@dataclass(frozen=True)
class PictureChange:
    """What became of a step's picture; `difference` is there when both guides have one."""

    kind: Literal["changed", "added", "removed"]
    difference: Difference | None = None


@dataclass(frozen=True)
class StepChange:
    """What became of one sentence; `before` is None for an added one, `after` for a removed one."""

    before: Step | None
    after: Step | None
    is_moved: bool = False
    sentence: tuple[Run, ...] = ()
    """Empty when the words are the same."""
    notes: tuple[Run, ...] = ()
    picture: PictureChange | None = None
    earlier: int = 0
    """How many of the pictures before that have changed, come or gone."""

    @property
    def step(self) -> Step:
        """The step as it is now, or as it was last."""
        step = self.after or self.before
        assert step is not None, "a change of nothing"
        return step

    @property
    def is_reverdicted(self) -> bool:
        """Say whether the two walks came to different verdicts on the sentence."""
        return (
            self.before is not None and self.after is not None and self.before.verdict != self.after.verdict
        )

    def __bool__(self) -> bool:
        both = self.before is not None and self.after is not None
        told = (
            self.is_moved
            or self.sentence
            or self.notes
            or self.picture
            or self.earlier
            or self.is_reverdicted
        )
        return not both or bool(told)


@dataclass(frozen=True)
class Comparison:
    """Two guides and what became of each step, in the order of the new one; removed ones follow their neighbour."""

    accepted: Published
    new: Published
    texts: tuple[TextChange, ...]
    steps: tuple[StepChange, ...]

    @property
    def changed(self) -> tuple[StepChange, ...]:
        """The steps of which a reader would see something change."""
        return tuple(step for step in self.steps if step)

    @property
    def unchanged(self) -> tuple[StepChange, ...]:
        """The others."""
        return tuple(step for step in self.steps if not step)

    def __bool__(self) -> bool:
        return bool(self.texts or self.changed)


def make(
    accepted: Published,
    new: Published,
    *,
    maker: Maker | None = None,
    progress: Callable[[], None] = lambda: None,
) -> Comparison:
    """Compare the accepted guide with a new one; `progress` is called after each step of either.

    Pictures are compared by `maker`. When, where and with what they were walked is left out, and so is a step's number.
    Raises `PublishedError` when a picture cannot be read.
    """
    before = {step.claim: step for step in accepted.steps}
    after = {step.claim: step for step in new.steps}
    moved = _moved(
        [claim for claim in before if claim in after], [claim for claim in after if claim in before]
    )
    order = _order(list(before), list(after))
    pairs = {
        (claim, place): (one, other)
        for claim in order
        for place, (one, other) in enumerate(
            zip(_pictures(before, claim), _pictures(after, claim), strict=False)
        )
        if one is not None and other is not None
        if not filecmp.cmp(accepted.file(one), new.file(other), shallow=False)
    }
    begun = (maker or Maker()).start(_difference(accepted, *pair, new) for pair in pairs.values())
    differences = dict(zip(pairs, begun, strict=True))
    steps = []
    for claim in order:
        steps.append(
            _step(
                accepted,
                before.get(claim),
                new,
                after.get(claim),
                claim in moved,
                {place: made for (of, place), made in differences.items() if of == claim},
            )
        )
        progress()
    return Comparison(accepted, new, tuple(_texts(accepted, new)), tuple(steps))


def common_scale(before: Shot, after: Shot) -> float:
    """Return the scale at which two pictures are compared: the coarser one's, as detail cannot be made up."""
    return min(before.scale, after.scale)


def _pictures(steps: Mapping[str, Step], claim: str) -> Sequence[Shot | None]:
    """Return a step's pictures, the last one first."""
    return [steps[claim].picture, *steps[claim].earlier] if claim in steps else []


def _difference(accepted: Published, before: Shot, after: Shot, new: Published) -> Part:
    scale = common_scale(before, after)
    left_out = [*before.left_out(scale), *after.left_out(scale)]
    return Part(
        between, (before.scale, after.scale, scale, left_out), (accepted.file(before), new.file(after))
    )


def _step(
    accepted: Published,
    before: Step | None,
    new: Published,
    after: Step | None,
    is_moved: bool,
    differences: Mapping[int, Future[Made]],
) -> StepChange:
    if before is None or after is None:
        return StepChange(before, after)
    reworded = changes(before.sentence, after.sentence) if before.sentence != after.sentence else ()
    noted = changes(" ".join(before.notes), " ".join(after.notes)) if before.notes != after.notes else ()
    picture: PictureChange | None = None
    if before.picture is None or after.picture is None:
        if before.picture is not after.picture:
            picture = PictureChange("removed" if after.picture is None else "added")
    elif 0 in differences:
        found = _found(differences[0], (accepted, before.picture), (new, after.picture))
        picture = PictureChange("changed", found) if found else None
    pairs = zip(before.earlier, after.earlier, strict=False)
    earlier = abs(len(before.earlier) - len(after.earlier)) + sum(
        bool(_found(differences[place], (accepted, one), (new, other)))
        for place, (one, other) in enumerate(pairs, 1)
        if place in differences
    )
    return StepChange(before, after, is_moved, reworded, noted, picture, earlier)


def _found(made: Future[Made], *shots: tuple[Published, Shot]) -> Difference:
    try:
        return Difference.unpacked(*made.result())
    except OSError:
        for guide, shot in shots:
            guide.full(shot, shot.scale)  # says which of them it is
        raise


def _texts(accepted: Published, new: Published) -> list[TextChange]:
    old, fresh = accepted.manifest, new.manifest
    pairs = [("Название", old.title, fresh.title)]
    titles = [part.title for part in old.sections], [part.title for part in fresh.sections]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, *titles, autojunk=False).get_opcodes():
        if tag != "equal":
            pairs.append(("Заголовки разделов", "; ".join(titles[0][i1:i2]), "; ".join(titles[1][j1:j2])))
    title, *headings = [
        TextChange(where, changes(one, other)) if one != other else None for where, one, other in pairs
    ]
    return list(filter(None, [title, *passages.changed(old, fresh), *headings]))


def _order(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Return the new order, each removed claim after the one that it followed."""
    there = set(after)
    removed: dict[str, list[str]] = {}
    followed = ""
    for claim in before:
        if claim in there:
            followed = claim
        else:
            removed.setdefault(followed, []).append(claim)
    return [*removed.get("", ()), *(one for claim in after for one in (claim, *removed.get(claim, ())))]


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Return the fewest claims that have to change their place to turn one order into the other."""
    places = {claim: place for place, claim in enumerate(before)}
    tails: list[int] = []  # of the rising runs found so far, by their length
    ends: list[str] = []
    earlier: dict[str, str | None] = {}
    for claim in after:
        length = bisect_left(tails, places[claim])
        earlier[claim] = ends[length - 1] if length else None
        tails[length : length + 1] = [places[claim]]
        ends[length : length + 1] = [claim]
    stay, claim_there = set[str](), ends[-1] if ends else None
    while claim_there is not None:
        stay.add(claim_there)
        claim_there = earlier[claim_there]
    return set(after) - stay
