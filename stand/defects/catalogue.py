"""What a defect is, and the register of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rapidfuzz import fuzz, process

from stand.defects.patch import Patch
from stand.people import LinkWindow

if TYPE_CHECKING:
    from stand.server import Stand

Verdict = Literal["drift", "broken", "environment"]
"""What a walk has to say of the claim.

An error 500, and content that a page does not show although its server has answered, are the product's own fault:
broken. 502, 503, 504 and an answer that does not come leave nothing to be judged: environment.
"""

KINDS = {
    "case": "прописные и строчные",
    "wording": "другие слова",
    "whitespace": "пробелы",
    "look-alike": "буквы-двойники",
    "meaning": "другой смысл",
    "missing": "пропало",
    "disabled": "недоступно",
    "covered": "закрыто",
    "doubled": "задвоено",
    "role": "не та роль",
    "dead": "не действует",
    "window": "окна",
    "state": "состояние",
    "stale": "устаревшая страница",
    "account": "чужой аккаунт",
    "unlink": "отвязка",
    "relink": "повторная привязка",
    "chat": "чаты",
    "list": "список чатов",
    "address": "адрес",
    "login": "вход",
    "oauth": "OAuth",
    "session": "сессия",
    "script": "ошибка сценария",
    "error": "ошибка 500",
    "outage": "отказ сервера",
    "slow": "слишком долго",
}
"""The kinds of defects, and what a report calls them."""

WALK = "documented walk"
"""The scenario that shows most of the defects."""

EXPLORER = "explorer"
"""The scenario of those that only an unusual order of actions shows."""

Change = Callable[["Stand", Patch], None]


class UnknownDefectError(LookupError):
    """No defect bears a name; the text is one line for the person who asked for it."""


@dataclass(frozen=True)
class Defect:
    """A fault of the product that a walk has to find.

    `sentence` tells it in Russian, `claim` is the id of the first sentence of the instruction that it makes
    untrue, `verdict` what has to be said of that, `kind` a key of `KINDS`, `scenario` how it is met, and
    `link_window` where the diary has to open VK's form for it.
    """

    name: str
    sentence: str
    claim: str
    verdict: Verdict
    kind: str
    patch: Change
    scenario: str = WALK
    link_window: LinkWindow = "same"

    @contextmanager
    def on(self, stand: Stand) -> Iterator[None]:
        """Let a running stand have the defect; afterwards it is as it was before."""
        with ExitStack() as stack:
            self.patch(stand, Patch(stand, stack))
            yield


_register: dict[str, Defect] = {}


def defect(
    name: str,
    sentence: str,
    *,
    claim: str,
    kind: str,
    verdict: Verdict = "broken",
    scenario: str = WALK,
    link_window: LinkWindow = "same",
) -> Callable[[Change], Change]:
    """Enter a change of the stand into the catalogue. Raises `ValueError` when the name is taken."""

    def enter(patch: Change) -> Change:
        if name in _register:
            raise ValueError(f"two defects are called {name}")
        _register[name] = Defect(name, sentence, claim, verdict, kind, patch, scenario, link_window)
        return patch

    return enter


def registered() -> tuple[Defect, ...]:
    """Return all defects that were entered, in their order."""
    return tuple(_register.values())


def named(name: str) -> Defect:
    """Return the defect of this name. Raises `UnknownDefectError`, which names the nearest ones."""
    if name in _register:
        return _register[name]
    near = process.extract(name, list(_register), scorer=fuzz.WRatio, limit=3)
    nearest = ", ".join(found for found, *_ in near)
    raise UnknownDefectError(f"нет дефекта «{name}»; похожие: {nearest}; все покажет «pytest --defects»")
