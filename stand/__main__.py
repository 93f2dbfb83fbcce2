"""Runs a stand for a person: `python -m stand`."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence

from stand.card import leave
from stand.defects import Defect, UnknownDefectError
from stand.direct_addresses import AddressError
from stand.folder import PrivateFolder
from stand.options import parser, read
from stand.server import Stand, Student
from stand.variants import Variant, VariantError
from stand.weather import UnknownWeatherError

if sys.platform == "win32":
    _ASKED_TO_END = (signal.SIGTERM, signal.SIGBREAK)
    _BROWSERS = tuple(
        rf"{os.environ.get(folder, '')}\{browser}"
        for folder in ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")
        for browser in (r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe")
    )
else:
    _ASKED_TO_END = (signal.SIGTERM, signal.SIGHUP)
    _BROWSERS = (
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    )
_REFUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a stand until Ctrl-C and return the exit code: 0, or 2 for what cannot be done as asked."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # no letter that its encoding has not may end the stand
            stream.reconfigure(errors="backslashreplace")
    options = parser().parse_args(arguments)
    try:
        plan = read(options)
    except (UnknownDefectError, VariantError, UnknownWeatherError, AddressError) as error:
        print(f"Стенд не запущен: {error}", file=sys.stderr)
        return _REFUSED
    stand = Stand(port=options.port, link_window=plan.link_window, direct=plan.direct)
    # every second pupil signs in with a code, so that the telephone has something to do
    students = [
        stand.new_student(second_step="code" if number % 2 and not options.passwords else "password")
        for number in range(options.students)
    ]
    if options.linked:
        for student in students:
            stand.link(student.pupil, student.vk)
    try:
        stand.start()
    except OSError as error:
        print(_refusal(options.port, error), file=sys.stderr)
        return _REFUSED
    for number in _ASKED_TO_END:
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup means it
            signal.signal(number, signal.default_int_handler)
    profile = PrivateFolder()
    try:
        with contextlib.suppress(KeyboardInterrupt), plan.on(stand):
            if options.card:
                leave(stand, students, options.card)
            print(welcome(stand, students, str(profile.path), plan.defect, plan.variants), flush=True)
            _wait_for_ever()
    finally:
        stand.stop()
        profile.remove()
    with contextlib.suppress(OSError):  # the terminal may have gone
        print("\nСтенд остановлен, всё забыто. До свидания!", flush=True)
    return 0


def welcome(
    stand: Stand,
    students: Iterable[Student],
    profile: str,
    defect: Defect | None = None,
    variants: Iterable[Variant] = (),
) -> str:
    """Return what the person who started the stand needs to know; `profile` is a folder for the browser."""
    addresses = stand.addresses
    warning = (f"Включён дефект {defect.name}: {defect.sentence}",) if defect else ()
    told = [f"Вариант {one.name}: {one.sentence}" for one in variants]
    return "\n".join(
        (
            f"Стенд работает. Прокси: {stand.proxy}",
            *warning,
            *told,
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
    join = subprocess.list2cmdline if sys.platform == "win32" else shlex.join
    return [join((browser, *switches)) for browser in found]


def _wait_for_ever() -> None:
    """Wait until a signal's handler raises: on Windows Ctrl-C does not end a wait, it comes after it."""
    never = threading.Event()
    while not never.wait(1 if sys.platform == "win32" else None):
        pass


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


if __name__ == "__main__":
    sys.exit(main())
