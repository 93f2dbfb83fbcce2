"""Runs a stand for a person: `python -m stand`."""

from __future__ import annotations

import argparse
import contextlib
import errno
import shlex
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Sequence

from stand.defects import Defect, UnknownDefectError, named
from stand.server import Stand, Student

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_REFUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a stand until Ctrl-C and return the exit code: 0, or 2 where the port is taken or the defect unknown."""
    options = _parser().parse_args(arguments)
    try:
        defect = named(options.defect) if options.defect else None
    except UnknownDefectError as error:
        print(f"Стенд не запущен: {error}", file=sys.stderr)
        return _REFUSED
    popup = options.popup or (defect is not None and defect.link_window == "popup")
    stand = Stand(port=options.port, link_window="popup" if popup else "same")
    # every second pupil signs in with a code, so that the telephone has something to do
    students = [
        stand.new_student(second_step="code" if number % 2 else "password")
        for number in range(options.students)
    ]
    try:
        stand.start()
    except OSError as error:
        print(_refusal(options.port, error), file=sys.stderr)
        return _REFUSED
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="stand-browser-", ignore_cleanup_errors=True) as profile:
        print(welcome(stand, students, profile, defect), flush=True)
        with contextlib.suppress(KeyboardInterrupt), defect.on(stand) if defect else contextlib.nullcontext():
            threading.Event().wait()
        stand.stop()
    print("\nСтенд остановлен, всё забыто. До свидания!")
    return 0


def welcome(stand: Stand, students: Iterable[Student], profile: str, defect: Defect | None = None) -> str:
    """Return what the person who started the stand needs to know; `profile` is a folder for the browser."""
    addresses = stand.addresses
    warning = (f"Включён дефект {defect.name}: {defect.sentence}",) if defect else ()
    return "\n".join(
        (
            f"Стенд работает. Прокси: {stand.proxy}",
            *warning,
            "",
            *_table(students),
            "",
            "Открыть браузер на стенде (в другом окне терминала):",
            *(f"  {command}" for command in browser_commands(stand, profile)),
            "",
            f"В этом браузере: дневник {addresses.diary}/login, мессенджер {addresses.messenger}/,",
            f"учётные записи {addresses.stand}/, телефон с кодами из СМС {addresses.stand}/telephone",
            "",
            "Остановить: Ctrl-C",
        )
    )


def browser_commands(stand: Stand, profile: str) -> list[str]:
    """Return a command line for each browser of the Chromium family on this machine.

    The browser trusts the stand's key and no other unknown one, and keeps what it stores in `profile`.
    """
    found = [browser for browser in _BROWSERS if shutil.which(browser)] or [_BROWSERS[0]]
    switches = (
        f"--proxy-server={stand.proxy}",
        f"--ignore-certificate-errors-spki-list={stand.gateway.key_hash}",
        f"--user-data-dir={profile}",
        "--no-first-run",
        f"{stand.addresses.diary}/login",
    )
    return [shlex.join((browser, *switches)) for browser in found]


def _table(students: Iterable[Student]) -> list[str]:
    rows = [("Ученик", "Дневник: почта", "пароль", "VK ID: телефон", "пароль", "вход")]
    for student in students:
        pupil, vk = student.pupil, student.vk
        step = "по коду из СМС" if vk.second_step == "code" else "по паролю"
        rows.append((vk.full_name, pupil.login, pupil.password, vk.phone, vk.password, step))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def _refusal(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Порт {port} занят. Остановите другой стенд или назовите свободный порт: --port {port + 1}"
    return f"Порт {port} не открылся: {error.strerror}. Назовите другой: --port 8443"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m stand",
        description="Учебная копия дневника, VK ID и VK Мессенджера на этом компьютере.",
    )
    parser.add_argument("--port", type=_whole(0, 65535), default=8443, help="порт прокси (по умолчанию 8443)")
    parser.add_argument("--popup", action="store_true", help="открывать форму VK ID в отдельном окне")
    parser.add_argument("--defect", metavar="ИМЯ", help="включить дефект каталога (список: pytest --defects)")
    parser.add_argument(
        "--students",
        type=_whole(1, 1000),
        default=2,
        metavar="N",
        help="сколько учеников завести (по умолчанию 2)",
    )
    return parser


def _whole(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        number = int(text) if text.isdecimal() else -1
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"«{text}»: нужно целое число от {least} до {most}")
        return number

    return parse


if __name__ == "__main__":
    sys.exit(main())
