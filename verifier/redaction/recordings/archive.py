"""Recordings as files: reads all secrets out of a trace or a HAR, then writes it again without any of them."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from verifier.redaction.fields import Fields
from verifier.redaction.recordings import bodies, events, traffic
from verifier.redaction.secrets import Secrets
from verifier.whole import UnwrittenError, new_file

_TEXT = "utf-8"
_SUSPICIOUS = re.compile(
    rb"data:image/|(?:fill|type|equentially|ext)\(|(?:ctual|unexpected) value"
    rb"|\.\.\.|\xe2\x80[\xa2\xa6]|eyJ|[a-z]{2,4}\d\.[a-z]\."
)
_READING_ERRORS = (ValueError, KeyError, TypeError, AttributeError, RecursionError, *bodies.UNPACKING_ERRORS)


class ScrubError(Exception):
    """A recording cannot be freed of secrets, so it must not be kept; the text is one line of Russian."""


def scrub(path: Path, secrets: Secrets) -> None:
    """Free a trace or a HAR of secrets, where it is. Raises `ScrubError`, and leaves the file as it was."""
    learn(path, secrets)
    rewrite(path, path, secrets)


def learn(path: Path, secrets: Secrets) -> None:
    """Read a trace or a HAR for the secrets that it names. Raises `ScrubError` when it cannot be read."""
    try:
        if not zipfile.is_zipfile(path):
            secrets.learn(_secrets_of_har(path.read_bytes(), secrets.fields))
            return
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                secrets.learn(_secrets_of_part(name, archive.read(name), secrets.fields))
    except _READING_ERRORS as error:
        raise _unreadable(path, error) from error


def rewrite(path: Path, to: Path, secrets: Secrets) -> None:
    """Write a trace or a HAR anew without what `secrets` knows, whole or not at all.

    Raises `ScrubError` when it cannot be read, or when a secret would be left in it, and `UnwrittenError`.
    """
    try:
        with new_file(to) as draft:
            if zipfile.is_zipfile(path):
                _rewrite_zip(path, draft, secrets)
            else:
                draft.write_bytes(_clean_har(path.read_bytes(), secrets))
            if bodies.leaks(draft.read_bytes(), secrets):
                raise ScrubError(f"{path.name}: в записи остались секреты; сообщите об этом авторам")
    except UnwrittenError:
        raise
    except _READING_ERRORS as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> ScrubError:
    return ScrubError(f"{path.name}: запись не читается ({type(error).__name__}); повторите прогон")


def _rewrite_zip(path: Path, draft: Path, secrets: Secrets) -> None:
    with (
        zipfile.ZipFile(path) as archive,
        zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as clean,
    ):
        for name in archive.namelist():
            if not name.endswith("/") and not name.startswith("screencast/"):
                clean.writestr(name, _clean_part(name, archive.read(name), secrets))


def _secrets_of_part(name: str, content: bytes, fields: Fields) -> Iterator[str]:
    if name.endswith(".trace"):
        for event in _lines(content):
            yield from events.secrets_in(event, fields)
    elif name.endswith(".network"):
        for event in _lines(content):
            yield from traffic.secrets_in(event.get("snapshot", {}), fields)
    elif name.endswith(".har"):
        yield from _secrets_of_har(content, fields)
    elif name.startswith("resources/") or "/" not in name:
        yield from bodies.secrets_in(content, fields)


def _clean_part(name: str, content: bytes, secrets: Secrets) -> bytes:
    if name.endswith(".trace"):
        return _clean_lines(content, lambda event: events.hide(event, secrets.fields), secrets)
    if name.endswith(".network"):
        return _clean_lines(content, lambda event: traffic.hide(event.get("snapshot", {}), secrets), secrets)
    if name.endswith(".stacks"):
        return _dumped(_clean_strings(json.loads(content), secrets))
    if name.endswith(".har"):
        return _clean_har(content, secrets)
    return bodies.clean(content, secrets)


def _clean_lines(content: bytes, hide: Callable[[dict[str, Any]], None], secrets: Secrets) -> bytes:
    lines = []
    for event in _lines(content):
        if not events.is_picture(event):
            hide(event)
            line = _dumped(event)
            # Most lines hold nothing secret, and looking at a line is cheaper than at each of its strings.
            needs = secrets.found_in(line) or _SUSPICIOUS.search(line) or secrets.fields.may_hide(line)
            lines.append(_dumped(_clean_strings(event, secrets)) if needs else line)
    return b"".join(line + b"\n" for line in lines)


def _secrets_of_har(content: bytes, fields: Fields) -> Iterator[str]:
    for entry in json.loads(content)["log"]["entries"]:
        yield from traffic.secrets_in(entry, fields)


def _clean_har(content: bytes, secrets: Secrets) -> bytes:
    document = json.loads(content)
    for entry in document["log"]["entries"]:
        traffic.hide(entry, secrets)
    return _dumped(_clean_strings(document, secrets))


def _clean_strings(value: Any, secrets: Secrets) -> Any:
    """Return a JSON document with every string in it cleaned; names of fields are the format's own and stay."""
    if isinstance(value, str):
        return bodies.clean_text(value, secrets)
    if isinstance(value, list):
        return [_clean_strings(item, secrets) for item in value]
    if isinstance(value, dict):
        return {key: _clean_strings(item, secrets) for key, item in value.items()}
    return value


def _lines(content: bytes) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in content.splitlines() if line.strip())


def _dumped(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(_TEXT, "surrogatepass")
