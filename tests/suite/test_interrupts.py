"""A request to end a run reaches the code that waits for the browser, and leaves the connection to it whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import asyncio, os, signal
from playwright.sync_api import sync_playwright
from verifier.run.interrupts import end_in_order

async def be_asked_to_end():
    os.kill(os.getpid(), signal.{name})
    print("the task that was under way has ended")

signal.signal(signal.{name}, signal.SIG_DFL)  # under nohup it would have been ignored from the start
undo = end_in_order()
with sync_playwright() as playwright:
    playwright._loop.create_task(be_asked_to_end())
    try:
        playwright.request.new_context()
    except KeyboardInterrupt:
        print("the code that waited was interrupted")
    playwright.request.new_context().dispose()
    print("the connection is whole")
undo()
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_interrupt_amid_a_task_of_playwright_waits_for_its_end(name: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(name=name)], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert ran.stdout.splitlines() == [
        "the task that was under way has ended",
        "the code that waited was interrupted",
        "the connection is whole",
    ], ran.stderr


TIME_OUTS = """
from verifier.run.interrupts import TimeOuts

def pytest_configure(config):
    config.pluginmanager.register(TimeOuts())
"""
RUNG = """
import os, signal

async def ring():
    os.kill(os.getpid(), signal.SIGALRM)
    print("the task that was under way has ended")

def test_that_takes_too_long(playwright):
    playwright._loop.create_task(ring())
    try:
        for _ in range(100):
            playwright.request.new_context().dispose()
        print("nobody was told of the time-out")
    finally:
        playwright.request.new_context().dispose()
        print("the connection is whole")
"""


def test_time_out_amid_a_task_of_playwright_waits_for_its_end(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytester.makeconftest(TIME_OUTS)
    pytester.makepyfile(RUNG)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    ran = pytester.runpytest_subprocess("--timeout=250", "-p", "no:randomly", "-p", "no:cacheprovider")
    ran.assert_outcomes(failed=1)
    ran.stdout.fnmatch_lines(
        [
            "*TimeOut: Timeout (>250.0s) from pytest-timeout.",
            "the task that was under way has ended",
            "the connection is whole",
        ]
    )
    ran.stdout.no_fnmatch_line("nobody was told of the time-out")


CLEANS_UP_FOR_EVER = """
import threading, pytest

@pytest.fixture
def first():
    yield
    print("the rest was cleaned up")

@pytest.fixture
def second(first):
    yield
    threading.Event().wait()

def test_one(second):
    {0}

def test_two():
    print("the run went on")
"""


@pytest.mark.parametrize("does", ["assert False", "threading.Event().wait()", "pass"])
def test_a_clean_up_that_does_not_end_has_its_time_out_as_well(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, does: str
) -> None:
    pytester.makeconftest(TIME_OUTS)
    pytester.makepyfile(CLEANS_UP_FOR_EVER.format(does))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    ran = pytester.runpytest_subprocess(
        "--timeout=1", "-rP", "-p", "no:randomly", "-p", "no:cacheprovider", timeout=60
    )
    ran.assert_outcomes(passed=1 + (does == "pass"), failed=does != "pass", errors=1)
    ran.stdout.fnmatch_lines(["*TimeOut: Timeout (>1.0s) from pytest-timeout."])
    ran.stdout.fnmatch_lines(["the rest was cleaned up"])
    ran.stdout.fnmatch_lines(["the run went on"])


HOOKWRAPPER = """
import pytest

@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call():
    yield
    raise KeyboardInterrupt
"""


def test_interrupt_in_the_middle_of_an_old_hookwrapper_ends_the_run(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(HOOKWRAPPER)
    one = pytester.makepyfile("def test_one(): pass\ndef test_two(): pass")
    ran = pytester.runpytest_subprocess("-c", ROOT / "pyproject.toml", "-p", "no:cacheprovider", one)
    assert ran.ret == pytest.ExitCode.INTERRUPTED
    ran.stdout.fnmatch_lines("*no tests ran*")


NEVER_AWAITED = """
def test_one():
    async def call(): pass
    call()
"""


def test_call_that_a_stop_left_unawaited_is_no_failure(pytester: pytest.Pytester) -> None:
    one = pytester.makepyfile(NEVER_AWAITED)
    ran = pytester.runpytest_subprocess("-c", ROOT / "pyproject.toml", "-p", "no:cacheprovider", one)
    assert ran.ret == pytest.ExitCode.OK
