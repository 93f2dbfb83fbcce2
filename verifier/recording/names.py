"""Names in Latin letters for what a page calls in Russian: identifiers of code, ids of sentences."""

from __future__ import annotations

import keyword
import re
from collections.abc import Container

_LETTERS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        (
            *(
                "a",
                "b",
                "v",
                "g",
                "d",
                "e",
                "e",
                "zh",
                "z",
                "i",
                "y",
                "k",
                "l",
                "m",
                "n",
                "o",
                "p",
                "r",
                "s",
                "t",
            ),
            *("u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya"),
        ),
        strict=True,
    )
)
"""As in passports of the Russian Federation (ICAO Doc 9303-3, section 6 B), but for «ъ», which says nothing here."""
_MOST_WORDS = 4


def latin(text: str) -> list[str]:
    """Return the first words of a text in small Latin letters and digits."""
    spelt = "".join(_LETTERS.get(letter, letter) for letter in text.casefold())
    return re.findall(r"[a-z0-9]+", spelt)[:_MOST_WORDS]


def attribute(text: str, otherwise: str, taken: Container[str]) -> str:
    """Return an attribute's name for something that a page calls so; `otherwise` where that gives none."""
    name = "_".join(latin(text)) or otherwise
    if name[0].isdigit() or keyword.iskeyword(name):
        name = f"{otherwise}_{name}"
    return unlike(f"{name}_{otherwise}" if name in taken else name, taken, "_")


def class_name(*texts: str) -> str:
    """Return the name of a class, made of some texts."""
    return "".join(word.capitalize() for text in texts for word in latin(text))


def claim_id(*texts: str) -> str:
    """Return the id of a sentence, made of some texts."""
    return "-".join(word for text in texts for word in latin(text))


def unlike(name: str, taken: Container[str], dash: str) -> str:
    """Return a name that is not taken: the name itself, or the name with a number."""
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}{dash}{number}"
    return found
