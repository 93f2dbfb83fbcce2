"""Where the code of a second step comes from: the clock (TOTP), or a command that prints it."""

from __future__ import annotations

import re
import subprocess
import threading
import time
from collections.abc import Callable, Sequence

import pyotp

from verifier.screen.trouble import Unavailable

COMMAND_LIMIT_S = 30.0

_CODE = re.compile(r"(?<!\d)\d{4,8}(?!\d)")


class _AsHandedOut(pyotp.TOTP):
    """Takes secrets of sixteen letters too: how long its secrets are is for the site to choose, and many choose so."""

    min_secret_length_bits = 80


class Totp:
    """Codes by the clock (RFC 6238), of a secret in Base32. Raises `ValueError` when the secret is none.

    A code serves once (RFC 6238 §5.2): whoever asks again within its half minute waits for the next one. A clock that
    has been put back further than that is believed. `clock` tells the seconds since the epoch, `wait` lets some pass.
    """

    def __init__(
        self,
        secret: str,
        clock: Callable[[], float] = time.time,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._totp = _AsHandedOut("".join(secret.split()))
        self._clock = clock
        self._wait = wait
        self._last = -1
        self._turn = threading.Lock()
        self._totp.at(0)  # a secret that is no Base32 is found out here, not in the middle of a walk

    def __call__(self) -> str:
        """Return a code that has not been given out before."""
        with self._turn:
            period = self._totp.interval
            while self._last - 1 <= (number := int(self._clock()) // period) <= self._last:
                self._wait((self._last + 1) * period - self._clock())
            self._last = number
            return self._totp.at(number * period)


class Command:
    """Codes printed by a command, which is run without a shell and has `COMMAND_LIMIT_S` seconds for it.

    What the command says besides is read by nobody: it may hold secrets. `asked_by` says in messages who wants the
    code, `named_by` which variable names the command.
    """

    def __init__(
        self,
        words: Sequence[str],
        limit_s: float = COMMAND_LIMIT_S,
        *,
        asked_by: str = "",
        named_by: str = "",
    ) -> None:
        self._words = list(words)
        self._limit_s = limit_s
        self._asked_by = asked_by
        self._named_by = named_by

    def __call__(self) -> str:
        """Return the only number of four to eight digits in the command's output. Raises `Unavailable`."""
        try:
            ran = subprocess.run(
                self._words,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=self._limit_s,
                check=False,
            )
        except OSError as error:
            raise self._silent(f"команда не запускается: {error.strerror}") from None
        except subprocess.TimeoutExpired:
            raise self._silent(f"команда не ответила за {self._limit_s:g} с") from None
        if ran.returncode:
            raise self._silent(f"команда закончила с кодом {ran.returncode}")
        found = _CODE.findall(ran.stdout.decode(errors="replace"))
        if len(found) != 1:
            raise self._silent("команда напечатала не один код" if found else "команда не напечатала кода")
        return str(found[0])

    def _silent(self, observed: str) -> Unavailable:
        expected = f"код второго шага {self._asked_by} известен".replace("  ", " ")
        remedy = f"выполните {self._named_by or 'команду'} сами: она печатает один код"
        return Unavailable(expected, observed, remedy=remedy)
