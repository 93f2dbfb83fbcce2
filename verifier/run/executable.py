"""The choice of the browser: which executable Playwright is to launch on this machine."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from verifier.console import MAKE
from verifier.project import at_home

SETTING = "BROWSER_EXECUTABLE"
"""The environment variable that names a Chromium to use instead of the one found."""

HEADLESS_ONLY = ("chromium-headless-shell",)
WITH_WINDOWS = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")

_FULL_BROWSER = "apt install chromium" if sys.platform == "linux" else "python -m playwright install chromium"


class NoBrowserError(Exception):
    """This machine has no browser that fits; the message is one line that says what to do."""


def executable(
    browser: str = "chromium", setting: str | None = None, *, channel: str | None = None, headed: bool = False
) -> str | None:
    """Return the executable to launch, or None where Playwright finds the browser by itself.

    `setting` is the value of `BROWSER_EXECUTABLE`; `browser`, `channel` and `headed` are pytest-playwright's
    options `--browser`, `--browser-channel` and `--headed`. Nothing is launched, so the answer comes at once.
    Raises `NoBrowserError`.
    """
    if browser != "chromium" or channel:
        return None
    if setting:
        return _named(setting, headed=headed)
    if playwright_has("chromium" if headed else "chromium-headless-shell"):
        return None
    found = _on_path(WITH_WINDOWS if headed else HEADLESS_ONLY + WITH_WINDOWS)
    if found:
        return found
    if headed:
        raise NoBrowserError(
            "Для --headed нужен полный Chromium, а его нет (chromium-headless-shell окна не показывает): "
            f"выполните «{_FULL_BROWSER}» или уберите --headed."
        )
    raise NoBrowserError(
        f"Браузер не найден: выполните «{MAKE} setup», поставьте chromium из вашего дистрибутива "
        f"или укажите путь к нему в переменной {SETTING}."
    )


def playwright_package() -> Path | None:
    """Return the folder of Playwright's driver, None where Playwright is not installed."""
    # Importing Playwright would cost more than all the rest of the choice.
    spec = find_spec("playwright")
    return Path(spec.origin).parent / "driver" / "package" if spec and spec.origin else None


def playwright_has(name: str) -> bool:
    """Tell whether Playwright's own download of `name` is complete, for the version of Playwright in use."""
    package = playwright_package()
    if package is None:
        return False
    known = json.loads((package / "browsers.json").read_text(encoding="utf-8"))["browsers"]
    revision = next(entry["revision"] for entry in known if entry["name"] == name)
    folder = _playwright_folder(package) / f"{name.replace('-', '_')}-{revision}"
    return (folder / "INSTALLATION_COMPLETE").exists()


def _named(setting: str, *, headed: bool) -> str:
    path = shutil.which(str(at_home(setting)))
    if path is None:
        raise NoBrowserError(
            f"{SETTING}={setting}: такой программы нет; укажите путь к Chromium или уберите переменную."
        )
    if headed and "headless" in Path(path).name:
        raise NoBrowserError(
            f"{SETTING}={setting}: headless shell окна не показывает; "
            "укажите полный Chromium или уберите --headed."
        )
    return str(path)


def _on_path(names: Iterable[str]) -> str | None:
    return next((path for path in map(shutil.which, names) if path), None)


def _playwright_folder(package: Path) -> Path:
    """Return where Playwright keeps its downloads (https://playwright.dev/python/docs/browsers)."""
    chosen = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if chosen == "0":
        return package / ".local-browsers"
    if chosen:
        return Path(chosen)
    if sys.platform == "darwin":
        caches = Path.home() / "Library" / "Caches"
    elif sys.platform == "win32":
        caches = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return caches / "ms-playwright"
