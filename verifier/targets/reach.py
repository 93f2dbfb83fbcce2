"""Reaching the systems of a target without a browser: name, certificate, answer."""

from __future__ import annotations

import datetime
import socket
import ssl
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from verifier.screen.sites import System
from verifier.targets.model import SiteTarget

if TYPE_CHECKING:  # a run on a stand reaches nothing: it need not wait for a client of HTTP
    import httpx
    from cryptography import x509

Stage = Literal["name", "proxy", "connection", "certificate", "answer"]

_X509_EXPIRED, _X509_NOT_YET, _X509_HOST, _X509_IP = 10, 9, 62, 64
"""Codes of X509_verify_cert, OpenSSL's x509_vfy.h."""


class UnreachedError(Exception):
    """A system cannot be reached: at which stage, what is wrong, the remedy."""

    def __init__(self, stage: Stage, observed: str, remedy: str) -> None:
        self.stage = stage
        self.observed = observed
        self.remedy = remedy
        super().__init__(f"{observed}; {remedy}")


@dataclass(frozen=True)
class Address:
    """An address of a target, and the system that it belongs to."""

    system: System
    origin: str

    @property
    def name(self) -> str:
        """What messages call it."""
        return f"{self.system.title} {self.origin}"

    @property
    def host(self) -> str:
        """The host's name."""
        return urlsplit(self.origin).hostname or ""

    @property
    def port(self) -> int:
        """The port, 443 where the address names none."""
        return urlsplit(self.origin).port or 443


@dataclass(frozen=True)
class Answer:
    """What a system's first page answered: status, the seconds that it took, the certificate that was shown."""

    status: int
    seconds: float
    certificate: x509.Certificate


def places(target: SiteTarget) -> Iterator[Address]:
    """Yield every address of a target."""
    for system in target.declared.systems:
        for origin in target.sites.origins(system.name):
            yield Address(system, origin)


def trust(target: SiteTarget) -> ssl.SSLContext:
    """Return a context that trusts the usual authorities and the target's own."""
    context = ssl.create_default_context()
    if target.certificate_authority is not None:
        context.load_verify_locations(cafile=target.certificate_authority)
    return context


def resolve(target: SiteTarget, place: Address) -> list[str] | None:
    """Return the network addresses of a host; None where a proxy looks them up. Raises `UnreachedError`."""
    if is_proxied(target, place.host):
        return None
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise UnreachedError(
            "name", f"имя {place.host} не находится", "проверьте адрес в targets.toml, DNS и VPN"
        ) from None
    return sorted({str(address[0]) for *_, address in found})


def is_proxied(target: SiteTarget, host: str) -> bool:
    """Say whether a host is reached through a proxy: the target's, or else the environment's."""
    if target.proxy is not None:
        return not any(_below(host, one) for one in target.proxy.bypass)
    return "https" in urllib.request.getproxies() and not urllib.request.proxy_bypass(host)


def visit(target: SiteTarget, place: Address, context: ssl.SSLContext) -> Answer:
    """Ask for the first page that somebody who walks would open. Raises `UnreachedError`."""
    import httpx
    from cryptography import x509

    started = time.monotonic()
    url = place.origin + place.system.page
    try:
        with _client(target, place, context) as client, client.stream("GET", url) as answer:
            shown = answer.extensions["network_stream"].get_extra_info("ssl_object")
            certificate = x509.load_der_x509_certificate(shown.getpeercert(True))
            return Answer(answer.status_code, time.monotonic() - started, certificate)
    except httpx.ProxyError as error:
        told = "прокси не пропускает" if "407" not in str(error) else "прокси просит имя и пароль"
        raise UnreachedError("proxy", told, "проверьте поле proxy и права на этот адрес") from None
    except httpx.TimeoutException:
        told = f"нет ответа за {target.check_s:g} с".replace(".", ",")
        raise UnreachedError(
            "connection", told, "проверьте, работает ли система и открыт ли к ней доступ"
        ) from None
    except httpx.TransportError as error:
        raise _refused(error, place, proxied=is_proxied(target, place.host)) from None


def _client(target: SiteTarget, place: Address, context: ssl.SSLContext) -> httpx.Client:
    import httpx

    proxy, auth = None, None
    if target.proxy is not None and is_proxied(target, place.host):
        credentials = (target.proxy.user, target.proxy.password) if target.proxy.user else None
        proxy = httpx.Proxy(target.proxy.server, auth=credentials)
    if target.basic_auth is not None and target.authenticated in (place.system.name, "all"):
        auth = httpx.BasicAuth(target.basic_auth.user, target.basic_auth.password)
    return httpx.Client(
        verify=context,
        proxy=proxy,
        auth=auth,
        headers=target.extra_headers,
        timeout=target.check_s,
        trust_env=target.proxy is None,
    )


def _refused(error: httpx.TransportError, place: Address, *, proxied: bool) -> UnreachedError:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _mistrusted(cause, place)
        if isinstance(cause, ssl.SSLError):
            told = f"на порту {place.port} отвечают не по TLS"
            return UnreachedError("connection", told, "проверьте порт в targets.toml")
        cause = cause.__cause__ or cause.__context__
    if proxied:
        return UnreachedError("proxy", "прокси не отвечает", "проверьте поле proxy и работает ли он")
    told = f"{place.host}:{place.port} не принимает соединение"
    return UnreachedError(
        "connection", told, "проверьте порт в targets.toml, работает ли система, открыт ли к ней доступ"
    )


def _mistrusted(error: ssl.SSLCertVerificationError, place: Address) -> UnreachedError:
    code = error.verify_code
    if code == _X509_EXPIRED:
        return UnreachedError(
            "certificate", "срок сертификата истёк", "пусть его обновят те, кто ведёт эту систему"
        )
    if code == _X509_NOT_YET:
        return UnreachedError(
            "certificate", "срок сертификата ещё не начался", "проверьте часы на этой машине"
        )
    if code in (_X509_HOST, _X509_IP):
        told = f"сертификат выдан не для {place.host}"
        return UnreachedError(
            "certificate", told, "проверьте адрес в targets.toml или попросите верный сертификат"
        )
    told = "сертификат выдан центром, которому здесь не доверяют"
    return UnreachedError("certificate", told, "укажите сертификат центра в certificate_authority")


def _below(host: str, pattern: str) -> bool:
    return host == pattern.removeprefix(".") or (pattern.startswith(".") and host.endswith(pattern))


def days_left(certificate: x509.Certificate) -> int:
    """Return for how many whole days a certificate is still valid."""
    return (certificate.not_valid_after_utc - datetime.datetime.now(datetime.UTC)).days
