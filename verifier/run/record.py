"""`pytest --record TEXT`: what a person does in a browser becomes a draft. It is a test of the engine's own."""

from __future__ import annotations

import os
import queue
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Error

from verifier.console import BIN
from verifier.project import shown
from verifier.recording.recorder import Recorder
from verifier.recording.tap import NoRecorderError, tapped
from verifier.recording.writing import DraftError, Files, check, write
from verifier.run import hand
from verifier.run.alone import run_alone
from verifier.run.choice import Choice
from verifier.run.fixtures import NewWalk
from verifier.run.run import RUN
from verifier.run.settings import SETTINGS
from verifier.targets import SiteTarget
from verifier.walk.walk import Walk

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def choose(config: pytest.Config) -> None:
    """Let a run record, and do nothing else. Raises `pytest.UsageError` for what does not go with that."""
    option, choice, name = config.option, config.stash[SETTINGS].choice, config.option.record
    if not _NAME.fullmatch(name):
        raise pytest.UsageError(
            f"--record {name}: имя текста — строчные латинские буквы, цифры и дефисы; назовите его как «open-page»"
        )
    run_alone(config, __file__, "--record", "запись")
    if option.survey or config.stash[SETTINGS].asked:
        raise pytest.UsageError("--record: с осмотром и паузами не бывает; оставьте что-нибудь одно")
    target = choice.target
    if isinstance(target, SiteTarget) and target.allowed == "look-only":
        raise pytest.UsageError(
            f"--record: цель {choice.name} — только просмотр, а при записи человек нажимает что хочет; "
            'назовите другую цель или разрешите здесь всё: allowed = "everything"'
        )
    files = Files.of(choice.product, name)
    if by_hand := next(files.by_hand(), None):
        raise pytest.UsageError(f"--record {name}: {shown(by_hand)} уже есть; назовите текст иначе")
    if (taken := next(files.taken(), None)) and not option.record_anew:
        raise pytest.UsageError(
            f"--record {name}: {shown(taken)} уже записан; назовите текст иначе или добавьте --record-anew"
        )
    try:
        check(files)
    except DraftError as error:  # found out at the end it would take all that was recorded with it
        raise pytest.UsageError(f"--record {name}: {error}") from None
    option.timeout = 0  # a person takes the time that he or she takes


def test_record(pytestconfig: pytest.Config, choice: Choice, new_walk: NewWalk) -> None:
    """Record until every window is closed or Ctrl-C is pressed, and write what was recorded."""
    name, run = pytestconfig.option.record, pytestconfig.stash[RUN]
    files = Files.of(choice.product, name)
    walk = new_walk(pictures="off")
    try:
        with tapped(walk.windows.context) as tap:
            recorder = Recorder(walk, name, tap, run.say, files.module)
            system = choice.product.systems[0]
            walk.follow(walk.windows.sites.origin(system.name) + system.page, system.title)
            run.say(_LEAD)
            desk = None
            if hand.has_person(pytestconfig):
                desk = _Desk(recorder, walk, run.say, hand.terminal(pytestconfig))
            with suppress(KeyboardInterrupt):
                recorder.follow(desk.turn if desk is not None else None)
            draft = recorder.finish()
        written = write(draft, files)
    except (NoRecorderError, DraftError) as error:
        pytest.exit(str(error), returncode=int(pytest.ExitCode.USAGE_ERROR))
    run.say("\n".join(["", "Записано:", *(f"  {shown(one)}" for one in written)]))
    remarks = [*draft.remarks, *walk.windows.questions.told()]
    if remarks:
        run.say("\n".join(["Допишите руками:", *(f"  - {walk.privacy.text(one)}" for one in remarks)]))
    # Where no test is named, this option walks the text and nothing else.
    run.say(f"Пройти: {BIN}pytest --target={choice.name} --instruction={name} --until={len(draft.sentences)}")


class _Desk:
    """The terminal of whoever records: enters settings of the account where the cursor is, and ends the recording."""

    def __init__(self, recorder: Recorder, walk: Walk[Any], say: Callable[[str], None], source: int) -> None:
        self._recorder = recorder
        self._person = walk.person
        self._say = say
        self._settings = [name for name in walk.person.variables() if getattr(walk.person, name)]
        self._lines = queue.SimpleQueue[bytes]()
        threading.Thread(target=self._read, args=(source,), daemon=True).start()
        told = ", ".join(f"{number} — {name}" for number, name in enumerate(self._settings, 1))
        say(f"  Здесь: {told} — вписать в поле, где стоит курсор; {_END} — закончить.")

    def turn(self) -> bool:
        """Do what was asked for; say whether that is to end."""
        while not self._lines.empty():
            line = self._lines.get().decode(errors="replace").strip().casefold()
            if line in (_END, "q"):
                return True
            if line.isdecimal() and 0 < int(line) <= len(self._settings):
                self._enter(self._settings[int(line) - 1])
        return False

    def _enter(self, name: str) -> None:
        value, page = getattr(self._person, name), self._recorder.current
        value = value() if callable(value) else value
        located = page.locator(":focus") if page is not None else None
        if not value or located is None or not located.count():
            self._say("  поставьте курсор в поле, а потом ответьте здесь" if value else "  этого сейчас нет")
            return
        try:
            located.fill(value)
        except Error:
            self._say("  то, где стоит курсор, не поле")

    def _read(self, source: int) -> None:
        # Not through a file of Python's: its lock would be held when the interpreter ends after Ctrl-C.
        while line := os.read(source, 1024):
            self._lines.put(line)


_END = "в"
_LEAD = (
    "\nЗапись идёт: делайте в браузере то, о чём будет инструкция. Закончить — закрыть все окна или Ctrl-C."
)
