"""A browser of its own, in a thread of its own, in which accounts are looked after.

A walk may end by a signal, a time-out or the death of its browser or driver. None of that reaches this thread: signals
come to the main one, and nothing here is shared with the walk.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

from verifier.accounts.account import Account
from verifier.accounts.account_visit import AccountVisit, Found
from verifier.accounts.folder import Folder
from verifier.product import Product
from verifier.redaction.secrets import Secrets
from verifier.redaction.tokens import is_worth_learning
from verifier.screen.asking import teach
from verifier.screen.sites import Sites
from verifier.screen.trouble import Unavailable
from verifier.walk.wordings import Wordings

T = TypeVar("T")


class AccountBrowser:
    """Looks after the accounts of one target, one after another.

    `launch` starts a browser, `context_args` are those of Playwright's `new_context`, `patience_s` is in seconds. What
    a signed-in state holds is told to `known_to` before anything is done with it.
    """

    def __init__(
        self,
        launch: Callable[[Playwright], Browser],
        context_args: Mapping[str, Any],
        product: Product,
        sites: Sites,
        wordings: Wordings,
        *,
        patience_s: float,
        known_to: Secrets,
    ) -> None:
        self._launch = launch
        self._context_args = dict(context_args)
        self._product = product
        self._sites = sites
        self._wordings = wordings
        self._patience_ms = patience_s * 1000
        self._known_to = known_to
        self._thread = ThreadPoolExecutor(1, "accounts")
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    def look(self, account: Account, folder: Folder) -> Found:
        """Return an account's states as the product shows them. Raises `Trouble`."""
        return self._do(lambda: self._with(account, folder, AccountVisit.look))

    def hindrance(self, account: Account, folder: Folder, found: Found) -> Unavailable | None:
        """Return why an account could not be put back to what was found, None where all that it takes answers."""
        states = self._product.states
        takes = dict.fromkeys(
            name for state in states for name in state.takes.get(found.get(state.name, ""), ())
        )
        if not takes:
            return None
        return self._do(lambda: self._with(account, folder, lambda visit: visit.silence_of(takes)))

    def put(self, account: Account, folder: Folder, wanted: Found) -> None:
        """Make an account's states what they have to be. Raises `Trouble`."""
        self._do(lambda: self._with(account, folder, lambda visit: visit.put(wanted)))

    def close(self) -> None:
        """Close the browser and end the thread."""
        try:
            self._do(self._stop)
        finally:
            self._thread.shutdown()

    def _do(self, errand: Callable[[], T]) -> T:
        """Have something done, to its end: whoever interrupts waits for it. A second interruption gives up."""
        under_way: Future[T] = self._thread.submit(errand)
        try:
            return under_way.result()
        except BaseException as interruption:
            if under_way.done():
                raise
            with contextlib.suppress(Exception):  # the interruption is what is told
                under_way.result()
            raise interruption

    def _with(self, account: Account, folder: Folder, errand: Callable[[AccountVisit], T]) -> T:
        with self._visiting(account, folder) as visit:
            return errand(visit)

    @contextmanager
    def _visiting(self, account: Account, folder: Folder) -> Iterator[AccountVisit]:
        """Open a context with the account's kept state, and keep the state again when all went well."""
        state = folder.state()
        self._learn(state)
        context = self._running().new_context(**self._context_args, storage_state=state)
        try:
            visit = AccountVisit(
                context,
                self._product,
                self._sites,
                account.person,
                self._wordings,
                patience_ms=self._patience_ms,
                known_to=self._known_to,
            )
            try:
                yield visit
            except BaseException:
                folder.forget_state()  # it may be what went wrong
                raise
            fresh = context.storage_state()
            self._learn(fresh)
            folder.keep_state(fresh)
        finally:
            with contextlib.suppress(Error):  # of a browser that has gone nothing is left to close
                context.close()

    def _running(self) -> Browser:
        """Return the browser, started anew where it has gone."""
        if self._playwright is None:
            self._playwright = sync_playwright().start()
            teach(self._playwright)
        if self._browser is None or not self._browser.is_connected():
            self._browser = self._launch(self._playwright)
        return self._browser

    def _stop(self) -> None:
        if self._browser is not None:
            with contextlib.suppress(Error):
                self._browser.close()
        if self._playwright is not None:
            self._playwright.stop()

    def _learn(self, state: Any) -> None:
        if state is None:
            return
        values = [cookie["value"] for cookie in state["cookies"]]
        values += [item["value"] for origin in state["origins"] for item in origin["localStorage"]]
        self._known_to.learn(value for value in values if is_worth_learning(value))
