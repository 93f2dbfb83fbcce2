"""A run over several texts: sentences of one name in two texts have nothing to do with each other, in any report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from junitparser import JUnitXml
from playwright.sync_api import Browser, Locator, Page, expect

from reports import history, ledger, summary
from reports.allure.about import labels, links
from reports.ledger import Ledger, markdown
from reports.notify import Audience, Links, compose
from reports.reruns import wavering
from tests.support.journals import journal, made_up
from tests.support.reports_command import contents, run, write_walk
from verifier.run import outcomes
from verifier.run.outcomes import Exemption, Outcome, RunOutcomes
from verifier.text.model import Instruction
from verifier.walk.journal import Journal
from verifier.walk.verdict import Verdict

pytestmark = pytest.mark.heavy

HOLDS, DRIFT, BROKEN, ENVIRONMENT, UNPROVEN = Verdict
CHATS = made_up("diary/chats", "enter", "press-link", title="Чаты")
FORUM = made_up("forum/sign-up", "enter", "confirm", title="Форум")
TEXTS = [CHATS, FORUM]


def walks(folder: Path) -> list[Journal]:
    """A walk of each text: «enter» holds in the first, and not in the second."""
    return [
        journal(CHATS, folder, "chats", enter=HOLDS, press_link=DRIFT),
        journal(FORUM, folder, "forum", enter=BROKEN, confirm=UNPROVEN),
    ]


@pytest.fixture
def made(tmp_path: Path) -> Ledger:
    return ledger.make(TEXTS, walks(tmp_path), tmp_path)


def outcomes_of(*quarantine: Exemption, text: tuple[Instruction, ...] = ()) -> RunOutcomes:
    moment = "2026-01-02T03:04:05+00:00"
    tests = (Outcome(test="t", outcome="failed", verdicts=("broken", "drift")),)
    return RunOutcomes(
        run="r",
        target="stand",
        started=moment,
        finished=moment,
        exit_code=1,
        instructions=text,
        tests=tests,
        quarantine=quarantine,
    )


def exempt(claim: str, text: str) -> Exemption:
    return Exemption(what=claim, text=text, owner="Команда", reason="чинят", until=date(2030, 1, 1))


def test_ledger_has_a_part_for_each_text_numbered_from_one(made: Ledger) -> None:
    assert [(row["text"], row["id"], row["number"], row["verdict"]) for row in made["claims"]] == [
        ("diary/chats", "enter", "1", "holds"),
        ("diary/chats", "press-link", "2", "drift"),
        ("forum/sign-up", "enter", "1", "broken"),
        ("forum/sign-up", "confirm", "2", "unproven"),
    ]
    assert [(text["name"], text["title"], text["headline"]) for text in made["texts"]] == [
        ("diary/chats", "Чаты", "подтверждено 1 из 2 предложений; слова расходятся: 1"),
        ("forum/sign-up", "Форум", "подтверждено 0 из 2 предложений; не работает: 1; не проверялось: 1"),
    ]
    assert made["title"] == "Чаты; Форум"
    assert made["headline"].startswith("подтверждено 1 из 4 предложений; ")
    assert made["claims"][3]["reason"] == "проход остановился раньше, на предложении 1 (enter)"
    assert made["unknown"] == []


def test_claim_that_a_text_no_longer_has_is_named_with_its_text(tmp_path: Path) -> None:
    shorter = made_up("forum/sign-up", "enter", title="Форум")
    assert ledger.make([CHATS, shorter], walks(tmp_path), tmp_path)["unknown"] == ["forum/sign-up/confirm"]


def test_wavering_of_one_text_is_not_the_other_s(tmp_path: Path) -> None:
    first = journal(FORUM, tmp_path, "a", enter=ENVIRONMENT)
    again = journal(FORUM, tmp_path, "a", enter=HOLDS)
    again.attempt = 2
    other = journal(CHATS, tmp_path, "b", enter=HOLDS)
    assert wavering([first, again, other]) == {("forum/sign-up", "enter"): ["a"]}
    rows = ledger.make(TEXTS, [first, again, other], tmp_path)["claims"]
    assert [bool(row["notes"]) for row in rows if row["id"] == "enter"] == [False, True]


def test_markdown_tells_of_each_text_under_its_title(made: Ledger) -> None:
    told = markdown.render(made)
    chats, forum = told.index("\n## Чаты\n"), told.index("\n## Форум\n")
    assert (
        chats < told.index("#### ≠ 2. Сделай «press-link».") < forum < told.index("#### ✗ 1. Сделай «enter».")
    )
    assert told.index("| ✓ 1 | Сделай «enter». |") < forum


def test_junit_has_suites_of_their_own(made: Ledger) -> None:
    suites = list(JUnitXml.fromstring(ledger.junit(made).encode()))
    assert [suite.name for suite in suites] == ["Чаты: Раздел", "Форум: Раздел"]
    cases = [
        (case.classname, case.name.partition(" ")[0], len(case.result)) for suite in suites for case in suite
    ]
    assert cases == [
        ("flows/diary/chats.ru.md:Раздел", "enter", 0),
        ("flows/diary/chats.ru.md:Раздел", "press-link", 1),
        ("flows/forum/sign-up.ru.md:Раздел", "enter", 1),
        ("flows/forum/sign-up.ru.md:Раздел", "confirm", 1),
    ]


@pytest.fixture
def page(browser: Browser, made: Ledger, tmp_path: Path) -> Iterator[Page]:
    """The ledger's page, in a browser that knows nothing of the stand."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    opened.goto(ledger.write(made, tmp_path).html.as_uri())
    yield opened
    context.close()


