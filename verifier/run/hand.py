"""What a person who holds a walk in hand has asked for, and the terminal at which he or she sits."""

from __future__ import annotations

import difflib
import os
import queue
import shlex
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import inf
from typing import Any, NoReturn

import pytest

from verifier.console import BIN
from verifier.run.choice import Choice as Target
from verifier.run.elsewhere import DOCUMENTED_WALK
from verifier.targets import TARGETS
from verifier.text.model import Instruction
from verifier.walk.hand import Asked, Choice, Hand
from verifier.walk.journal import Journal
from verifier.walk.walk import Walk

_KEYS: dict[Choice, tuple[str, str]] = {
    "go on": ("Enter", "да"),
    "skip": ("п", "пропустить"),
    "repeat": ("е", "ещё раз то, что сделано"),
    "inspect": ("и", "инспектор Playwright"),
    "quit": ("в", "выйти"),
}
_LATIN = {"s": "п", "r": "е", "i": "и", "q": "в"}
_NEAREST = 3


def settle(config: pytest.Config, choice: Target) -> Asked:
    """Read and check what is asked of the walk. Raises `pytest.UsageError`, one line."""
    option = config.option
    asked = {"--from": option.first, "--until": option.last}
    given = [name for name, told in asked.items() if told is not None]
    given += ["--pause"] * option.pause + ["--pause-on-failure"] * option.pause_on_failure
    if not given:
        return Asked()
    if option.survey:
        raise pytest.UsageError(f"{given[0]}: с --survey не бывает; оставьте что-нибудь одно")
    if len(choice.texts) > 1:
        raise pytest.UsageError(f"{given[0]}: так ходят по одному тексту; оставьте один --instruction")
    text = choice.texts[0]
    first, last = (_claim(text, name, told) if told is not None else "" for name, told in asked.items())
    order = [claim.id for claim in text.claims]
    if first and last and order.index(first) > order.index(last):
        raise pytest.UsageError(
            f"--from {option.first} стоит в тексте после --until {option.last}; поменяйте их местами"
        )
    sits = has_person(config)
    if (option.pause or option.pause_on_failure) and not sits:
        raise pytest.UsageError(
            f"{given[-1]}: спрашивать некого: нужен терминал и один процесс; уберите -n и запустите из терминала"
        )
    stays_open = bool(last) and option.headed and sits
    if option.pause or option.pause_on_failure or stays_open:
        option.timeout = 0  # a person takes the time that he or she takes
    return Asked(first, last, option.pause, option.pause_on_failure, stays_open)


def hand(config: pytest.Config, text: Instruction, asked: Asked) -> Hand:
    """Return who holds a walk of a text in hand."""
    return Hand(text, asked, Console(config), _quit)


class DocumentedWalk:
    """Leaves of a run that somebody holds in hand the documented walk alone: where no test is named, its file is."""

    def __init__(self, config: pytest.Config) -> None:
        if config.args_source is not pytest.Config.ArgsSource.ARGS and (
            file := config.getini(DOCUMENTED_WALK)
        ):
            config.args[:] = [str(config.rootpath / file)]

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Deselect every test that does not walk a whole text."""
        left = [one for one in items if one.get_closest_marker("each_text") is None]
        items[:] = [one for one in items if one not in left]
        config.hook.pytest_deselected(items=left)


class Console:
    """The terminal that pytest was started from, also while pytest captures what tests print."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def say(self, text: str) -> None:
        """Print some lines."""
        with _uncaptured(self._config):
            self._write(f"{text}\n")

    def ask(self, walk: Walk[Any], question: str, choices: Sequence[Choice]) -> Choice:
        """Ask, and wait for an answer while the browser goes on living; an end of the input is «quit»."""
        told = ", ".join(f"{key} — {words}" for key, words in map(_KEYS.__getitem__, choices))
        known = {_KEYS[one][0]: one for one in choices} | {"": choices[0]}
        with _uncaptured(self._config):
            while True:
                self._write(f"  {question} {told}: ")
                answer = self._line(walk)
                if answer is None:
                    return "quit" if "quit" in choices else choices[0]
                key = _LATIN.get(answer, answer)
                if key in known:
                    return known[key]

    def _write(self, text: str) -> None:
        reporter = self._config.pluginmanager.get_plugin("terminalreporter")
        assert reporter is not None, "a run at a terminal has a reporter"
        reporter.ensure_newline()
        reporter.write(text)
        reporter.flush()

    def _line(self, walk: Walk[Any]) -> str | None:
        """Return a line without its end; None at the end of the input."""
        lines = queue.SimpleQueue[bytes]()
        # Not through Python's own file: its lock would be held when the interpreter ends after Ctrl-C.
        source = sys.stdin.fileno()
        threading.Thread(target=lambda: lines.put(os.read(source, 1024)), daemon=True).start()
        walk.windows.await_state(lambda: not lines.empty(), inf)
        raw = lines.get()
        return raw.decode(errors="replace").strip().casefold() if raw else None


def again(config: pytest.Config, item: pytest.Item, journal: Journal, claim: str) -> str:
    """Return the command that walks one sentence of a documented walk again; empty for a test that is none."""
    if item.get_closest_marker("each_text") is None:
        return ""
    number, option, asked = journal.instruction.numbers[claim], config.option, journal.conditions
    words = [f"--target={option.target}"] if option.target else []
    words += [f"--targets={option.targets}"] if option.targets != TARGETS else []
    words += [f"--browser={one}" for one in option.browser or ()]
    words += [f"--instruction={one}" for one in option.instruction]
    # What a stand was put under is an option of this command, or a variable before it.
    before, after = ("", asked) if not asked or asked.startswith("--") else (f"{asked} ", "")
    told = [f"{before}{BIN}pytest", *map(shlex.quote, words), after, f"--from {number} --until {number}"]
    return " ".join(filter(None, told))


@contextmanager
def _uncaptured(config: pytest.Config) -> Iterator[None]:
    capture = config.pluginmanager.get_plugin("capturemanager")
    assert capture is not None, "no run goes without pytest's capture"
    capture.suspend(in_=True)
    try:
        yield
    finally:
        capture.resume()


def has_person(config: pytest.Config) -> bool:
    """Say, while the run is being put together, whether somebody sits at its terminal; nobody does with workers."""
    if getattr(config.option, "numprocesses", None):
        return False
    with _uncaptured(config):
        sits = sys.stdin is not None and sys.stdin.isatty()
    # Until the run begins pytest captures its input alone; else it would take its own reporter's output as well.
    capture = config.pluginmanager.get_plugin("capturemanager")
    assert capture is not None, "no run goes without pytest's capture"
    capture.suspend_global_capture()
    return sits


def terminal(config: pytest.Config) -> int:
    """Return a file descriptor from which to read what is typed at the terminal, also while pytest captures its own."""
    with _uncaptured(config):
        return os.dup(sys.stdin.fileno())


def _claim(text: Instruction, option: str, told: str) -> str:
    """Return the id of a sentence that is told by its number or its id."""
    known = {number: claim for claim, number in text.numbers.items()} | {one: one for one in text.numbers}
    wanted = told.strip().rstrip(".").casefold()
    if wanted in known:
        return known[wanted]
    near = difflib.get_close_matches(wanted, list(known), _NEAREST, cutoff=0)
    raise pytest.UsageError(
        f"{option} {told}: такого предложения нет; похожие: {', '.join(near)}; все покажет «pytest --steps»"
    )


def _quit() -> NoReturn:
    pytest.exit("прогон закончен с паузы", returncode=int(pytest.ExitCode.INTERRUPTED))
