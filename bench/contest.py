"""The contest: everybody takes the same walk on the same stand, in turns, and what each leaves is looked at."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from bench import peers
from bench.contestants import Contestant, Place
from bench.processes import ROOT, MeasuringError, Spent, below, cpu_of_tree, end, run
from bench.stand import ServedStand
from bench.turns import Turns

PICTURES = 21
SIZE = (2560, 1600)
"""A window of 1280 × 800 at density 2."""
_MADE_CHAT = "Проверка инструкции"
_LONGEST_WALK_S = 120
_FAREWELL_S = 15


@dataclass
class Measured:
    """What the walks of one contestant took; `cold` are those of a process that was started for it.

    `stand_cpu_s` is what the stand's own process took for each warm walk. `absent` says why there is nothing.
    """

    title: str
    warm: list[Spent] = field(default_factory=list)
    cold: list[Spent] = field(default_factory=list)
    stand_cpu_s: list[float] = field(default_factory=list)
    absent: str = ""


class Runner:
    """A contestant whose program runs, ready for a turn."""

    def __init__(self, contestant: Contestant, place: Place, stand: ServedStand, turns: Turns) -> None:
        self.contestant = contestant
        self._stand = stand
        self._folder = place.folder
        self._turns = turns
        self._line = turns.renewed(contestant.name)
        self._seen: set[tuple[Path, int]] = set()
        self._process: subprocess.Popen[str] | None = None
        self.command = contestant.command(place)
        self.environment = {
            **contestant.environment(place),
            "BENCH_AUTHORITY": stand.authority,
            "BENCH_BROWSER": place.browser,
            "BENCH_FOLDER": str(place.folder),
            "BENCH_PROXY": stand.proxy,
            "BENCH_TURNS": turns.address(contestant.name),
            "BENCH_WALKS": str(place.turns),
            "BROWSER_EXECUTABLE": place.browser,
        }

    def start(self) -> None:
        """Start the program, and wait until it asks for its first turn."""
        log = (self._folder / "log.txt").open("w", encoding="utf-8")
        self._process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._await_asked()

    @property
    def pid(self) -> int:
        """The program's process."""
        assert self._process is not None, "started before"
        return self._process.pid

    def walk(self) -> tuple[Spent, float]:
        """Let it take one walk; return what that took, and what the stand took for it.

        Raises `MeasuringError` when it ends in the middle or leaves less than it should.
        """
        student, pictures = self._given()
        cpu, stand_cpu = cpu_of_tree(self.pid), cpu_of_tree(self._stand.pid)
        self._line.given.put({"student": student, "pictures": pictures})
        begun = self._line.begun.get()
        ended = self._await_asked()
        spent = Spent(ended - begun, cpu_of_tree(self.pid) - cpu)
        stand_spent = cpu_of_tree(self._stand.pid) - stand_cpu
        self._check(student)
        return spent, stand_spent

    def walk_cold(self) -> Spent:
        """Start the program for one walk, to its end, and return what all of that took."""
        student, pictures = self._given()
        self._line = self._turns.renewed(self.contestant.name)
        self._line.given.put({"student": student, "pictures": pictures})
        self._line.given.put(None)
        spent = run(self.command, environment={**self.environment, "BENCH_WALKS": "1"})
        self._check(student)
        return spent

    def stop(self) -> None:
        """Let the program end by itself, as there is no other turn; end it if it does not."""
        if self._process is None:
            return
        started = below(self.pid) if self._process.poll() is None else []
        self._line.given.put(None)
        try:
            self._process.wait(_FAREWELL_S)
        except subprocess.TimeoutExpired:
            self._process.terminate()
            self._process.wait()
        end(started)  # chromedriver ends the script that starts Debian's Chromium, and not the browser

    def _given(self) -> tuple[dict[str, str], str | None]:
        if not self.contestant.pictures:
            return self._stand.student(), None
        return self._stand.student(), tempfile.mkdtemp(dir=self._folder)

    def _await_asked(self) -> float:
        assert self._process is not None, "started before"
        for _ in range(_LONGEST_WALK_S):
            try:
                return self._line.await_asked(1)
            except TimeoutError:
                if self._process.poll() is not None:
                    break
        printed = (self._folder / "log.txt").read_text(encoding="utf-8", errors="replace")
        raise MeasuringError(f"{self.contestant.title}: прогон не пройден\n{printed[-3000:]}")

    def _check(self, student: dict[str, str]) -> None:
        kept = {(path, path.stat().st_mtime_ns) for path in self._folder.rglob("*") if path.is_file()}
        new = [path for path, _ in kept - self._seen]
        self._seen = kept
        told = check_state(self._stand.state(student))
        if self.contestant.pictures:
            where = self._folder / self.contestant.kept
            told += check_pictures([path for path in new if path.match(str(where))])
        if self.contestant.trace and not any(
            path.suffix == ".zip" and path.stat().st_size > 0 for path in new
        ):
            told.append("трассы нет")
        self._stand.forget(student)
        if told:
            raise MeasuringError(f"{self.contestant.title}: {'; '.join(told)}")


