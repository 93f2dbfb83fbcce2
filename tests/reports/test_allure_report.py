"""The Allure report as a developer opens it: a run of every verdict, the real Allure 3, a browser."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.every_verdict import ROOT, lay_down, run_tests
from tests.support.serving import serving

ALLURE = ROOT / "node_modules" / ".bin" / "allure"
REPORT = "reports/out/allure-report/index.html"

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(  # without Node there is no Allure 3; what is skipped shows in the summary
        not ALLURE.exists() or shutil.which("node") is None,
        reason="нет Allure 3: установите Node.js 20 или новее с npm и выполните «make setup»",
    ),
]


def generate(folder: Path) -> None:
    """Render the report as `make report` does."""
    subprocess.run(
        [ALLURE, "generate", "--config", ROOT / "allurerc.mjs"], cwd=folder, check=True, capture_output=True
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a run with a test of each verdict was reported, and then all of its tests were run again."""
    folder = tmp_path_factory.mktemp("allure")
    lay_down(folder)
    run_tests(folder)
    generate(folder)
    (folder / "again").touch()
    run_tests(folder)
    generate(folder)
    return folder


@pytest.fixture
def screen(browser: Browser) -> Iterator[Page]:
    """A page with room for a whole report; the report may ask for nothing besides itself."""
    context = browser.new_context(locale="ru-RU", viewport={"width": 1280, "height": 2000})
    asked: list[str] = []
    context.set_default_timeout(30_000)  # the program alone has megabytes to be read
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    yield page
    address = page.url.partition("#")[0]
    context.close()
    assert [url for url in asked if not url.startswith(("data:", "blob:"))] == [address]


@pytest.fixture
def report(screen: Page, folder: Path) -> Page:
    """The report, opened from the disk."""
    screen.goto((folder / REPORT).as_uri())
    screen.get_by_test_id("tree-leaf").first.wait_for()
    return screen


def step(page: Page, title: str) -> Locator:
    """The line of a step or of an attachment in the test's body."""
    lines = page.get_by_test_id("test-result-step-header").or_(
        page.get_by_test_id("test-result-attachment-header")
    )
    return lines.filter(has_text=title)


def open_test(page: Page, name: str) -> None:
    page.get_by_test_id("tree-leaf").filter(has_text=name).click()
    expect(page.get_by_test_id("test-result-info-title")).to_have_text(name)


@pytest.mark.parametrize(
    ("category", "message", "test", "status"),
    [
        ("Слова разошлись", "СЛОВА РАЗОШЛИСЬ: signed-in", "test_drift", "failed"),
        ("Не работает", "НЕ РАБОТАЕТ: chats-tab", "test_broken[popup]", "failed"),
        ("Не удалось проверить", "НЕ УДАЛОСЬ ПРОВЕРИТЬ: login-page", "test_environment", "broken"),
        ("Не проверялось", "НЕ ПРОВЕРЯЛОСЬ: только на стенде", "test_unproven", "skipped"),
    ],
)
def test_each_verdict_is_a_category(
    report: Page, category: str, message: str, test: str, status: str
) -> None:
    report.get_by_text("Категории").first.click()
    report.get_by_text(category, exact=True).click()
    expect(report.get_by_text(message)).to_be_visible()
    leaf = (
        report.get_by_role("button")
        .filter(has=report.get_by_test_id("tree-leaf-title"))
        .filter(has_text=test)
    )
    expect(leaf.get_by_test_id(f"tree-leaf-status-{status}")).to_be_visible()


