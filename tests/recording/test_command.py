"""`pytest --record`, as a person meets it: a browser, a terminal, and at the end a draft that is walked as it is."""

from __future__ import annotations

import os
import pty
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect

from verifier.run.executable import SETTING, executable

pytestmark = [pytest.mark.long, pytest.mark.first]

ROOT = Path(__file__).resolve().parents[2]
SITE = "https://allauth.example"
LONGEST_S = 60
SENTENCE = re.compile(r"^  \d+\. (.*)", re.MULTILINE)
PRODUCT = '''"""The site, as if nobody had described it yet."""

from __future__ import annotations

from flows.allauth_site.reader import Reader
from pages.vk_id.system import PERSONAL, VK_ID
from verifier.authoring import Product, StandMaker, System


def _stand() -> StandMaker:
    from flows.allauth_site.stand import StandOfSite

    return StandOfSite()


PRODUCT = Product(
    "members",
    texts=(),
    places=(),
    systems=(System("allauth", "сайт", ("https://allauth.example",), page="/accounts/login/"), VK_ID),
    person=Reader,
    personal=PERSONAL,
    stand=_stand,
)
'''
TARGETS = """
default = "members"

[targets.members]
kind = "stand"
product = "members"

[targets.allauth]
kind = "stand"
product = "allauth_site"
"""
WALK = '''"""The text, whole."""

from typing import Any

import pytest

from verifier.authoring import Walk


@pytest.mark.each_text
def test_text_holds(walk: Walk[Any]) -> None:
    walk.take()
'''


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project of somebody's own that has a product with neither texts nor page objects."""
    for room in ("flows", "pages"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name, content in {
        "flows/members/__init__.py": '"""The site."""\n',
        "flows/members/product.py": PRODUCT,
        "targets.toml": TARGETS,
        "quarantine.toml": "",
        "conftest.py": 'pytest_plugins = ["verifier.run.plugin", "reports.plugin"]\n',
        "pytest.ini": "[pytest]\naddopts = --targets=targets.toml --quarantine=quarantine.toml --reports=out\n",
        "test_walk.py": WALK,
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def environment(folder: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "CI"))}
    return own | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}


class Log:
    """What a process says, as it says it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._lines: list[str] = []
        self._news = threading.Condition()
        threading.Thread(target=self._read, args=(process,), daemon=True).start()

    def __str__(self) -> str:
        return "".join(self._lines)

    def until(self, has_come: Callable[[str], object]) -> None:
        """Wait until something is said."""
        with self._news:
            assert self._news.wait_for(lambda: has_come(str(self)), LONGEST_S), str(self)

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            with self._news:
                self._lines.append(line)
                self._news.notify_all()


@dataclass
class Recording:
    """A recording that goes on, the page in its browser, and the terminal beside it."""

    process: subprocess.Popen[str]
    page: Page
    keyboard: int
    log: Log
    typed: list[str] = field(default_factory=list)

    @property
    def told(self) -> str:
        return str(self.log)

    def sentences(self) -> list[str]:
        return SENTENCE.findall(self.told)

    def enter(self, field: Locator, setting: str) -> None:
        """Let the terminal enter a setting of the account into a field."""
        number = re.search(rf"(\d+) — {setting}\b", self.told)
        assert number is not None, self.told
        field.click()
        expect(field).to_be_focused()
        os.write(self.keyboard, f"{number[1]}\n".encode())
        expect(field).not_to_have_value("", timeout=LONGEST_S * 1000)
        self.typed.append(field.input_value())

    def press(self, thing: Locator) -> None:
        """Press something, and wait until it has become a sentence."""
        before = len(self.sentences())
        thing.click()
        self.log.until(lambda told: len(SENTENCE.findall(told)) > before)

    def end(self) -> int:
        for page in self.page.context.pages:
            page.close()
        return self.process.wait(LONGEST_S)


@contextmanager
def recording(folder: Path, playwright: Playwright, *options: str) -> Iterator[Recording]:
    """Start a recording at a terminal of its own, and lend the test a hand in its browser."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    browser = folder / "browser"
    path = executable(setting=os.environ.get(SETTING)) or playwright.chromium.executable_path
    browser.write_text(f'#!/bin/sh\nexec "{path}" --headless --remote-debugging-port={port} "$@"\n')
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-p", "no:randomly", "--record", "tour", *options],
        cwd=folder,
        env=environment(folder) | {SETTING: str(browser)},
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    log = Log(process)
    try:
        log.until(SENTENCE.search)
        connected = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        (page,) = [page for context in connected.contexts for page in context.pages]
        yield Recording(process, page, ours, log)
        connected.close()
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
        os.close(ours)
        os.close(theirs)


