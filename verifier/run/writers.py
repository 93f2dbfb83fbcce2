"""Writers that let no secret through: for streams of text, log files and Allure's results."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TextIO

import allure_commons
import attr
from allure_commons.logger import AllureFileLogger

from verifier import whole
from verifier.redaction.recordings import without_secrets
from verifier.redaction.secrets import Secrets, encodable


class Stream:
    """A stream of text that lets no secret through."""

    def __init__(self, stream: TextIO, secrets: Secrets) -> None:
        self._stream = stream
        self._secrets = secrets

    def write(self, text: str) -> int:
        """Write a text without secrets."""
        self._stream.write(encodable(self._secrets.text(text)))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write lines without secrets."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class Formatter(logging.Formatter):
    """Formats as another formatter does, and leaves secrets out."""

    def __init__(self, formatter: logging.Formatter, secrets: Secrets) -> None:
        super().__init__()
        self._formatter = formatter
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as text without secrets."""
        return encodable(self._secrets.text(self._formatter.format(record)))


class AllureLogger(AllureFileLogger):
    """Writes Allure's results without secrets, each whole or not at all.

    Pictures pass: they are covered where they are taken. `refused` is called with what the disk refuses: a test goes on
    all the same.
    """

    def __init__(self, folder: Path, secrets: Secrets, refused: Callable[[OSError], object]) -> None:
        super().__init__(folder)
        self._secrets = secrets
        self._refused = refused

    @allure_commons.hookimpl
    def report_result(self, result: Any) -> None:
        """Write a test's result."""
        super().report_result(freed(result, self._secrets))

    @allure_commons.hookimpl
    def report_container(self, container: Any) -> None:
        """Write what belongs to several tests."""
        super().report_container(freed(container, self._secrets))

    @allure_commons.hookimpl
    def report_globals(self, globals_item: Any) -> None:
        """Write what belongs to the whole run."""
        super().report_globals(freed(globals_item, self._secrets))

    @allure_commons.hookimpl
    def report_attached_file(self, source: Any, file_name: str) -> None:
        """Write an attachment from a file."""
        self.report_attached_data(Path(source).read_bytes(), file_name)

    @allure_commons.hookimpl
    def report_attached_data(self, body: str | bytes, file_name: str) -> None:
        """Write an attachment."""
        data = encodable(body).encode() if isinstance(body, str) else body
        self._keep(without_secrets(data, self._secrets), file_name)

    def _report_item(self, item: Any) -> None:
        name = item.file_pattern.format(prefix=uuid.uuid4())
        document = attr.asdict(item, filter=lambda _, value: bool(value) or value is False)
        self._keep(json.dumps(document, ensure_ascii=False).encode(), name)

    def _keep(self, data: bytes, name: str) -> None:
        try:
            whole.write_bytes(self._report_dir / name, data)
        except OSError as error:
            self._refused(error)


def freed(value: Any, secrets: Secrets) -> Any:
    """Return a value with every string in it freed, however deep; objects of Allure's model are changed in place."""
    if isinstance(value, str):
        return encodable(secrets.text(value))
    if isinstance(value, dict):
        return {freed(key, secrets): freed(item, secrets) for key, item in value.items()}
    if type(value) in (list, tuple):
        return type(value)(freed(item, secrets) for item in value)
    if attr.has(type(value)):
        for name in (one.name for one in attr.fields(type(value))):
            setattr(value, name, freed(getattr(value, name), secrets))
    return value
