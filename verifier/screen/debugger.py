"""What the debugger of Chromium tells of a page: what it asks its user to permit, and that it has eaten its memory.

Playwright tells of neither, and a wrapper around the page's own functions would be within the page's reach. It also
closes windows that Playwright's own way leaves open.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from playwright.sync_api import CDPSession, Error, Page

_ASKED_BY = {
    "геолокация": (
        "self.Geolocation?.prototype.getCurrentPosition",
        "self.Geolocation?.prototype.watchPosition",
    ),
    "уведомления": ("self.Notification?.requestPermission", "self.PushManager?.prototype.subscribe"),
    "камера или микрофон": ("self.MediaDevices?.prototype.getUserMedia",),
    "показ экрана": ("self.MediaDevices?.prototype.getDisplayMedia",),
    "чтение буфера обмена": ("self.Clipboard?.prototype.readText", "self.Clipboard?.prototype.read"),
    "MIDI": ("self.Navigator?.prototype.requestMIDIAccess",),
    "Bluetooth": ("self.Bluetooth?.prototype.requestDevice",),
    "USB": ("self.USB?.prototype.requestDevice",),
}
"""What is asked for, and the browser's functions that ask."""
_FUNCTIONS = f"[{', '.join(one for functions in _ASKED_BY.values() for one in functions)}]"
_CALLED = [what for what, functions in _ASKED_BY.items() for _ in functions]
# `debug` is the console's, and pages have none: it halts before each call of a function, the browser's own too.
_HALT = f"for (const asks of {_FUNCTIONS}) if (asks) debug(asks)"


class Debugger:
    """Calls `asked` with a window and what its page wants to be permitted, `exhausted` with one whose scripts have
    used up all the memory that they are given. Other browsers than Chromium tell nothing.
    """

    def __init__(self, asked: Callable[[Page, str], object], exhausted: Callable[[Page], object]) -> None:
        self._asked = asked
        self._exhausted = exhausted

    def listen(self, page: Page) -> None:
        """Listen to a window, from the next page that it loads on, and to what of the present one is still to come."""
        with suppress(Error):  # no Chromium, or the window has gone
            session = page.context.new_cdp_session(page)
            session.on("Debugger.paused", lambda halt: self._on_halt(page, session, halt))
            session.send("Page.enable")
            session.send("Debugger.enable")
            session.send(
                "Page.addScriptToEvaluateOnNewDocument",
                {"source": _HALT, "includeCommandLineAPI": True, "runImmediately": True},
            )

    def _on_halt(self, page: Page, session: CDPSession, halt: dict[str, Any]) -> None:
        with suppress(Error):  # the window may have closed meanwhile
            try:
                if halt["reason"] == "debugCommand":
                    self._asked(page, _permission(session, halt))
                elif halt["reason"] == "OOM":
                    self._exhausted(page)
            finally:
                session.send("Debugger.resume")


def close_window(page: Page) -> None:
    """Tell Chromium once more to close a window: told while the page moved on, it says yes and may leave it open."""
    with suppress(Error):  # no Chromium, or the window has gone
        session = page.context.new_cdp_session(page)
        target = session.send("Target.getTargetInfo")["targetInfo"]["targetId"]
        session.send("Target.closeTarget", {"targetId": target})


def _permission(session: CDPSession, halt: dict[str, Any]) -> str:
    """Return what is asked for: a breakpoint has the number of its function, whoever sets it."""
    frame, number = halt["callFrames"][0]["callFrameId"], _number(halt["hitBreakpoints"][0])
    functions = session.send(
        "Debugger.evaluateOnCallFrame", {"callFrameId": frame, "expression": _FUNCTIONS, "silent": True}
    )
    items = session.send("Runtime.getProperties", {"objectId": functions["result"]["objectId"]})["result"]
    for what, item in zip(_CALLED, items, strict=False):
        if item["value"]["type"] == "function":
            asked = {"objectId": item["value"]["objectId"]}
            told = session.send("Debugger.setBreakpointOnFunctionCall", asked)["breakpointId"]
            session.send("Debugger.removeBreakpoint", {"breakpointId": told})
            if _number(told) == number:
                return what
    return ""  # the page has put something else in its place meanwhile


def _number(breakpoint_id: str) -> str:
    return breakpoint_id.partition(":")[2]
