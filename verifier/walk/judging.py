"""Judges an error that a visitor ran into by all that is known of the browser, the network and the pages meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from playwright.sync_api import Error

from verifier.screen.obstacles import Obstacle, complaints_on, obstacle_on, shows_loading
from verifier.screen.trouble import Mismatch, Trouble, Unavailable
from verifier.screen.windows import ANSWERS, Lost, Windows
from verifier.walk.verdict import Verdict, judge


@dataclass(frozen=True)
class Judged:
    """A verdict with its reason, and what network, scripts and pages had to say, a line of Russian each."""

    verdict: Verdict
    trouble: Trouble
    told: Sequence[str]
    browser_lives: bool


class Judge:
    """Comes to verdicts on what goes wrong in some windows; `obstacles` are the screens that turn visitors away."""

    def __init__(self, windows: Windows, obstacles: Sequence[Obstacle]) -> None:
        self._windows = windows
        self._obstacles = obstacles

    def of(self, error: Trouble | Error, since: float) -> Judged:
        """Judge an error by what has happened since a moment of the monotonic clock."""
        network = self._windows.network
        if self._windows.lost_since(since) is None and self._windows.live():
            self._windows.give_up_silent()
        unanswered = network.unanswered_since(since, self._windows.patience_ms / 1000)
        lives = self._windows.live()
        obstacle, complaints = self._listen(since) if lives else (None, [])
        loading = lives and isinstance(error, Mismatch) and self._is_loading()
        if loading and unanswered is None:
            unanswered = network.unfinished_since(since)
        if loading:
            unanswered = f"страница долго грузится: {unanswered}" if unanswered else None
        lost = self._windows.lost_since(since)
        verdict, trouble = judge(
            _of_lost(lost, error) if lost and lives else error,
            outage=network.outage_since(since) or unanswered or (lost.outage if lost else None),
            obstacle=obstacle,
            browser_lives=lives,
        )
        told = [item.text for item in network.incidents if item.at >= since]
        if loading and verdict is Verdict.BROKEN:
            told.append("страница всё ещё показывает, что грузится, хотя ничего больше не ждёт")
        told += [f"страница сообщает: {text}" for text in complaints]
        return Judged(verdict, trouble, told, lives)

    def _is_loading(self) -> bool:
        page = self._windows.current
        with suppress(Error):  # a page that has crashed shows nothing any more
            return page is not None and page in self._windows.that_answer() and shows_loading(page)
        return False

    def _listen(self, since: float) -> tuple[Obstacle | None, list[str]]:
        """Return what stands in the way in some window, if anything does, and what the current one complains of."""
        obstacle, complaints = None, list[str]()
        failed = self._windows.network.fault_since(since)
        for page in self._windows.that_answer():
            if self._windows.network.awaits_page(page):
                continue
            try:
                for surface in page.frames:  # the first of them is its own page
                    obstacle = obstacle or obstacle_on(surface, self._obstacles, server_failed=failed)
                if page is self._windows.current:
                    complaints = complaints_on(page)
            except Error:
                continue  # a page that has crashed says nothing more; why the step failed is known without it
        return obstacle, complaints


def _of_lost(lost: Lost, error: Trouble | Error) -> Trouble:
    """Return why a step failed during which a window was lost: whatever else went wrong comes of that."""
    expected = error.expected if isinstance(error, Trouble) else ANSWERS
    if lost.has_crashed:
        return Unavailable(
            expected, lost.text, remedy="повторите прогон; падает снова — ищите причину на странице"
        )
    return Mismatch(expected, lost.text, remedy="откройте страницу вручную и посмотрите, отвечает ли она")
