"""What running stands have in common where products sign their users in with VK ID."""

from __future__ import annotations

from stand.people import VkAccount
from stand.server import Stand
from stand.weather import CALM
from verifier.authoring import Name


class VkStand:
    """A stand that runs, as the engine asks it of any; a product adds whom it makes there."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand

    @property
    def proxy(self) -> str:
        """The proxy through which alone it is reached."""
        return self.stand.proxy

    @property
    def conditions(self) -> str:
        """The weather over it, as the option that repeats it."""
        return weather_option(self.stand)

    @property
    def crashes(self) -> list[str]:
        """The tracebacks of requests on which its own code failed."""
        return self.stand.crashes

    @property
    def refused(self) -> list[str]:
        """The hosts outside of it that pages have asked for."""
        return self.stand.gateway.refused

    def begin_anew(self) -> None:
        """Let the weather begin anew: a test alone meets the same as in the whole run."""
        self.stand.faults.begin_anew()


def weather_option(stand: Stand) -> str:
    """Return the weather over a stand as the option that repeats it; empty for a calm one."""
    forecast = stand.faults.forecast
    return f"--weather {forecast}" if forecast.weather is not CALM else ""


def private_of(account: VkAccount) -> tuple[str, ...]:
    """Return what must not be told of a VK account."""
    names = map(Name, account.full_name.split())
    return (account.phone, account.email, account.password, account.full_name, *names)
