"""`notify`: the messages of a run, sent to those who have to act."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from reports import notify as notifying
from reports.cli.console import near, tell, warn
from reports.cli.russian import Exit, Refusal
from reports.summary import SummaryError, load


def notify(path: Path, ledger: str, guide: str) -> Exit:
    """Send what a summary gives reason to. Raises `Refusal` when there is no summary."""
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
    for message in messages:
        if message.audience.value not in untold and os.environ.get(message.audience.value):
            tell(f"Сообщено {message.audience.in_words}: {message.title}")
    return Exit.UNTOLD if failures else Exit.DONE


def _ci(environ: Mapping[str, str]) -> str:
    """Return the address of the CI run that this is part of, in GitHub's and GitLab's CI."""
    if {"GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID"} <= environ.keys():
        project = f"{environ['GITHUB_SERVER_URL']}/{environ['GITHUB_REPOSITORY']}"
        return f"{project}/actions/runs/{environ['GITHUB_RUN_ID']}"
    return environ.get("CI_PIPELINE_URL", "")
