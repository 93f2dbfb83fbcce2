"""A place is something that a user would name by its address: a page, a form, a window of its own."""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlsplit

from playwright.sync_api import Page

from verifier.screen.control import Control
from verifier.screen.element import Element
from verifier.screen.frames import Surface
from verifier.screen.sites import Sites, origin_of
from verifier.screen.windows import Windows


class Place:
    """Base of the page objects. It is bound to addresses, not to a tab: it finds the window that shows it."""

    name: ClassVar[str]
    """What a report calls it."""
    where: ClassVar[str]
    """The same after a preposition, to end a phrase with."""
    system: ClassVar[str]
    """The system that it belongs to, by its name in the product."""
    path: ClassVar[str | None] = None
    """The path at which a user enters it; None where there is no such address."""
    private: ClassVar[tuple[str, ...]] = ()
    """CSS of the regions in which people's names, numbers and messages stand."""
    public: ClassVar[tuple[str, ...]] = ()
    """CSS of what in these regions is the product's own words, such as a badge beside a name."""

    def __init__(self, windows: Windows) -> None:
        self.windows = windows

    @property
    def sites(self) -> Sites:
        """The addresses of the target."""
        return self.windows.sites

    @property
    def address(self) -> str:
        """The address at which a user enters this place. Raises `NotImplementedError` where there is none."""
        if self.path is None:
            raise NotImplementedError(f"{type(self).__name__} has no address of its own to go to")
        return f"{self.sites.origin(self.system)}{self.path}"

    def is_of_system(self, url: str) -> bool:
        """Say whether an address belongs to the system of this place, under any of its names."""
        return origin_of(url) in self.sites.everywhere(self.system)

    def shows(self, url: str) -> bool:
        """Say whether a window at this address shows the place: one of its system, at its own path if it has one."""
        own = self.path is None or urlsplit(url).path.rstrip("/") == self.path.rstrip("/")
        return own and self.is_of_system(url)

    def window(self) -> Page:
        """Return the window that shows the place, waiting for it if need be.

        Raises `Mismatch` when none does and `Unavailable` when a server failed instead.
        """
        return self.windows.showing(self.shows, f"открыто: {self.name}")

    def surface(self) -> Surface:
        """Return what shows the place: its window, or a frame in one. Raises as `window` does."""
        return self.windows.surface(self.window(), self.shows)

    def version(self) -> str:
        """Return the product's version as its page declares it to machines; empty where it does not."""
        declared = self.surface().locator("meta[name=version], meta[name=application-version]")
        return (declared.first.get_attribute("content") or "") if declared.count() else ""

    def fits_its_window(self) -> bool:
        """Say whether the page can be read without scrolling it sideways."""
        root = self.window().locator("html")
        return bool(root.evaluate("root => root.scrollWidth <= root.clientWidth"))

    def await_gone(self) -> None:
        """Wait until no window shows the place. Raises `Mismatch` when one still does."""
        self.windows.gone(self.shows, f"{self.name}: окно закрыто или показывает другое")

    @classmethod
    def things(cls) -> dict[str, Control | Element]:
        """Return everything that the place declares, by the names of the attributes, in its own order."""
        return {
            name: thing
            for kind in reversed(cls.__mro__)
            for name, thing in vars(kind).items()
            if isinstance(thing, Control | Element)
        }

    @classmethod
    def controls(cls) -> dict[str, Control]:
        """Return the controls of the place, by the names of their attributes."""
        return {name: thing for name, thing in cls.things().items() if isinstance(thing, Control)}
