"""The addresses of the three systems as one target has them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Sites:
    """Origins of the diary, of VK ID (under each of its names) and of VK Мессенджер; the documented ones by default."""

    diary: str = "https://dnevnik2.petersburgedu.ru"
    vk_id: tuple[str, ...] = ("https://id.vk.ru", "https://id.vk.com")
    messenger: str = "https://web.vk.me"

    def owner(self, url: str) -> str | None:
        """Return the name of the system that an address belongs to, or None when it is none of the three."""
        origin = origin_of(url)
        if origin == self.diary:
            return "дневник"
        if origin in self.vk_id:
            return "VK ID"
        if origin == self.messenger:
            return "VK Мессенджер"
        return None


def origin_of(url: str) -> str:
    """Scheme, host and (where it is not the usual one) port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def without_query(url: str) -> str:
    """Return the address as reports show it: query and fragment may hold codes, so they are left out."""
    parts = urlsplit(url)
    if parts.scheme in ("http", "https"):
        return f"{parts.scheme}://{parts.netloc}{parts.path}"
    return url.partition("?")[0].partition("#")[0]
