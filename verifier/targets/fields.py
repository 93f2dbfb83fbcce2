"""What single values of a target have to look like. Each check raises `ValueError`: what is wrong, the remedy."""

from __future__ import annotations

import base64
import functools
import json
import os
import re
import ssl
import subprocess
import zoneinfo
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from verifier.console import MAKE
from verifier.run.executable import playwright_package

if TYPE_CHECKING:
    from cryptography import x509

_HOST = re.compile(r"(?!-)[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]+\]")
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # a token of RFC 9110 §5.6.2
_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?")  # what browsers take of RFC 5646
_VIEWPORT = re.compile(r"([1-9]\d{2,3})x([1-9]\d{2,3})")
_PREFIX = re.compile(r"[A-Z][A-Z0-9_]*")
_OF_THE_BROWSER = {
    "host",
    "content-length",
    "connection",
    "cookie",
    "transfer-encoding",
    "user-agent",
    "origin",
}
_NODE_S = 30


def origin(value: str) -> str:
    """Check the address of a system and return it as browsers write it: no path, no usual port."""
    told = "адрес системы пишется как https://имя или https://имя:порт, без пути; исправьте его"
    parts = urlsplit(value)
    try:
        port = parts.port
    except ValueError:
        raise ValueError(told) from None
    path = parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None
    if (
        parts.scheme != "https"
        or not parts.hostname
        or path
        or port == 0
        or not _HOST.fullmatch(_host(parts.netloc))
    ):
        raise ValueError(told)
    return f"https://{parts.hostname}" + ("" if port in (None, 443) else f":{port}")


def proxy(value: str) -> str:
    """Check the address of a proxy."""
    parts = urlsplit(value)
    try:
        complete = parts.scheme in ("http", "https", "socks5") and parts.hostname and parts.port
    except ValueError:
        complete = None
    if parts.username is not None or parts.password is not None:
        raise ValueError("имя и пароль прокси пишутся в полях user и password, а не в адресе; перенесите их")
    if not complete or parts.path.strip("/") or parts.query:
        raise ValueError("прокси пишется как http://узел:порт, https://… или socks5://…; исправьте адрес")
    return value.rstrip("/")


def hosts(values: list[str]) -> list[str]:
    """Check hosts that are reached without the proxy; a leading dot stands for everything below a name."""
    for value in values:
        if not _HOST.fullmatch(value.removeprefix(".")):
            raise ValueError(
                "узлы пишутся без https:// и порта: intranet.example или .example; исправьте список"
            )
    return values


def headers(values: dict[str, str]) -> dict[str, str]:
    """Check names and values of headers that go with every request."""
    for name, value in values.items():
        if not _HEADER.fullmatch(name):
            raise ValueError(f"«{name}» — не имя заголовка; исправьте его")
        if name.lower() in _OF_THE_BROWSER:
            raise ValueError(f"заголовок {name} ставит сам браузер; уберите его")
        if name.lower() == "authorization":
            raise ValueError("вместо заголовка Authorization задайте basic_auth: он достанется не всем узлам")
        if not value.isprintable() or value != value.strip() or not value.isascii():
            raise ValueError(f"значение заголовка {name}: только латиница и знаки, без пробелов по краям")
    return values


def authority(value: Path) -> Path:
    """Check a file of certificates of authorities; the path is absolute by now."""
    from cryptography import x509

    try:
        data = value.read_bytes()
    except OSError as error:
        raise ValueError(f"файл {value.name} не читается ({error.strerror}); исправьте путь") from None
    try:
        found = x509.load_pem_x509_certificates(data)
        ssl.create_default_context(cadata=data.decode("ascii"))
    except (ValueError, ssl.SSLError):
        raise ValueError(
            f"в файле {value.name} нет сертификатов в виде PEM; возьмите сертификат центра"
        ) from None
    if not all(_signs(one) for one in found):
        raise ValueError(
            f"{value.name}: это сертификат сайта, а не центра; возьмите сертификат того, кто его выдал"
        )
    return value


def viewport(value: str) -> str:
    """Check a window's size."""
    if not _VIEWPORT.fullmatch(value):
        raise ValueError("размер окна пишется как 1280x800, от 100 до 9999 точек; исправьте его")
    return value


def device(value: str) -> str:
    """Check the name of a device against Playwright's list."""
    if value not in _devices():
        from rapidfuzz import process

        near = process.extractOne(value, _devices(), score_cutoff=60)
        hint = f"похоже на «{near[0]}»" if near else "список: https://playwright.dev/python/docs/emulation"
        raise ValueError(f"такого устройства Playwright не знает; {hint}")
    return value


def locale(value: str) -> str:
    """Check a browser's language."""
    if not _LOCALE.fullmatch(value):
        raise ValueError("язык пишется как ru-RU или en-US; исправьте его")
    return value


def timezone(value: str) -> str:
    """Check the name of a time zone."""
    if value not in zoneinfo.available_timezones():
        from rapidfuzz import process

        near = process.extractOne(value, zoneinfo.available_timezones(), score_cutoff=70)
        hint = f"; похоже на {near[0]}" if near else "; пишется как Europe/Moscow"
        raise ValueError(f"такого часового пояса нет{hint}")
    return value


def prefix(value: str) -> str:
    """Check what the names of variables begin with."""
    if not _PREFIX.fullmatch(value):
        raise ValueError(
            "начало имён переменных пишется большими латинскими буквами, например STAGING; исправьте его"
        )
    return value


def basic(user: str, password: str) -> str:
    """Return name and password as they travel in a header (RFC 7617 §2)."""
    return base64.b64encode(f"{user}:{password}".encode()).decode()


def _host(netloc: str) -> str:
    return netloc if netloc.endswith("]") else re.sub(r":\d*$", "", netloc)


def _signs(certificate: x509.Certificate) -> bool:
    from cryptography import x509

    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return certificate.issuer == certificate.subject  # a root of before RFC 5280


@functools.cache
def _devices() -> tuple[str, ...]:
    """Return the devices that Playwright can play, without starting it."""
    package = playwright_package()
    if package is None:
        raise ValueError(f"Playwright не установлен; выполните «{MAKE} setup»")
    node = os.environ.get("PLAYWRIGHT_NODEJS_PATH") or str(package.parent / "node")
    program = f"JSON.stringify(Object.keys(require({json.dumps(str(package))}).devices))"
    try:
        done = subprocess.run([node, "-p", program], capture_output=True, check=True, timeout=_NODE_S)
    except (OSError, subprocess.SubprocessError):
        raise ValueError(f"список устройств Playwright не читается; выполните «{MAKE} setup»") from None
    return tuple(json.loads(done.stdout))
