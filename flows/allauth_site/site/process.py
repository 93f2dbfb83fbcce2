"""The site as its starter holds it: its process, its members, and its record of what they have connected."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from flows.site_process import SiteProcess


@dataclass(frozen=True)
class Member:
    """An account of the site, made up. Its `repr` shows nothing personal: failed tests print their arguments."""

    username: str = field(repr=False)
    email: str = field(repr=False)
    password: str = field(repr=False)


class Site:
    """A stock django-allauth site whose members can connect their VK accounts.

    Its port on loopback is taken from here on, so that a gateway can be told of it; `serve` starts its process. VK ID
    has to know a client with `client_id` and `callback` as its return address. When the site has stopped, `crashes`
    has what its log says of requests that its code failed on: it should stay empty.
    """

    origin = "https://allauth.example"
    callback = f"{origin}/accounts/vk/login/callback/"
    client_id = "53002001"

    def __init__(self) -> None:
        self._process = SiteProcess("flows.allauth_site.site", "ALLAUTH_SITE_SOCKET")

    @property
    def port(self) -> int:
        """Its port on loopback."""
        return self._process.port

    @property
    def crashes(self) -> str:
        """What it has logged, once it has stopped."""
        return self._process.crashes

    @contextmanager
    def serve(self, *, proxy: str, authority: bytes) -> Iterator[None]:
        """Let the site answer; it reaches VK ID through `proxy` alone, and trusts `authority` (PEM) alone.

        Raises `SiteError` when it does not start.
        """
        with tempfile.TemporaryDirectory(prefix="allauth-site-", ignore_cleanup_errors=True) as folder:
            bundle = Path(folder) / "authority.pem"
            bundle.write_bytes(authority)
            settings = {
                "ALLAUTH_SITE_FOLDER": folder,
                "ALLAUTH_SITE_ORIGIN": self.origin,
                "ALLAUTH_SITE_CLIENT_ID": self.client_id,
                "ALLAUTH_SITE_CLIENT_SECRET": secrets.token_urlsafe(15),
                "HTTPS_PROXY": proxy,
                "REQUESTS_CA_BUNDLE": str(bundle),
            }
            with self._process.serve(settings):
                yield

    def new_member(self) -> Member:
        """Make a member with a password, who has connected nothing. Raises `SiteError`."""
        name = f"chitatel-{secrets.token_hex(3)}"
        member = Member(name, f"{name}@pochta.test", f"Chitatel-{secrets.token_urlsafe(9)}")
        self._process.do("new_member", **asdict(member))
        return member

    def connect(self, member: Member, profile: Mapping[str, str]) -> None:
        """Connect a VK account to a member's as if they had gone through VK's form.

        `profile` is what VK ID tells of the account, `user_id` and `first_name` for example. Raises `SiteError`.
        """
        self._process.do("connect", username=member.username, profile=dict(profile))

    def connected(self, member: Member) -> list[str]:
        """Return the ids of the VK accounts that the site's own record has for a member. Raises `SiteError`."""
        ids: list[str] = self._process.do("connected", username=member.username)
        return ids
