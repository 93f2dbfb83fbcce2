"""A walk that a person holds in hand: from one sentence to another, with a pause before each, or where one fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from verifier.product import Product
from verifier.text.model import Instruction, Section
from verifier.walk.companion import Companion
from verifier.walk.failure import describe
from verifier.walk.journal import Entry
from verifier.walk.steps import Step
from verifier.walk.verdict import Verdict
from verifier.walk.walk import Walk

Choice = Literal["go on", "skip", "repeat", "quit", "inspect"]
"""What a person may answer: take the step or go on; leave it out; take it again; end; open Playwright's inspector."""


_REPEATED = "повторено по просьбе с паузы: шаг начат с того, что было тогда на экране"


class Terminal(Protocol):
    """Where the person is."""

    def say(self, text: str) -> None:
        """Print some lines."""

    def ask(self, walk: Walk[Any], question: str, choices: Sequence[Choice]) -> Choice:
        """Ask, and wait for one of some answers while the browser goes on living."""


@dataclass(frozen=True)
class Asked:
    """What a person has asked of a walk: the ids of its first and last sentence, empty for the text's own."""

    first: str = ""
    last: str = ""
    pauses: bool = False
    pauses_on_failure: bool = False
    stays_open: bool = False
    """Whether the browser is left open at the end until the person has looked at it."""

    def __bool__(self) -> bool:
        return self != Asked()


class Hand(Companion):
    """Leaves out what is not asked for, and pauses where it is; `quits` ends the run once everything is noted."""

    def __init__(
        self, text: Instruction, asked: Asked, terminal: Terminal, quits: Callable[[], object]
    ) -> None:
        self._text = text
        self._asked = asked
        self._terminal = terminal
        self._quits = quits
        self._order = [claim.id for claim in text.claims]
        self._numbers = text.numbers
        self._quit_at = ""
        self._was_taken = False
        self._repeats = False

    def leaves_out(self, step: Step) -> str:
        """Leave out what comes after the last sentence, and what the first does not need."""
        if self._quit_at:
            return f"прогон прерван на паузе, на предложении {self._quit_at}"
        first, last = self._asked.first, self._asked.last
        if last and self._is_before(last, step.claim):
            return f"прогон остановлен после предложения {self._numbers[last]} (--until)"
        if first and self._is_before(step.claim, self._begin(first)):
            return f"прогон начат с предложения {self._numbers[first]} (--from), а этот раздел ему не нужен"
        return ""

    def only_prepares(self, step: Step) -> str:
        """Count nothing of what comes before the first sentence."""
        first = self._asked.first
        if not first or not self._is_before(step.claim, first):
            return ""
        return f"пройдено молча, только чтобы дойти до предложения {self._numbers[first]} (--from)"

    def is_quiet(self, step: Step, entry: Entry) -> bool:
        """Leave unsaid what is not asked for, unless it fails."""
        left = self.leaves_out(step) if not self._quit_at else "quit"
        return bool(entry.spared and (left or self.only_prepares(step)))

    def refuses(self, walk: Walk[Any], step: Step, entry: Entry) -> str:
        """Pause before a sentence, and say whether the person leaves it out."""
        if not self._asked.pauses or self.only_prepares(step):
            return ""
        number, repeats, self._repeats = self._numbers[step.claim], self._repeats, False
        if repeats:
            entry.notes.append(_REPEATED)
            return ""
        self._terminal.say(f"\n  {number}. {entry.sentence}\n     {_what(walk.product, step)}")
        again: tuple[Choice, ...] = ("repeat",) if self._was_taken else ()
        chosen = self._ask(walk, "Делаем?", ("go on", "skip", *again, "inspect", "quit"))
        self._repeats = chosen == "repeat"
        self._was_taken = chosen == "go on"
        if chosen == "quit":
            self._quit_at = number
            return self.leaves_out(step)
        return "пропущено на паузе" if chosen == "skip" else ""

    def goes_back(self) -> bool:
        """Say whether the person has just asked for the sentence before."""
        return self._repeats

    def repeats(self, walk: Walk[Any], step: Step, entry: Entry) -> str:
        """Pause where a sentence has failed, and say why it is taken again, if the person wants that."""
        failed = entry.verdict not in (Verdict.HOLDS, Verdict.DRIFT)
        paused = self._asked.pauses and not self.only_prepares(step)
        if not failed or not (self._asked.pauses_on_failure or paused):
            return ""
        self._terminal.say(f"\n{describe(entry)}")
        chosen = self._ask(walk, "Дальше?", ("go on", "repeat", "inspect", "quit"))
        if chosen == "quit":
            self._quit_at = self._numbers[step.claim]
        return _REPEATED if chosen == "repeat" else ""

    def ends(self, walk: Walk[Any]) -> None:
        """Leave the browser open as long as the person wants it; end the run where that was asked for."""
        if self._quit_at:
            self._quits()
        elif self._asked.stays_open:
            self._terminal.say("\nБраузер оставлен открытым.")
            self._ask(walk, "Закрыть?", ("go on", "inspect"))

    def _ask(self, walk: Walk[Any], question: str, choices: Sequence[Choice]) -> Choice:
        while (chosen := self._terminal.ask(walk, question, choices)) == "inspect":
            page = walk.windows.current
            if page is None or page.is_closed():
                self._terminal.say("окна ещё нет: инспектору нечего показать")
            else:
                page.pause()
        return chosen

    def _is_before(self, one: str, other: str) -> bool:
        return self._order.index(one) < self._order.index(other)

    def _begin(self, first: str) -> str:
        """Return the sentence from which on everything is needed for another: a section may need no other."""
        sections: list[Section] = []
        for section in self._text.sections:
            sections = [section] if section.is_fresh else [*sections, section]
            if any(claim.id == first for claim in section.claims):
                break
        return next(claim.id for section in sections for claim in section.claims)


def _what(product: Product, step: Step) -> str:
    """Return what a step does with what, as far as its code names it, and where that is."""
    used = [
        f"{place.name}: {', '.join(things)}"
        for place in product.places
        if (things := [str(thing) for name, thing in place.things().items() if step.uses(place, name)])
    ]
    changes = ["меняет учётную запись или ждёт такой перемены"] if step.changes else []
    return "; ".join([*used, *changes, step.place])
