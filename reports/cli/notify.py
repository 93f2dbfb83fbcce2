"""`notify`: the messages of a run, sent to those who have to act."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from reports import notify as notifying
from reports.cli.console import near, tell, warn, writing
from reports.cli.russian import Exit, Refusal
from reports.history import notices
from reports.summary import SummaryError, load


def notify(path: Path, ledger: str, guide: str, history: Path | None = None) -> Exit:
    """Send what a summary gives reason to, and note in a history who was told.

    Raises `Refusal` when there is no summary, or no room for the note.
    """
    try:
        summary = load(Path(near(path)))
    except SummaryError as error:
        raise Refusal(str(error)) from None
    always = bool(os.environ.get(notifying.ALWAYS))
    links = notifying.Links(ledger, guide, _ci(os.environ))
    messages = notifying.compose(summary, links, always=always)
    if not messages:
        tell("Замечаний нет, сообщать не о чем.")
        return Exit.DONE
    is_green = not notifying.compose(summary, links)
    failures = notifying.send(messages, os.environ, optional=is_green)
    warn(failures)
    untold = {line.partition(":")[0].partition(" ")[0] for line in failures}
    sent = [
        one for one in messages if one.audience.value not in untold and os.environ.get(one.audience.value)
    ]
    for message in sent:
        tell(f"Сообщено {message.audience.in_words}: {message.title}")
    if history is not None and sent:
        now = datetime.now(UTC).replace(microsecond=0)
        with writing(history, "укажите другую папку: --history ПАПКА"):
            notices.append(
                history,
                [
                    notices.Notice(
                        target=summary.target,
                        audience=one.audience.in_words,
                        sent=now,
                        claims=tuple(one.claims),
                    )
                    for one in sent
                ],
            )
    return Exit.UNTOLD if failures else Exit.DONE


def _ci(environ: Mapping[str, str]) -> str:
    """Return the address of the CI run that this is part of, in GitHub's and GitLab's CI."""
    if {"GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID"} <= environ.keys():
        project = f"{environ['GITHUB_SERVER_URL']}/{environ['GITHUB_REPOSITORY']}"
        return f"{project}/actions/runs/{environ['GITHUB_RUN_ID']}"
    return environ.get("CI_PIPELINE_URL", "")
