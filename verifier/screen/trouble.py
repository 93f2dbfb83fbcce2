"""What a page can be wrong about, in the words that a report shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal[
    "button",
    "checkbox",
    "columnheader",
    "combobox",
    "heading",
    "link",
    "menuitem",
    "option",
    "radio",
    "switch",
    "tab",
    "text",
]
"""A role of ARIA by which a control is known; `text` is any text that is on the page."""

ROLE_NAMES: dict[Role, str] = {
    "button": "кнопка",
    "checkbox": "флажок",
    "columnheader": "заголовок колонки",
    "combobox": "список",
    "heading": "заголовок",
    "link": "ссылка",
    "menuitem": "пункт меню",
    "option": "вариант",
    "radio": "переключатель",
    "switch": "выключатель",
    "tab": "вкладка",
    "text": "надпись",
}


@dataclass(frozen=True)
class Likeness:
    """A control on the page that is like the one that was looked for, by the words that it shows."""

    label: str
    role: Role
    percent: int

    def __str__(self) -> str:
        return f"«{self.label}» ({ROLE_NAMES[self.role]}, сходство {self.percent} %)"


class Trouble(Exception):
    """Something on the screen is not as expected.

    `expected` and `observed` are Russian phrases; `nearest` is the control most like the one that was looked
    for; `remedy` says what to do next.
    """

    def __init__(
        self, expected: str, observed: str, *, nearest: Likeness | None = None, remedy: str = ""
    ) -> None:
        super().__init__(f"ожидалось: {expected}; на деле: {observed}")
        self.expected = expected
        self.observed = observed
        self.nearest = nearest
        self.remedy = remedy


class Mismatch(Trouble):
    """The product does not do what the instruction says."""


class Contradiction(Mismatch):
    """The product's own record says otherwise than its page: no words of the page and no network excuse that."""


class Unavailable(Trouble):
    """The product could not be asked: it is down, or it refuses this visitor for the moment."""


_UNCOVER = (
    "посмотрите на картинку, что закрывает; если оно показано по праву, объявите его в interruptions продукта: "
    "чем узнать и что нажать"
)


def unfillable(field: str, reason: str) -> Mismatch:
    """Return why a field that is on the page could not be filled, from the text of Playwright's time-out."""
    if "not enabled" in reason:
        return Mismatch(f"{field}: можно заполнить", "оно есть, но недоступно")
    if "not editable" in reason:
        return Mismatch(f"{field}: можно заполнить", "оно есть, но только для чтения")
    return Mismatch(f"{field}: можно заполнить", "оно есть, но заполнить его не удаётся")


def unpressable(thing: str, reason: str, cover: str = "") -> Mismatch:
    """Return why something that is on the page could not be pressed, from the text of Playwright's time-out.

    `cover` says what stands before it, where that is known.
    """
    if "intercepts pointer events" in reason:
        observed = f"её закрывает {cover or 'другой элемент страницы'}"
        return Mismatch(f"{thing}: можно нажать", observed, remedy=_UNCOVER if cover else "")
    if "not enabled" in reason:
        return Mismatch(f"{thing}: можно нажать", "она есть, но недоступна")
    return Mismatch(f"{thing}: можно нажать", "она есть, но нажать её не удаётся")
