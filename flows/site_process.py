"""A site of some product in a process of its own: it serves on a socket that is handed over, and takes commands."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

_ROOT = Path(__file__).resolve().parent.parent
_ENDS_WITHIN_S = 10


class SiteError(RuntimeError):
    """The site's process has ended by itself; the text has what it wrote before."""


class SiteProcess:
    """The module of a site, run until its input ends; each line that is written to it is a command.

    Its port on loopback is taken from here on, so that a gateway can be told of it. The module finds the number of
    its socket in the variable that `socket_in` names. When it has stopped, `crashes` has what it has logged: it should
    stay empty.
    """

    def __init__(self, module: str, socket_in: str, python: Path | None = None) -> None:
        self.crashes = ""
        self._module = module
        self._socket_in = socket_in
        self._python = python or Path(sys.executable)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._running: _Running | None = None
        self.port: int = self._listener.getsockname()[1]

    @contextmanager
    def serve(self, settings: Mapping[str, str]) -> Iterator[None]:
        """Let the site answer, with these variables besides its starter's. Raises `SiteError` if it does not start."""
        with self._listener, tempfile.TemporaryFile("w+", encoding="utf-8") as log:
            inherited = {
                name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")
            }
            process = subprocess.Popen(
                [self._python, "-m", self._module],
                **_handing_over(self._listener),
                cwd=_ROOT,
                env=inherited | dict(settings) | {self._socket_in: str(self._listener.fileno())},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                encoding="utf-8",
            )
            self._running = _Running(process, log)
            try:
                self._listener.close()
                self._running.read_answer()
                yield
            finally:
                self.crashes = self._running.end()
                self._running = None

    def do(self, command: str, **arguments: object) -> Any:
        """Have a command done and return its answer. Raises `SiteError`, and `RuntimeError` before `serve`."""
        if self._running is None:
            raise RuntimeError("the site is not being served")
        return self._running.do(command, **arguments)


def _handing_over(listener: socket.socket) -> dict[str, Any]:
    """Return how a process is started that gets a socket, and no Ctrl-C: its starter ends it in order."""
    if sys.platform == "win32":  # hands over all that may be inherited, and nothing by its number
        listener.set_inheritable(True)
        return {"close_fds": False, "creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    else:  # noqa: RET505  without it the line would count as unreachable
        return {"pass_fds": [listener.fileno()], "process_group": 0}


class _Running:
    """The process, which answers commands line by line; it ends when its input does."""

    def __init__(self, process: subprocess.Popen[str], log: IO[str]) -> None:
        assert process.stdin
        assert process.stdout
        self._process = process
        self._log = log
        self._input: IO[str] = process.stdin
        self._output: IO[str] = process.stdout

    def do(self, command: str, **arguments: object) -> Any:
        """Have a command done and return its answer. Raises `SiteError`."""
        with contextlib.suppress(BrokenPipeError):  # then there is no answer either
            self._input.write(json.dumps({"command": command, **arguments}) + "\n")
            self._input.flush()
        return self.read_answer()

    def read_answer(self) -> Any:
        """Return the next answer. Raises `SiteError` when there will be none."""
        answer = self._output.readline()
        if not answer:
            raise SiteError(f"the site has ended with {self._process.wait()}:\n{self._logged()}")
        return json.loads(answer)

    def end(self) -> str:
        """End the process, and return what it has written to its log."""
        with contextlib.suppress(BrokenPipeError):
            self._input.close()
        try:
            self._process.wait(_ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._output.close()
        return self._logged()

    def _logged(self) -> str:
        self._log.seek(0)
        return self._log.read()