def walked(folder: Path, target: str) -> str:
    """Walk what was recorded, as it is, and return what is told of it."""
    options = ["-p", "no:randomly", f"--target={target}", "--instruction=tour", "test_walk.py"]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *options],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def sign_in(hand: Recording) -> None:
    hand.enter(hand.page.get_by_label("Имя пользователя:"), "login")
    hand.enter(hand.page.get_by_label("Пароль:"), "password")
    hand.press(hand.page.get_by_role("button", name="Войти"))


def written(folder: Path) -> str:
    files = [*folder.glob("flows/members/*"), *folder.glob("pages/members/*"), *folder.glob("flows/*/tour*")]
    return "\n".join(one.read_text(encoding="utf-8") for one in files if one.is_file())


def test_a_visit_of_two_systems_is_recorded_and_holds(folder: Path, playwright: Playwright) -> None:
    with recording(folder, playwright) as hand:
        page = hand.page
        sign_in(hand)
        hand.press(page.get_by_role("link", name="Прикрепленные аккаунты"))
        hand.press(page.get_by_role("link", name="VK"))
        hand.press(page.get_by_role("button", name="Продолжить"))
        hand.enter(page.get_by_label("Телефон или почта"), "vk_login")
        hand.press(page.get_by_role("button", name="Продолжить"))
        hand.enter(page.get_by_label("Пароль"), "vk_password")
        hand.press(page.get_by_role("button", name="Продолжить"))
        hand.press(page.get_by_role("button", name="Продолжить"))
        hand.press(page.get_by_role("radio"))
        hand.press(page.get_by_role("button", name="Удалить"))
        assert hand.end() == 0, hand.told
        assert (
            hand.sentences()[-1]
            == "Нажми кнопку «Удалить» — появится надпись «Сторонняя учетная запись была отключена.»"
        )
        files = ("members/tour_allauth.py", "members/tour_vk_id.py")
        assert all((folder / "pages" / one).exists() for one in files)
        for secret in hand.typed:
            assert secret not in written(folder)
            assert secret not in hand.told
    assert "подтверждено 10 из 10 предложений" in walked(folder, "members")


def test_what_page_objects_know_already_is_taken_from_them(folder: Path, playwright: Playwright) -> None:
    with recording(folder, playwright, "--target=allauth") as hand:
        sign_in(hand)
        hand.press(hand.page.get_by_role("link", name="Прикрепленные аккаунты"))
        assert hand.end() == 0, hand.told
    steps = (folder / "flows/allauth_site/tour.py").read_text(encoding="utf-8")
    assert "page = walk.on(LoginPage)" in steps
    assert (
        "walk.fill_in({page.username: walk.person.login, page.password: walk.person.password}, then=page.submit)"
        in steps
    )
    assert not list(folder.glob("pages/allauth_site/tour*"))
    assert "подтверждено 3 из 3 предложений" in walked(folder, "allauth")


def test_ctrl_c_ends_it_and_all_that_was_done_is_written(folder: Path, playwright: Playwright) -> None:
    with recording(folder, playwright) as hand:
        sign_in(hand)
        hand.process.send_signal(signal.SIGINT)
        assert hand.process.wait(LONGEST_S) == 0, hand.told
        assert "Записано:" in hand.told
    assert "подтверждено 2 из 2 предложений" in walked(folder, "members")
