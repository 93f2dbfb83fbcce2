"""Signing in, and what a section begins with that needs no other."""

from __future__ import annotations

from typing import Literal

from flows.wagtail.editor import EditorVisitor, EditorWalk
from pages.wagtail.admin import Admin, Dashboard
from pages.wagtail.login import LoginPage
from verifier.authoring import Place, proves


@proves("login-page")
def login_page_opens(walk: EditorWalk) -> None:
    """Open the address and see the form under its heading."""
    login = walk.on(LoginPage)
    walk.open(login)
    walk.see(login.heading, login.username, login.password)


@proves("forgotten")
def there_is_a_way_for_the_forgetful(walk: EditorWalk) -> None:
    """See the link below the fields."""
    walk.see(walk.on(LoginPage).forgotten)


@proves("signed-in")
def editor_is_let_in(walk: EditorWalk) -> None:
    """Send name and password; the dashboard comes in place of the form."""
    login, editor = walk.on(LoginPage), walk.person
    walk.fill_in({login.username: editor.login, login.password: editor.password}, then=login.submit)
    walk.left(login)
    walk.at(walk.on(Dashboard))


@proves("welcome")
def editor_is_greeted(walk: EditorWalk) -> None:
    """See the greeting."""
    walk.see(walk.on(Dashboard).welcome)


@proves("site-name")
def site_is_named(walk: EditorWalk) -> None:
    """See the name of the site at the top."""
    walk.see(walk.on(Dashboard).site_name)


@proves("menu")
def menu_is_there(walk: EditorWalk) -> None:
    """See the entries of the menu."""
    admin = walk.on(Admin)
    walk.see(admin.pages, admin.images, admin.documents, admin.reports, admin.help)


@proves("press-sign-out")
def press_sign_out(walk: EditorWalk) -> None:
    """Open the menu of one's own name and choose the way out."""
    enter(walk, walk.on(Dashboard))
    walk.click(walk.on(Admin).own_name)
    walk.press(walk.on(Admin).sign_out)
    walk.at(walk.on(LoginPage))


@proves("signed-out")
def form_is_back(walk: EditorWalk) -> None:
    """See the form again, and again where the dashboard was."""
    login = walk.on(LoginPage)
    walk.see(login.heading)
    with walk.aside():
        walk.follow(walk.on(Dashboard).address, "адрес панели управления")
        walk.at(login)


def enter(walk: EditorWalk, place: Place) -> None:
    """Open a place, through the form where the site asks who is there."""
    walk.open(place)
    if _asks_to_sign_in(walk, place):
        with walk.aside():
            login = walk.on(LoginPage)
            walk.enter(login.username, walk.person.login)
            walk.enter(login.password, walk.person.password)
            walk.click(login.send)
    walk.at(place)


def _asks_to_sign_in(visitor: EditorVisitor, place: Place) -> bool:
    windows, login = visitor.windows, visitor.on(LoginPage)

    def shown() -> Literal["login", "inside"] | None:
        page = windows.current
        assert page is not None, "the site has been opened in it"
        if login.shows(page.url):
            return "login"
        return "inside" if place.shows(page.url) else None

    return windows.await_state(shown) == "login"
