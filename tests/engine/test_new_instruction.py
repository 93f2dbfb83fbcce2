"""What adding an instruction takes: a text, its steps, page objects and a product, in a folder of one's own.

Nothing of this project is touched; this test is the specification of it. The files are those of
`docs/write-an-instruction.md`, as its reader copies them: what one of them says, the other has to.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import handbook

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).resolve().parents[2]
RUSSIAN, ENGLISH = "flows/city_library/renew.ru.md", "flows/city_library/renew.en.md"
STEPS, PRODUCT = "flows/city_library/renew.py", "flows/city_library/product.py"
WALK = "tests/scenarios/city_library/test_renew.py::test_text_holds"
MISTAKE = "ОШИБКА В НАБОРЕ, а не в продукте"

IN_ENGLISH = """# The library: how to renew a book

## Signing in {#sign-in}

1. Open https://library.example/login to get the login page. {#login-page}
2. Fill in your card number and password, press “Sign in”. {#enter}

## Renewing {#renew}

1. Choose **My books**. {#my-books}
2. Press “Renew” beside the book. {#press-renew}
3. A new term comes under the book, and “Renew” is gone. {#renewed}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with nothing but what its author has written."""
    handbook.lay_down(tmp_path)
    return tmp_path


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "CI"))}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=project,
        env=own | {"PYTHONPATH": f"{project}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def walked(project: Path, *arguments: str, code: int = 0) -> str:
    """Run the project's tests, the walk alone unless told otherwise, and return what is told."""
    ran = run(project, "-m", "pytest", "-n0", "-p", "no:randomly", *(arguments or [WALK]))
    told = ran.stdout + ran.stderr
    assert ran.returncode == code, told
    return told


def change(project: Path, file: str, old: str, new: str) -> None:
    path = project / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_example_is_walked_reported_and_made_a_guide_of(project: Path) -> None:
    told = walked(project, "--pictures=on", "tests")
    assert "подтверждено 5 из 5 предложений" in told
    assert "2 passed" in told
    ledger = json.loads((project / "out" / "ledger.json").read_text(encoding="utf-8"))
    assert [claim["id"] for claim in ledger["claims"]] == [
        "login-page",
        "enter",
        "my-books",
        "press-renew",
        "renewed",
    ]
    assert {claim["text"] for claim in ledger["claims"]} == {"city_library/renew"}
    assert ledger["claims"][0]["file"] == RUSSIAN
    made = run(project, "-m", "reports", "render", "out", "--out", "out")
    assert made.returncode == 0, made.stdout + made.stderr
    guide = (project / "out" / "guide" / "guide.md").read_text(encoding="utf-8")
    assert "Нажми «Продлить» рядом с книгой." in guide
    assert "Просроченную книгу продлить нельзя." in guide
    assert (project / "out" / "guide" / "guide.pdf").stat().st_size > 10_000


def test_steps_are_listed_without_a_browser(project: Path) -> None:
    told = walked(project, "--target", "library", "--steps")
    assert re.search(rf"{RUSSIAN}:\d+ → {STEPS}:\d+", told)
    assert not (project / "out").exists()


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("Нажми «Продлить»", "Нажми «Продлить срок»", 10, "СЛОВА РАЗОШЛИСЬ: press-renew"),
        ("**Мои книги**", "**Оплата штрафов**", 1, "НЕ РАБОТАЕТ: my-books"),
        ("кнопки «Продлить»", "кнопки «Вернуть»", 1, "НЕ РАБОТАЕТ: renewed"),
        ("library.example/login", "library.example/logon", 10, "СЛОВА РАЗОШЛИСЬ: login-page"),
        ("Нажми «Продлить»", "Нажми «Продлить» или «Enter»", 4, "подписей 2, а шаг"),
        ("{#renewed}", "{#made}", 4, "у предложения «made» нет шага"),
    ],
)
def test_the_text_is_what_is_verified(project: Path, old: str, new: str, code: int, said: str) -> None:
    change(project, RUSSIAN, old, new)
    assert said in walked(project, code=code)


def test_a_finding_is_told_as_the_page_shows_it(project: Path) -> None:
    change(project, RUSSIAN, "**Мои книги**", "**Мои книжки**")
    told = walked(project, code=10)
    (shown,) = re.findall(r"^```\n(СЛОВА РАЗОШЛИСЬ.*?)^```$", handbook.TEXT, re.DOTALL | re.MULTILINE)
    assert shown in told


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (RUSSIAN, "Нажми «Продлить» рядом", "Нажми кнопку рядом", "шаг ничего не проверил"),
        (
            STEPS,
            "walk.press(walk.on(Books).renew)",
            "walk.see(walk.on(Books).tab or walk.on(Books).renew)",
            "«Продлить» есть на странице, а шаг её не ищет",
        ),
        (
            "flows/city_library/sign_in.py",
            "walk.open(login)\n",
            'walk.follow(login.address, "ссылка")\n',
            "предложение называет https://library.example/login, а шаг туда не идёт",
        ),
    ],
)
def test_a_step_that_proves_nothing_is_a_mistake_of_the_suite(
    project: Path, file: str, old: str, new: str, said: str
) -> None:
    change(project, file, old, new)
    assert said in walked(project, code=4)


def test_what_was_never_there_is_not_gone(project: Path) -> None:
    change(project, RUSSIAN, "Нажми «Продлить» рядом", "Нажми кнопку рядом")
    change(
        project,
        STEPS,
        "    walk.press(walk.on(Books).renew)\n",
        "    walk.see(walk.on(Books).button)\n    walk.click(walk.on(Books).button)\n",
    )
    change(
        project,
        "pages/city_library/books.py",
        "    books = Element(",
        '    button = Element("кнопка у книги", ".renew")\n    books = Element(',
    )
    told = walked(project, code=4)
    assert MISTAKE in told
    assert "говорится, что кнопка «Продлить» пропадает, а раньше в этом проходе её никто не видел" in told


def test_order_comes_from_the_text(project: Path) -> None:
    text = (project / RUSSIAN).read_text(encoding="utf-8")
    press, renewed = (
        re.search(rf"^\d\. .*{{#{name}}}\n", text, re.MULTILINE) for name in ("press-renew", "renewed")
    )
    assert press is not None
    assert renewed is not None
    change(project, RUSSIAN, renewed[0], "")
    change(project, RUSSIAN, press[0], renewed[0] + press[0])
    told = walked(project, code=1)
    assert "НЕ РАБОТАЕТ: renewed" in told
    assert "не проверено предложений: 1 (press-renew)" in told


def test_the_same_steps_walk_an_edition_in_another_language(project: Path) -> None:
    (project / ENGLISH).write_text(IN_ENGLISH, encoding="utf-8")
    change(project, PRODUCT, '("renew.ru.md",)', '("renew.ru.md", "renew.en.md")')
    change(project, "targets.toml", "[targets.library]\n", '[targets.library]\nlocale = "en-GB"\n')
    for page, words, english in (
        ("login", "Войти", "Sign in"),
        ("books", "Мои книги", "My books"),
        ("books", "Продлить", "Renew"),
    ):
        change(project, f"flows/city_library/site/{page}.html", words, english)
    told = walked(project)
    assert "Press “Renew” beside the book." in told
    assert "подтверждено 5 из 5 предложений" in told
    change(project, ENGLISH, "press “Sign in”", "sign in")
    told = walked(project, code=4)
    assert f"{ENGLISH}:6: в предложении «enter» подписей 0, а в {RUSSIAN}:10 их 1" in told
