"""Allure results from journals alone, as allure-pytest would have written them during the run."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from allure_commons.model2 import Attachment, Label, TestResult
from allure_commons.types import LabelType
from attr import asdict

from reports.allure.about import case_id, full_name, history_id, labels, links, parameters, parts
from reports.allure.outcome import details, is_finding, status
from reports.allure.steps import milliseconds, steps
from reports.allure.surroundings import write_surroundings
from reports.journals import texts
from verifier.walk.journal import Journal
from verifier.whole import write_bytes, write_text

_NAMESPACE = uuid.UUID("6b0a4f57-5c53-4a3e-9f1e-7d1c1a0b7a21")


def write(
    journals: Sequence[Journal],
    folder: Path,
    environ: Mapping[str, str] = os.environ,
    *,
    tour: Callable[[Journal], str] | None = None,
) -> Path:
    """Write Allure results of some walks into a folder, which may have others in it; return the folder.

    The walks of one test in one run make one result. Written again, it replaces itself. `tour` gives a walk's
    tour, a page of HTML, where one is wanted; empty where there is none. Raises `UnwrittenError`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = _Folder(folder)
    for (run, nodeid, target), walks in groupby(sorted(journals, key=_order), key=_test):
        mine = list(walks)
        made = _result(nodeid, target, mine, files, environ)
        if tour is not None:
            made.attachments = [kept for walk in mine if (kept := _tour(walk, tour(walk), files))]
        made.uuid = str(uuid.uuid5(_NAMESPACE, f"{run} {nodeid} {target}"))
        document = asdict(made, filter=lambda _, value: bool(value) or value is False)
        text = json.dumps(document, ensure_ascii=False)
        write_text(folder / f"{made.uuid}-result.json", text)
    write_surroundings(journals, folder, environ)
    return folder


def _tour(walk: Journal, page: str, files: _Folder) -> Attachment | None:
    if not page:
        return None
    name = f"{walk.name}-tour-attachment.html"
    files.report_attached_data(body=page, file_name=name)
    return Attachment(name="Проход по шагам", source=name, type="text/html")


class _Folder:
    """Keeps attachments, each whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def report_attached_data(self, *, body: bytes | str, file_name: str) -> None:
        write_bytes(self._folder / file_name, body.encode() if isinstance(body, str) else body)


def _test(journal: Journal) -> tuple[str, str, str]:
    run = journal.folder.name if journal.folder else journal.name
    return run, journal.scenario, journal.target


def _order(journal: Journal) -> tuple[tuple[str, str, str], int, str]:
    """Sort the walks of a test by their first steps: a journal's own start is told in whole seconds."""
    started = next((entry.started for entry in journal.entries if entry.started), journal.started)
    return _test(journal), milliseconds(started), journal.name


def _result(
    nodeid: str, target: str, walks: Sequence[Journal], files: _Folder, environ: Mapping[str, str]
) -> TestResult:
    parsed = parts(nodeid)
    entries = [entry for walk in walks for entry in walk.entries]
    found = [entry for entry in entries if is_finding(entry)]
    inner = steps(walks, files)
    start = milliseconds(walks[0].started)
    frame = [
        (LabelType.PARENT_SUITE, parsed.parent_package),
        (LabelType.SUITE, parsed.module),
        (LabelType.SUB_SUITE, " > ".join(parsed.class_names)),
        (LabelType.FRAMEWORK, "pytest"),
        ("package", parsed.package),
    ]
    return TestResult(
        name=nodeid.rpartition("::")[2],
        fullName=full_name(nodeid),
        testCaseId=case_id(nodeid),
        historyId=history_id(nodeid, target),
        titlePath=[*parsed.path_segments, *parsed.class_names],
        status=status(entry.verdict for entry in entries),
        statusDetails=details(found) if found else None,
        start=start,
        stop=inner[-1].stop if inner else start,
        steps=inner,
        parameters=parameters(nodeid, target, walks),
        labels=labels(nodeid, texts(walks), walks)
        + [Label(name=name, value=value) for name, value in frame if value],
        links=links(walks, environ),
    )
