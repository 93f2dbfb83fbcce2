"""What a written instruction cannot have, and what its writer can do instead, in the writer's language."""

from __future__ import annotations

import re

# XML has no place for control characters, and those that break lines would make two lines of a report's one.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029]")
# These turn the direction of what follows: a line that quotes them would be read in another order than it is written.
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_LONGEST_QUOTE = 60

_TABLE = "таблица не переносится; перескажите её предложениями или абзацем"
_CODE = "блок кода не переносится; напишите обычным абзацем (код — это и отступ в четыре пробела)"
_BLOCKS = {
    "table": _TABLE,
    "fence": _CODE,
    "code_block": _CODE,
    "hr": "черта не переносится; уберите её или начните новый раздел «## …»",
    "html_block": "HTML не переносится; напишите то же обычным текстом",
}
_MARKUP = {
    "image": "картинка не переносится внутри текста: шаги снимает сам прогон; "
    "свою поставьте отдельной строкой между абзацами",
    "html_inline": "HTML внутри текста не переносится; напишите то же обычным текстом",
    "s": "зачёркнутое не переносится; уберите его",
}

FRONT_MATTER = "файл начинается с настроек между «---»; уберите их, начните с «# …»"
LINK_DEFINITION = "адрес ссылки стоит отдельно от неё; напишите [слова](https://…) прямо в предложении"
COMMENT_INSIDE = "заметка <!-- … --> стоит внутри другого текста; поставьте её между абзацами или списками"
COMMENT_OPEN = "заметка <!-- не закрыта, за ней пропало бы всё; закройте её: -->"
COMMENT_AND_TEXT = "за заметкой <!-- … --> на той же строке стоит текст; перенесите его на новую строку"


class RefusedError(ValueError):
    """Something in a text cannot be kept; the text says what and what to do, `line` counts from the block's first."""

    def __init__(self, told: str, line: int = 0) -> None:
        super().__init__(told)
        self.line = line


def block(kind: str) -> str:
    """Return what is said of a block that is refused; of one that nobody has thought of too."""
    return _BLOCKS.get(kind, f"такой блок не поддерживается ({kind}); напишите абзацем или пунктом списка")


def markup(kind: str) -> str:
    """Return what is said of markup inside a text that is refused; of one that nobody has thought of too."""
    return _MARKUP.get(kind, f"такая разметка не поддерживается ({kind}); напишите обычным текстом")


def is_refused(kind: str) -> bool:
    """Say whether a block of this kind is refused wherever it stands."""
    return kind in _BLOCKS


def invisible(text: str) -> tuple[str, int] | None:
    """Return what is said of the first character that no reader can see, and its place; None where there is none."""
    found = _INVISIBLE.search(text)
    if found is None:
        return None
    return f"в тексте невидимый знак U+{ord(found[0]):04X}; удалите его", found.start()


def one_line(text: str) -> str:
    """Return a text without what breaks lines, cannot be printed or turns the direction of what is read."""
    return legible(re.sub(r"[\t\n\r]", " ", text))


def legible(text: str) -> str:
    """Return a text with a mark in place of what cannot be shown or would turn a line around."""
    shown = _INVISIBLE.sub("\N{REPLACEMENT CHARACTER}", text)
    return _TURNING.sub("\N{REPLACEMENT CHARACTER}", shown)


def quoted(text: str) -> str:
    """Return a text as an error quotes it: on one line, and not at length."""
    text = one_line(text).strip()
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"
