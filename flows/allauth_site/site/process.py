"""The site as its starter holds it: its process, its members, and its record of what they have connected."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

_ROOT = Path(__file__).resolve().parents[3]
_ENDS_WITHIN_S = 10


class SiteError(RuntimeError):
    """The site's process has ended by itself; the text has what it wrote before."""


@dataclass(frozen=True)
class Member:
    """An account of the site, made up. Its `repr` shows nothing personal: failed tests print their arguments."""

    username: str = field(repr=False)
    email: str = field(repr=False)
    password: str = field(repr=False)


class Site:
    """A stock django-allauth site whose members can connect their VK accounts.

    Its port on loopback is taken from here on, so that a gateway can be told of it; `serve` starts its process. VK ID
    has to know a client with `client_id` and `callback` as its return address. When the site has stopped, `crashes`
    has what its log says of requests that its code failed on: it should stay empty.
    """

    origin = "https://allauth.example"
    callback = f"{origin}/accounts/vk/login/callback/"
    client_id = "53002001"

    def __init__(self) -> None:
        self.crashes = ""
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._process: _Process | None = None
        self.port: int = self._listener.getsockname()[1]

    @contextmanager
    def serve(self, *, proxy: str, authority: bytes) -> Iterator[None]:
        """Let the site answer; it reaches VK ID through `proxy` alone, and trusts `authority` (PEM) alone.

        Raises `SiteError` when it does not start.
        """
        with (
            self._listener,
            tempfile.TemporaryDirectory(prefix="allauth-site-") as folder,
            tempfile.TemporaryFile("w+", encoding="utf-8") as log,
        ):
            bundle = Path(folder) / "authority.pem"
            bundle.write_bytes(authority)
            settings = {
                "ALLAUTH_SITE_FOLDER": folder,
                "ALLAUTH_SITE_ORIGIN": self.origin,
                "ALLAUTH_SITE_CLIENT_ID": self.client_id,
                "ALLAUTH_SITE_CLIENT_SECRET": secrets.token_urlsafe(15),
                "HTTPS_PROXY": proxy,
                "REQUESTS_CA_BUNDLE": str(bundle),
            }
            self._process = _Process(self._listener, settings, log)
            try:
                self._listener.close()
                self._process.read_answer()
                yield
            finally:
                self.crashes = self._process.end()
                self._process = None

    def new_member(self) -> Member:
        """Make a member with a password, who has connected nothing. Raises `SiteError`."""
        name = f"chitatel-{secrets.token_hex(3)}"
        member = Member(name, f"{name}@pochta.test", f"Chitatel-{secrets.token_urlsafe(9)}")
        self._do("new_member", **asdict(member))
        return member

    def connect(self, member: Member, profile: Mapping[str, str]) -> None:
        """Connect a VK account to a member's as if they had gone through VK's form.

        `profile` is what VK ID tells of the account, `user_id` and `first_name` for example. Raises `SiteError`.
        """
        self._do("connect", username=member.username, profile=dict(profile))

    def connected(self, member: Member) -> list[str]:
        """Return the ids of the VK accounts that the site's own record has for a member. Raises `SiteError`."""
        ids: list[str] = self._do("connected", username=member.username)
        return ids

    def _do(self, command: str, **arguments: object) -> Any:
        if self._process is None:
            raise RuntimeError("the site is not being served")
        return self._process.do(command, **arguments)


class _Process:
    """The site's process, which takes commands and answers them, line by line; it ends when its input does."""

    def __init__(self, listener: socket.socket, settings: dict[str, str], log: IO[str]) -> None:
        inherited = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        self._log = log
        self._process = subprocess.Popen(
            [sys.executable, "-m", "flows.allauth_site.site"],
            cwd=_ROOT,
            env=inherited | settings | {"ALLAUTH_SITE_SOCKET": str(listener.fileno())},
            pass_fds=[listener.fileno()],
            process_group=0,  # Ctrl-C is for the starter, who then ends the site in order
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            encoding="utf-8",
        )
        assert self._process.stdin
        assert self._process.stdout
        self._input: IO[str] = self._process.stdin
        self._output: IO[str] = self._process.stdout

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
