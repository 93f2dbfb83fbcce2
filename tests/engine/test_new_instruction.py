"""What adding an instruction takes: a text, its steps, a page object and a product, in a folder of one's own.

Nothing of this project is touched; this test is the specification of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

FILES = {
    "flows/__init__.py": '"""What is walked."""\n',
    "flows/notes/__init__.py": '"""Notes."""\n',
    "flows/notes/handbook.ru.md": """# Заметки

Заметки видны только тебе.

## Новая заметка {#new}

1. Открой http://notes.example/board — там доска с заголовком «Мои заметки». {#board}
2. Заполни поле «Название» и нажми «Создать». {#create}
3. Кнопки «Создать» больше нет, а на доске написано «Заметка сохранена». {#created}
""",
    "flows/notes/new_note.py": '''"""Making a note."""

from pages.notes import Board
from verifier.authoring import Walk, proves


@proves("board")
def board_opens(walk: Walk) -> None:
    """Open the address and see the heading."""
    walk.open(walk.on(Board))
    walk.see(walk.on(Board).title)


@proves("create", changes=True)
def create(walk: Walk) -> None:
    """Fill the field and press the button."""
    board = walk.on(Board)
    walk.fill_in({board.name_of_note: "Список"}, then=board.create)


@proves("created", changes=True)
def created(walk: Walk) -> None:
    """See the message in place of the button."""
    board = walk.on(Board)
    walk.see(board.saved)
    walk.miss(board.create)
''',
    "flows/notes/product.py": '''"""Notes, as the engine is handed them."""

from dataclasses import dataclass

from flows.notes.stand import make_stand
from pages.notes import Board
from verifier.authoring import Person, Product, System, variable


@dataclass(frozen=True)
class Writer(Person):
    """Who writes notes."""

    login: str = variable("LOGIN", unique=True)


PRODUCT = Product(
    "notes",
    texts=("handbook.ru.md",),
    places=(Board,),
    systems=(System("notes", "заметки", ("http://notes.example",)),),
    person=Writer,
    stand=make_stand,
)
''',
    "flows/notes/stand.py": '''"""A page on this machine that stands for the product; it is its own proxy."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from verifier.authoring import Newcomer

PAGE = Path(__file__).with_name("page.html")


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = PAGE.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Running:
    conditions = ""

    def __init__(self, port):
        self.proxy = f"http://127.0.0.1:{port}"
        self.crashes, self.refused = [], []

    def newcomer(self):
        from flows.notes.product import Writer

        return Newcomer(Writer("pisatel"))

    def everyone(self):
        return iter(())

    def begin_anew(self):
        pass


class Maker:
    def settle(self, defect, weather):
        return None

    @contextmanager
    def start(self, host, defect, weather):
        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            yield Running(server.server_port)
            server.shutdown()
            thread.join()

    def defects(self):
        return ""

    def told(self, weather):
        return ""


def make_stand():
    return Maker()
''',
    "flows/notes/page.html": """<!doctype html><html lang="ru"><title>Заметки</title><main><h1>Мои заметки</h1>
<label>Название <input name="title"></label> <button>Создать</button></main>
<script>document.querySelector("button").addEventListener("click", event => {
  document.querySelector("label").remove();
  event.target.outerHTML = "<p role=status>Заметка сохранена</p>";
});</script></html>""",
    "pages/__init__.py": '"""What is on the screen."""\n',
    "pages/notes.py": '''"""The board."""

from verifier.authoring import BUTTON, HEADING, TEXT, Control, Element, Place


class Board(Place):
    """The only page."""

    name = "доска"
    where = "на доске"
    system = "notes"
    path = "/board"

    title = Control("Мои заметки", HEADING)
    name_of_note = Element("поле для названия", "input[name=title]")
    create = Control("Создать", BUTTON)
    saved = Control("Заметка сохранена", TEXT)
''',
    "test_notes.py": """import pytest


@pytest.mark.each_text
def test_handbook_holds(walk):
    walk.take()
""",
    "conftest.py": 'pytest_plugins = ["verifier.run.plugin", "reports.plugin"]\n',
    "pytest.ini": "[pytest]\n",
    "targets.toml": 'default = "page"\n\n[targets.page]\nkind = "stand"\nproduct = "notes"\npatience_s = 4\n',
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with nothing but what its author has written."""
    for name, content in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tmp_path


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "CI"))}
    return subprocess.run(
        command,
        cwd=project,
        env=own | {"PYTHONPATH": f"{project}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def walk(project: Path) -> subprocess.CompletedProcess[str]:
    options = ("-n0", "-p", "no:randomly", "--targets=targets.toml", "--reports=out", "--pictures=on")
    return run(project, "-m", "pytest", *options, "test_notes.py")


def change(project: Path, file: str, old: str, new: str) -> None:
    path = project / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_three_sentences_are_walked_reported_and_made_a_guide_of(project: Path) -> None:
    walked = walk(project)
    assert walked.returncode == 0, walked.stdout + walked.stderr
    assert "3 из 3 предложений подтверждены" in walked.stdout
    ledger = json.loads((project / "out" / "ledger.json").read_text(encoding="utf-8"))
    assert [claim["id"] for claim in ledger["claims"]] == ["board", "create", "created"]
    assert {claim["text"] for claim in ledger["claims"]} == {"notes/handbook"}
    assert ledger["claims"][0]["file"] == "flows/notes/handbook.ru.md"
    made = run(project, "-m", "reports", "render", "out", "--out", "out")
    assert made.returncode == 0, made.stdout + made.stderr
    guide = (project / "out" / "guide" / "guide.md").read_text(encoding="utf-8")
    assert "Заполни поле «Название» и нажми «Создать»." in guide
    assert (project / "out" / "guide" / "guide.pdf").stat().st_size > 10_000


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("нажми «Создать»", "нажми «Создай»", 10, "СЛОВА РАЗОШЛИСЬ: create"),
        ("«Заметка сохранена»", "«Отправлено на почту»", 1, "НЕ РАБОТАЕТ: created"),
        ("Кнопки «Создать»", "Кнопки «Удалить»", 1, "НЕ РАБОТАЕТ: created"),
        ("notes.example/board", "notes.example/boards", 10, "СЛОВА РАЗОШЛИСЬ: board"),
        ("нажми «Создать»", "нажми «Создать» или «Enter»", 4, "подписей 3, а шаг"),
        ("{#created}", "{#made}", 4, "у предложения «made» нет шага"),
    ],
)
def test_the_text_is_what_is_verified(project: Path, old: str, new: str, code: int, said: str) -> None:
    change(project, "flows/notes/handbook.ru.md", old, new)
    walked = walk(project)
    assert walked.returncode == code, walked.stdout + walked.stderr
    assert said in walked.stdout + walked.stderr


def test_a_step_that_never_looks_is_a_mistake_of_the_suite(project: Path) -> None:
    change(
        project,
        "flows/notes/new_note.py",
        "    walk.see(board.saved)\n",
        "    walk.see(board.title)\n    board.saved\n",
    )
    walked = walk(project)
    assert walked.returncode == 4, walked.stdout + walked.stderr
    assert "ОШИБКА В НАБОРЕ, а не в продукте" in walked.stdout
    assert "«Заметка сохранена» есть на странице, а шаг её не ищет" in walked.stdout


def test_order_comes_from_the_text(project: Path) -> None:
    change(project, "flows/notes/handbook.ru.md", "2. Заполни", "3. Заполни")
    text = (project / "flows/notes/handbook.ru.md").read_text(encoding="utf-8")
    head, create, created = text.partition("3. Заполни")[0], *text.partition("3. Заполни")[2].splitlines()[:2]
    (project / "flows/notes/handbook.ru.md").write_text(
        f"{head}{created}\n3. Заполни{create}\n", encoding="utf-8"
    )
    walked = walk(project)
    assert walked.returncode == 1, walked.stdout + walked.stderr
    assert "НЕ РАБОТАЕТ: created" in walked.stdout
    assert "не проверено предложений: 1 (create)" in walked.stdout
