"""The browser of a run: pytest-playwright's fixtures, with what this suite needs of them."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Playwright
from pytest_playwright import pytest_playwright

from pytest_run.evidence import EVIDENCE
from pytest_run.options import SETTINGS
from pytest_run.recorder import Recorder
from stand.server import Stand
from targets import StandTarget


@pytest.fixture(scope="session")
def _driver_apart() -> Iterator[None]:
    """Start Playwright's driver where Ctrl-C in the terminal does not reach it: it is needed for the clean-up."""
    with pytest.MonkeyPatch.context() as patch:
        apart = functools.partial(asyncio.create_subprocess_exec, start_new_session=True)
        patch.setattr(asyncio, "create_subprocess_exec", apart)
        yield


@pytest.fixture(scope="session")
def playwright(_driver_apart: None, playwright: Playwright) -> Playwright:
    """Playwright, started so that an interrupted run can still close what it has opened."""
    return playwright


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], pytestconfig: pytest.Config, browser_name: str
) -> dict[str, Any]:
    """Launch the browser that the machine has."""
    chosen = pytestconfig.stash[SETTINGS].executables[browser_name]
    ours: dict[str, Any] = {"executable_path": chosen} if chosen else {}
    if browser_name == "chromium":
        # Else the machine's own preferences would set the letters, and no two machines' pictures would compare.
        ours["args"] = [*browser_type_launch_args.get("args", []), "--font-render-hinting=none"]
    if pytestconfig.stash[EVIDENCE].records():
        ours["traces_dir"] = str(pytestconfig.stash[EVIDENCE].folder)
    return browser_type_launch_args | ours


@pytest.fixture(scope="session")
def _pw_artifacts_folder(pytestconfig: pytest.Config) -> SimpleNamespace:
    """Where pytest-playwright puts raw files: our private folder, known by its name alone."""
    evidence = pytestconfig.stash[EVIDENCE]
    return SimpleNamespace(name=str(evidence.folder) if evidence.records() else "")


@pytest.fixture
def _artifacts_recorder(
    request: pytest.FixtureRequest,
    output_path: str,
    playwright: Playwright,
    pytestconfig: pytest.Config,
    _pw_artifacts_folder: SimpleNamespace,
    _pw_api_request_contexts: Any,
) -> Iterator[Recorder]:
    """Keep pytest-playwright's order of things, with a recorder that frees what it keeps of secrets."""
    recorder = Recorder(
        pytestconfig.stash[EVIDENCE],
        request,
        output_path,
        playwright,
        _pw_artifacts_folder,
        _pw_api_request_contexts,
    )
    recorder.start_api_request_tracing()
    yield recorder
    recorder.stop_api_request_tracing()
    if pytest_playwright._test_failed_before_teardown(request.node):
        recorder.did_finish_test(failed=True)
    # Else its hook for the report of the teardown decides.
    setattr(request.node, pytest_playwright._ARTIFACTS_RECORDER_ATTR, recorder)


@pytest.fixture(scope="session")
def browser_context_args(
    browser_context_args: dict[str, Any],
    request: pytest.FixtureRequest,
    pytestconfig: pytest.Config,
) -> dict[str, Any]:
    """Speak Russian, take sharp pictures where pictures are wanted, and reach a stand through its gateway alone."""
    ours: dict[str, Any] = {"locale": "ru-RU", "timezone_id": "Europe/Moscow"}
    if pytestconfig.getoption("--device") is None:
        ours["viewport"] = {"width": 1280, "height": 800}
        if pytestconfig.getoption("--pictures") == "on":
            ours["device_scale_factor"] = 2
    if isinstance(pytestconfig.stash[SETTINGS].target, StandTarget):
        running: Stand = request.getfixturevalue("stand")
        ours |= {"proxy": {"server": running.proxy}, "ignore_https_errors": True}
    return browser_context_args | ours
