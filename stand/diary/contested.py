"""What those who know the real diary tell in two ways: here the stand can be either."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Contested:
    """How one stand's diary behaves where accounts differ; may be changed while it runs.

    Each default is the likelier way; the contested rows of the stand's README weigh them.
    """

    cookie_is_readable: bool = True
    """The page's scripts see the session's cookie."""

    cookie_comes_twice: bool = True
    """The cookie is set for the API's paths besides."""

    header_signs_in: bool = True
    """A session's token is also taken from a header that is called as the cookie is."""

    short_login: bool = True
    """Signing in takes a request that names no more than type, login and password."""

    text_login: bool = True
    """Signing in takes JSON that calls itself plain text."""
