"""The verdict on a claim, and how an error becomes one."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

from verifier.console import BIN, MAKE
from verifier.screen.trouble import Contradiction, Mismatch, Trouble, Unavailable

if TYPE_CHECKING:  # reports know verdicts, and need no browser
    from playwright.sync_api import Error as PlaywrightError

    from verifier.screen.obstacles import Obstacle


class Verdict(StrEnum):
    """What a walk can say of a claim."""

    HOLDS = "holds"
    """The product does what the sentence says, in its words."""
    DRIFT = "drift"
    """The product does it, but the words differ."""
    BROKEN = "broken"
    """The product does not do what the sentence says."""
    ENVIRONMENT = "environment"
    """The run could not tell: the target or the browser failed."""
    UNPROVEN = "unproven"
    """The walk did not get so far."""

    @property
    def in_words(self) -> str:
        """What readers see."""
        return _TITLES[self]

    @property
    def sign(self) -> str:
        """One character, the same in the console and in every report."""
        return _SIGNS[self]


_SIGNS = {
    Verdict.HOLDS: "✓",
    Verdict.DRIFT: "≠",
    Verdict.BROKEN: "✗",
    Verdict.ENVIRONMENT: "?",
    Verdict.UNPROVEN: "·",
}
_TITLES = {
    Verdict.HOLDS: "подтверждено",
    Verdict.DRIFT: "слова расходятся",
    Verdict.BROKEN: "не работает",
    Verdict.ENVIRONMENT: "не удалось проверить",
    Verdict.UNPROVEN: "не проверялось",
}

_WEIGHT = [Verdict.UNPROVEN, Verdict.HOLDS, Verdict.ENVIRONMENT, Verdict.DRIFT, Verdict.BROKEN]


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict on a claim that several scenarios looked at; unproven when none did."""
    return max(verdicts, key=_WEIGHT.index, default=Verdict.UNPROVEN)


EXIT_BROKEN = 1
EXIT_DRIFT = 10
EXIT_ENVIRONMENT = 11


def exit_code(failures: Iterable[Verdict | None]) -> int:
    """Return a run's exit code from the verdicts of its failed tests; None is a failure that has no verdict.

    Anything broken, or failed for another reason, is 1. Without that, a failure of the environment outweighs
    drift: such a run could not tell everything, so it must not read as «nothing but words».
    """
    kinds = set(failures)
    if not kinds:
        return 0
    if kinds == {Verdict.DRIFT}:
        return EXIT_DRIFT
    if kinds <= {Verdict.DRIFT, Verdict.ENVIRONMENT}:
        return EXIT_ENVIRONMENT
    return EXIT_BROKEN


def judge(
    error: Trouble | PlaywrightError,
    *,
    outage: str | None = None,
    obstacle: Obstacle | None = None,
    browser_lives: bool | None = None,
) -> tuple[Verdict, Trouble]:
    """Turn what a step ran into, and what the network and the page said meanwhile, into a verdict with its reason.

    `outage` is a failure of a server or of the network during the step, or an answer that has not come yet;
    `obstacle` is a known screen that turns visitors away. Either makes a failed check the environment's, not the
    product's, and so does a browser that lives no more; a window that closes although the browser lives was
    closed by the product. A page that the product's own record contradicts is broken whatever network and page say.
    `browser_lives` is None where nobody knows.
    """
    trouble = error if isinstance(error, Trouble) else _in_words(error, browser_lives)
    if browser_lives is False and not isinstance(trouble, Unavailable):
        trouble = Unavailable(trouble.expected, "браузер пропал посреди шага", remedy=_RETRY)
    if isinstance(trouble, Unavailable):
        return Verdict.ENVIRONMENT, trouble
    if isinstance(trouble, Contradiction):
        return Verdict.BROKEN, trouble
    if outage is not None:
        return Verdict.ENVIRONMENT, Unavailable(trouble.expected, outage, remedy=_RETRY)
    if obstacle is not None:
        return Verdict.ENVIRONMENT, Unavailable(trouble.expected, obstacle.observed, remedy=obstacle.remedy)
    return Verdict.BROKEN, trouble


def _in_words(error: PlaywrightError, browser_lives: bool | None) -> Trouble:
    message = error.message
    if "has been closed" in message and browser_lives:
        return Mismatch("окно остаётся открытым", "страница закрыла его посреди шага")
    reason = message.splitlines()[0].partition(": ")[2] or message.splitlines()[0]
    if "launch" in message:
        return Unavailable("браузер запускается", f"не запускается: {reason}", remedy=_INSTALL)
    if "has been closed" in message or "Target crashed" in message:
        return Unavailable("браузер работает", f"браузер пропал: {reason}", remedy=_RETRY)
    if "net::ERR" in message or "NS_ERROR" in message or "Could not connect" in message:
        return Unavailable("страница открывается", f"сеть не отвечает: {reason}", remedy=_RETRY)
    return Mismatch("действие удаётся", reason)


_RETRY = "проверьте, работает ли система и доступна ли она отсюда, и повторите прогон"
_INSTALL = (
    f"поставьте браузер: chromium ставит «{MAKE} setup», другие — «{BIN}playwright install --with-deps ИМЯ»"
)
