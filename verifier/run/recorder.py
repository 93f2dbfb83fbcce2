"""Records what the browsers of one test do, and keeps nothing of it but what was freed of secrets."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import APIRequestContext, BrowserContext, Error
from pytest_playwright.pytest_playwright import ArtifactsRecorder
from slugify import slugify

from verifier.redaction.recordings import ScrubError, learn, rewrite
from verifier.run.evidence import KEPT, Evidence, Kind
from verifier.run.hooks import Kept
from verifier.walk.walk import OutOfTime
from verifier.whole import is_unwritten, why

_FILES: dict[Kind, tuple[str, str]] = {"trace": ("trace", ".zip"), "har": ("traffic", ".har")}
_CALLED: dict[Kind, str] = {"trace": "трасса не сохранена", "har": "HAR не сохранён"}


@dataclass(frozen=True)
class _Recording:
    kind: Kind
    label: str
    raw: Path


class Recorder(ArtifactsRecorder):
    """Takes the place of pytest-playwright's own recorder, which moves raw files to the output folder as they are.

    `notes` says in Russian which recordings were lost, and why.
    """

    def __init__(self, evidence: Evidence, request: pytest.FixtureRequest, *arguments: Any) -> None:
        super().__init__(request.config, request, *arguments)
        self.notes: list[str] = []
        self._evidence = evidence
        self._browsers: dict[BrowserContext, str] = {}
        self._seen = 0
        self._recordings: list[_Recording] = []

    def on_did_create_browser_context(self, context: BrowserContext) -> None:
        """Start what is to be recorded of a new context."""
        self._seen += 1
        label = self._browsers[context] = f"браузер {self._seen}"
        if self._evidence.records("trace"):
            title = slugify(self._request.node.nodeid)
            # No pictures of the screen: nothing can be taken out of them.
            context.tracing.start(title=title, screenshots=False, snapshots=True, sources=True)
        if self._evidence.records("har"):
            with self._recording("har", label) as path:
                context.tracing.start_har(path, content="embed")

    def on_will_close_browser_context(self, context: BrowserContext) -> None:
        """Finish the raw files of a context that ends, and learn what it kept of its user."""
        label = self._browsers.pop(context)
        if self._evidence.records("trace"):
            with self._recording("trace", label) as path:
                context.tracing.stop(path=path)
        if self._evidence.records("har"):
            with self._noting("har"):
                context.tracing.stop_har()
        if self._evidence.records():
            self._learn(context)

    def on_will_dispose_api_request_context(self, context: APIRequestContext) -> None:
        """Take over the raw trace of a client that makes requests without a browser."""
        super().on_will_dispose_api_request_context(context)
        self._recordings += [_Recording("trace", "запросы без браузера", Path(raw)) for raw in self._traces]
        self._traces.clear()

    def learn(self) -> None:
        """Learn what the contexts that are still open keep of their users: cookies and storage."""
        for context in self._browsers:
            self._learn(context)

    def did_finish_test(self, failed: bool) -> None:
        """Keep what the options ask for, freed of secrets, and destroy all raw files."""
        self.finished = True
        kept = self._request.node.stash.setdefault(KEPT, [])
        try:
            # All are read before the first is written: one recording may tell of another's secrets.
            wanted = [
                one for one in self._recordings if self._evidence.keeps(one.kind, failed) and self._read(one)
            ]
            for recording, path in self._named(wanted):
                with self._noting(recording.kind):
                    rewrite(recording.raw, path, self._evidence.secrets)
                    kept.append(Kept(recording.kind, path, recording.label))
                    self.artifacts.append((recording.kind, str(path)))
        finally:
            for recording in self._recordings:
                recording.raw.unlink(missing_ok=True)

    def _read(self, recording: _Recording) -> bool:
        try:
            learn(recording.raw, self._evidence.secrets)
        except ScrubError as error:
            self._lose(recording.kind, str(error))
            return False
        return True

    def _named(self, recordings: list[_Recording]) -> Iterator[tuple[_Recording, Path]]:
        """Yield each with its path in the output folder: numbered where the test has several of a kind."""
        for kind, (name, suffix) in _FILES.items():
            alike = [one for one in recordings if one.kind == kind]
            for number, recording in enumerate(alike, 1):
                file = f"{name}-{number}{suffix}" if len(alike) > 1 else f"{name}{suffix}"
                yield recording, Path(self._build_artifact_test_folder(file))

    def _learn(self, context: BrowserContext) -> None:
        # Of a browser that has gone or does not answer nothing more is to be learnt.
        with contextlib.suppress(Error, OutOfTime):
            self._evidence.learn([cookie["value"] for cookie in context.cookies()])
            origins = context.storage_state()["origins"]  # which asks the pages, too
            self._evidence.learn([item["value"] for origin in origins for item in origin["localStorage"]])

    @contextlib.contextmanager
    def _recording(self, kind: Kind, label: str) -> Iterator[Path]:
        path = self._evidence.new_file(kind)
        with self._noting(kind):
            yield path
            self._recordings.append(_Recording(kind, label, path))

    @contextlib.contextmanager
    def _noting(self, kind: Kind) -> Iterator[None]:
        """Note that a recording is lost instead of failing the test: its verdict does not hang on it."""
        try:
            yield
        except ScrubError as error:
            self._lose(kind, str(error))
        except OSError as error:
            if not is_unwritten(error):
                raise
            self._request.config.hook.pytest_verifier_unwritten(error=error)
            self._lose(kind, why(error))
        except Error as error:
            self._lose(kind, error.message.splitlines()[0])

    def _lose(self, kind: Kind, why: str) -> None:
        self.notes.append(f"{_CALLED[kind]}: {why}")
