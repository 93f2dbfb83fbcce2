"""How a field is found: by its words, autocomplete, name or type; or not at all, and what is there instead."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page

from tests.support.made_up import ORIGIN, Board, board_on
from tests.support.walks import IN_VAIN_S
from verifier.screen.field import BoundField, Field
from verifier.screen.trouble import Mismatch


class Letter(Board):
    """A form on the board."""

    mail = Field(
        "поле для почты",
        words=("Электронная почта", "E-mail", "Телефон / Email"),
        autocomplete=("email", "username"),
        names=("email",),
        types=("email",),
    )
    password = Field(
        "поле для пароля", words=("Пароль",), names=("password",), types=("password",), secret=True
    )
    later = Field("поле для кода", words=("Код",), behind="Далее")


@pytest.fixture
def letter(page: Page) -> Letter:
    """The form in a window, which the test writes."""
    return Letter(board_on(page, IN_VAIN_S * 1000).windows)


OTHERS = "<input name=phone type=tel aria-label=Телефон><input type=password aria-label=Пароль>"


@pytest.mark.parametrize(
    ("html", "way"),
    [
        ("<label>Электронная почта: <input></label>", "по подписи «Электронная почта:»; не по"),
        ("<label for=a>e-mail *</label><input id=a>", "по подписи «e-mail *»; не по"),
        ("<span id=l>E-mail</span><input aria-labelledby=l>", "по подписи «E-mail»; не по"),
        ("<input aria-label='Электронная почта'>", "по подписи «Электронная почта»; не по"),
        ("<input autocomplete='section-a email'>", "по autocomplete=email|username; не по"),
        ("<input name=Email>", "по name=email; не по"),
        ("<input type=email>", "по type=email; не по"),
        ("<input placeholder='E-mail'>", "по подсказке в поле; не по"),
        ("<input placeholder='Телефон / Email'>", "по подсказке в поле; не по"),
        ("<div contenteditable=true role=textbox aria-label='E-mail'></div>", "по подписи «E-mail»; не по"),
    ],
)
def test_any_way_leads_to_the_field_and_is_told(page: Page, letter: Letter, html: str, way: str) -> None:
    page.set_content(f"{html}{OTHERS}")
    letter.mail.find().fill("a@b.test")
    (remark,) = letter.windows.remarks
    assert remark.startswith(f"поле для почты: узнано {way}")


def test_a_field_that_all_ways_lead_to_is_not_remarked(page: Page, letter: Letter) -> None:
    page.set_content("<label>E-mail <input type=email name=email autocomplete=email></label>" + OTHERS)
    assert letter.mail.find().count() == 1
    assert letter.windows.remarks == []


def test_the_surest_way_that_tells_two_apart_decides(page: Page, letter: Letter) -> None:
    page.set_content(
        "<label>E-mail <input id=own></label><label>Новости на <input type=email name=email></label>"
    )
    assert letter.mail.find().get_attribute("id") == "own"


def test_two_that_nothing_tells_apart_are_told(page: Page, letter: Letter) -> None:
    page.set_content("<input type=email name=email><input type=email name=email>")
    with pytest.raises(Mismatch) as raised:
        letter.mail.find()
    assert raised.value.observed.startswith("таких на странице 2: без подписи (name=email, type=email), ")


def test_what_is_there_instead_is_told_with_the_nearest_first(page: Page, letter: Letter) -> None:
    page.set_content(f"{OTHERS}<label>Электронная почтальонша <input name=mail></label>")
    with pytest.raises(Mismatch) as raised:
        letter.mail.find()
    assert raised.value.observed == (
        "его нет, есть поля: «Электронная почтальонша» (name=mail, type=text), "
        "«Телефон» (name=phone, type=tel), «Пароль» (type=password)"
    )


def test_a_page_without_fields_says_so(page: Page, letter: Letter) -> None:
    page.set_content("<button>Войти</button>")
    with pytest.raises(Mismatch, match="его нет, и других полей на странице нет"):
        letter.mail.find()


def test_a_secret_that_everybody_may_read_is_not_taken(page: Page, letter: Letter) -> None:
    page.set_content("<label>Пароль <input name=password type=text></label>")
    with pytest.raises(Mismatch) as raised:
        letter.password.find()
    assert raised.value.observed == (
        "поле «Пароль» (name=password, type=text) есть, но введённое в нём видно всем: type=text, а не password"
    )


STEPS = """<main><button>Далее</button></main><script>
document.querySelector('button').onclick = () =>
  document.querySelector('main').innerHTML = '<label>Код <input></label>';
</script>"""


def test_a_field_behind_a_button_is_reached_by_it(page: Page, letter: Letter) -> None:
    page.set_content(STEPS)
    pressed = list[str]()

    def press(gate: Locator, called: str) -> None:
        pressed.append(called)
        gate.click()

    later = letter.later
    assert isinstance(later, BoundField)
    assert (later.meet(press).locator.count(), pressed) == (1, ["кнопка «Далее»"])


def test_a_field_behind_a_button_is_seen_by_it(page: Page, letter: Letter) -> None:
    page.set_content(STEPS)
    assert letter.later.find().inner_text() == "Далее"
    assert letter.windows.remarks == [
        "поле для кода: на странице его ещё нет, его открывает кнопка «Далее»",
    ]


def test_a_field_in_a_frame_is_found_and_told_as_such(page: Page, letter: Letter) -> None:
    page.route(
        f"{ORIGIN}/inner", lambda route: route.fulfill(body="<input type=email>", content_type="text/html")
    )
    page.set_content(f"<iframe src='{ORIGIN}/inner' width=300 height=200></iframe>")
    letter.mail.find().fill("a@b.test")
    assert f"поле для почты: стоит не на самой странице, а во фрейме {ORIGIN}/inner" in letter.windows.remarks


def test_a_frame_in_which_nothing_was_found_is_named(page: Page, letter: Letter) -> None:
    page.route(
        f"{ORIGIN}/inner", lambda route: route.fulfill(body="<p>Реклама</p>", content_type="text/html")
    )
    page.set_content(f"<iframe src='{ORIGIN}/inner' width=300 height=200></iframe>")
    with pytest.raises(Mismatch, match=f"не нашлось и во фрейме {ORIGIN}/inner"):
        letter.mail.find()
