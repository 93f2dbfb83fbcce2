"""Tests that visit a site of their own, to be recorded; collected only where this file is named."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Route
from pytest_playwright.pytest_playwright import CreateContextCallback

from verifier.redaction.recordings import ScrubError
from verifier.run import recorder
from verifier.screen.asking import ask
from verifier.screen.camera import Camera

Visit = Callable[[], BrowserContext]
KEPT_BY_COOKIE = "Zx81-Qw27-Lm93"


def answer(route: Route) -> None:
    route.fulfill(body="<!doctype html><title>Вход</title>", content_type="text/html; charset=utf-8")


@pytest.fixture
def visit(new_context: CreateContextCallback) -> Visit:
    def visit() -> BrowserContext:
        context = new_context()
        context.route("https://site.test/**", answer)
        context.new_page().goto("https://site.test/")
        return context

    return visit


def test_holds(visit: Visit) -> None:
    visit()


def test_fails(visit: Visit) -> None:
    assert not visit()


def test_two(visit: Visit) -> None:
    visit()
    visit().close()


def test_errs(request: pytest.FixtureRequest, visit: Visit) -> None:
    visit()
    request.addfinalizer(lambda: pytest.fail("in the end"))


def test_refused(visit: Visit) -> None:
    def refuse(raw: Path, *_: object) -> None:
        assert raw.stat().st_size > 0
        raise ScrubError(f"{raw.suffix}: в записи остались секреты")

    visit()
    # For good, in a run that has no other test: recordings are freed of secrets after the test.
    pytest.MonkeyPatch().setattr(recorder, "rewrite", refuse)


def test_waits(visit: Visit) -> None:
    page = visit().pages[0]
    Path(os.environ["VISIT_WAITS"]).write_text("waiting")  # a pipe that somebody listens to
    page.wait_for_event("close", timeout=60_000)


def test_spins(visit: Visit) -> None:
    script = """kept => {
        document.cookie = `visitor=${kept}`;
        localStorage.setItem('visitor', kept);
        setTimeout(() => { while (true); });
    }"""
    visit().pages[0].evaluate(script, KEPT_BY_COOKIE)


def test_comes_after(visit: Visit) -> None:
    visit()


def test_pictured(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    page, camera = visit().pages[0], Camera()
    monkeypatch.setattr(Page, "screenshot", None)  # slower by half; it is for other browsers
    density = float(page.evaluate("devicePixelRatio"))
    ask(*camera.held(page))
    with Image.open(io.BytesIO(camera.shoot(page, density))) as picture:
        assert (density, picture.size) == (2, (2560, 1600))
