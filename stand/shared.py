"""What the stand's systems stand on: one database, one clock, the addresses, and a way to call each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from stand.addresses import Addresses
from stand.clock import Clock
from stand.database import Database


def _no_network() -> httpx.AsyncClient:
    raise RuntimeError("the stand has not been started: its systems cannot call each other yet")


@dataclass
class Shared:
    """Shared by the three systems of one stand and by nothing else."""

    addresses: Addresses = field(default_factory=Addresses)
    database: Database = field(default_factory=Database)
    clock: Clock = field(default_factory=Clock)
    client: Callable[[], httpx.AsyncClient] = _no_network
    """Make an HTTP client that reaches the other systems as a real server would: by name and over TLS."""
