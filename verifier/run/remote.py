"""Browsers on other machines: Playwright servers, spread over the workers, and the stand where they can reach it."""

from __future__ import annotations

import ipaddress
import json
import re
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserType, Error

from verifier.redaction.tokens import is_worth_learning
from verifier.screen.trouble import Unavailable

_PATIENCE_MS = 30_000
# As Playwright's server reads them from its header; paths and folders of this machine mean nothing on another.
_SENT = {
    "headless": "headless",
    "channel": "channel",
    "slow_mo": "slowMo",
    "proxy": "proxy",
    "args": "args",
    "executable_path": "executablePath",
    "firefox_user_prefs": "firefoxUserPrefs",
}
_VERSIONS = re.compile(r"server version: v?([\d.]+).*?client version: v?([\d.]+)", re.S)


class Servers:
    """The Playwright servers of a run, as one worker sees them.

    A worker begins with the server of its own number and turns to the next where that one does not answer, so
    that the workers spread, and one server's end is the end of the tests that it had and of no others.
    """

    def __init__(self, addresses: Sequence[str], worker: int) -> None:
        own = worker % len(addresses)
        self._addresses = [*addresses[own:], *addresses[:own]]

    def connect(self, browser_type: BrowserType, launch: Mapping[str, Any]) -> Browser:
        """Return a browser started by the first server that answers. Raises `Unavailable` when none does."""
        options = {_SENT[name]: value for name, value in launch.items() if name in _SENT}
        headers = {
            "x-playwright-browser": browser_type.name,
            "x-playwright-launch-options": json.dumps(options),
        }
        failures = []
        for address in self._addresses:
            try:
                return browser_type.connect(address, headers=headers, timeout=_PATIENCE_MS)
            except Error as error:
                failures.append(f"{place(address)}: {_reason(error)}")
        raise Unavailable(
            "сервер Playwright даёт браузер",
            "; ".join(failures),
            remedy="проверьте, что «playwright run-server» там запущен и доступен отсюда, и повторите прогон",
        )


class Browsers:
    """The browser of a session, started anew for the next test after it has gone.

    One on another machine is asked before each test: Playwright's client does not notice that its server has gone
    before it wants something of it.
    """

    def __init__(self, start: Callable[[], Browser], *, remote: bool) -> None:
        self._start = start
        self._remote = remote
        self._browser: Browser | None = None

    def running(self) -> Browser:
        """Return the browser, alive. Raises what starting it raises."""
        if self._browser is None or not self._lives(self._browser):
            self._browser = self._start()
        return self._browser

    def close(self) -> None:
        """Close the browser unless it has gone."""
        if self._browser is not None and self._browser.is_connected():
            self._browser.close()

    def _lives(self, browser: Browser) -> bool:
        if not browser.is_connected():
            return False
        try:
            if self._remote:
                browser.new_context().close()
        except Error:
            return False
        return True


def worker_number(config: pytest.Config) -> int:
    """Return the number of the worker in a parallel run, from 0; 0 in a run without workers."""
    worker = getattr(config, "workerinput", None)
    return int(worker["workerid"].removeprefix("gw")) if worker else 0


def place(address: str) -> str:
    """Return where a server is, without the path and query, in which grids take their keys."""
    parts = urlsplit(address)
    return (
        f"{parts.scheme}://{parts.hostname}:{parts.port}"
        if parts.port
        else f"{parts.scheme}://{parts.hostname}"
    )


def keys_of(addresses: Sequence[str]) -> Iterator[str]:
    """Yield what in some addresses nobody may read, as it is written there and as it is meant.

    That is the password, the query's text, and what of user and path is no plain word: some grids take keys there.
    """
    for address in addresses:
        parts = urlsplit(address)
        keys = [parts.password or "", parts.query, *parts.query.replace("&", "=").split("=")[1::2]]
        keys += filter(is_worth_learning, (parts.username or "", *parts.path.split("/")))
        for key in filter(None, keys):
            yield from (key, unquote(key))


def check(addresses: Sequence[str], stand_address: str | None, *, stand: bool) -> None:
    """Raise `pytest.UsageError`, one line with the remedy, for addresses that cannot work."""
    for address in addresses:
        parts = urlsplit(address)
        if parts.scheme not in ("ws", "wss") or not parts.hostname:
            raise pytest.UsageError(
                "--connect: нужен адрес сервера Playwright вида ws://имя:порт/ или wss://…; такой печатает "
                "«playwright run-server»"
            )
    if stand_address is not None:
        _check_own(stand_address, stand=stand)
    elif stand and not all(_is_loopback(urlsplit(address).hostname or "") for address in addresses):
        raise pytest.UsageError(
            "--connect: стенд слушает только 127.0.0.1, и браузеры на других машинах до него не дойдут; назовите "
            "адрес этой машины, который они видят: --stand-address АДРЕС"
        )


def _check_own(address: str, *, stand: bool) -> None:
    if not stand:
        raise pytest.UsageError(
            "--stand-address бывает только у стенда; уберите его или назовите «--target stand»"
        )
    try:
        parsed = ipaddress.ip_address(address)
        if parsed.is_unspecified:
            raise ValueError
        family = socket.AF_INET6 if parsed.version == 6 else socket.AF_INET
        with socket.socket(family) as probe:
            probe.bind((address, 0))
    except (ValueError, OSError):
        raise pytest.UsageError(
            f"--stand-address {address}: у этой машины такого адреса нет; назовите один из её адресов (ip address), "
            "не 0.0.0.0"
        ) from None


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _reason(error: Error) -> str:
    message = error.message
    if "428" in message or "version mismatch" in message:
        versions = _VERSIONS.search(message)
        told = f" (там {versions[1]}, здесь {versions[2]})" if versions else ""
        return f"версии Playwright различаются{told}"
    if "Executable doesn't exist" in message or "executable" in message.lower():
        return "на сервере нет браузера; поставьте его там (playwright install) или назовите: --connect-executable ПУТЬ"
    if "ECONNREFUSED" in message:
        return "там никто не слушает"
    if "503" in message or "502" in message:
        return "балансировщик не нашёл живого сервера"
    if "Timeout" in message:
        return f"не ответил за {_PATIENCE_MS // 1000} с"
    return message.splitlines()[0].partition(": ")[2] or message.splitlines()[0]