def test_failed_walk_tells_what_was_done_and_seen(report: Page) -> None:
    open_test(report, "test_broken[popup]")
    error = report.get_by_test_id("test-result-error").first
    expect(error).to_contain_text("Ожидалось: кнопка «Войти»")
    expect(error).to_contain_text("На деле: вместо неё «Вход»")
    for title, status in [
        ("2. Введи свою электронную почту и пароль", "passed"),
        ("3. Теперь можно выбрать вкладку «Чаты»", "failed"),
        ("выбрать: вкладка «Чаты»", "failed"),
        ("нажать: вкладка «Чаты»", "passed"),
        ("4. На этой вкладке нажми кнопку «Привязать к VK ID».", "skipped"),
    ]:
        expect(step(report, title).get_by_test_id(f"tree-leaf-status-{status}")).to_be_visible()
    body = report.get_by_test_id("test-result-steps-root")
    for parameter in (
        "chats-tab",
        "flows/diary_chats/instruction.ru.md:13",
        "flows/diary_chats/link.py:19",
        "окно 1 (дневник)",
    ):
        expect(body.get_by_text(parameter, exact=True)).to_be_visible()
    step(report, "Окно 1: дневник — картинка").click()
    picture = report.get_by_test_id("image-attachment-content").get_by_role("img")
    expect(picture).to_have_js_property("naturalWidth", 80)
    step(report, "Окно 1: дневник — снимок доступности").click()
    expect(report.get_by_test_id("code-attachment-content")).to_contain_text('- tab "Чаты" [selected]')


def test_test_says_what_it_is_about(report: Page) -> None:
    open_test(report, "test_broken[popup]")
    for told in (
        "Критическая",
        "Школьные чаты: от дневника до VK Мессенджера",
        "Привязка VK ID",
        "signed-in",
        "stand",
        "'popup'",
        "chromium 1",
    ):
        expect(report.get_by_text(told, exact=True).first).to_be_visible()
    link = report.get_by_role("link", name="chats-tab · flows/diary_chats/instruction.ru.md:13")
    expect(link).to_have_attribute(
        "href",
        "https://github.com/school/diary-chats/blob/c0ffee/flows/diary_chats/instruction.ru.md?plain=1#L13",
    )


def test_trace_is_handed_to_the_trace_viewer(report: Page) -> None:
    viewer = """<title>viewer</title><script>
        addEventListener("message", async ({data}) => document.title = await data.params.trace.text())
    </script>"""
    report.context.route(
        "https://trace.playwright.dev/**", lambda route: route.fulfill(content_type="text/html", body=viewer)
    )
    open_test(report, "test_broken[popup]")
    trace = step(report, "Трасса: контекст 1").first
    with report.expect_popup() as opened:
        trace.get_by_role("button").first.click()
    expect(opened.value).to_have_title("PK trace")


def test_second_run_is_a_retry_of_the_first(report: Page) -> None:
    open_test(report, "test_better_at_last")
    expect(step(report, "Проход 2 из 2").get_by_test_id("tree-leaf-status-passed")).to_be_visible()
    report.get_by_text("Перезапуски").click()
    retry = report.get_by_test_id("test-result-retries-item")
    expect(retry).to_have_count(1)
    expect(retry.get_by_test_id("tree-leaf-status-failed")).to_be_visible()


def test_report_before_is_history(report: Page) -> None:
    open_test(report, "test_better_at_last")
    report.get_by_text("История").click()
    before = report.get_by_test_id("test-result-history-item")
    expect(before).to_have_count(1)
    expect(before.get_by_test_id("tree-leaf-status-failed")).to_be_visible()


@contextmanager
def served_in_two_parts(report: bytes, first: int) -> Iterator[tuple[str, Event]]:
    """Serve the report; its bytes after the ``first`` ones are held back until the event is set."""
    go_on = Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(report)))
            self.end_headers()
            self.wfile.write(report[:first])
            go_on.wait(timeout=30)
            self.wfile.write(report[first:])

    with serving(Handler) as address:
        try:
            yield f"{address}/", go_on
        finally:
            go_on.set()


def test_report_waits_for_data_that_come_late(screen: Page, folder: Path) -> None:
    report = (folder / REPORT).read_bytes()
    program = report.index(b'src="data:text/javascript')
    with served_in_two_parts(report, report.index(b"</script>", program) + len(b"</script>")) as (url, go_on):
        screen.goto(url, wait_until="commit")
        expect(screen.get_by_test_id("loader")).to_be_attached()
        go_on.set()
        open_test(screen, "test_broken[popup]")


def test_overview_tells_the_surroundings(report: Page) -> None:
    for told in (
        "Цель",
        "stand",
        "Версия системы",
        "1.2",
        "Браузер",
        "chromium 1",
        "flows/diary_chats/instruction.ru.md",
    ):
        expect(report.get_by_text(told, exact=True).first).to_be_visible()
