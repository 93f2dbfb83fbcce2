"""The steps of a walk as Allure shows them: a sentence each, with its actions, picture and snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from allure_commons.model2 import Attachment, Parameter, Status, TestStepResult
from allure_commons.types import AttachmentType

from reports import pictures
from reports.allure.outcome import details, is_finding, status
from reports.words import ACTIONS
from verifier import plain
from verifier.walk.journal import Action, Entry, Journal, Window
from verifier.walk.verdict import Verdict


class Files(Protocol):
    """Where attachments are written; Allure's own loggers are such places."""

    def report_attached_data(self, *, body: bytes | str, file_name: str) -> object:
        """Keep a file of this name."""


def steps(journals: Sequence[Journal], files: Files) -> list[TestStepResult]:
    """Return the steps of a test from its walks; several walks get a group each.

    Pictures and snapshots go to `files`, under names that are the same each time.
    """
    if len(journals) == 1:
        return _walk(journals[0], files)
    return [
        _group(f"Проход {number} из {len(journals)}", _walk(journal, files), journal)
        for number, journal in enumerate(journals, 1)
    ]


def milliseconds(moment: str) -> int:
    """Return a journal's time as Allure counts it: milliseconds since 1970."""
    return round(datetime.fromisoformat(moment).timestamp() * 1000)


def _walk(journal: Journal, files: Files) -> list[TestStepResult]:
    numbers = journal.instruction.numbers
    made: list[TestStepResult] = []
    latest = milliseconds(journal.started)
    for index, entry in enumerate(journal.entries):
        step = _step(f"{numbers[entry.claim]}. {entry.sentence}", entry)
        # A name of its own for each: Allure shows a file that several steps share in one of them alone.
        step.attachments = _attachments(entry, journal.folder, f"{journal.name}-{index:04d}", files)
        if step.start is None:  # not reached: it stands where the walk has stopped, and took no time
            step.start = step.stop = latest
        latest = step.stop
        made.append(step)
    return made


def _group(name: str, inner: list[TestStepResult], journal: Journal) -> TestStepResult:
    start = milliseconds(journal.started)
    return TestStepResult(
        name=name,
        status=status(entry.verdict for entry in journal.entries),
        steps=inner,
        start=inner[0].start if inner else start,
        stop=inner[-1].stop if inner else start,
    )


def _step(name: str, entry: Entry) -> TestStepResult:
    start = milliseconds(entry.started) if entry.started else None
    return TestStepResult(
        name=name,
        status=status([entry.verdict]),
        statusDetails=details([entry]) if is_finding(entry) else None,
        start=start,
        stop=None if start is None else start + entry.duration_ms,
        parameters=_parameters(
            ("утверждение", entry.claim),
            ("где написано", f"{entry.file}:{entry.line}"),
            ("шаг", entry.step),
            ("окно", entry.window.called if entry.window else ""),
            ("адрес", entry.window.url if entry.window else ""),
            ("заметки", "; ".join(entry.notes)),
        ),
        steps=_actions(entry),
    )


def _actions(entry: Entry) -> list[TestStepResult]:
    made: list[TestStepResult] = []
    for number, action in enumerate(entry.actions, 1):
        step = _action(action)
        if number == len(entry.actions) and entry.verdict in (Verdict.BROKEN, Verdict.ENVIRONMENT):
            step.status = status([entry.verdict])  # the walk stops at the first action that fails
        before = entry.actions[number - 2] if number > 1 else None
        if before and (action.kind, before.kind, before.label) == ("choose", "press", action.label):
            step.steps = [
                made.pop()
            ]  # pressing is how a tab is chosen, and is noted first because it ends first
        made.append(step)
    return made


def _action(action: Action) -> TestStepResult:
    start = milliseconds(action.started)
    window = "" if action.window is None else Window(action.window, "", "", "").called
    return TestStepResult(
        name=f"{ACTIONS[action.kind]}: {action.label}",
        status=Status.PASSED,
        start=start,
        stop=start + action.duration_ms,
        parameters=_parameters(("окно", window), ("адрес", action.url)),
    )


def _parameters(*pairs: tuple[str, str]) -> list[Parameter]:
    return [Parameter(name=name, value=value) for name, value in pairs if value]


def _attachments(entry: Entry, folder: Path | None, name: str, files: Files) -> list[Attachment]:
    made = []
    where = _window_title(entry.window)
    if entry.picture is not None and folder is not None:
        made.append(_picture(f"{where} — картинка", folder / entry.picture, name, files))
    if entry.snapshot is not None:
        body = entry.snapshot.encode()
        made.append(_attach(f"{where} — снимок доступности", body, AttachmentType.YAML, name, files))
    return made


def _picture(title: str, path: Path, name: str, files: Files) -> Attachment:
    try:
        return _attach(title, plain.read(path, pictures.LARGEST), AttachmentType.PNG, name, files)
    except OSError:
        told = f"Файла {path.name} нет рядом с журналом: храните папку журнала целиком."
        return _attach(f"{title} потеряна", told.encode(), AttachmentType.TEXT, name, files)


def _attach(title: str, body: bytes, kind: AttachmentType, name: str, files: Files) -> Attachment:
    file_name = f"{name}-attachment.{kind.extension}"
    files.report_attached_data(body=body, file_name=file_name)
    return Attachment(name=title, source=file_name, type=kind.mime_type)


def _window_title(window: Window | None) -> str:
    if window is None:
        return "Окно"
    called = Window(window.number, "", "", "").called.capitalize()
    return f"{called}: {window.name}" if window.name else called
