"""A page answers several questions at once, as it is at that moment, and cannot lie."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error, Page, Route

from verifier.screen import asking
from verifier.screen.asking import Question, ask, counts
from verifier.screen.field import read_fields
from verifier.screen.measuring import measure_each
from verifier.screen.words import read, says_chosen

PAGE = """<title>Доска</title><main><button>Да</button><button aria-label='Нет "совсем" >> 100%'>☓</button></main>
<label>Имя <input name=who></label><iframe srcdoc="<button style='margin: 0'>Внутри</button>"></iframe>"""
LIES = """<script>
Element.prototype.getBoundingClientRect = () => new DOMRect(1, 1, 1, 1);
Element.prototype.getAttribute = () => 'ложь';
Object.defineProperty(Node.prototype, 'textContent', {get: () => 'ложь', set() {}});
JSON.stringify = JSON.parse = () => 'ложь';
Array.prototype.map = Array.prototype.push = () => ['ложь'];
window.getComputedStyle = () => ({display: 'none'});
</script>"""


def test_each_question_has_its_own_answer(page: Page) -> None:
    page.set_content(PAGE)
    button = page.get_by_role("button")
    words, none, private, number = ask(
        Question("words", button),
        Question("words", page.locator("h1")),
        Question("private", button, ["[aria-label]", ""]),
        Question("count", page.locator("input")),
    )
    assert [one["name"] for one in words] == ["", 'Нет "совсем" >> 100%']
    assert (none, private, number) == ([], [False, True], 1)


def test_nothing_asked_is_nothing_answered() -> None:
    assert ask() == []


def test_one_who_stands_in_a_frame_is_asked_there(page: Page) -> None:
    page.set_content(PAGE)
    inner = page.frames[1].get_by_role("button")
    inner.wait_for()
    assert counts(page.get_by_role("button"), inner, page.locator("h1")) == [2, 1, 0]


def test_a_page_cannot_change_what_is_read_on_it(page: Page) -> None:
    page.set_content(LIES + PAGE)
    assert [one.words for one in read(page.get_by_role("button"))] == ["Да", "☓"]
    assert [(one.label, one.name) for one in read_fields(page.locator("input"))] == [("Имя", "who")]
    (spot,) = measure_each([page.get_by_text("Да", exact=True)])
    assert spot.box == tuple(page.get_by_text("Да", exact=True).bounding_box().values())  # type: ignore[union-attr]


def test_a_page_does_not_notice_that_it_is_asked(page: Page) -> None:
    page.set_content(PAGE)
    page.evaluate(
        """() => {
          window.noticed = [];
          const watched = {childList: true, subtree: true, attributes: true, characterData: true};
          new MutationObserver(all => noticed.push(...all)).observe(document, watched);
          const names = Object.getOwnPropertyNames(window).length;
          window.added = () => Object.getOwnPropertyNames(window).length - names;
        }"""
    )
    assert counts(page.get_by_role("button")) == [2]
    assert page.evaluate("[noticed.length, added() - 1]") == [0, 0]


def test_where_a_page_gives_way_to_another_that_one_is_asked(page: Page) -> None:
    pages = {
        "/": "<button>Раньше</button><script>location = '/next'</script>",
        "/next": "<button>Дальше</button>",
    }
    origin = "https://board.test"

    def answer(route: Route) -> None:
        body = pages[route.request.url.removeprefix(origin)]
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    page.route(f"{origin}/*", answer)
    page.goto(f"{origin}/", wait_until="commit")
    seen = [one.words for _ in range(50) for one in read(page.get_by_role("button"))]
    assert (seen[-1], set(seen) <= {"Раньше", "Дальше"}) == ("Дальше", True)


def test_a_browser_that_was_taught_nothing_is_a_mistake_in_the_code(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_ENGINE", "stranger")
    with pytest.raises(RuntimeError, match="teach"):
        counts(page.locator("button"))


def test_what_was_asked_in_vain_is_not_mixed_with_what_is_asked_next(page: Page) -> None:
    page.set_content(PAGE)
    with pytest.raises(Error):
        ask(Question("no such reading", page.get_by_role("button")))
    assert counts(page.get_by_role("button")) == [2]


def test_a_window_that_has_gone_is_an_error(page: Page) -> None:
    page.close()
    with pytest.raises(Error):
        ask(Question("count", page.locator("button")))


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ("aria-selected=true", True),
        ("aria-selected=false aria-current=page", False),
        ("aria-current=page", True),
        ("", None),
    ],
)
def test_a_tab_says_whether_it_is_chosen(page: Page, attributes: str, expected: bool | None) -> None:
    page.set_content(f"<button role=tab {attributes}>Чаты</button>")
    assert says_chosen(page.get_by_role("tab")) is expected
