"""The page with a member's e-mail addresses, on which members find themselves when they have signed in."""

from __future__ import annotations

from verifier.authoring import HEADING, Control, Element, Place


class EmailsPage(Place):
    """The member's addresses, one of them chosen. Source: allauth's template `account/email.html`."""

    name = "страница адресов"
    where = "на странице адресов"
    system = "allauth"
    path = "/accounts/email/"
    private = ("label[for^=email_radio]",)
    public = ("label[for^=email_radio] strong",)

    heading = Control("Адреса электронной почты", HEADING)

    addresses = Element("список адресов", "form:has(input[name=email][type=radio])")

    def names(self, email: str) -> bool:
        """Say whether the list of addresses comes to show this one."""
        shown = self.addresses.on(self.window()).get_by_text(email)
        return bool(self.windows.await_state(lambda: shown.count()))