def check_state(state: Mapping[str, object]) -> list[str]:
    """Return what a walk should have left on the stand and has not: the account linked again, one new chat."""
    told = [] if state["linked"] else ["аккаунт не привязан"]
    chats = state["chats"]
    assert isinstance(chats, list)
    made = sum(str(title).startswith(_MADE_CHAT) for title in chats)
    return told + ([] if made == 1 else [f"создано чатов: {made}"])


def check_pictures(pictures: Sequence[Path]) -> list[str]:
    """Return what is wrong with the pictures of a walk: their number, their size, or that nothing is on one."""
    told = [] if len(pictures) >= PICTURES else [f"картинок {len(pictures)} из {PICTURES}"]
    for path in pictures:
        with Image.open(path) as picture:
            if picture.size != SIZE:
                told.append(f"{path.name}: {picture.width} × {picture.height}")
            elif len(set(picture.convert("L").getextrema())) == 1:
                told.append(f"{path.name}: пусто")
    return told


def contest(
    contestants: Sequence[Contestant],
    stand: ServedStand,
    turns: Turns,
    browser: str,
    rounds: int,
    folder: Path,
    *,
    tell: Callable[[str], None],
) -> dict[str, Measured]:
    """Let them walk, all warm and then all cold, and return what that took, by name; `tell` is told of each walk.

    Raises `MeasuringError` when one of them does not get through, or leaves less than it should.
    """
    found = {one.name: Measured(one.title) for one in contestants}
    with ExitStack() as stack:
        runners = []
        for one in contestants:
            try:
                runners.append(stack.enter_context(_running(one, stand, turns, browser, rounds, folder)))
            except peers.NotSetUpError as error:
                found[one.name].absent = str(error)
        for is_warm in (False, *(True for _ in range(rounds))):
            for runner in runners:
                spent, stand_cpu_s = runner.walk()
                tell(f"{runner.contestant.title}: {spent.wall_s:.1f} с")
                if is_warm:
                    found[runner.contestant.name].warm.append(spent)
                    found[runner.contestant.name].stand_cpu_s.append(stand_cpu_s)
    for _ in range(rounds):
        for runner in runners:
            found[runner.contestant.name].cold.append(spent := runner.walk_cold())
            tell(f"{runner.contestant.title}, с запуска: {spent.wall_s:.1f} с")
    return found


@contextmanager
def _running(
    contestant: Contestant, stand: ServedStand, turns: Turns, browser: str, rounds: int, folder: Path
) -> Iterator[Runner]:
    own = folder / contestant.name
    own.mkdir()
    runner = Runner(contestant, Place(browser, own, rounds + 2), stand, turns)
    try:
        runner.start()
        yield runner
    finally:
        runner.stop()
