"""What a browser asks of its user: it is answered at once, and told with its words and the answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Dialog, Download, Error, FileChooser, Page, Request, Response

from verifier.screen.permissions import listen_for_permissions

_ASKS = {
    "alert": "показал сообщение (alert)",
    "confirm": "спросил (confirm)",
    "prompt": "попросил ввести текст (prompt)",
    "beforeunload": "спросил, уйти ли со страницы (beforeunload)",
}
_YES_BY_DEFAULT = {"alert", "beforeunload"}
"""What has one answer only, and what would keep a visitor on a page that he leaves."""
_MOST_TOLD = 5
_MOST_LETTERS = 200
_ENDLESS = 100
"""Whoever is asked so often within one step will be asked for ever."""
_CHALLENGE = re.compile(
    r"(?:^|[,\n])\s*(?P<scheme>Basic|Digest|NTLM|Negotiate)\b(?:[^,\n]*?\brealm=\"(?P<realm>[^\"]*)\")?",
    re.IGNORECASE,
)
"""With these a browser asks its user for a name and a password (RFC 9110 §11.6.1)."""

_SAY_HOW = (
    "повторите шаг вручную: браузер о чём-то спросил, и набор ответил «Отмена»; если страница спрашивает по праву, "
    "допишите вопрос в инструкцию, а в шаге скажите, как ответить: walk.answering"
)
_NO_PERMISSION = (
    "повторите шаг вручную: страница попросила разрешения, а набор не разрешает ничего; если без него она работать не "
    "обязана, допишите это в инструкцию"
)
_NO_PASSWORD = (
    "повторите шаг вручную: сервер потребовал имя и пароль; если он спрашивает по праву, впишите их в поле basic_auth "
    "цели"
)


@dataclass(frozen=True)
class Answer:
    """How whoever is before the browser answers it; `text` is for a question that asks for one."""

    yes: bool
    text: str | None = None


@dataclass(frozen=True)
class Question:
    """What the browser asked or offered, in which window, and what it was answered by whom."""

    where: str
    asked: str
    words: str
    answer: str
    remedy: str = ""
    """What to do where the page then fails: it was answered in the negative, and no step had said so."""

    def __str__(self) -> str:
        words = f": «{self.words}»" if self.words else ""
        return f"{self.where}: браузер {self.asked}{words}; {self.answer}"


class Questions:
    """Listens to what all windows of a visit ask of their user.

    Nobody having said otherwise, messages are read, pages left, and all else answered in the negative. `name` says what
    a report calls a window. `give_up` is called with a window that asks without end, and why.
    """

    def __init__(
        self, context: BrowserContext, name: Callable[[Page], str], give_up: Callable[[Page, str], object]
    ) -> None:
        self.count = 0
        self._name = name
        self._give_up = give_up
        self._answer: Answer | None = None
        self._asked: dict[Question, int] = {}
        self._last: Question | None = None
        context.on("dialog", self._on_dialog)
        context.on("download", self._on_download)
        context.on("response", self._on_response)
        context.on("page", self._on_page)
        for page in context.pages:
            self._on_page(page)
        listen_for_permissions(context, self._on_permission)

    @property
    def last(self) -> Question | None:
        """What was asked last since `forget`."""
        return self._last

    @contextmanager
    def answered(self, answer: Answer) -> Iterator[None]:
        """Answer everything so for a while."""
        before, self._answer = self._answer, answer
        try:
            yield
        finally:
            self._answer = before

    def remedy(self) -> str:
        """Return what to do about the first question since `forget` that was refused by nobody's wish, if any was."""
        return next((one.remedy for one in self._asked if one.remedy), "")

    def told(self) -> list[str]:
        """Return a line for each question since `forget`, with how often it was asked."""
        lines = [f"{one} (раз: {times})" if times > 1 else str(one) for one, times in self._asked.items()]
        more = len(lines) - _MOST_TOLD
        return [*lines[:_MOST_TOLD], f"и ещё вопросов браузера: {more}"] if more > 0 else lines

    def forget(self) -> None:
        """Begin anew."""
        self._asked.clear()
        self._last = None

    def _on_page(self, page: Page) -> None:
        page.on("filechooser", self._on_file_chooser)

    def _on_dialog(self, dialog: Dialog) -> None:
        answer = self._answer or Answer(dialog.type in _YES_BY_DEFAULT)
        text = answer.text if answer.text is not None else dialog.default_value
        said = "«Отмена»" if not answer.yes else f"«{text}»" if dialog.type == "prompt" else "«ОК»"
        self._note(
            dialog.page,
            _ASKS[dialog.type],
            dialog.message,
            f"{'шаг' if self._answer else 'набор'} ответил {said}",
            _SAY_HOW if self._answer is None and not answer.yes else "",
        )
        with suppress(Error):  # its window may have closed meanwhile
            if answer.yes:
                dialog.accept(text)
            else:
                dialog.dismiss()
        self._check_end(dialog.page)

    def _on_download(self, download: Download) -> None:
        self._note(download.page, "скачал файл", download.suggested_filename, "никто его не открывал")

    def _on_file_chooser(self, chooser: FileChooser) -> None:
        self._note(chooser.page, "попросил выбрать файл", "", "набор ничего не выбрал")

    def _on_permission(self, page: Page, what: str) -> None:
        self._note(page, "попросил разрешения", what, "набор ничего не разрешил", _NO_PERMISSION)
        self._check_end(page)

    def _on_response(self, response: Response) -> None:
        if response.status != 401:
            return
        challenge = _CHALLENGE.search(response.headers.get("www-authenticate", ""))
        if challenge is None or not _asks_user(response.request):
            return
        asked = f"попросил имя и пароль (HTTP {challenge['scheme'].title()}) для {_origin(response.url)}"
        answer = "набор их не знает, или они не подошли"
        self._note(_page_of(response.request), asked, challenge["realm"] or "", answer, _NO_PASSWORD)

    def _check_end(self, page: Page | None) -> None:
        if sum(self._asked.values()) == _ENDLESS and page is not None and self._last is not None:
            self._give_up(page, f"без конца спрашивает, последний раз: {self._last}")

    def _note(self, page: Page | None, asked: str, words: str, answer: str, remedy: str = "") -> None:
        flat = " ".join(words.split())
        short = flat if len(flat) <= _MOST_LETTERS else f"{flat[:_MOST_LETTERS]}…"
        where = self._name(page) if page is not None else "новое окно"
        question = Question(where, asked, short, answer, remedy)
        self.count += 1
        self._last = question
        self._asked[question] = self._asked.get(question, 0) + 1


def _asks_user(request: Request) -> bool:
    """Say whether a browser asks its user for what a server demands: not for a script that has sent a key of its own,
    nor for what a page loads from elsewhere.
    """
    if request.is_navigation_request():
        return True
    with suppress(Error):
        return "authorization" not in request.headers and _origin(request.frame.url) == _origin(request.url)
    return False


def _page_of(request: Request) -> Page | None:
    with suppress(Error):
        return request.frame.page
    return None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
