"""A run that is interrupted while the page that it looks at spins. `test_hostile_pages.py` starts it."""

from __future__ import annotations

import os
import signal

import pytest

from flows.diary_chats.student import StudentWalk
from stand.rewriting import Answer
from stand.server import Stand

SPIN = "\nif (location.pathname === '/login') { navigator.sendBeacon('/spins'); while (true) {} }"


def test_interrupted(stand: Stand, walk: StudentWalk) -> None:
    def spin(answer: Answer) -> None:
        answer.text += SPIN

    def interrupt(_answer: Answer) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    with (
        stand.rewriting.rewritten("diary", "GET", "/static/login.js", spin),
        stand.rewriting.rewritten("diary", "POST", "/spins", interrupt),
    ):
        walk.take()
    pytest.fail("nobody was interrupted")
