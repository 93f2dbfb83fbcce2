"""Which steps are left out where a walk may only look, and why."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Error

from verifier.accounts.state import State
from verifier.product import Product
from verifier.screen.trouble import Trouble
from verifier.walk.steps import Step


class LookOnly:
    """What a walk leaves out for the sake of an account in which it may change nothing.

    `why` is told with every step left out.
    """

    def __init__(self, why: str, product: Product) -> None:
        self._why = why
        self._product = product
        self._found: dict[str, str] = {}

    def reason(self, step: Step, glance: Callable[[State], str]) -> str:
        """Say why a step is left out; empty for one that is to be taken.

        `glance` looks at a state of the account, once, before the first step that takes it for granted. Where the
        product does not tell, the step is taken: it finds out what is wrong there, and changes nothing.
        """
        if step.changes:
            return f"{self._why}, а этот шаг меняет учётную запись или ждёт такой перемены"
        if step.needs is None:
            return ""
        state = self._product.state_of(step.needs)
        if state.name not in self._found:
            try:
                self._found[state.name] = glance(state)
            except (Trouble, Error):
                return ""
        found = self._found[state.name]
        return "" if found == step.needs else f"{self._why}, а сейчас {state.words[found]}"
