"""The body of a request or an answer, whatever it holds: which secrets it names, and the same body without any."""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from PIL import Image

from verifier.redaction.fields import Fields
from verifier.redaction.secrets import Secrets
from verifier.redaction.tokens import is_called_secret, looks_random
from verifier.redaction.words import names_in

_COVER = "#c5cedb"
_LARGEST_PX = 4096
_FORM = re.compile(rb"[\w.%\[\]\-+]+=[^&\s<>]*(?:&[\w.%\[\]\-+]+=[^&\s<>]*)*\s*")
_ASSIGNED = re.compile(r"""(?<![\w-])["']?([A-Za-z_][\w-]{2,40})["']?\s*[:=]\s*["']([^"'<>\s]{4,2000})["']""")
_WEB_TOKEN = re.compile(r"\beyJ[\w-]{8,}\.([\w-]{4,})")
_INPUT = re.compile(r"<input\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*["']([^"']*)["']""")
_PICTURE_IN_TEXT = re.compile(r"data:image/(?!svg)[\w.+-]+;base64,[A-Za-z0-9+/=%]{40,}")
_NO_PICTURE = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mM4eu72fwAH1gMTaBsLBQAAAABJRU5ErkJggg=="
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"\0\0\1\0")
_FONTS = (b"wOF2", b"wOFF", b"OTTO", b"\0\1\0\0")
_FILMS = (b"\x1aE\xdf\xa3", b"OggS", b"ID3")


def named(value: Any, fields: Fields, name: str = "") -> Iterator[str]:
    """Yield the values that a JSON document, or one value of a given name, holds under telling names."""
    if isinstance(value, dict):
        for key, item in value.items():
            # Whatever is told of something personal is personal too.
            yield from named(item, fields, name if fields.is_personal(name) else str(key))
    elif isinstance(value, list):
        for item in value:
            yield from named(item, fields, name)
    elif isinstance(value, str):
        yield from in_token(value, fields)
        if fields.is_personal(name):
            yield from names_in(value)
        if (is_called_secret(name) or fields.is_personal(name)) and fields.is_worth_learning(name, value):
            yield value
        elif value[:1] in "{[" and (inner := _json(value)) is not None:
            yield from named(inner, fields)
        elif "://" in value or value.startswith(("/", "?")):
            yield from in_address(value, fields)
        elif " " not in value and looks_random(value):
            yield value


def in_token(value: str, fields: Fields) -> Iterator[str]:
    """Yield the values that the body of a JSON Web Token (RFC 7519) holds under telling names."""
    if (token := _WEB_TOKEN.search(value)) is not None:
        body = base64.urlsafe_b64decode(token[1] + "=" * (-len(token[1]) % 4)).decode("utf-8", "replace")
        yield from named(_json(body), fields)


def in_address(address: str, fields: Fields) -> Iterator[str]:
    """Yield the values that an address carries in its query and its fragment."""
    try:
        parts = urlsplit(address)
    except ValueError:  # no address after all
        return
    for name, value in parse_qsl(parts.query) + parse_qsl(parts.fragment):
        yield from named(value, fields, name)


def secrets_in(body: bytes, fields: Fields) -> Iterator[str]:
    """Yield the values that a body names as secret: in JSON, a form, a page's fields, or a script."""
    if _kind(body) != "text":
        return
    if _FORM.fullmatch(body):
        for name, value in parse_qsl(body.decode("utf-8", "replace")):
            yield from named(value, fields, name)
        return
    text = body.decode("utf-8", "replace")
    if text.lstrip()[:1] in ("{", "[") and (document := _json(text)) is not None:
        yield from named(document, fields)
        return
    for tag in _INPUT.findall(text):
        field = dict(_ATTRIBUTE.findall(tag))
        if field.get("type") in ("hidden", "password") or is_called_secret(field.get("name", "")):
            yield from named(field.get("value", ""), fields, "secret")
    for name, value in _ASSIGNED.findall(text):
        yield from named(_json(f'"{value}"') or value, fields, name)


