"""The one stand on which everybody walks: a process of its own, reached over the network alone."""

from __future__ import annotations

import json
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx

from bench.processes import ROOT, MeasuringError

_OWN = "https://stand.test"
_DIARY = "https://dnevnik2.petersburgedu.ru"
_LOGIN = {"type": "email", "activation_code": None, "_isEmpty": False}


class ServedStand:
    """A stand that runs; `pid` is its process."""

    def __init__(self, card: dict[str, Any], pid: int) -> None:
        self.pid = pid
        self.proxy = str(card["proxy"])
        self.authority = str(card["authority"])
        self._http = self.visitor()

    def visitor(self) -> httpx.Client:
        """Return a client that keeps its cookies."""
        trust = ssl.create_default_context(cafile=self.authority)
        return httpx.Client(proxy=self.proxy, verify=trust, timeout=10)

    def student(self) -> dict[str, str]:
        """Make somebody who can walk."""
        made: dict[str, str] = self._http.post(f"{_OWN}/students").raise_for_status().json()
        return made

    def state(self, student: dict[str, str]) -> dict[str, Any]:
        """Return what its records have of a student."""
        answer = self._http.get(f"{_OWN}/state", params={"diary_login": student["diary_login"]})
        [found] = answer.raise_for_status().json()
        return dict(found)

    def forget(self, student: dict[str, str]) -> None:
        """Let it forget a student who has walked."""
        query = {"diary_login": student["diary_login"]}
        self._http.delete(f"{_OWN}/students", params=query).raise_for_status()

    def answers_ms(self, count: int) -> list[float]:
        """Return how long each of some answers of the diary's API to a signed-in pupil takes, in milliseconds."""
        student = self.student()
        who = {"login": student["diary_login"], "password": student["diary_password"]}
        taken = []
        with self.visitor() as http:
            http.post(f"{_DIARY}/api/user/auth/login", json={**_LOGIN, **who}).raise_for_status()
            for _ in range(count):
                started = perf_counter()
                http.get(f"{_DIARY}/api/chats/vk-link").raise_for_status()
                taken.append((perf_counter() - started) * 1000)
        return taken


@contextmanager
def served() -> Iterator[ServedStand]:
    """Run a stand while the block lasts."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "stand", "--port=0", "--students=1", f"--card={folder}"]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            try:
                if not process.stdout.readline().startswith("Стенд работает"):
                    raise MeasuringError("стенд не запустился")
                card = json.loads((Path(folder) / "stand.json").read_text(encoding="utf-8"))
                yield ServedStand(card, process.pid)
            finally:
                process.terminate()
                process.communicate()
