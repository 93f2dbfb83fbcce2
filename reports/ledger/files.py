"""The ledger as files: JSON, page, Markdown and JUnit XML, and its place in a CI job's summary."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from reports.ledger import markdown, page
from reports.ledger.junit import junit
from reports.ledger.model import Ledger
from verifier.whole import append, new_file

SUMMARY = "GITHUB_STEP_SUMMARY"
"""The environment variable by which GitHub Actions names the file of a job's summary."""

_SUMMARY_ROOM = 1_000_000
"""Bytes; GitHub drops a step's summary of more than 1 MiB whole."""


class Written(NamedTuple):
    """Where a ledger's forms are."""

    json: Path
    html: Path
    md: Path
    junit: Path


def write(ledger: Ledger, folder: Path) -> Written:
    """Write every form of a ledger, each whole or not at all, and return where they are. Raises `UnwrittenError`."""
    folder.mkdir(parents=True, exist_ok=True)  # before the page: it looks for its pictures from there
    paths = Written(*(folder / f"ledger.{ending}" for ending in ("json", "html", "md", "junit.xml")))
    texts = (
        json.dumps(ledger, ensure_ascii=False, indent=2) + "\n",
        page.render(ledger, folder),
        markdown.render(ledger),
        junit(ledger),
    )
    with ExitStack() as together:
        for path, text in zip(paths, texts, strict=True):
            together.enter_context(new_file(path)).write_text(text, encoding="utf-8")
    return paths


def append_summary(ledger: Ledger, environ: Mapping[str, str]) -> None:
    """Append the ledger to the CI job's summary, where there is one; without details where it would be too long.

    Raises `UnwrittenError`.
    """
    if not environ.get(SUMMARY):
        return
    text = markdown.render(ledger)
    if len(text.encode()) > _SUMMARY_ROOM:
        text = f"{markdown.overview(ledger)}\nПодробно — в ledger.html и ledger.md.\n"
    append(Path(environ[SUMMARY]), f"{text}\n".encode())
