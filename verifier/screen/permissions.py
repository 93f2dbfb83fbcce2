"""What a page wants its user to permit: Playwright refuses it, and tells nobody."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page

_ASKED_BY = {
    "геолокация": ("Geolocation.prototype.getCurrentPosition", "Geolocation.prototype.watchPosition"),
    "уведомления": ("Notification.requestPermission", "PushManager.prototype.subscribe"),
    "камера или микрофон": ("MediaDevices.prototype.getUserMedia",),
    "показ экрана": ("MediaDevices.prototype.getDisplayMedia",),
    "чтение буфера обмена": ("Clipboard.prototype.readText", "Clipboard.prototype.read"),
    "MIDI": ("Navigator.prototype.requestMIDIAccess",),
    "Bluetooth": ("Bluetooth.prototype.requestDevice",),
    "USB": ("USB.prototype.requestDevice",),
}
"""What is asked for, and the browser's functions that ask."""
_MOST_TOLD = 1000
"""So many questions of one page are told: one that asks without end would fill the memory of whoever listens."""
# Before any script of the page, which finds nothing new in its window but what Playwright's bindings leave there.
_LISTEN = """(name, askedBy, mostTold) => {
  const {[name]: tell} = self, {apply} = Reflect;
  delete self[name];
  if (!tell) return;
  let told = 0;
  for (const [what, functions] of Object.entries(askedBy))
    for (const path of functions) {
      const steps = path.split('.'), last = steps.pop();
      const owner = steps.reduce((at, step) => at?.[step], self), asks = owner?.[last];
      if (!asks) continue;
      const listener = {[last](...given) {
        if (told++ < mostTold) tell(what);
        return apply(asks, this, given);
      }};
      Object.defineProperty(owner, last, {...Object.getOwnPropertyDescriptor(owner, last), value: listener[last]});
    }
}"""


def listen_for_permissions(context: BrowserContext, asked: Callable[[Page, str], object]) -> None:
    """Have `asked` called with a window and what its page wants to be permitted, for all windows of a context."""
    name = f"_{secrets.token_hex(8)}"
    given = ", ".join(json.dumps(one, ensure_ascii=False) for one in (name, _ASKED_BY, _MOST_TOLD))
    script = f"({_LISTEN})({given})"

    def on_call(source: dict[str, Any], what: object) -> None:
        if isinstance(what, str):
            asked(source["page"], what)

    context.expose_binding(name, on_call)
    context.add_init_script(script)
    for frame in (frame for page in context.pages for frame in page.frames):
        with suppress(Error):  # it may be left at this very moment
            frame.evaluate(script)
