"""Direct addresses of a stand that is a site: its systems at addresses of their own, reached without the proxy."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import fields
from typing import Self
from urllib.parse import urlsplit

from stand.addresses import Addresses

SYSTEMS = tuple(field.name for field in fields(Addresses))


class AddressError(ValueError):
    """A system cannot be served where it was asked for; the text is one line: what is wrong, the remedy."""


class DirectAddresses:
    """Listening sockets on loopback, one for each system that has an address of its own.

    `places` has an origin (`https://127.0.0.2:8501`) for each system, by field name of `Addresses`; port 0 takes
    a free one. The sockets are open from here on, so nobody else can take their ports; `addresses` tells where
    they are. Systems on one host would share its cookies, so each needs a host of its own. Raises `AddressError`.
    """

    def __init__(self, places: Mapping[str, str]) -> None:
        self.sockets: list[socket.socket] = []
        chosen: dict[str, str] = {}
        try:
            for system, origin in places.items():
                chosen[system] = self._open(system, origin)
        except AddressError:
            self.close()
            raise
        self.addresses = Addresses(**chosen)

    @classmethod
    def anywhere(cls) -> Self:
        """Open a door for each system, on loopback addresses of their own and free ports."""
        return cls({system: f"https://127.0.0.{number}:0" for number, system in enumerate(SYSTEMS, 2)})

    def close(self) -> None:
        """Close every door."""
        for one in self.sockets:
            one.close()

    def _open(self, system: str, origin: str) -> str:
        host, port = _place(system, origin)
        if any(host == door.getsockname()[0] for door in self.sockets):
            raise AddressError(
                f"{system}: узел {host} уже занят другой системой; назовите свой узел для каждой"
            )
        try:
            door = socket.create_server((host, port), backlog=128)
        except OSError as error:
            raise AddressError(
                f"{system}: {host}:{port} не открывается ({error.strerror}); назовите другой порт"
            ) from None
        self.sockets.append(door)
        taken = door.getsockname()[1]
        return f"https://{urlsplit(origin).hostname}" + ("" if taken == 443 else f":{taken}")


def _place(system: str, origin: str) -> tuple[str, int]:
    """Return the loopback address and the port that an origin means."""
    if system not in SYSTEMS:
        raise AddressError(f"{system}: такой системы нет; есть {', '.join(SYSTEMS)}")
    try:
        parts = urlsplit(origin)
        port = 443 if parts.port is None else parts.port
    except ValueError:
        raise AddressError(f"{system}: {origin}: порт — число от 0 до 65535; исправьте его") from None
    if parts.scheme != "https" or not parts.hostname or parts.path.strip("/") or parts.query:
        raise AddressError(f"{system}: {origin}: пишется https://узел:порт, без пути; исправьте адрес")
    try:
        found = socket.gethostbyname(parts.hostname)
    except OSError:
        raise AddressError(
            f"{system}: узел {parts.hostname} не находится; назовите 127.0.0.2 или подобный"
        ) from None
    if not ipaddress.ip_address(found).is_loopback:
        raise AddressError(f"{system}: {found} — не этот компьютер; стенд открывается только на 127.0.0.0/8")
    return found, port
