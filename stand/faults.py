"""Bad weather at work: what makes a system of the stand answer badly although its code is right."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from stand.weather import CALM, IDEMPOTENT, Fate, Forecast, Weather

HANG_UP = "hang_up"
"""Under this name a request's state holds a function that breaks its connection."""
SYSTEMS = frozenset({"diary", "vk_id", "vk_id_former", "messenger"})
"""The stand's own systems that have weather, as its neighbours do."""
SHELTERED = "stand"
"""The stand's own page has no weather."""
LONGEST_HOLD_S = 0.5
"""An answer that is to be overtaken waits no longer than this for one to a later request."""

_LOOK_EVERY_S = 0.05
_COPY_COMES_AFTER_S = 0.1


class Faults:
    """The weather over one stand; calm until told otherwise. `sleep` is how it lets seconds pass."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep
        self._outages: dict[str, int] = {}
        self._forecast = Forecast(CALM, 0)
        self._numbers = itertools.count()
        self._overtaken: list[tuple[int, asyncio.Future[None]]] = []

    @contextmanager
    def outage(self, system: str, status: int = 503) -> Iterator[None]:
        """Let every request to a system be answered with a server error.

        `system` is a field name of `Addresses`, or a neighbour's name.
        """
        self._outages[system] = status
        try:
            yield
        finally:
            del self._outages[system]

    @contextmanager
    def weather(self, weather: Weather, seed: int) -> Iterator[None]:
        """Put a weather over the systems, from the first thing that its seed has in store."""
        before, self._forecast = self._forecast, Forecast(weather, seed)
        try:
            yield
        finally:
            self._forecast = before

    @property
    def forecast(self) -> Forecast:
        """The weather over the systems."""
        return self._forecast

    def begin_anew(self) -> None:
        """Let the present weather begin from the first thing that its seed has in store."""
        self._forecast = Forecast(self._forecast.weather, self._forecast.seed)

    def bytes_per_second(self) -> int | None:
        """Return what one connection carries each way; None for as much as there is."""
        return self._forecast.weather.bytes_per_second

    async def pass_on(self, app: ASGIApp, system: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a system's application answer, as far as its weather lets it."""
        if system in self._outages:
            await _failure(self._outages[system])(scope, receive, send)
            return
        forecast, number = self._forecast, next(self._numbers)
        fate = forecast.fate(system, scope["method"], scope["path"]) if system != SHELTERED else Fate()
        if fate.there:
            await self._sleep(fate.there)
        if fate.end == "refused":
            await _hang_up(scope, receive)
        elif fate.end == "never":
            await self._keep_waiting(forecast, scope, receive)
        elif fate.status is not None:
            await _failure(fate.status)(scope, receive, send)
        else:
            await self._answer(app, _Travel(self, fate, number, send), scope, receive)

    async def travel_back(self, fate: Fate, number: int) -> None:
        """Keep an answer as long as it is on its way; `number` is that of its request."""
        if fate.back:
            await self._sleep(fate.back)
        if not fate.overtaken:
            return
        later = asyncio.get_running_loop().create_future()
        limit = asyncio.ensure_future(self._sleep(LONGEST_HOLD_S))
        self._overtaken.append((number, later))
        await asyncio.wait({later, limit}, return_when=asyncio.FIRST_COMPLETED)
        self._overtaken.remove((number, later))
        limit.cancel()

    def has_left(self, number: int) -> None:
        """Let go the answers to earlier requests that this one was to overtake."""
        for held, later in self._overtaken:
            if held < number and not later.done():
                later.set_result(None)

    async def _answer(self, app: ASGIApp, travel: _Travel, scope: Scope, receive: Receive) -> None:
        copy = {**scope, "state": dict(scope.get("state", {}))}  # an application writes into its own
        await app(scope, receive, travel.send)
        if travel.broken:
            await _hang_up(scope, receive)
        elif travel.fate.copied and scope["method"] in IDEMPOTENT:
            await self._sleep(_COPY_COMES_AFTER_S)
            await app(copy, _bodiless(), _unheard)

    async def _keep_waiting(self, forecast: Forecast, scope: Scope, receive: Receive) -> None:
        """Answer nothing until the client has given up or the weather has changed."""
        gone = asyncio.ensure_future(_gone(receive))
        while not gone.done() and self._forecast is forecast:
            await asyncio.wait({gone}, timeout=_LOOK_EVERY_S)
        if not gone.done():
            gone.cancel()
            await _hang_up(scope, receive)


class _Travel:
    """An answer on its way back; `broken` says that it has ended half-way."""

    def __init__(self, faults: Faults, fate: Fate, number: int, send: Send) -> None:
        self.fate = fate
        self.broken = False
        self._faults = faults
        self._number = number
        self._send = send

    async def send(self, message: Message) -> None:
        """Send a part of the answer, or what the weather leaves of it."""
        if self.broken:
            return
        body = message.get("body", b"")
        if message["type"] == "http.response.start":
            await self._faults.travel_back(self.fate, self._number)
            await self._send(message)
            self._faults.has_left(self._number)
        elif self.fate.end == "cut" and len(body) > 1:
            self.broken = True
            await self._send({**message, "body": body[: len(body) // 2], "more_body": True})
        else:
            await self._send(message)


def _failure(status: int) -> PlainTextResponse:
    return PlainTextResponse("Сервис временно недоступен\n", status)


async def _hang_up(scope: Scope, receive: Receive) -> None:
    scope["state"][HANG_UP]()
    await _gone(receive)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _bodiless() -> Receive:
    """Return how an application receives a request without a body from a client that stays."""
    asked = 0

    async def receive() -> Message:
        nonlocal asked
        asked += 1
        if asked > 1:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": b"", "more_body": False}

    return receive


async def _unheard(_message: Message) -> None:
    pass
