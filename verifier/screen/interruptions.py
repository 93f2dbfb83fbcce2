"""What comes between a visitor and the page unasked: a banner, a survey, a question. Declared ones are answered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error, Locator, Page

from verifier.screen.words import flat

if TYPE_CHECKING:
    from verifier.screen.windows import Windows

_BOX = "dialog[open], [role=dialog], [role=alertdialog], [aria-modal=true]"
_PRESS_MS = 1000
_MOST = 5
"""So many may stand one over another; whatever comes up more often comes up without end."""
_MOST_LETTERS = 120

_COVERING = """element => {
  const box = element.getBoundingClientRect();
  const top = element.getRootNode().elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  if (!top || element === top || element.contains(top) || top.contains(element)) return null;
  const named = top.closest('dialog, [role=dialog], [role=alertdialog], [aria-modal=true], [role=region]');
  const own = at => !at.contains(element) && at !== document.body;
  let whole = named && own(named) ? named : top;
  while (!named && whole.parentElement && own(whole.parentElement)) whole = whole.parentElement;
  const words = text => (text || '').replace(/\\s+/g, ' ').trim();
  return {
    role: whole.getAttribute('role') || (whole.tagName === 'DIALOG' ? 'dialog' : ''),
    markup: whole.tagName.toLowerCase() + [...whole.classList].map(name => '.' + name).join(''),
    words: words(whole.getAttribute('aria-label') || whole.innerText),
    buttons: [...whole.querySelectorAll('button, [role=button], a')].map(one => words(one.innerText)).filter(Boolean),
  };
}"""
_ROLES = {"dialog": "окно", "alertdialog": "окно с вопросом", "region": "область", "status": "сообщение"}


@dataclass(frozen=True)
class Interruption:
    """Something that a product may put before its visitor unasked, how it is known, and how it is answered.

    `name` is what a report calls it. It is a box, found by the CSS `within`, that has words to which `pattern` fits;
    `press` is what the button says that answers it, in the way that takes nothing from anybody.
    """

    name: str
    pattern: re.Pattern[str]
    press: str
    within: str = _BOX


class Interruptions:
    """Answers the declared interruptions in the windows of a visit; what is not declared is never touched.

    Each that is answered is remarked, so that no walk is silent about it.
    """

    def __init__(self, windows: Windows, declared: Sequence[Interruption]) -> None:
        self._windows = windows
        self._declared = declared

    def answer(self, page: Page) -> bool:
        """Answer what stands before a window's page, and say whether there was anything."""
        answered = 0
        while answered < _MOST and self._answer_one(page):
            answered += 1
        return answered > 0

    def _answer_one(self, page: Page) -> bool:
        for one in self._declared:
            box = page.locator(one.within).filter(has_text=one.pattern, visible=True)
            button = box.get_by_role("button", name=re.compile(rf"^\s*{re.escape(one.press)}\s*$"))
            # It may go by itself at this very moment, or not let itself be pressed: whoever waits will tell.
            with suppress(Error):
                if not box.count():
                    continue
                # Of boxes in one another the innermost is the one with the words.
                words = flat(box.last.inner_text())
                button.filter(visible=True).click(timeout=_PRESS_MS)
                self._windows.remark(
                    f"{self._windows.called(page)}: показано «{one.name}» («{_short(words)}»); "
                    f"набор нажал «{one.press}»"
                )
                return True
        return False


def covering(locator: Locator) -> str:
    """Say what covers an element: its role, words and buttons; empty where nobody can tell."""
    with suppress(Error):
        found: dict[str, Any] | None = locator.evaluate(_COVERING)
        if found is not None:
            called = _ROLES.get(found["role"], "элемент")
            words = f" «{_short(found['words'])}»" if found["words"] else " без слов"
            buttons = ", ".join(f"«{one}»" for one in dict.fromkeys(found["buttons"]))
            return f"{called}{words} ({found['markup']}{f'; кнопки: {buttons}' if buttons else ''})"
    return ""


def _short(words: str) -> str:
    return words if len(words) <= _MOST_LETTERS else f"{words[:_MOST_LETTERS].rstrip()}…"
