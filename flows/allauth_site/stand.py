"""The site beside a stand's VK ID as the engine knows stands: how both are started, whom they make, what the site's
own record says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from flows.allauth_site.reader import Reader
from flows.allauth_site.record import Connected
from flows.allauth_site.site.process import Member, Site
from flows.vk_id.stand import VkStand, private_of
from stand.neighbour import Neighbour
from stand.people import VkAccount
from stand.server import LOOPBACK, Stand
from stand.weather import forecast
from verifier.authoring import Newcomer

_NAME = "allauth_site"
_TITLE = "allauth.example"
"""What VK ID calls the site."""
_NO_DEFECTS = "у этого стенда нет каталога дефектов"
_NO_VARIANTS = "у этого стенда нет каталога вариантов"


class RunningSite(VkStand):
    """The site and the stand that it is a neighbour of, both at work."""

    def __init__(self, stand: Stand, site: Site) -> None:
        super().__init__(stand)
        self.site = site
        self._made: list[Reader] = []

    @property
    def crashes(self) -> list[str]:
        """What the code of either failed on; of the site it is known when it has stopped."""
        return [*super().crashes, *filter(None, [self.site.crashes])]

    def newcomer(self) -> Newcomer:
        """Make a member who has connected nothing, and a VK account."""
        member, account = self.site.new_member(), self.stand.new_vk_account()
        reader = Reader(
            login=member.username,
            password=member.password,
            vk_login=account.phone,
            vk_password=account.password,
            vk_name=account.full_name,
            email=member.email,
            vk_code=lambda: self.stand.vk_id.records.last_code(account.phone),
            private=private_of(account),
        )
        self._made.append(reader)
        return Newcomer(reader, SiteRecord(self.site, member, account))

    def everyone(self) -> Iterator[str]:
        """Yield what must not be told of the people whom it has made."""
        for reader in self._made:
            yield from reader.secrets
        for account in self.stand.vk_accounts:
            yield from private_of(account)


class SiteRecord:
    """The site's own record of what one member has connected, and the VK account that is meant to be."""

    def __init__(self, site: Site, member: Member, account: VkAccount) -> None:
        self.account = account
        self._site = site
        self._member = member

    def connected(self, reader: Reader) -> Connected:
        """Say which VK account is connected to the reader's."""
        if reader.login != self._member.username:
            raise ValueError("this record was made for another reader")
        ids = self._site.connected(self._member)
        if not ids:
            return "none"
        return "own" if ids == [str(self.account.user_id)] else "other"

    def connect(self, account: VkAccount | None = None) -> None:
        """Connect a VK account, the member's own unless it is given, as if they had gone through VK's form."""
        account = account or self.account
        profile = {
            "user_id": str(account.user_id),
            "first_name": account.first_name,
            "last_name": account.last_name,
        }
        self._site.connect(self._member, profile)


class StandOfSite:
    """How both are started."""

    def settle(self, defect: str | None, weather: str | None, variants: Sequence[str] = ()) -> str | None:
        """Return the weather with a seed. Raises `UnknownWeatherError`, and `ValueError` for any defect or variant."""
        if defect:
            raise ValueError(_NO_DEFECTS)
        if variants:
            raise ValueError(_NO_VARIANTS)
        return str(forecast(weather)) if weather else None

    @contextmanager
    def start(
        self, host: str | None, defect: str | None, weather: str | None, variants: Sequence[str] = ()
    ) -> Iterator[RunningSite]:
        """Yield the site and its stand, which run while the block lasts."""
        self.settle(defect, weather, variants)
        over_it, site = forecast(weather), Site()
        with Stand(host=host or LOOPBACK, neighbours={_NAME: Neighbour(site.origin, site.port)}) as stand:
            stand.vk_id.records.add_client(site.client_id, _TITLE, [site.callback])
            with (
                site.serve(proxy=stand.proxy, authority=stand.gateway.authority_pem),
                stand.faults.weather(over_it.weather, over_it.seed),
            ):
                yield RunningSite(stand, site)

    def defects(self) -> str:
        """Say that there are none."""
        return _NO_DEFECTS

    def variants(self) -> str:
        """Say that there are none."""
        return _NO_VARIANTS

    def told(self, weather: str) -> str:
        """Return what a weather is like."""
        return forecast(weather).weather.sentence
