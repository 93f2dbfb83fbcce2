"""The site as its starter holds it: which release of Wagtail it is, its process, and its editors."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from flows.site_process import SiteProcess
from verifier.console import BIN, PYTHON

_RELEASES = Path(__file__).resolve().parents[3] / ".field"
"""Where `python -m bench.field.releases` puts an environment for each release."""


class NoReleaseError(ValueError):
    """A release has not been installed; the text is one line of Russian with the remedy."""


@dataclass(frozen=True)
class Editor:
    """An account of the site, made up. Its `repr` shows nothing personal: failed tests print their arguments."""

    username: str = field(repr=False)
    email: str = field(repr=False)
    password: str = field(repr=False)


class Site:
    """A stock Wagtail site of one release, `8.0` for example, with a home page, and a database that is always new.

    When it has stopped, `crashes` has what its log says of requests that its code failed on: it should stay empty.
    """

    origin = "https://wagtail.example"

    def __init__(self, release: str) -> None:
        self._process = SiteProcess("flows.wagtail.site", "WAGTAIL_SITE_SOCKET", python_of(release))

    @property
    def port(self) -> int:
        """Its port on loopback."""
        return self._process.port

    @property
    def crashes(self) -> str:
        """What it has logged, once it has stopped."""
        return self._process.crashes

    @contextmanager
    def serve(self) -> Iterator[None]:
        """Let the site answer. Raises `SiteError` when it does not start."""
        with tempfile.TemporaryDirectory(prefix="wagtail-site-", ignore_cleanup_errors=True) as folder:
            settings = {"WAGTAIL_SITE_FOLDER": folder, "WAGTAIL_SITE_ORIGIN": self.origin}
            with self._process.serve(settings):
                yield

    def new_editor(self) -> Editor:
        """Make an editor who may publish. Raises `SiteError`."""
        name = f"redaktor-{secrets.token_hex(3)}"
        editor = Editor(name, f"{name}@pochta.test", f"Redaktor-{secrets.token_urlsafe(9)}")
        self._process.do("new_editor", **asdict(editor))
        return editor

    def clear(self) -> None:
        """Take off every page but the home page, and every image. Raises `SiteError`."""
        self._process.do("clear")


def python_of(release: str) -> Path:
    """Return the Python whose Wagtail is of this release. Raises `NoReleaseError`."""
    python = _RELEASES / release / PYTHON
    if not python.exists():
        raise NoReleaseError(
            f"WAGTAIL_RELEASE={release}: такого Wagtail здесь нет; поставьте его: "
            f"{BIN}python -m bench.field.releases {release}"
        )
    return python