def clean(body: bytes, secrets: Secrets) -> bytes:
    """Return the body without secrets. Pictures become blank, films empty; what is packed is unpacked and looked into.

    Raises `OSError`, `EOFError`, `zlib.error` or `zipfile.BadZipFile` when what says that it is packed is not.
    """
    match _kind(body):
        case "picture":
            return _blank(body)
        case "film":
            return b""
        case "font":
            return body
        case "gzip":
            return gzip.compress(clean(gzip.decompress(body), secrets), mtime=0)
        case "zip":
            return _clean_zip(body, secrets)
        case _:
            text = _PICTURE_IN_TEXT.sub(_NO_PICTURE, body.decode("utf-8", "surrogateescape"))
            return secrets.data(secrets.fields.hide(text).encode("utf-8", "surrogateescape"))


def clean_text(text: str, secrets: Secrets) -> str:
    """Return a text without secrets and without pictures that stand in it."""
    return secrets.text(secrets.fields.hide(_PICTURE_IN_TEXT.sub(_NO_PICTURE, text)))


def clean_base64(text: str, secrets: Secrets) -> str:
    """Return a body that is given as base64 without secrets."""
    try:
        body = base64.b64decode(text, validate=True)
    except binascii.Error:
        return clean_text(text, secrets)
    return base64.b64encode(clean(body, secrets)).decode()


def without_secrets(body: bytes, secrets: Secrets) -> bytes:
    """Return an attachment without secrets. Pictures pass: those of a walk are covered where they are taken."""
    kind = _kind(body)
    if kind == "picture" or (kind in ("zip", "gzip") and not leaks(body, secrets)):
        return body
    if kind != "text":
        return clean(body, secrets)
    try:
        return secrets.text(secrets.fields.hide(body.decode())).encode()
    except UnicodeDecodeError:
        return secrets.data(body)


def leaks(body: bytes, secrets: Secrets) -> bool:
    """Say whether a body that has been cleaned still holds a secret."""
    match _kind(body):
        case "picture" | "film" | "font":
            return False
        case "gzip":
            return leaks(gzip.decompress(body), secrets)
        case "zip":
            with zipfile.ZipFile(io.BytesIO(body)) as packed:
                return any(
                    secrets.found_in(name) or leaks(packed.read(name), secrets) for name in packed.namelist()
                )
        case _:
            return secrets.found_in(body)


def _kind(body: bytes) -> str:
    if body.startswith(_PICTURES) or (body[:4] == b"RIFF" and body[8:12] == b"WEBP"):
        return "picture"
    if body[4:8] == b"ftyp":
        return "picture" if body[8:12] in (b"avif", b"avis", b"heic", b"mif1") else "film"
    if body.startswith(_FILMS) or body[:4] == b"RIFF":
        return "film"
    if body.startswith(_FONTS):
        return "font"
    if body.startswith(b"\x1f\x8b"):
        return "gzip"
    return "zip" if body.startswith(b"PK\x03\x04") else "text"


def _blank(picture: bytes) -> bytes:
    """Return an even picture of the same size and format, so that the page around it keeps its shape."""
    try:
        with Image.open(io.BytesIO(picture)) as image:
            size, made = image.size, image.format or "PNG"
    except OSError:
        size, made = (1, 1), "PNG"
    width, height = (min(side, _LARGEST_PX) for side in size)
    blank = io.BytesIO()
    Image.new("RGB", (width, height), _COVER).save(blank, made)
    return blank.getvalue()


def _clean_zip(body: bytes, secrets: Secrets) -> bytes:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(body)) as packed,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as cleaned,
    ):
        for name in packed.namelist():
            cleaned.writestr(secrets.text(name), clean(packed.read(name), secrets))
    return made.getvalue()


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


UNPACKING_ERRORS = (OSError, EOFError, zlib.error, zipfile.BadZipFile)
