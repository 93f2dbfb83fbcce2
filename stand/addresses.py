"""The addresses at which the stand answers."""

from __future__ import annotations

from dataclasses import dataclass, fields
from urllib.parse import urlsplit

IM = "https://vk.com"
"""Where the messenger is met besides, its entry at `/im`; the stand answers there when it is asked to alone."""


@dataclass(frozen=True)
class Addresses:
    """Origins (scheme, host and optional port) of the three systems and of the stand's own page.

    The defaults are the documented ones, so that a walk on the stand shows the addresses that a pupil sees.
    """

    diary: str = "https://dnevnik2.petersburgedu.ru"
    vk_id: str = "https://id.vk.ru"
    vk_id_former: str = "https://id.vk.com"
    messenger: str = "https://web.vk.me"
    stand: str = "https://stand.test"

    def hosts(self) -> dict[str, str]:
        """Field name by `host:port`, as a CONNECT request names it."""
        return {netloc(getattr(self, field.name)): field.name for field in fields(self)}


def netloc(origin: str) -> str:
    """`host:port` of an https origin, the port always spelled out."""
    parts = urlsplit(origin)
    return f"{parts.hostname}:{parts.port or 443}"
