"""Signing in to the site."""

from __future__ import annotations

from flows.allauth_site.reader import ReaderVisitor, ReaderWalk
from pages.allauth_site.emails import EmailsPage
from pages.allauth_site.login import LoginPage
from verifier.authoring import proves


@proves("login-page")
def login_page_opens(walk: ReaderWalk) -> None:
    """Open the address and see the form under its heading."""
    login = walk.on(LoginPage)
    walk.open(login)
    walk.see(login.heading, login.username, login.password)


@proves("signed-in")
def reader_is_let_in(walk: ReaderWalk) -> None:
    """Send name and password; the page with the reader's own e-mail address comes in place of the form."""
    emails = walk.on(EmailsPage)
    send_password(walk)
    walk.left(walk.on(LoginPage))
    walk.see(emails.heading)
    if walk.person.email:
        walk.check(emails.names(walk.person.email), "это адреса читателя", "его адреса среди них нет")


def send_password(visitor: ReaderVisitor) -> None:
    """Fill the site's login form and send it."""
    login, reader = visitor.on(LoginPage), visitor.person
    visitor.fill_in({login.username: reader.login, login.password: reader.password}, then=login.submit)
