"""The ledger's page as a tester meets it: in a browser, from a file, with nothing but that file."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from reports import ledger
from tests.support.journals import journal, take_picture
from tests.support.readable import obstacles
from verifier.text.model import Instruction, Section
from verifier.walk.journal import Journal
from verifier.walk.verdict import Verdict

HOLDS, DRIFT, BROKEN, ENVIRONMENT, UNPROVEN = Verdict
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
TELEPHONE: ViewportSize = {"width": 390, "height": 800}


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """A window of a browser that knows nothing of the stand."""
    context = browser.new_context(viewport=DESKTOP)
    yield context.new_page()
    context.close()


def one_of_each(instruction: Instruction, folder: Path) -> Journal:
    take_picture(folder, "a")
    return journal(
        instruction, folder, "a", login_page=HOLDS, signed_in=DRIFT, chats_tab=ENVIRONMENT, press_link=BROKEN
    )


def written(instruction: Instruction, folder: Path, *journals: Journal) -> Path:
    return ledger.write(ledger.make([instruction], journals, folder), folder).html


def claims(page: Page) -> Locator:
    return page.locator(".claim").filter(visible=True)


def choose(page: Page, name: str) -> None:
    page.locator("form").get_by_role("radio", name=name).check()


def details(page: Page, claim_id: str) -> Locator:
    return page.locator(f"#{claim_id} > details")


def test_nothing_stands_in_anybodys_way(instruction: Instruction, tmp_path: Path, visitor: Page) -> None:
    page = visitor
    page.goto(written(instruction, tmp_path, one_of_each(instruction, tmp_path)).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    assert obstacles(page) == []


def test_headline_counts_and_what_is_open(instruction: Instruction, tmp_path: Path, visitor: Page) -> None:
    page = visitor
    walk = one_of_each(instruction, tmp_path)
    walk.product = "стенд 1"
    page.goto(written(instruction, tmp_path, walk).as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text(instruction.title)
    told = "Подтверждено 1 из 21 предложений; слова расходятся: 1; не работает: 1; не удалось проверить: 1; "
    expect(page.locator(".headline")).to_have_text(f"{told}не проверялось: 17")
    for text in ("stand", "chromium 1", "стенд 1", "2 января 2026, 06:04 (МСК)"):
        expect(page.get_by_role("banner")).to_contain_text(text)
    expect(claims(page)).to_have_count(4)
    for claim_id, is_open in {
        "login-page": False,
        "signed-in": True,
        "chats-tab": True,
        "press-link": True,
        "relinked": False,
    }.items():
        expect(details(page, claim_id)).to_have_js_property("open", is_open)


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
def test_worst_finding_is_read_without_scrolling(
    instruction: Instruction, tmp_path: Path, visitor: Page, size: ViewportSize
) -> None:
    page = visitor
    page.set_viewport_size(size)
    walk = one_of_each(instruction, tmp_path)
    walk.entries[
        3
    ].remedy = "повторите шаг вручную; если так и есть, это ошибка продукта или устаревшее предложение"
    page.goto(written(instruction, tmp_path, walk).as_uri())
    found = claims(page).first
    expect(found).to_have_id("press-link")
    for told in ("такой нет", "повторите шаг вручную"):
        expect(found.locator("dd").get_by_text(told)).to_be_in_viewport(ratio=1)
    expect(found.locator("figure rect")).to_be_in_viewport(ratio=1)


def test_what_was_not_reached_is_one_line_that_says_why(
    instruction: Instruction, tmp_path: Path, visitor: Page
) -> None:
    page = visitor
    page.goto(written(instruction, tmp_path, one_of_each(instruction, tmp_path)).as_uri())
    folded = page.get_by_text("Не проверялось: 17. Ни один проход до этого предложения не дошёл")
    expect(folded).to_be_visible()
    expect(page.locator("#relinked")).to_be_hidden()
    folded.click()
    expect(page.locator("#relinked")).to_be_visible()
    choose(page, "все")
    page.get_by_role("searchbox").fill("вход")
    page.get_by_role("searchbox").fill("")
    expect(page.locator("#relinked")).to_be_hidden()


def test_a_claim_shows_its_evidence(instruction: Instruction, tmp_path: Path, visitor: Page) -> None:
    page = visitor
    page.goto(written(instruction, tmp_path, one_of_each(instruction, tmp_path / "journals")).as_uri())
    shown = page.locator("#press-link")
    for text in (
        "не работает",
        "4. На этой вкладке нажми кнопку «Привязать к VK ID».",
        "flows/diary_chats/instruction.ru.md:14",
        "1,5 с",
        "такой нет",
        "повторите шаг вручную",
        "окно 2 (VK Мессенджер)",
        "https://web.vk.me/",
        "flows/x.py:1",
        "нажато: кнопка «Войти»",
        "нет: кнопка «Назад»",
    ):
        expect(shown).to_contain_text(text)
    for folded in ("Текст для сообщения об ошибке", "Действия: 1", "Снимок доступности"):
        expect(shown.get_by_text(folded)).to_be_visible()
    expect(shown.get_by_text("НЕ РАБОТАЕТ: press-link")).to_be_hidden()
    picture = shown.get_by_role("img", name="Окно 2 (VK Мессенджер)")
    assert picture.evaluate("(image) => [image.naturalWidth, image.naturalHeight]") == [1280, 800]
    outlines = shown.locator("figure rect")
    expect(outlines).to_have_count(1)  # what is absent has no place
    frame, outline = picture.bounding_box(), outlines.bounding_box()
    assert frame is not None
    assert outline is not None
    assert outline["x"] - frame["x"] == pytest.approx(10 * frame["width"] / 1280, abs=2)
    with page.expect_navigation():
        picture.click()
    assert page.url == (tmp_path / "journals" / "a.png").as_uri()


def test_choice_hides_the_rest_and_stands_in_the_address(
    instruction: Instruction, tmp_path: Path, visitor: Page
) -> None:
    page = visitor
    page.goto(written(instruction, tmp_path, one_of_each(instruction, tmp_path)).as_uri())
    choose(page, "не работает")
    expect(claims(page)).to_have_count(1)
    expect(claims(page)).to_have_id("press-link")
    expect(page.get_by_role("heading", level=2)).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text("Показано: 1 из 21")
    expect(page).to_have_url(re.compile("#verdict=broken$"))
    choose(page, "всё, что не подтверждено")
    expect(claims(page)).to_have_count(20)
    page.go_back()
    expect(claims(page)).to_have_id("press-link")
    expect(page.get_by_role("radio", name="не работает")).to_be_checked()
    page.go_back()
    expect(claims(page)).to_have_count(4)
    page.goto(f"{page.url.partition('#')[0]}#verdict=drift")
    expect(claims(page)).to_have_id("signed-in")
    page.reload()
    expect(claims(page)).to_have_id("signed-in")


def test_search_narrows_the_choice(instruction: Instruction, tmp_path: Path, visitor: Page) -> None:
    page = visitor
    page.goto(written(instruction, tmp_path, one_of_each(instruction, tmp_path)).as_uri())
    page.get_by_role("searchbox", name="Найти в тексте").fill("вход в дневник ещё раз")
    expect(claims(page)).to_have_count(0)
    page.get_by_role("searchbox").fill("ПРИВЯЗАТЬ К VK")
    expect(claims(page)).to_have_count(2)
    choose(page, "не работает")
    expect(claims(page)).to_have_id("press-link")
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value("ПРИВЯЗАТЬ К VK")
    expect(claims(page)).to_have_id("press-link")


def test_a_link_to_a_claim_opens_it_whatever_is_chosen(
    instruction: Instruction, tmp_path: Path, visitor: Page
) -> None:
    page = visitor
    address = written(instruction, tmp_path, one_of_each(instruction, tmp_path)).as_uri()
    page.goto(f"{address}#login-page")
    expect(details(page, "login-page")).to_have_js_property("open", True)
    choose(page, "не проверялось")
    page.locator("#relinked").get_by_role("link", name="Ссылка на предложение 19").click()
    expect(page).to_have_url(re.compile("#relinked$"))
    expect(claims(page)).to_have_count(17)
    page.evaluate("location.hash = 'press-link'")
    expect(details(page, "press-link")).to_be_in_viewport()
    expect(claims(page)).to_have_count(4)
    page.evaluate("location.hash = 'relinked'")
    expect(details(page, "relinked")).to_be_in_viewport()


def test_nothing_is_fetched(instruction: Instruction, tmp_path: Path, visitor: Page) -> None:
    page, asked, complaints = visitor, list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    address = written(instruction, tmp_path, one_of_each(instruction, tmp_path)).as_uri()
    page.goto(address)
    expect(page.locator("#press-link").get_by_role("img")).to_be_visible()
    assert [url for url in asked if not url.startswith("data:image/webp;")] == [address]
    assert complaints == []


def test_choice_works_without_scripts(instruction: Instruction, tmp_path: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(written(instruction, tmp_path, one_of_each(instruction, tmp_path)).as_uri())
    page.get_by_text("Не проверялось: 17.").click()
    for name, count in {"не работает": 1, "не подтверждено": 20, "✓ подтверждено": 1, "все 21": 21}.items():
        page.locator("label", has_text=name).click()
        expect(claims(page)).to_have_count(count)
    expect(page.get_by_role("searchbox")).to_be_hidden()
    context.close()


def test_any_text_is_shown_and_none_is_obeyed(
    instruction: Instruction, tmp_path: Path, visitor: Page
) -> None:
    page = visitor
    evil = "<script>document.title = 'pwned'</script><img src=x onerror=\"document.title='pwned'\">"
    walk = one_of_each(instruction, tmp_path)
    entry = walk.entries[3]
    entry.observed = entry.expected = entry.nearest = entry.remedy = entry.snapshot = evil
    entry.notes = [evil]
    walk.product = f"</title>{evil}"
    page.goto(written(instruction, tmp_path, walk).as_uri())
    shown = page.locator("#press-link")
    expect(shown.get_by_text(evil).filter(visible=True)).to_have_count(5)
    expect(page.get_by_role("banner")).to_contain_text(evil)
    expect(page).not_to_have_title("pwned")


def test_a_lost_picture_is_told_and_the_rest_is_there(
    instruction: Instruction, tmp_path: Path, visitor: Page
) -> None:
    page = visitor
    walk = one_of_each(instruction, tmp_path / "journals")
    (tmp_path / "journals" / "a.png").unlink()
    page.goto(written(instruction, tmp_path, walk).as_uri())
    expect(page.locator("#press-link")).to_contain_text("Картинки нет на месте: journals/a.png")
    expect(page.locator("#press-link")).to_contain_text("такой нет")


@pytest.mark.heavy
def test_page_stays_small_and_what_does_not_hold_comes_first(
    instruction: Instruction, tmp_path: Path
) -> None:
    verdicts = everywhere(instruction, HOLDS) | {"relinked": BROKEN}
    walk = journal(instruction, tmp_path, "a", **verdicts)
    Image.effect_noise((1280, 800), 90).save(tmp_path / "a.png")
    page = written(instruction, tmp_path, walk)
    assert page.stat().st_size < 3_000_000
    told = page.read_text(encoding="utf-8")
    pictures = ["data:image/webp" in part for part in told.split('<li class="claim')[1:]]
    assert pictures[0]
    assert not all(pictures)
    assert told.count("Открыть картинку</a>") == pictures.count(False)


def repeated(instruction: Instruction, walk: Journal, times: int) -> tuple[Instruction, Journal]:
    """An instruction so many times as long, and the walk along it."""
    sections, entries = list[Section](), []
    for turn in range(times):
        for section in instruction.sections:
            title = f"{section.title} {turn}"
            claims = [
                dataclasses.replace(claim, id=f"{claim.id}-{turn}", section=title) for claim in section.claims
            ]
            sections.append(Section("", title, tuple(claims)))
        entries += [dataclasses.replace(entry, claim=f"{entry.claim}-{turn}") for entry in walk.entries]
    longer = dataclasses.replace(instruction, sections=tuple(sections))
    return longer, dataclasses.replace(walk, instruction=longer, entries=entries)


def everywhere(instruction: Instruction, verdict: Verdict) -> dict[str, Verdict]:
    return {claim.id.replace("-", "_"): verdict for claim in instruction.claims}


@pytest.mark.heavy
def test_page_makes_so_many_pictures_small_and_no_more(instruction: Instruction, tmp_path: Path) -> None:
    walk = journal(instruction, tmp_path, "a", **everywhere(instruction, HOLDS))
    Image.new("RGB", (32, 20)).save(tmp_path / "a.png")
    longer, walk = repeated(instruction, walk, 7)
    told = written(longer, tmp_path, walk).read_text(encoding="utf-8")
    assert told.count("data:image/webp") == 120
    assert told.count("Открыть картинку</a>") == 27


def test_an_instruction_of_two_thousand_sentences(
    instruction: Instruction, tmp_path: Path, visitor: Page
) -> None:
    page = visitor
    verdicts = everywhere(instruction, HOLDS) | {"relinked": BROKEN}
    long, walk = repeated(instruction, journal(instruction, tmp_path, "a", **verdicts), 100)
    address = written(long, tmp_path, walk)
    assert address.stat().st_size < 10_000_000
    page.goto(f"{address.as_uri()}#relinked-70")
    expect(details(page, "relinked-70")).to_be_in_viewport()
    choose(page, "не работает")
    expect(claims(page)).to_have_count(100)
