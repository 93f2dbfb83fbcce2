"""Which steps are left out where a walk may only look, and why."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Error

from verifier.screen.trouble import Trouble
from verifier.walk.steps import Linked, Step

_SHOWS: dict[Linked, str] = {"linked": "привязан", "unlinked": "не привязан"}


class Sparing:
    """What a walk spares an account in which it may change nothing; `why` is told with every step left out."""

    def __init__(self, why: str) -> None:
        self._why = why
        self._found: Linked | None = None

    def reason(self, step: Step, is_linked: Callable[[], bool]) -> str:
        """Say why a step is left out; empty for one that is to be taken.

        `is_linked` looks at the diary, once, before the first step that takes the account's state for granted.
        Where the diary does not tell, the step is taken: it finds out what is wrong there, and changes nothing.
        """
        if step.changes:
            return f"{self._why}, а этот шаг меняет учётную запись или ждёт такой перемены"
        if step.needs is None:
            return ""
        if self._found is None:
            try:
                self._found = "linked" if is_linked() else "unlinked"
            except (Trouble, Error):
                return ""
        if self._found == step.needs:
            return ""
        return f"{self._why}, а аккаунт VK в дневнике сейчас {_SHOWS[self._found]}"
