"""A made-up product of one page, whose pages the tests write by themselves; the engine has never heard of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page, Route

from verifier.accounts.person import Person, variable
from verifier.product import Product
from verifier.screen.control import BUTTON, HEADING, TAB, TEXT, BoundControl, Control
from verifier.screen.element import Element
from verifier.screen.finding import Finder, Found
from verifier.screen.place import Place
from verifier.screen.sites import Sites, System
from verifier.screen.windows import Windows
from verifier.text.model import Claim, Instruction, Section
from verifier.walk.evidence import Pictures
from verifier.walk.journal import Journal
from verifier.walk.walk import Walk

ORIGIN = "https://notes.example"
OPPOSITES = ((("войти", "вход"), ("выйти", "выход")), (("привязать", "подключить"), ("отвязать",)))


class Board(Place):
    """The only page of the product."""

    name = "доска"
    where = "на доске"
    system = "notes"
    path = "/board"

    link = Control("Привязать к заметкам", BUTTON)
    unlink = Control("Отвязать от заметок", BUTTON)
    create = Control("Создать заметку", BUTTON)
    tab = Control("Заметки", TAB)
    title = Control("Мои заметки", HEADING)
    message = Control("Заметка сохранена", TEXT)
    field = Element("поле для названия", "input")
    body = Element("вся доска", "main")


@dataclass(frozen=True)
class Writer(Person):
    """Who writes notes."""

    login: str = variable("LOGIN", unique=True)


NOTES = Product(
    "made_up",
    texts=(),
    places=(Board,),
    systems=(System("notes", "заметки", (ORIGIN,)),),
    person=Writer,
    opposites=OPPOSITES,
)
SITES = Sites(NOTES.systems)


def serve(context: BrowserContext, html: str = "") -> None:
    """Let the product answer with a page, whatever it is asked for."""

    def answer(route: Route) -> None:
        route.fulfill(body=f"<!doctype html><title>t</title>{html}", content_type="text/html; charset=utf-8")

    context.route(f"{ORIGIN}/**", answer)


def board_on(page: Page, patience_ms: float = 600) -> Board:
    """Return the board in a window that shows an empty one."""
    serve(page.context)
    page.goto(f"{ORIGIN}/board")
    windows = Windows(page.context, SITES, patience_ms=patience_ms)
    windows.current = page
    return Board(windows)


def find(control: BoundControl, *wordings: str, others: Sequence[str] = ()) -> Found:
    """Find a control under some wordings, its own label by default."""
    return Finder(control, wordings or (control.label,), others, OPPOSITES).find()


def text(*sentences: str) -> Instruction:
    """Return a text of one section whose sentences are called `one`, `two`, `three`…"""
    names = ("one", "two", "three", "four", "five")
    claims = [
        Claim(name, sentence, "Раздел", "notes.ru.md", line)
        for line, (name, sentence) in enumerate(zip(names, sentences, strict=False), 5)
    ]
    return Instruction(
        "made_up/notes", "ru", "Заметки", "notes.ru.md", (), (Section("", "Раздел", tuple(claims)),)
    )


def walk_on(
    context: BrowserContext,
    instruction: Instruction,
    html: str,
    patience_ms: float = 600,
    product: Product = NOTES,
    pictures: Pictures = "only-on-failure",
) -> Walk[Writer]:
    """Return a walk of a text on a page."""
    serve(context, html)
    journal = Journal("made-up", "test", "chromium", instruction)
    return Walk(
        context,
        product,
        SITES,
        Writer("pisatel@notes.example"),
        instruction,
        journal,
        patience_ms=patience_ms,
        pictures=pictures,
    )
