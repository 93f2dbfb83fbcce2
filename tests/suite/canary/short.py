"""Plants canaries that are as short as can be: names of one to three letters, a password of two.

Russian words do not begin with this letter. A plugin of an inner run, after `plant`.
"""

from __future__ import annotations

import pytest

from stand import people

LETTER = "\N{CYRILLIC CAPITAL LETTER HARD SIGN}"


def person(number: int) -> people.Person:
    ending = "йюэяжфцч"[number % 8]
    return people.Person(f"{LETTER}{ending}", f"{LETTER}ё{ending}", LETTER)


def password() -> str:
    return f"{LETTER}ю"


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    patch.setattr(people, "person", person)
    patch.setattr(people, "password", password)
