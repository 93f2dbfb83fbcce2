"""A made-up site of two systems, and a project in which nobody has described it yet."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from verifier import product as products
from verifier.accounts.person import Person
from verifier.recording.recorder import Recorder
from verifier.recording.tap import tapped
from verifier.recording.writing import Files
from verifier.screen.sites import Sites
from verifier.text.model import Instruction
from verifier.text.reading import read
from verifier.walk import steps
from verifier.walk.journal import Journal
from verifier.walk.walk import Walk

SITE, BILLS = "https://courses.example", "https://pay.example"
PATIENCE_MS = 5000
MOST_LOOKS = 6
"""So many times a hand looks for what comes of what it has done; where nothing comes, no more will."""

PRODUCT = '''"""The courses, as the engine is handed them."""

from __future__ import annotations

from flows.courses.pupil import Pupil
from verifier.authoring import Product, System

PRODUCT = Product(
    "courses",
    texts=(),
    places=(),
    systems=(System("courses_site", "курсы", ("https://courses.example",), page="/login"),),
    person=Pupil,
)
'''
PUPIL = '''"""The pupil who takes the walk."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.authoring import Person, variable


@dataclass(frozen=True)
class Pupil(Person):
    """Somebody who takes courses."""

    login: str = variable("LOGIN", unique=True)
    password: str = variable("PASSWORD")
    name: str = variable("NAME", name=True)
'''

PAGES = {
    f"{SITE}/login": """<h1>Вход на курсы</h1>
        <form onsubmit="location.href = '/courses'; return false">
        <label>Логин <input name=login autocomplete=username></label>
        <label>Пароль <input name=secret type=password></label>
        <button>Войти</button></form>""",
    f"{SITE}/courses": """<header><a href=/me>Ефросинья Кочубей</a></header><main><h1>Курсы</h1>
        <div role=tablist><button role=tab aria-selected=true>Все</button>
        <button role=tab aria-selected=false onclick="this.ariaSelected = 'true'; add('<h2>Архив за год</h2>')"
        >Архив</button></div>
        <button onclick="add('<p role=status>Заявка принята</p>')">Записаться</button>
        <button onclick="this.remove()">Скрыть подсказку</button>
        <label><input type=checkbox> Только бесплатные</label>
        <label>Тема <input name=subject></label>
        <button id=find onclick="add('<h2>Подобрано</h2>')">Найти</button>
        <label>Класс <select name=form><option>Пятый<option>Шестой</select></label>
        <ul><li><button onclick="add('<h2>Переписка</h2>')">Прасковья Мышкина</button></ul>
        <a href=https://pay.example/bill/4711 target=_blank>Счёт</a>
        <a href=/courses/2026>Расписание</a>
        <a href=/people/efrosinya>Профиль</a>
        <script>
        const add = html => document.querySelector('main').insertAdjacentHTML('beforeend', html);
        document.querySelector('[name=subject]').onkeydown = event => event.key === 'Enter' && add('<h2>Найдено</h2>');
        </script></main>""",
    f"{SITE}/courses/2026": "<h1>Расписание</h1><button>Сохранить</button>",
    f"{SITE}/people/efrosinya": """<h1>Профиль</h1><label>Привет от efrosinya <input name=greeting></label>
        <label>Кому <input name=whom></label>
        <button onclick="document.querySelector('h1').textContent = 'Отправлено'">Отправить</button>""",
    f"{BILLS}/bill/4711": """<h1>Счёт за курсы</h1>
        <button onclick="document.querySelector('h1').textContent = 'Счёт оплачен'">Оплатить</button>
        <button onclick="window.close()">Готово</button>""",
}


@dataclass
class Project:
    """The folder in which the product is, and what is known of it now."""

    folder: Path

    @property
    def product(self) -> products.Product:
        """The product as its files declare it at this moment."""
        forget()
        return products.load("courses")

    def files(self, text: str = "tour") -> Files:
        """Return where a text's files go."""
        return Files.of(self.product, text)

    def code(self, path: str) -> str:
        """Return what a file says."""
        return (self.folder / path).read_text(encoding="utf-8")

    def everything(self) -> str:
        """Return all that is written in the folder."""
        files = [one for one in self.folder.rglob("*") if one.suffix in (".md", ".py")]
        return "\n".join(one.read_text(encoding="utf-8") for one in files)


def forget() -> None:
    """Let Python read the project's files anew."""
    for name in [one for one in sys.modules if one.startswith(("flows.courses", "pages.courses"))]:
        del sys.modules[name]
    importlib.invalidate_caches()
    for key in [one for one in steps._registry if one[0] == "flows.courses"]:
        del steps._registry[key]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """A project with a product that has no text and no page object."""
    import flows
    import pages

    for package in (flows, pages):
        folder = tmp_path / package.__name__
        folder.mkdir()
        monkeypatch.setattr(package, "__path__", [str(folder), *package.__path__])
    own = tmp_path / "flows" / "courses"
    own.mkdir()
    for name, code in (("__init__", '"""The courses."""\n'), ("product", PRODUCT), ("pupil", PUPIL)):
        (own / f"{name}.py").write_text(code, encoding="utf-8")
    yield Project(tmp_path)
    forget()


def serve(context: BrowserContext) -> None:
    """Let the made-up systems answer."""

    def answer(route: Route) -> None:
        found = PAGES.get(route.request.url.partition("?")[0], "")
        body = f"<!doctype html><html lang=ru><title>Курсы</title><body>{found}"
        route.fulfill(status=200 if found else 404, body=body, content_type="text/html; charset=utf-8")

    context.route("**/*", answer)


def pupil(project: Project) -> Person:
    """Return somebody who takes courses."""
    product = project.product
    kind = product.person
    return kind(login="efrosinya", password="пароль-от-курсов", name="Ефросинья Кочубей")  # type: ignore[call-arg]


def walk_on(context: BrowserContext, project: Project, text: str | None = None) -> Walk[Person]:
    """Return a walk of a text of the product; without one, of none at all."""
    serve(context)
    person = pupil(project)
    product = project.product
    instruction = Instruction("courses/tour", "ru", "tour", "", (), ())
    if text is not None:
        instruction = read(product.folder / f"{text}.ru.md")
    return Walk(
        context,
        product,
        Sites(product.systems),
        person,
        instruction,
        Journal("made-up", "test", "test", instruction),
        patience_ms=PATIENCE_MS,
        pictures="off",
    )


@dataclass
class Hand:
    """A hand that does one thing after another, as a person would: each when it is seen what came of the last."""

    recorder: Recorder
    page: Page
    said: list[str]

    def does(self, deed: Callable[[], object]) -> str:
        """Do something, and return the sentence that it becomes."""
        before = len(self.said)
        deed()
        for _ in range(MOST_LOOKS):
            self.recorder.take_next()
            if len(self.said) > before:
                break
        return self.said[-1].partition(". ")[2] if len(self.said) > before else ""

    def fills(self, label: str, value: str) -> None:
        """Fill a field; what is done after that makes a sentence of it."""
        self.page.get_by_label(label).fill(value)
        self.recorder.take_next()


@contextlib.contextmanager
def recorded(context: BrowserContext, project: Project, address: str = f"{SITE}/login") -> Iterator[Hand]:
    """Record what a hand does, which begins at an address."""
    walk, said = walk_on(context, project), list[str]()
    with tapped(context) as tap:
        recorder = Recorder(walk, "tour", tap, said.append, "pages.courses.tour")
        page = walk.windows.open()
        hand = Hand(recorder, page, said)
        hand.does(lambda: page.goto(address))
        yield hand
