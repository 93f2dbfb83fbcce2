"""Searches all that a run has left for canaries, archives opened and encodings undone, in a way of its own."""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_plus

from PIL import Image

from tests.suite.canary.plant import CODE, LATIN, PHONE, RUSSIAN
from tests.suite.canary.short import LETTER

_CANARY = re.compile(
    # Clocks count milliseconds: a telephone is no part of a longer number.
    rf"{LATIN}|{RUSSIAN}|(?<!\d)[78]?[^0-9a-z]{{0,3}}{'[^0-9a-z]{0,3}'.join(PHONE)}[^0-9a-z]{{0,3}}\d"
    rf"|(?<![0-9a-f.]){CODE}\d\d(?![0-9a-f])|eyj[\w-]{{10,}}\.[\w-]{{10,}}"
)
_SHORT = re.compile(rf"(?<![А-ЯЁ]){LETTER}|(?<!\w){LETTER.lower()}")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){6,}")
_ESCAPE = re.compile(r"\\+u([0-9a-fA-F]{4})")
_BYTE = re.compile(r"\\+x([0-9a-fA-F]{2})")


def canaries_below(*folders: Path) -> list[str]:
    """Return where canaries are left in files and their names: path, part of an archive, and what stands around."""
    files = sorted(file for folder in folders for file in folder.rglob("*") if file.is_file())
    once = {file.read_bytes(): file for file in files}
    found = [hit for data, file in once.items() for hit in canaries_in(data, str(file))]
    return found + [hit for file in files for hit in _hits(str(file))]


def short_canaries_below(folder: Path) -> list[str]:
    """Return where names and passwords of one to three letters are left, in text and where it is written as text."""
    found = []
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        for name, part in _parts(file.read_bytes()):
            found += [f"{file}!{name}: {hit}" for hit in short_canaries_in(part)[:3]]
    return found


def short_canaries_in(data: bytes) -> list[str]:
    """Return what stands around the short canaries that data holds; of data that is no text, none."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return []
    plain = _unescaped(text)
    packed = (one for one in _unpacked(text) if "\ufffd" not in one)
    views = (text, plain, html.unescape(plain), unquote_plus(unquote_plus(plain)), *packed)
    return [
        view[max(0, hit.start() - 60) : hit.end() + 40] for view in views for hit in _SHORT.finditer(view)
    ]


def canaries_in(data: bytes, where: str) -> list[str]:
    """Return where canaries are left in data, and in its name."""
    found = [f"{where}: {hit}" for hit in _hits(where)]
    for name, part in _parts(data):
        place = f"{where}!{name}" if name else where
        for view in _views(part):
            found += [f"{place}: {hit}" for hit in _hits(view)]
    return found


def _hits(text: str) -> list[str]:
    return [text[max(0, hit.start() - 60) : hit.end() + 40] for hit in _CANARY.finditer(text.casefold())]


def _parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the data, and if it is packed, all that is in it."""
    yield "", data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name, name.encode()
                for inner, part in _parts(archive.read(name)):
                    yield f"{name}!{inner}", part
    elif data.startswith(b"\x1f\x8b"):
        yield from _parts(gzip.decompress(data))
    elif data.startswith((b"\x89PNG", b"\xff\xd8")):
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()  # a PNG may have more to say behind its pixels
            told = [*picture.info.items(), *picture.getexif().items()]
        yield "about", "\n".join(f"{name}: {value}" for name, value in told).encode()


def _views(data: bytes) -> Iterator[str]:
    """Yield the data as text in every encoding that anything here might use, two deep."""
    if data.startswith((b"\x89PNG", b"PK\x03\x04", b"wOF2")):
        return
    for charset in ("utf-8", "cp1251", "utf-16-le", "utf-16-be"):
        yield data.decode(charset, "replace")
    text = data.decode("utf-8", "replace")
    plain = _unescaped(text)
    yield plain
    yield html.unescape(plain)
    yield unquote_plus(unquote_plus(plain))
    yield (
        _BYTE.sub(lambda match: chr(int(match[1], 16)), plain)
        .encode("latin-1", "ignore")
        .decode("utf-8", "replace")
    )
    for packed in {*_unpacked(text), *_unpacked(unquote_plus(plain))}:
        yield packed
        yield _unescaped(packed)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def _unpacked(text: str) -> Iterator[str]:
    for run in _BASE64.findall(text):
        for offset in range(4):
            coded = run[offset:].replace("-", "+").replace("_", "/")
            yield _decoded(coded[: len(coded) // 4 * 4])
    for run in _HEX.findall(text):
        yield bytes.fromhex(run).decode("utf-8", "replace")


def _decoded(coded: str) -> str:
    try:
        return base64.b64decode(coded).decode("utf-8", "replace")
    except binascii.Error:
        return ""
