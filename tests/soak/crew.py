"""The crew of a soak: processes that each have a stand and a browser of their own, and walk one trip after another."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

from tests.soak.plan import Outcome, Trip
from tests.soak.walker import walk_trips

_LONGEST_WALK_S = 180
_FAREWELL_S = 10


@dataclass
class _Worker:
    process: SpawnProcess
    line: Connection
    trip: Trip | None = None
    since: float = 0

    def begin(self, trip: Trip) -> None:
        self.trip, self.since = trip, time.monotonic()
        self.line.send(trip)

    def end(self, told: str) -> Outcome:
        """Give up the trip that the worker is on, and the worker with it."""
        assert self.trip is not None
        self.kill()
        return Outcome(self.trip, None, time.monotonic() - self.since, told)

    def stop(self) -> None:
        """Let the worker close its browser and its stand, for a while."""
        self.line.close()
        self.process.terminate()

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):  # the browser is in the same group
            os.killpg(self.process.pid or 0, signal.SIGKILL)
        self.process.join()


class Crew:
    """Walks trips in parallel."""

    def __init__(self, size: int, folder: Path) -> None:
        self._size = size
        self._folder = folder
        self._workers: list[_Worker] = []

    def walk(self, trips: Iterable[Trip]) -> Iterator[Outcome]:
        """Walk the trips and yield the outcome of each as it comes; a trip is begun only when it is asked for."""
        waiting = iter(trips)
        self._workers = [self._hire() for _ in range(self._size)]
        for worker in self._workers:
            self._send_off(worker, waiting)
        while busy := [worker for worker in self._workers if worker.trip is not None]:
            ready = wait([worker.line for worker in busy], timeout=1)
            for worker in busy:
                if worker.line in ready:
                    yield self._hear(worker, waiting)
                elif time.monotonic() - worker.since > _LONGEST_WALK_S:
                    yield worker.end(f"прогон не закончился за {_LONGEST_WALK_S} с")
                    self._replace(worker, waiting)

    def dismiss(self) -> None:
        """End every worker: in order where that is possible within some seconds."""
        for worker in self._workers:
            worker.stop()
        deadline = time.monotonic() + _FAREWELL_S
        for worker in self._workers:
            worker.process.join(max(0, deadline - time.monotonic()))
            worker.kill()

    def _hear(self, worker: _Worker, waiting: Iterator[Trip]) -> Outcome:
        try:
            outcome: Outcome = worker.line.recv()
        except (EOFError, OSError):
            lost = worker.end("процесс, который шёл, пропал")
            self._replace(worker, waiting)
            return lost
        self._send_off(worker, waiting)
        return outcome

    def _send_off(self, worker: _Worker, waiting: Iterator[Trip]) -> None:
        trip = next(waiting, None)
        if trip is None:
            worker.trip = None
        else:
            worker.begin(trip)

    def _replace(self, worker: _Worker, waiting: Iterator[Trip]) -> None:
        self._workers.remove(worker)
        fresh = self._hire()
        self._workers.append(fresh)
        self._send_off(fresh, waiting)

    def _hire(self) -> _Worker:
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(
            target=walk_trips, args=(theirs, self._folder), name="soak-walker"
        )
        process.start()
        theirs.close()
        return _Worker(process, ours)


@contextmanager
def crew(size: int, folder: Path) -> Iterator[Crew]:
    """Have a crew of some processes, whose journals of false alarms stay below a folder."""
    hired = Crew(size, folder)
    try:
        yield hired
    finally:
        hired.dismiss()
