"""The browser of a run: pytest-playwright's fixtures, with what this suite needs of them."""

from __future__ import annotations

import asyncio
import functools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import SimpleNamespace
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Playwright
from pytest_playwright import pytest_playwright
from pytest_playwright.pytest_playwright import CreateContextCallback

from verifier.product import LocalStand
from verifier.run.choice import Choice
from verifier.run.evidence import EVIDENCE
from verifier.run.recorder import Recorder
from verifier.run.remote import Browsers, Servers, worker_number
from verifier.run.settings import SETTINGS
from verifier.screen.asking import teach
from verifier.screen.trouble import Unavailable
from verifier.targets import browser as target_browser
from verifier.targets.reach import UnreachedError

_CHROMIUM = (
    # Else the machine's own preferences would set the letters, and no two machines' pictures would compare.
    "--font-render-hinting=none",
    # Else one with windows would send each form's shape to its maker, and a stand would blame the page for it.
    "--autofill-server-url=http://127.0.0.1:9/",
)


_DENSITY = 2
"""Device pixels for a CSS pixel, in pictures that are wanted."""

_COMPILED = "NODE_COMPILE_CACHE"
"""Where Node keeps compiled code: https://nodejs.org/api/cli.html#node_compile_cachedir"""


@pytest.fixture(scope="session")
def _driver_apart(pytestconfig: pytest.Config) -> Iterator[None]:
    """Start Playwright's driver where Ctrl-C in the terminal does not reach it: it is needed for the clean-up.

    What it and its browsers keep for a time goes into the run's private folder, which nothing outlasts. Its compiled
    code is kept beside pytest's own cache: to compile it anew takes half of its start.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name, value in target_browser.driver(pytestconfig.stash[SETTINGS].target).items():
            patch.setenv(name, value)
        if pytestconfig.pluginmanager.hasplugin("cacheprovider"):
            with suppress(OSError):  # it is time alone that is saved
                patch.setenv(_COMPILED, os.environ.get(_COMPILED) or str(pytestconfig.cache.mkdir("driver")))
        create, folder = asyncio.create_subprocess_exec, str(pytestconfig.stash[EVIDENCE].folder)

        def apart(*command: str, **asked: Any) -> Any:
            asked["env"] = {
                **(asked.get("env") or os.environ),
                "TMPDIR": folder,
                "TEMP": folder,
                "TMP": folder,
            }
            if sys.platform == "win32":
                asked["creationflags"] = asked.get("creationflags", 0) | subprocess.CREATE_NEW_PROCESS_GROUP
            return create(*command, **asked, start_new_session=True)

        patch.setattr(asyncio, "create_subprocess_exec", apart)
        yield


@pytest.fixture(scope="session")
def playwright(_driver_apart: None, playwright: Playwright) -> Playwright:
    """Playwright, started so that an interrupted run can still close what it has opened; its pages can be asked."""
    teach(playwright)
    return playwright


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any],
    pytestconfig: pytest.Config,
    browser_name: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Any]:
    """Launch the browser that the machine has, and let it trust whom the target trusts."""
    settings = pytestconfig.stash[SETTINGS]
    chosen = settings.executables[browser_name]
    ours: dict[str, Any] = {"executable_path": chosen} if chosen else {}
    try:
        ours |= target_browser.launching(settings.target, browser_name, tmp_path_factory.mktemp("browser"))
    except UnreachedError as error:
        raise Unavailable("системы цели отвечают", error.observed, remedy=error.remedy) from None
    if browser_name == "chromium":
        given = [*browser_type_launch_args.get("args", []), *ours.get("args", [])]
        ours["args"] = [*given, *_CHROMIUM]
        if _is_sharp(pytestconfig) and browser_type_launch_args.get("headless", True):
            # Else it would draw each page anew for its picture. A person at a window would see all of it enlarged.
            ours["args"].append(f"--force-device-scale-factor={_DENSITY}")
    if pytestconfig.stash[EVIDENCE].records():
        ours["traces_dir"] = str(pytestconfig.stash[EVIDENCE].folder)
    return browser_type_launch_args | ours


@pytest.fixture(scope="session")
def launch_browser(
    launch_browser: Callable[..., Browser],
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    pytestconfig: pytest.Config,
) -> Callable[..., Browser]:
    """How a browser is started: here, or by one of the servers that the run was told of."""
    addresses = pytestconfig.getoption("--connect")
    if not addresses:
        return launch_browser
    servers = Servers(addresses, worker_number(pytestconfig))
    return functools.partial(servers.connect, browser_type, browser_type_launch_args)


@pytest.fixture(scope="session")
def _browsers(launch_browser: Callable[..., Browser], pytestconfig: pytest.Config) -> Iterator[Browsers]:
    browsers = Browsers(launch_browser, remote=bool(pytestconfig.getoption("--connect")))
    yield browsers
    browsers.close()


@pytest.fixture
def browser(_browsers: Browsers) -> Browser:
    """The session's browser: one that has died is the end of one test, not of all that come after."""
    return _browsers.running()


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
def browser_context_args(browser_context_args: dict[str, Any], pytestconfig: pytest.Config) -> dict[str, Any]:
    """See as the target says, and take sharp pictures where they are wanted."""
    ours = target_browser.context(pytestconfig.stash[SETTINGS].target)
    if pytestconfig.getoption("--device") is None:
        ours.setdefault("viewport", {"width": 1280, "height": 800})
    if _is_sharp(pytestconfig):
        ours["device_scale_factor"] = _DENSITY
    return {**browser_context_args, **ours}


def _is_sharp(config: pytest.Config) -> bool:
    """Say whether pictures are wanted that are sharper than the screen of a plain computer."""
    return config.getoption("--pictures") == "on" and config.getoption("--device") is None


@pytest.fixture
def new_context(
    new_context: CreateContextCallback, request: pytest.FixtureRequest, choice: Choice
) -> CreateContextCallback:
    """How a browser context is made: one for a stand reaches it through its gateway alone."""
    ours: dict[str, Any] = {}
    if not choice.is_site:
        running: LocalStand = request.getfixturevalue("local_stand")
        ours = {"proxy": {"server": running.proxy}, "ignore_https_errors": True}

    def make(**asked: Any) -> BrowserContext:
        return new_context(**{**ours, **asked})

    return cast(CreateContextCallback, make)
