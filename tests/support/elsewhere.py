"""Another system for the project's own code alone: what it has not is taken away, what it has instead is there.

Libraries go on with the system that there is; what they do on others is theirs to test. `start` has to be called
before anything of the project is imported.
"""

from __future__ import annotations

import builtins
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ROOMS = tuple(
    str(ROOT / room) for room in ("conftest.py", "flows", "pages", "reports", "stand", "tools", "verifier")
)
POSIX_MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
LACKING: Mapping[ModuleType, tuple[str, ...]] = {
    os: (
        "O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "chown", "fchmod", "fchown", "fork", "getegid",
        "geteuid", "getgid", "getpgid", "getuid", "killpg", "mkfifo", "pread", "pwrite", "setsid", "sysconf", "uname",
        "wait",
    ),
    signal: (
        "SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGUSR1", "SIGUSR2", "alarm", "pause",
        "pthread_sigmask", "setitimer", "sigwait",
    ),
    socket: ("AF_UNIX",),
    subprocess: (),
    sys: (),
}  # fmt: skip
INSTEAD: Mapping[ModuleType, Mapping[str, Any]] = {
    os: {"O_BINARY": 0, "O_NOINHERIT": 0},
    signal: {"SIGBREAK": signal.SIGHUP},
    subprocess: {"CREATE_NEW_PROCESS_GROUP": 0},
    sys: {"platform": "win32"},
}


class _Elsewhere(ModuleType):
    """A module as it is on Windows; what is set in it is set in the real one."""

    def __init__(self, real: ModuleType) -> None:
        super().__init__(real.__name__)
        self.__dict__.update(_real=real, **INSTEAD.get(real, {}))

    def __getattr__(self, name: str) -> Any:
        real = self.__dict__["_real"]
        if name in LACKING[real]:
            raise AttributeError(f"module {real.__name__!r} has no attribute {name!r}", name=name, obj=self)
        return getattr(real, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.__dict__["_real"], name, value)


def start() -> None:
    """Let the project's code find itself on Windows from here on."""
    there = {module.__name__: _Elsewhere(module) for module in LACKING}
    real = builtins.__import__

    def imported(name: str, scope: Mapping[str, Any] | None = None, *more: Any, **named: Any) -> ModuleType:
        if scope is None or not str(scope.get("__file__")).startswith(ROOMS):
            return real(name, scope, *more, **named)
        if name in POSIX_MODULES:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        found = real(name, scope, *more, **named)
        return there.get(found.__name__, found)

    builtins.__import__ = imported  # type: ignore[assignment]
    real_init = subprocess.Popen.__init__

    def made(self: Any, *command: Any, **keys: Any) -> None:
        by = sys._getframe(1).f_code.co_filename
        if by.startswith(ROOMS) and (keys.get("pass_fds") or keys.get("preexec_fn")):
            raise ValueError("pass_fds and preexec_fn are not supported on Windows platforms")
        real_init(self, *command, **keys)

    subprocess.Popen.__init__ = made  # type: ignore[method-assign]
