"""What a command line can get wrong that nobody else would tell before the tests, or not in a line."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from verifier import whole
from verifier.targets import fields

_NEEDED = ("playwright", "base_url", "pytest-split", "capture", "tmpdir")
"""Plugins that no run goes without, by the name that `-p no:NAME` takes."""

_FOLDERS = {
    "--reports": "reports",
    "--output": "output",
    "--alluredir": "allure_report_dir",
    "--history": "history",
}
_FILES = {"--junit-xml": "xmlpath", "--log-file": "log_file"}
_TEMPORARY = ("TMPDIR", "TEMP", "TMP")


def refuse(config: pytest.Config) -> None:
    """Raise `pytest.UsageError`, one line with the remedy, for what no run can begin with."""
    for plugin in _NEEDED:
        if not config.pluginmanager.hasplugin(plugin):
            raise pytest.UsageError(f"-p no:{plugin}: без этого плагина прогон не идёт; уберите ключ")
    device = config.getoption("--device")
    if device is not None:
        try:
            fields.device(device)
        except ValueError as error:
            raise pytest.UsageError(f"--device «{device}»: {error}") from None


def refuse_places(config: pytest.Config) -> None:
    """Raise `pytest.UsageError` for a place where the run would leave something, and cannot."""
    for named_by, folder in _places(config):
        try:
            _try(folder)
        except (OSError, ValueError) as error:  # ValueError: no folder can have such a name
            why = whole.why(error) if isinstance(error, OSError) else str(error)
            raise pytest.UsageError(
                f"{named_by}: в {folder} не записать ({why}); назовите папку, в которую можно писать"
            ) from None


def _places(config: pytest.Config) -> Iterator[tuple[str, Path]]:
    """Yield each folder that has to be written to, and what has named it; one that the run makes itself, as it will be
    made.
    """
    for name in _TEMPORARY:
        if folder := os.environ.get(name):
            yield f"переменная {name}", Path(folder)
    for option, name in _FOLDERS.items():
        if folder := getattr(config.option, name, None):
            yield option, _nearest(Path(folder))
    for option, name in _FILES.items():
        if file := getattr(config.option, name, None):
            yield option, _nearest(Path(file).parent)


def _nearest(folder: Path) -> Path:
    """Return a folder that is to be made, or that of its parents in which the first has to be made."""
    place = folder.absolute()
    for one in (place, *place.parents):
        try:
            one.lstat()
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, ValueError):
            break
        return one
    return place


def _try(folder: Path) -> None:
    """Write something into a folder. Raises `OSError`."""
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(4096))
