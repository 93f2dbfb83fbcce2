"""The model: what the product remembers, which windows are open, and what each of them shows.

People are numbers: pupil 1 and VK account 1 belong together, and so do pupil 2 and account 2; 0 is nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

Shows = Literal["login", "home", "chats", "form", "entry", "messenger"]
"""The diary's login page, its first page and its tab «Чаты»; VK's form; the messenger's entry page and its chats."""

DIARY: tuple[Shows, ...] = ("home", "chats")


@dataclass(frozen=True)
class Window:
    """A window. What it shows of the pupil and the link may be out of date until it is reloaded."""

    number: int
    shows: Shows
    pupil: int = 0
    link: int = 0
    """The account that the tab «Чаты» shows as linked."""
    after_home: bool = False
    """Whether the button «Назад» leads to the diary's first page."""
    leads_to_chats: bool = False
    """Whether signing in on this login page leads to the tab «Чаты»."""
    account: int = 0
    """The account that VK's form offers, or whose chats the messenger shows."""
    trip: int = 0
    """The diary's session in which the form was opened; 0 for a form that the messenger has opened."""
    opener: int = 0
    """The window that has opened this one as a popup."""
    is_searched: bool = False


@dataclass(frozen=True)
class Model:
    """All that is remembered anywhere, and the windows; `current` is the number of the one the pupil looks at."""

    popup: bool
    windows: tuple[Window, ...] = ()
    current: int = 0
    pupil: int = 0
    session: int = 0
    """The number of the diary's session in this browser."""
    links: tuple[int, int] = (0, 0)
    """The account linked to each pupil."""
    vk: int = 0
    messenger: int = 0
    """The accounts that are signed in to VK ID and to VK Мессенджер in this browser."""
    created: tuple[int, int] = (0, 0)
    """How many chats each account has created."""
    sessions: int = 0
    numbers: int = 0

    @property
    def window(self) -> Window:
        """The current window."""
        return self.numbered(self.current)

    @property
    def link(self) -> int:
        """The account that is linked to the pupil who is signed in."""
        return self.links[self.pupil - 1] if self.pupil else 0

    @property
    def form(self) -> Window | None:
        """The window that shows VK's form."""
        return next((one for one in self.windows if one.shows == "form"), None)

    @property
    def outline(self) -> str:
        """What coverage counts as one state: the current window, whether linked, and what else is open."""
        window = self.window
        told = [window.shows, "fresh" if self.is_fresh else "", "linked" if self.link else ""]
        others = sorted(one.shows for one in self.windows if one.number != self.current)
        return " ".join(filter(None, [*told, "+", *others]))

    @property
    def is_fresh(self) -> bool:
        """Say whether the current window shows the diary of the pupil who is signed in, link included."""
        window = self.window
        if window.shows not in DIARY or not self.session or window.pupil != self.pupil:
            return False
        return window.shows == "home" or window.link == self.link

    @property
    def is_own(self) -> bool:
        """Say whether the current window shows the diary of the pupil who is signed in, its link maybe out of date."""
        return self.window.shows in DIARY and bool(self.session) and self.window.pupil == self.pupil

    def at(self, *shows: Shows) -> bool:
        """Say whether the current window shows one of these."""
        return self.window.shows in shows

    def numbered(self, number: int) -> Window:
        """Return the window with a number."""
        return next(one for one in self.windows if one.number == number)

    def count(self, *shows: Shows) -> int:
        """Return how many windows show one of these."""
        return sum(one.shows in shows for one in self.windows)

    def but(self, **changes: Any) -> Model:
        """Return the model with some of its fields changed."""
        return replace(self, **changes)

    def showing(self, shows: Shows, **what: Any) -> Model:
        """Let the current window show something else."""
        return self._with(Window(self.current, shows, **what))

    def keeping(self, **what: Any) -> Model:
        """Let the current window show the same with some difference."""
        return self._with(replace(self.window, **what))

    def opening(self, shows: Shows, **what: Any) -> Model:
        """Open a window and make it the current one."""
        number = self.numbers + 1
        return self.but(
            windows=(*self.windows, Window(number, shows, **what)), current=number, numbers=number
        )

    def closing(self) -> Model:
        """Close the current window; its opener or else the window opened last becomes the current one."""
        opener = self.window.opener
        rest = tuple(one for one in self.windows if one.number != self.current)
        known = [one.number for one in rest]
        return self.but(windows=rest, current=opener if opener in known else known[-1])

    def diary_page(self, *, chats: bool) -> Model:
        """Let the current window show the diary as its server has it now, or its login page."""
        if not self.session:
            return self.showing("login", leads_to_chats=chats)
        if chats:
            return self.showing("chats", pupil=self.pupil, link=self.link)
        return self.showing("home", pupil=self.pupil)

    def linking(self, pupil: int, account: int) -> Model:
        """Link an account to a pupil, or none."""
        links = tuple(account if one == pupil else linked for one, linked in enumerate(self.links, 1))
        return self.but(links=links)

    def _with(self, window: Window) -> Model:
        return self.but(windows=tuple(window if one.number == window.number else one for one in self.windows))


def _signed_in(popup: bool, *, linked: bool = False) -> Model:
    model = Model(popup, pupil=1, session=1, sessions=1, vk=1, links=(1 if linked else 0, 0))
    return model.opening("home", pupil=1)


STARTS: dict[str, Model] = {
    "new": Model(popup=False).opening("login"),
    "signed-in": _signed_in(popup=False),
    "linked": _signed_in(popup=False, linked=True),
    "in-chats": _signed_in(popup=False, linked=True).but(messenger=1),
    "new-popup": Model(popup=True).opening("login"),
    "signed-in-popup": _signed_in(popup=True),
    "linked-popup": _signed_in(popup=True, linked=True),
}
"""The states in which a sequence can begin."""


def start_in_words(name: str) -> str:
    """Return a state to begin with as a Russian sentence."""
    model = STARTS[name]
    diary = "ты вошёл в дневник и в VK ID" if model.session else "открыта страница входа в дневник"
    link = ", аккаунт VK привязан" if model.links[0] else ""
    chats = ", в VK Мессенджер ты уже входил" if model.messenger else ""
    form = "отдельном окне" if model.popup else "том же окне"
    return f"В начале {diary}{link}{chats}; форма VK открывается в {form}."
