"""A draft is walked as it was written, and holds; nothing private is in it, and it looks as if written by hand."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.recording.courses import PRODUCT, SITE, Hand, Project, project, recorded, walk_on
from verifier.recording.writing import DraftError, check, write
from verifier.walk.steps import registered

__all__ = ["project"]

ROOT = Path(__file__).resolve().parents[2]


def go_through_all(hand: Hand) -> None:
    """Sign in, and do each thing that a page lets one do, in three windows of two systems."""
    page = hand.page
    hand.fills("Логин", "efrosinya")
    hand.fills("Пароль", "пароль-от-курсов")
    hand.does(lambda: page.get_by_role("button", name="Войти").click())
    hand.does(lambda: page.get_by_role("tab", name="Архив").click())
    hand.fills("Тема", "Астрономия")
    hand.does(lambda: page.get_by_label("Тема").press("Enter"))
    hand.does(lambda: page.get_by_label("Класс").select_option("Шестой"))
    hand.does(lambda: page.get_by_label("Только бесплатные").check())
    hand.does(lambda: page.get_by_role("button", name="Записаться").click())
    hand.does(lambda: page.get_by_role("button", name="Прасковья Мышкина").click())
    hand.does(lambda: page.get_by_role("link", name="Счёт").click())
    bill = page.context.pages[-1]
    hand.does(lambda: bill.get_by_role("button", name="Оплатить").click())
    hand.does(lambda: bill.get_by_role("button", name="Готово").click())
    hand.does(lambda: page.get_by_role("link", name="Расписание").click())


def write_to_somebody(hand: Hand) -> None:
    """Enter what is somebody's into fields that do not say so, at an address that tells who one is."""
    page = hand.page
    hand.does(lambda: page.get_by_role("link", name="Профиль").click())
    hand.fills("Привет", "Здравствуй")
    hand.fills("Кому", "Прасковья Мышкина")
    hand.does(lambda: page.get_by_role("button", name="Отправить").click())


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that keeps what was recorded for the tests that come after."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def drafted(context: BrowserContext, project: Project, kept: Path) -> Project:
    """The project after somebody has recorded a whole visit in it."""
    if not list(kept.iterdir()):
        with recorded(context, project) as hand:
            go_through_all(hand)
            draft = hand.recorder.finish()
        write(draft, project.files())
        shutil.copytree(project.folder, kept, dirs_exist_ok=True)
    shutil.copytree(kept, project.folder, dirs_exist_ok=True)
    return project


def test_it_holds_as_it_is(drafted: Project, browser: Browser) -> None:
    with browser.new_context() as context:
        walk = walk_on(context, drafted, "tour")
        walk.take()
    assert [entry.verdict.value for entry in walk.journal.entries] == ["holds"] * 12


def test_nothing_private_is_in_it(drafted: Project) -> None:
    written = drafted.everything()
    for secret in ("efrosinya", "пароль-от-курсов", "Ефросинья", "Кочубей", "Прасковья", "Мышкина"):
        assert secret not in written
    assert "page.login: walk.person.login, page.secret: walk.person.password" in drafted.code(
        "flows/courses/tour.py"
    )
    assert '_TEMA = "Астрономия"' in drafted.code("flows/courses/tour.py")


def test_what_is_somebodys_by_its_words_alone_is_left_out_and_said_to_be_missing(
    context: BrowserContext, project: Project
) -> None:
    with recorded(context, project, f"{SITE}/courses") as hand:
        write_to_somebody(hand)
        draft = hand.recorder.finish()
    write(draft, project.files())
    written = project.everything()
    for secret in ("efrosinya", "Прасковья", "Мышкина"):
        assert secret not in written
    assert 're.compile(r"/people/[^/]+")' in written
    assert "walk.person.komu" in written
    assert draft.remarks == [
        "поле «Кому»: введённое не записано, среди настроек учётной записи его нет; "
        'допишите в Pupil «komu: str = variable("KOMU")»'
    ]


def test_each_system_has_page_objects_of_its_own_and_a_stranger_is_declared(drafted: Project) -> None:
    site, bills = (drafted.code(f"pages/courses/tour_{one}.py") for one in ("courses_site", "pay_example"))
    assert 'subject = Field("поле „Тема“", words=("Тема",), names=("subject",))' in site
    assert 'zapisatsya = Control("Записаться", BUTTON)' in site
    assert 're.compile(r"/bill/[^/]+")' in bills
    assert "4711" not in bills
    (_, stranger) = drafted.product.systems
    assert (stranger.name, stranger.title, stranger.origins) == (
        "pay_example",
        "pay.example",
        ("https://pay.example",),
    )


