"""The site behind the stand's gateway as the engine knows stands: which release is started, and whom it makes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from flows.wagtail.editor import Editor
from flows.wagtail.site.process import Site, python_of
from stand.neighbour import Neighbour
from stand.server import LOOPBACK, Stand
from verifier.authoring import Newcomer

_NAME = "wagtail"
_FIRST_RELEASE = "5.2"
"""The one that the text was written against."""
_NOTHING_BUT_RELEASES = (
    "у этого стенда нет ни дефектов, ни вариантов, ни погоды; другой выпуск даёт WAGTAIL_RELEASE=8.0"
)


class RunningSite:
    """The site at work, and the gateway that leads to it."""

    def __init__(self, stand: Stand, site: Site, release: str) -> None:
        self.conditions = f"WAGTAIL_RELEASE={release}"
        self._stand = stand
        self._site = site
        self._made: list[Editor] = []

    @property
    def proxy(self) -> str:
        """The proxy through which alone it is reached."""
        return self._stand.proxy

    @property
    def crashes(self) -> list[str]:
        """What the code of either failed on; of the site it is known when it has stopped."""
        return [*self._stand.crashes, *filter(None, [self._site.crashes])]

    @property
    def refused(self) -> list[str]:
        """The hosts outside of it that pages have asked for."""
        return self._stand.gateway.refused

    def newcomer(self) -> Newcomer:
        """Make an editor who may publish."""
        made = self._site.new_editor()
        editor = Editor(login=made.username, password=made.password, email=made.email)
        self._made.append(editor)
        return Newcomer(editor)

    def everyone(self) -> Iterator[str]:
        """Yield what must not be told of the people whom it has made."""
        for editor in self._made:
            yield from editor.secrets

    def begin_anew(self) -> None:
        """Take off the pages and images that walks before have left."""
        self._site.clear()


class StandOfSite:
    """How it is started."""

    def settle(self, defect: str | None, weather: str | None, variants: Sequence[str] = ()) -> str | None:
        """Refuse defects, variants and weather, and a release that is not installed. Raises `ValueError`."""
        if defect or weather or variants:
            raise ValueError(_NOTHING_BUT_RELEASES)
        python_of(_release())
        return None

    @contextmanager
    def start(
        self, host: str | None, defect: str | None, weather: str | None, variants: Sequence[str] = ()
    ) -> Iterator[RunningSite]:
        """Yield the site, which runs while the block lasts."""
        self.settle(defect, weather, variants)
        release = _release()
        site = Site(release)
        with (
            Stand(host=host or LOOPBACK, neighbours={_NAME: Neighbour(site.origin, site.port)}) as stand,
            site.serve(),
        ):
            yield RunningSite(stand, site, release)

    def defects(self) -> str:
        """Say that there are none."""
        return _NOTHING_BUT_RELEASES

    def variants(self) -> str:
        """Say that there are none."""
        return _NOTHING_BUT_RELEASES

    def told(self, weather: str) -> str:
        """Return what a weather is like; there is none here."""
        return weather


def _release() -> str:
    return os.environ.get("WAGTAIL_RELEASE") or _FIRST_RELEASE
