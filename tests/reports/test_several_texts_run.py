"""A run over several texts: what it says at its end and what it leaves."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).resolve().parents[2]

RUN = """
from datetime import date
from pathlib import Path
from tests.support.journals import made_up
from verifier.run.outcomes import Exemption
from verifier.run.quarantine import Quarantine
from verifier.run.run import Run

pytest_plugins = ["verifier.run.events", "reports.plugin"]
TEXTS = [
    made_up("diary/chats", "enter", "press-link", title="Чаты"),
    made_up("forum/sign-up", "enter", "confirm", title="Форум"),
]
KNOWN = Exemption(what="enter", text="forum/sign-up", owner="Команда", reason="чинят", until=date.max)

def pytest_configure(config):
    config.pluginmanager.register(Run(config, TEXTS, Path("out"), "stand"), "instruction-run")
    config.pluginmanager.register(Quarantine([KNOWN]), "instruction-quarantine")
"""

WALKS = """
from verifier.run.events import WALKED
from verifier.walk.journal import Entry, Journal
from verifier.walk.verdict import Verdict
from verifier.walk.walk import WalkFailed
from conftest import TEXTS

def test_elsewhere(request):
    entry = Entry("enter", "", "", 1, "", Verdict.HOLDS)
    request.node.stash[WALKED].append(Journal("elsewhere", "", "", TEXTS[1], entries=[entry]))

def walk(request, text, verdict):
    run = request.config.pluginmanager.get_plugin("instruction-run")
    claim = text.claim("enter")
    entry = Entry(claim.id, claim.sentence, claim.file, claim.line, "flows/x.py:1", verdict)
    journal = Journal("stand", request.node.nodeid, "chromium 1", text, entries=[entry], folder=run.journals)
    journal.save()
    run.narrate(text, entry)
    if verdict is not Verdict.HOLDS:
        raise WalkFailed([entry], journal)

def test_chats(request): walk(request, TEXTS[0], Verdict.HOLDS)
def test_forum(request): walk(request, TEXTS[1], Verdict.DRIFT)
def test_chats_again(request): walk(request, TEXTS[0], Verdict.DRIFT)
"""


def walked(
    pytester: pytest.Pytester, chosen: str, *options: str, run: Callable[..., pytest.RunResult] | None = None
) -> pytest.RunResult:
    pytester.makeconftest(RUN)
    pytester.makepyfile(test_x=WALKS)
    run = run or pytester.runpytest_inprocess
    return run("-p", "no:playwright", "-p", "no:randomly", "-k", chosen, *options)


def test_run_over_several_texts_says_which_it_walks_and_what_came_of_each(pytester: pytest.Pytester) -> None:
    ran = walked(pytester, "test_chats or test_forum")
    ran.stdout.fnmatch_lines(
        [
            "  Чаты",
            "  Раздел",
            "  ✓  1 Сделай «enter».",
            "  Форум",
            "  Раздел",
            "  ≠  1 Сделай «enter».",
        ],
        consecutive=False,
    )
    ran.stdout.fnmatch_lines(
        [
            "подтверждено 0 из 4 предложений; слова расходятся: 2; не проверялось: 2",
            "  Чаты: подтверждено 0 из 2 предложений; слова расходятся: 1; не проверялось: 1",
            "  Форум: подтверждено 0 из 2 предложений; слова расходятся: 1; не проверялось: 1",
        ]
    )
    told = json.loads((pytester.path / "out" / "ledger.json").read_text(encoding="utf-8"))
    assert [text["name"] for text in told["texts"]] == ["diary/chats", "forum/sign-up"]


def test_allure_tells_where_a_test_has_walked(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    # In a process of its own: allure-pytest has one manager of plugins in each, and would tell of these tests here too.
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    walked(pytester, "test_elsewhere or test_chats", "--alluredir=allure", run=pytester.runpytest_subprocess)
    told = [
        json.loads(file.read_text(encoding="utf-8")) for file in pytester.path.glob("allure/*-result.json")
    ]
    assert {
        (one["name"], part["value"]) for one in told for part in one["parameters"] if part["name"] == "цель"
    } == {("test_elsewhere", "elsewhere"), ("test_chats", "stand"), ("test_chats_again", "stand")}


def test_quarantine_of_a_text_excuses_no_other(pytester: pytest.Pytester) -> None:
    ran = walked(pytester, "test_forum")
    assert ran.ret == 0
    ran.stdout.fnmatch_lines(["test_x.py::test_forum · enter (forum/sign-up)"])
    assert walked(pytester, "test_chats_again").ret == 10
