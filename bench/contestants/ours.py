"""The suite's own walk, run by pytest as ever; only the stand is another, which has a process of its own."""

from __future__ import annotations

import json
import os
import ssl
import urllib.request
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from flows.diary_chats.student import Student, StudentWalk
from verifier.authoring import Name, Newcomer
from verifier.run.redaction import REDACTION


class ServedStand:
    """A stand of another process, as the engine asks it of any."""

    conditions = ""

    def __init__(self) -> None:
        self.proxy = os.environ["BENCH_PROXY"]
        self.crashes: list[str] = []
        self.refused: list[str] = []
        self._made: list[Student] = []
        trust = ssl.create_default_context(cafile=os.environ["BENCH_AUTHORITY"])
        self._http = httpx.Client(proxy=self.proxy, verify=trust)

    def newcomer(self) -> Newcomer:
        """Return whoever walks in the next turn."""
        with urllib.request.urlopen(os.environ["BENCH_TURNS"]) as answer:
            turn: dict[str, Any] | None = json.load(answer)
        if turn is None:
            pytest.skip("no other turn")
        made = turn["student"]
        self._made.append(
            Student(
                login=made["diary_login"],
                password=made["diary_password"],
                name=made["diary_name"],
                vk_login=made["vk_login"],
                vk_password=made["vk_password"],
                vk_name=made["vk_name"],
                private=tuple(map(Name, made["diary_name"].split())),
            )
        )
        return Newcomer(self._made[-1], self, is_invented=True)

    def everyone(self) -> Iterator[str]:
        """Yield what must not be told of those who walk."""
        for student in self._made:
            yield from student.secrets

    def begin_anew(self) -> None:
        """Do nothing: it has no weather."""

    def linked(self, student: Student) -> bool:
        """Say whether the diary's record shows the student's own VK account as linked."""
        return bool(self._record(student)["linked"])

    def access(self, student: Student) -> bool:
        """Say whether VK ID would still let the diary at the student's account."""
        return bool(self._record(student)["granted"])

    def _record(self, student: Student) -> dict[str, Any]:
        answer = self._http.get("https://stand.test/state", params={"diary_login": student.login})
        [found] = answer.raise_for_status().json()
        return dict(found)


@pytest.fixture(scope="module")
def served(pytestconfig: pytest.Config) -> ServedStand:
    """The stand that all contestants have in common."""
    stand = ServedStand()
    pytestconfig.stash[REDACTION].ask(stand.everyone)
    return stand


@pytest.fixture
def local_stand(served: ServedStand) -> ServedStand:
    """Walk there."""
    return served


# A turn begins with whatever else a walk needs: its browser's context, its journal, its recording.
@pytest.fixture(autouse=True)
def newcomer(local_stand: ServedStand) -> Newcomer:
    """Whoever walks in this turn."""
    return local_stand.newcomer()


@pytest.mark.parametrize("_number", range(int(os.environ["BENCH_WALKS"])))
def test_instruction_holds(_number: int, walk: StudentWalk) -> None:
    """Take the whole walk."""
    walk.take()
