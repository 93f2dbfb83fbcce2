"""What the browser records for developers, traces and HAR files: kept only after they were freed of secrets."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import pytest
from _pytest.terminal import TerminalReporter

from verifier.redaction.secrets import Secrets
from verifier.redaction.tokens import is_worth_learning
from verifier.run.earlier import forget_earlier
from verifier.run.hooks import Kept
from verifier.run.raw import RawFolder

Kind = Literal["trace", "har"]
NOTE = "recording"
"""Under this name a test's report says of a recording that it was lost, as a user property."""

_PLAYWRIGHTS_OUTPUT = "test-results"
_PIXELS = {
    "--video": "движущийся показ прогона даёт «python -m reports render»",
    "--screenshot": "картинки с закрытыми личными данными даёт --pictures=on",
}


KEPT = pytest.StashKey[list[Kept]]()
"""The recordings that are kept of a test; complete when the report of its teardown is made."""


def refuse_pixels(config: pytest.Config, *, stand: bool) -> None:
    """Raise `pytest.UsageError` for options that would let secrets out in a form that nothing can free of them."""
    for option, instead in _PIXELS.items():
        if config.getoption(option) != "off":
            raise pytest.UsageError(
                f"{option}: в записи экрана личные данные не закрыть, поэтому её нет; {instead}"
            )
    if not stand and any(
        name.strip().startswith(("pw:", "*")) for name in os.environ.get("DEBUG", "").split(",")
    ):
        raise pytest.UsageError(
            "DEBUG=pw: журнал Playwright печатает пароли; уберите переменную или возьмите --target=stand"
        )


class Evidence:
    """A run's recordings: what is recorded, where the raw files are, and where those go that are kept.

    Registered as a plugin. Raw files are in a private folder that the run, or the controller of its workers,
    removes at its end.
    """

    def __init__(self, config: pytest.Config, secrets: Secrets, out: Path, run_name: str) -> None:
        self._config = config
        self.secrets = secrets
        self._when: dict[Kind, str] = {
            "trace": config.getoption("--tracing"),
            "har": config.getoption("--har"),
        }
        self._worker = getattr(config, "workerinput", None)
        self._raw: RawFolder | None = None
        self._kept = 0
        self._lost: list[str] = []
        ours = out / "artefacts" / run_name
        if config.option.output == _PLAYWRIGHTS_OUTPUT:
            config.option.output = str(ours)
        self._ours = ours if config.option.output == str(ours) else None

    def records(self, kind: Kind | None = None) -> bool:
        """Say whether this run records anything, or anything of a kind."""
        return any(when != "off" for one, when in self._when.items() if kind in (None, one))

    def keeps(self, kind: Kind, failed: bool) -> bool:
        """Say whether a recording of a test that has failed, or has not, is to be kept."""
        return self._when[kind] == "on" or (failed and self._when[kind] == "retain-on-failure")

    def new_file(self, kind: Kind) -> Path:
        """Return the path for a new raw file."""
        return self.folder / f"{uuid.uuid4().hex}.{kind}"

    def learn(self, values: Iterable[str]) -> None:
        """Learn what a browser kept of its user."""
        self.secrets.learn(value for value in values if is_worth_learning(value))

    @property
    def folder(self) -> Path:
        """The private folder of this process."""
        if self._worker is not None and "raw_folder" in self._worker:
            folder = Path(str(self._worker["raw_folder"])) / str(self._worker["workerid"])
        else:
            self._raw = self._raw or RawFolder()
            folder = self._raw.path
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker where its raw files go."""
        if self.records():
            node.workerinput["raw_folder"] = str(self.folder)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Collect from all workers what the reader is to be told."""
        self._kept += sum(
            name in ("playwright_trace", "playwright_har") for name, _ in report.user_properties
        )
        self._lost += [f"{report.nodeid}: {text}" for name, text in report.user_properties if name == NOTE]

    def pytest_sessionfinish(self) -> None:
        """Forget what earlier runs have recorded; a folder that was asked for by name is nobody's to empty."""
        if self._worker is None and self._ours is not None:
            try:
                forget_earlier(self._ours)
            except OSError as error:
                self._config.hook.pytest_verifier_unwritten(error=error)

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        """Say where the recordings are, and which were lost."""
        if self._kept or self._lost:
            terminalreporter.section("записи браузера")
        if self._kept:
            terminalreporter.write_line(
                f"Сохранено без секретов: {self._kept}, в {self._config.option.output}"
            )
        for note in self._lost:
            terminalreporter.write_line(note)

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        """Remove the raw files, whatever has become of the run."""
        if self._raw is not None:
            self._raw.remove()


EVIDENCE = pytest.StashKey[Evidence]()
