"""Bad weather: what makes a system of the stand answer badly although its code is right."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send


class Faults:
    """The weather over one stand; calm until told otherwise."""

    def __init__(self) -> None:
        self._outages: dict[str, int] = {}

    @contextmanager
    def outage(self, system: str, status: int = 503) -> Iterator[None]:
        """Let every request to a system (a field name of `Addresses`) be answered with a server error."""
        self._outages[system] = status
        try:
            yield
        finally:
            del self._outages[system]

    async def strike(self, system: str, scope: Scope, receive: Receive, send: Send) -> bool:
        """Answer in the system's stead if its weather is bad, and say whether that happened."""
        status = self._outages.get(system)
        if status is None:
            return False
        await PlainTextResponse("Сервис временно недоступен\n", status)(scope, receive, send)
        return True