def test_it_is_in_the_form_of_the_project(drafted: Project) -> None:
    for asked in (["format", "--check"], ["check"]):
        command = [
            sys.executable,
            "-m",
            "ruff",
            *asked,
            *("--config", str(ROOT / "pyproject.toml")),
            *("--config", f"src = [{str(drafted.folder)!r}, {str(ROOT)!r}]"),
        ]
        ran = subprocess.run([*command, str(drafted.folder)], capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout


def test_only_what_comes_after_a_button_was_pressed_changes_something(drafted: Project) -> None:
    assert drafted.product.places
    changes = [step.changes for step in registered("flows.courses").values()]
    assert changes == [False] * 3 + [True] * 9


def test_recorded_anew_it_takes_the_place_of_what_was_there(drafted: Project, browser: Browser) -> None:
    with browser.new_context() as context, recorded(context, drafted, f"{SITE}/courses") as hand:
        hand.does(lambda: hand.page.get_by_role("button", name="Записаться").click())
        draft = hand.recorder.finish()
    write(draft, drafted.files())
    product = drafted.product
    assert [one.__name__ for one in product.places] == ["TourCoursesPage"]
    assert product.texts == ("tour.ru.md",)
    with browser.new_context() as context:
        walk_on(context, drafted, "tour").take()


KNOWN = '''"""The courses, as somebody has described them before."""

from verifier.authoring import TAB, Control, Element, Place


class Courses(Place):
    """The list."""

    name = "список курсов"
    where = "в списке курсов"
    system = "courses_site"
    path = "/courses"

    archive = Control("Архив", TAB)
    find = Element("кнопка поиска", "#find")
'''
UNASKED = """    interruptions=(Interruption("подсказка", re.compile("подсказку"), "Скрыть подсказку", "main"),),
"""


def test_what_page_objects_lack_stands_beside_what_they_know(
    context: BrowserContext, project: Project, browser: Browser
) -> None:
    (project.folder / "pages/courses").mkdir()
    (project.folder / "pages/courses/__init__.py").write_text('"""The screens."""\n', encoding="utf-8")
    (project.folder / "pages/courses/known.py").write_text(KNOWN, encoding="utf-8")
    declared = PRODUCT.replace("places=(),", "places=(Courses,),\n" + UNASKED).replace(
        "from verifier.authoring import ",
        "import re\nfrom pages.courses.known import Courses\nfrom verifier.authoring import Interruption, ",
    )
    (project.folder / "flows/courses/product.py").write_text(declared, encoding="utf-8")
    with recorded(context, project, f"{SITE}/courses") as hand:
        assert hand.does(lambda: hand.page.get_by_role("button", name="Скрыть подсказку").click()) == ""
        hand.does(lambda: hand.page.get_by_role("tab", name="Архив").click())
        hand.does(lambda: hand.page.get_by_role("button", name="Записаться").click())
        hand.fills("Тема", "Астрономия")
        hand.does(lambda: hand.page.get_by_role("button", name="Найти").click())
        draft = hand.recorder.finish()
    write(draft, project.files())
    steps = project.code("flows/courses/tour.py")
    assert "walk.open(walk.on(Courses))" in steps
    assert "walk.choose(walk.on(Courses).archive)" in steps
    assert "walk.press(page.zapisatsya)" in steps
    assert draft.remarks == ["«подсказка» в тексте не названо: при проходе набор отвечает на него сам"]
    assert [one.__name__ for one in project.product.places] == ["Courses", "TourCoursesPage"]
    with browser.new_context() as fresh:
        walk_on(fresh, project, "tour").take()


@pytest.mark.parametrize(
    ("declared", "there"),
    [
        ("places=(),", "places=(TourCoursesPage,),"),
        (
            "places=(\n        # none yet\n        Other,\n    ),",
            "        Other,\n        TourCoursesPage,\n    ),",
        ),
    ],
)
def test_product_py_is_told_of_it_and_keeps_the_rest(
    context: BrowserContext, project: Project, declared: str, there: str
) -> None:
    with recorded(context, project, f"{SITE}/courses") as hand:
        draft = hand.recorder.finish()
    files = project.files()
    files.product.write_text(PRODUCT.replace("places=(),", declared), encoding="utf-8")
    write(draft, files)
    code = project.code("flows/courses/product.py")
    assert there in code
    ast.parse(code)
    assert code.replace(there, declared).count("Other") == declared.count("Other")


def test_a_product_that_is_put_together_otherwise_is_told_and_left_alone(
    context: BrowserContext, project: Project
) -> None:
    with recorded(context, project, f"{SITE}/courses") as hand:
        draft = hand.recorder.finish()
    files = project.files()
    own = PRODUCT.replace("places=(),", "places=tuple(PLACES),")
    files.product.write_text(own, encoding="utf-8")
    with pytest.raises(DraftError, match="places — не перечень в скобках; впишите в него TourCoursesPage"):
        write(draft, files)
    with pytest.raises(DraftError, match="places — не перечень в скобках; перечислите их"):
        check(files)
    assert files.product.read_text(encoding="utf-8") == own
    assert not files.text.exists()
