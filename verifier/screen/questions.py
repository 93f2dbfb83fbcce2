"""What a browser asks of its user: it is answered at once, and told with its words and the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Dialog, Download, Error, FileChooser, Page

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
    is_refusal: bool = False
    """Whether it was answered in the negative although no step had said so."""

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
        context.on("page", self._listen)
        for page in context.pages:
            self._listen(page)

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

    def refused(self) -> Question | None:
        """Return the first question since `forget` that was answered in the negative and by nobody's wish."""
        return next((one for one in self._asked if one.is_refusal), None)

    def told(self) -> list[str]:
        """Return a line for each question since `forget`, with how often it was asked."""
        lines = [f"{one} (раз: {times})" if times > 1 else str(one) for one, times in self._asked.items()]
        more = len(lines) - _MOST_TOLD
        return [*lines[:_MOST_TOLD], f"и ещё вопросов браузера: {more}"] if more > 0 else lines

    def forget(self) -> None:
        """Begin anew."""
        self._asked.clear()
        self._last = None

    def _listen(self, page: Page) -> None:
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
            is_refusal=self._answer is None and not answer.yes,
        )
        with suppress(Error):  # its window may have closed meanwhile
            if answer.yes:
                dialog.accept(text)
            else:
                dialog.dismiss()
        if sum(self._asked.values()) == _ENDLESS and dialog.page is not None and self._last is not None:
            self._give_up(dialog.page, f"без конца спрашивает, последний раз: {self._last}")

    def _on_download(self, download: Download) -> None:
        self._note(download.page, "скачал файл", download.suggested_filename, "никто его не открывал")

    def _on_file_chooser(self, chooser: FileChooser) -> None:
        self._note(chooser.page, "попросил выбрать файл", "", "набор ничего не выбрал")

    def _note(
        self, page: Page | None, asked: str, words: str, answer: str, *, is_refusal: bool = False
    ) -> None:
        flat = " ".join(words.split())
        short = flat if len(flat) <= _MOST_LETTERS else f"{flat[:_MOST_LETTERS]}…"
        where = self._name(page) if page is not None else "новое окно"
        question = Question(where, asked, short, answer, is_refusal)
        self.count += 1
        self._last = question
        self._asked[question] = self._asked.get(question, 0) + 1