def claim(page: Page, text: str, claim_id: str) -> Locator:
    return page.locator(f"[id='{text}/{claim_id}']")


def test_page_has_a_part_for_each_text(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("2 инструкции")
    assert page.get_by_role("heading", level=2).all_inner_texts() == ["Чаты", "Форум"]
    found = page.get_by_role("region", name="Форум").get_by_role("listitem").first
    expect(found).to_contain_text("не работает")
    told = page.get_by_role("banner").get_by_role("listitem")
    expect(told.last).to_have_text(
        "Форум: подтверждено 0 из 2 предложений; не работает: 1; не проверялось: 1"
    )
    assert Axe().run(page).response["violations"] == []


def test_claim_is_opened_by_its_text_and_name_or_by_its_name_alone(page: Page) -> None:
    address = page.url
    for anchor, text, claim_id in (
        ("forum/sign-up/enter", "forum/sign-up", "enter"),
        ("enter", "diary/chats", "enter"),
        ("confirm", "forum/sign-up", "confirm"),
        ("diary%2Fchats%2Fpress-link", "diary/chats", "press-link"),
    ):
        page.goto("about:blank")
        page.goto(f"{address}#{anchor}")
        expect(claim(page, text, claim_id).locator("> details")).to_have_js_property("open", True)
        expect(claim(page, text, claim_id)).to_be_in_viewport()
    page.goto(f"{address}#100%")
    expect(page.locator(".claim").filter(visible=True)).to_have_count(3)
    expect(page.get_by_text("Не проверялось: 1.")).to_be_visible()


def test_what_stopped_a_walk_is_shown_in_the_same_text(page: Page) -> None:
    page.get_by_text("Не проверялось: 1.").click()
    claim(page, "forum/sign-up", "confirm").locator("summary").click()
    claim(page, "forum/sign-up", "confirm").get_by_role("link", name="Показать").click()
    expect(page).to_have_url(f"{page.url.partition('#')[0]}#forum/sign-up/enter")


def test_choice_hides_a_text_that_has_nothing_of_it(page: Page) -> None:
    page.get_by_role("radio", name="расходятся").check()
    expect(page.get_by_role("heading", level=2, name="Чаты")).to_be_visible()
    expect(page.get_by_role("heading", level=2, name="Форум")).to_be_hidden()


def test_summary_names_the_text_of_each_finding(made: Ledger) -> None:
    told = summary.make(made, [outcomes_of(exempt("enter", "diary/chats"), exempt("enter", "forum/sign-up"))])
    assert [(one.text, one.claim, one.quarantined) for one in told.findings] == [
        ("diary/chats", "press-link", False),
        ("forum/sign-up", "enter", True),
    ]
    assert [(one.text, one.claim) for one in told.unproven] == [("forum/sign-up", "confirm")]
    assert {one.text: one.needed for one in told.quarantine} == {"diary/chats": False, "forum/sign-up": True}
    assert [(one.name, one.claims["holds"]) for one in told.texts] == [
        ("diary/chats", 1),
        ("forum/sign-up", 0),
    ]


def test_message_says_of_which_text_it_tells(made: Ledger) -> None:
    told = {one.audience: one.body for one in compose(summary.make(made, [outcomes_of()]), Links())}
    assert "Чаты:\n≠ 2. Сделай «press-link»." in told[Audience.WRITERS]
    assert "Форум:\n✗ 1. Сделай «enter»." in told[Audience.DEVELOPERS]
    known = summary.make(made, [outcomes_of(exempt("enter", "forum/sign-up"))])
    (writers,) = [one.body for one in compose(known, Links()) if one.audience is Audience.WRITERS]
    assert "В карантине: forum/sign-up/enter (до 01.01.2030, Команда)" in writers


def test_allure_puts_a_test_under_every_text_that_it_walks(tmp_path: Path) -> None:
    both = walks(tmp_path)
    told = [(one.name, one.value) for one in labels("tests/scenarios/test_x.py::test_x", TEXTS, both)]
    assert told == [
        ("epic", "Чаты"),
        ("feature", "Инструкция целиком"),
        ("story", "enter"),
        ("story", "press-link"),
        ("epic", "Форум"),
        ("feature", "Инструкция целиком"),
        ("story", "enter"),
        ("story", "confirm"),
        ("severity", "blocker"),
    ]
    assert [one.url for one in links(both, {})] == [
        "flows/diary/chats.ru.md:3",
        "flows/diary/chats.ru.md:4",
        "flows/forum/sign-up.ru.md:3",
        "flows/forum/sign-up.ru.md:4",
    ]


def test_line_of_the_history_has_the_claims_of_each_text(tmp_path: Path) -> None:
    line = history.night(outcomes_of(), walks(tmp_path))
    assert {
        text: {name: one.verdict for name, one in proofs.items()} for text, proofs in line.claims.items()
    } == {
        "diary/chats": {"enter": "holds", "press-link": "drift"},
        "forum/sign-up": {"enter": "broken", "confirm": "unproven"},
    }


def test_green_text_gets_its_guide_and_what_stands_in_the_way_of_the_other_is_named(tmp_path: Path) -> None:
    out, accepted, journals = tmp_path / "out", tmp_path / "accepted", tmp_path / "run" / "journals" / "one"
    write_walk(journals, "green", text="diary/chats", title="Чаты")
    write_walk(journals, "red", (UNPROVEN, HOLDS, DRIFT), text="forum/sign-up", title="Форум")
    rendered = run("render", tmp_path / "run", "--out", out, "--accepted", accepted)
    assert rendered.exit_code == 1
    assert (out / "guides" / "diary" / "chats" / "guide.html").is_file()
    assert not (out / "guides" / "forum").exists()
    assert f"Инструкция с картинками: {out}/guides/diary/chats/guide.html" in rendered.stdout
    assert "Форум:\nинструкции с картинками мешают предложения" in rendered.stderr
    assert "vk-form — слова расходятся" in rendered.stderr
    assert "  Чаты: подтверждено 3 из 3 предложений" in rendered.stdout

    write_walk(journals, "better", text="forum/sign-up", title="Форум", label="Подтвердить")
    again = run(
        "render", journals / "green.json", journals / "better.json", "--out", out, "--accepted", accepted
    )
    assert again.exit_code == 0
    for text in ("diary/chats", "forum/sign-up"):
        assert run("accept", out / "guides" / text, "--into", accepted).exit_code == 0
        manifest = json.loads((accepted / "stand" / text / "guide.json").read_text(encoding="utf-8"))
        assert manifest["text"] == text

    write_walk(journals, "later", text="diary/chats", title="Чаты", label="Подключить VK ID")
    later = run(
        "render", journals / "later.json", journals / "better.json", "--out", out, "--accepted", accepted
    )
    assert later.exit_code == 0
    assert f"Что изменилось: {out}/compare/diary/chats.html" in later.stdout
    assert "Шаг 2 (press-link): картинка изменилась" in later.stdout
    assert "Ничего не изменилось. Всего предложений: 3." in later.stdout


def test_guide_that_cannot_be_compared_stops_no_other(tmp_path: Path) -> None:
    out, accepted, journals = tmp_path / "out", tmp_path / "accepted", tmp_path / "run" / "journals" / "one"
    write_walk(journals, "chats", text="diary/chats", title="Чаты")
    write_walk(journals, "forum", text="forum/sign-up", title="Форум")
    unreadable = accepted / "stand" / "diary" / "chats" / "guide.json"
    unreadable.parent.mkdir(parents=True)
    unreadable.write_text("{}", encoding="utf-8")
    rendered = run("render", tmp_path / "run", "--out", out, "--accepted", accepted)
    assert rendered.exit_code == 1
    assert f"{unreadable}: это не описание инструкции" in rendered.stderr
    assert (out / "guides" / "forum" / "sign-up" / "guide.html").is_file()


def test_guide_of_a_text_is_in_one_place_whether_it_was_walked_alone_or_not(tmp_path: Path) -> None:
    out, journals = tmp_path / "out", tmp_path / "run" / "journals" / "one"
    chats = write_walk(journals, "chats", text="diary/chats", title="Чаты")
    forum = write_walk(journals, "forum", text="forum/sign-up", title="Форум")
    places = ["guide", "guides/diary/chats", "guides/forum/sign-up"]

    def there(*journal: Path) -> list[str]:
        asked = ("--out", out, "--accepted", tmp_path)
        assert run("render", *journal, *asked).exit_code == 0
        return [place for place in places if (out / place / "guide.json").is_file()]

    assert there(chats) == ["guide"]
    assert there(chats, forum) == ["guides/diary/chats", "guides/forum/sign-up"]
    assert there(forum) == ["guide", "guides/diary/chats"]
    assert json.loads(contents(out / "guide")["guide.json"])["text"] == "forum/sign-up"


def test_text_that_a_run_claims_and_nobody_walks_is_unproven_also_when_rendered_later(tmp_path: Path) -> None:
    journals = tmp_path / "run" / "journals" / "r"
    write_walk(journals, "green", text="diary/chats", title="Чаты")
    outcomes.save(outcomes_of(text=(FORUM,)), journals)
    for command in (("render", "--out"), ("merge", "--into")):
        run(command[0], tmp_path / "run", command[1], tmp_path / "out")
        told = json.loads((tmp_path / "out" / "ledger.json").read_text(encoding="utf-8"))
        assert [(text["name"], text["summary"]["unproven"]) for text in told["texts"]] == [
            ("forum/sign-up", 2),
            ("diary/chats", 0),
        ]


def test_outcomes_of_a_version_before_are_read(tmp_path: Path) -> None:
    entry = {"what": "enter", "owner": "Команда", "reason": "чинят", "until": "2030-01-01"}
    old = outcomes_of().model_dump(mode="json", exclude={"instructions"}) | {"quarantine": [entry]}
    (tmp_path / outcomes.FILE).write_text(json.dumps(old), encoding="utf-8")
    read = outcomes.load(tmp_path / outcomes.FILE)
    assert read.instructions == ()
    (known,) = read.quarantine
    assert known.covers_claim(("any/text", "enter"))
    assert not known.covers_claim(("any/text", "confirm"))
