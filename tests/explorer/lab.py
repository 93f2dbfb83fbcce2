"""Where the explorer works outside pytest: a stand and a browser of its own."""

from __future__ import annotations

import asyncio
import functools
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from unittest import mock

from playwright.sync_api import sync_playwright

from stand.defects import Defect
from stand.server import Stand
from stand.variants import Variant
from stand.variants.catalogue import all_on
from tests.explorer.trip import World
from tests.support.texts import school_chats
from verifier.run.executable import SETTING, executable
from verifier.screen.asking import teach

OUT = Path(__file__).resolve().parents[2] / "reports" / "out" / "explorer"


@contextmanager
def lab(kept: Path, defect: Defect | None = None, variants: Sequence[Variant] = ()) -> Iterator[World]:
    """Start a stand, with a defect and variants if any are given, and a browser. Raises `NoBrowserError`."""
    chosen = executable("chromium", os.environ.get(SETTING))
    # Ctrl-C in the terminal is for the explorer alone: the driver is needed for closing the browser in order.
    apart = functools.partial(asyncio.create_subprocess_exec, start_new_session=True)
    with (
        mock.patch.object(asyncio, "create_subprocess_exec", apart),
        Stand() as stand,
        defect.on(stand) if defect else nullcontext(),
        all_on(stand, variants),
        sync_playwright() as playwright,
    ):
        teach(playwright)
        browser = playwright.chromium.launch(
            executable_path=chosen, handle_sigint=False, args=["--font-render-hinting=none"]
        )
        try:
            yield World(stand, browser, school_chats(), context_of(stand), kept)
        finally:
            browser.close()


def context_of(stand: Stand) -> dict[str, Any]:
    """Return the options of a browser context on a stand."""
    return {
        "proxy": {"server": stand.proxy},
        "ignore_https_errors": True,
        "locale": "ru-RU",
        "timezone_id": "Europe/Moscow",
        "viewport": {"width": 1280, "height": 800},
    }
