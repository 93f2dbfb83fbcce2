"""Allure results: steps, identity, labels, links and surroundings, with and without pytest."""

from __future__ import annotations

import json
import re
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

from reports.allure import write
from reports.allure.about import ROOMS, full_name, history_id, labels, links
from reports.allure.outcome import CATEGORIES, details, status
from reports.allure.steps import steps
from reports.allure.surroundings import executor
from tests.support.every_verdict import CI, RESULTS, ROOT, lay_down, run_tests
from verifier.text.model import Instruction
from verifier.walk.journal import Action, Entry, Journal, Window, load_all
from verifier.walk.verdict import Verdict

WALK = "tests/scenarios/test_documented_walk.py::test_instruction_holds[popup-chromium]"


class Kept(dict[str, bytes]):
    """Attachments in memory."""

    def report_attached_data(self, *, body: bytes | str, file_name: str) -> None:
        assert file_name not in self
        self[file_name] = body.encode() if isinstance(body, str) else body


def entry(instruction: Instruction, number: int, verdict: Verdict, **more: Any) -> Entry:
    claim = instruction.claims[number - 1]
    return Entry(claim.id, claim.sentence, claim.file, claim.line, "flows/x.py:1", verdict, **more)


def journal(instruction: Instruction, *entries: Entry, **more: Any) -> Journal:
    given = {"started": "2026-11-24T03:00:00+00:00"} | more
    return Journal("stand", WALK, "chromium 1", instruction, entries=list(entries), **given)


def results(folder: Path) -> dict[str, dict[str, Any]]:
    read = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*-result.json")]
    return {result["name"]: result for result in read}


@pytest.mark.parametrize(
    ("verdicts", "shown"),
    [
        ([Verdict.HOLDS], "passed"),
        ([Verdict.HOLDS, Verdict.DRIFT], "failed"),
        ([Verdict.BROKEN, Verdict.UNPROVEN], "failed"),
        ([Verdict.HOLDS, Verdict.ENVIRONMENT, Verdict.UNPROVEN], "broken"),
        ([Verdict.ENVIRONMENT, Verdict.DRIFT], "failed"),
        ([Verdict.HOLDS, Verdict.UNPROVEN], "skipped"),
        ([Verdict.UNPROVEN], "skipped"),
        ([], "skipped"),
    ],
)
def test_status_is_that_of_the_worst_verdict(verdicts: list[Verdict], shown: str) -> None:
    assert status(verdicts) == shown


@pytest.mark.parametrize(
    ("verdict", "category"),
    [
        (Verdict.DRIFT, "Слова разошлись"),
        (Verdict.BROKEN, "Не работает"),
        (Verdict.ENVIRONMENT, "Не удалось проверить"),
    ],
)
def test_message_puts_a_failure_into_the_category_of_its_verdict(
    instruction: Instruction, verdict: Verdict, category: str
) -> None:
    lesser = entry(instruction, 1, Verdict.ENVIRONMENT)
    told = details([lesser, entry(instruction, 2, verdict, expected="кнопка", observed="её нет")])
    matching = [
        rule["name"]
        for rule in json.loads(CATEGORIES.read_text(encoding="utf-8"))
        if status([verdict]) in rule["matchedStatuses"]
        and re.match(rule.get("messageRegex", ""), told.message)
    ]
    assert matching[0] == category
    assert "signed-in" in told.trace


def test_step_is_the_sentence_with_actions_times_and_evidence(
    instruction: Instruction, tmp_path: Path
) -> None:
    (tmp_path / "p.png").write_bytes(b"PNG")
    press, choose = (
        Action(kind, "вкладка «Чаты»", 2, "https://web.vk.me/", "2026-11-24T03:00:01.200+00:00", 30)
        for kind in ("press", "choose")
    )
    reached = entry(
        instruction,
        3,
        Verdict.BROKEN,
        window=Window(2, "VK Мессенджер", "https://web.vk.me/", "Чаты"),
        started="2026-11-24T03:00:01.000+00:00",
        duration_ms=500,
        picture="p.png",
        snapshot="- main",
        actions=[press, choose],
    )
    kept = Kept()
    first, second = steps(
        [journal(instruction, reached, entry(instruction, 4, Verdict.UNPROVEN), folder=tmp_path)], kept
    )
    assert first.name == "3. Теперь можно выбрать вкладку «Чаты» — выбери её."
    assert (first.stop - first.start, second.start, second.stop) == (500, first.stop, first.stop)
    assert (first.status, second.status) == ("failed", "skipped")
    (chosen,) = first.steps
    assert (chosen.name, chosen.status) == ("выбрать: вкладка «Чаты»", "failed")
    assert [(one.name, one.status) for one in chosen.steps] == [("нажать: вкладка «Чаты»", "passed")]
    assert [one.name for one in first.attachments] == [
        "Окно 2: VK Мессенджер — картинка",
        "Окно 2: VK Мессенджер — снимок доступности",
    ]
    assert [kept[one.source] for one in first.attachments] == [b"PNG", b"- main"]
    assert {one.name: one.value for one in first.parameters} == {
        "утверждение": "chats-tab",
        "где написано": instruction.claims[2].place,
        "шаг": "flows/x.py:1",
        "окно": "окно 2 (VK Мессенджер)",
        "адрес": "https://web.vk.me/",
    }


def test_lost_picture_is_told_of(instruction: Instruction, tmp_path: Path) -> None:
    kept = Kept()
    walk = journal(instruction, entry(instruction, 1, Verdict.HOLDS, picture="gone.png"), folder=tmp_path)
    (step,) = steps([walk], kept)
    (attachment,) = step.attachments
    assert attachment.name == "Окно — картинка потеряна"
    assert "gone.png" in kept[attachment.source].decode()


def test_each_of_several_walks_is_a_group(instruction: Instruction) -> None:
    walks = [
        journal(instruction, entry(instruction, 1, Verdict.HOLDS)),
        journal(instruction, entry(instruction, 1, Verdict.DRIFT)),
    ]
    groups = steps(walks, Kept())
    assert [(one.name, one.status) for one in groups] == [
        ("Проход 1 из 2", "passed"),
        ("Проход 2 из 2", "failed"),
    ]
    assert [len(one.steps) for one in groups] == [1, 1]


def test_identity_is_the_test_its_variant_and_the_target() -> None:
    assert full_name(WALK) == "tests.scenarios.test_documented_walk#test_instruction_holds"
    same = history_id(WALK, "stand")
    assert same == history_id(WALK, "stand")
    assert len({same, history_id(WALK, "staging"), history_id(WALK.replace("popup", "same"), "stand")}) == 3


@pytest.mark.parametrize(
    ("nodeid", "walked", "feature", "severity"),
    [
        (WALK, range(1, 22), "Инструкция целиком", "blocker"),
        (WALK, (1, 2, 3), "Привязка VK ID", "critical"),
        (WALK, (), "До инструкции не дошло", "critical"),
        ("tests/stand/test_gateway.py::test_x", (), "Стенд", "normal"),
    ],
)
def test_labels_say_what_a_test_is_about(
    instruction: Instruction, nodeid: str, walked: range, feature: str, severity: str
) -> None:
    walk = journal(instruction, *(entry(instruction, number, Verdict.HOLDS) for number in walked))
    made = [(label.name, label.value) for label in labels(nodeid, [instruction], [walk])]
    assert {("feature", feature), ("severity", severity)} < set(made)
    stories = [value for name, value in made if name == "story"]
    assert stories == [instruction.claims[number - 1].id for number in walked]


@pytest.mark.parametrize(
    ("environ", "url"),
    [
        (
            CI,
            "https://github.com/school/diary-chats/blob/c0ffee/flows/diary_chats/instruction.ru.md?plain=1#L8",
        ),
        (
            {"CI_PROJECT_URL": "https://gitlab.com/a/b", "CI_COMMIT_SHA": "c0ffee"},
            "https://gitlab.com/a/b/-/blob/c0ffee/flows/diary_chats/instruction.ru.md?plain=1#L8",
        ),
        ({}, "flows/diary_chats/instruction.ru.md:8"),
    ],
)
def test_claims_are_links_into_the_instruction(
    instruction: Instruction, environ: dict[str, str], url: str
) -> None:
    (link,) = links([journal(instruction, entry(instruction, 1, Verdict.HOLDS))], environ)
    assert (link.name, link.url) == ("login-page · flows/diary_chats/instruction.ru.md:8", url)


@pytest.mark.parametrize(
    ("environ", "name", "build"),
    [
        (CI, "nightly #7", "https://github.com/school/diary-chats/actions/runs/123"),
        (
            {
                "GITLAB_CI": "true",
                "CI_PROJECT_URL": "https://gitlab.com/a/b",
                "CI_PIPELINE_IID": "7",
                "CI_JOB_NAME": "walk",
                "CI_JOB_URL": "https://gitlab.com/a/b/-/jobs/1",
            },
            "walk #7",
            "https://gitlab.com/a/b/-/jobs/1",
        ),
        (
            {
                "JENKINS_URL": "https://ci.test/",
                "BUILD_NUMBER": "7",
                "JOB_NAME": "walk",
                "BUILD_URL": "https://ci.test/job/walk/7/",
            },
            "walk #7",
            "https://ci.test/job/walk/7/",
        ),
    ],
)
def test_executor_is_the_ci_job(environ: dict[str, str], name: str, build: str) -> None:
    told = executor(environ)
    assert told is not None
    assert (told["buildName"], told["buildOrder"], told["buildUrl"]) == (name, 7, build)


def test_nobody_is_named_as_executor_outside_ci() -> None:
    assert executor({"HOME": "/home/somebody"}) is None


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a test of each verdict was run."""
    folder = tmp_path_factory.mktemp("ran")
    lay_down(folder)
    run_tests(folder)
    return folder


@pytest.mark.heavy
def test_run_tells_its_trace_and_no_fixture_that_just_works(ran: Path) -> None:
    (trace,) = results(ran / RESULTS)["test_broken[popup]"]["attachments"]
    assert trace["type"] == "application/vnd.allure.playwright-trace"
    assert (ran / RESULTS / trace["source"]).read_bytes() == b"PK trace"
    containers = [json.loads(path.read_text("utf-8")) for path in (ran / RESULTS).glob("*-container.json")]
    told = [one["status"] for container in containers for one in container.get("befores", [])]
    assert containers
    assert "passed" not in told


@pytest.mark.heavy
def test_outage_outside_a_walk_is_the_environment(ran: Path) -> None:
    outage = results(ran / RESULTS)["test_outage"]
    assert outage["status"] == "broken"
    assert outage["statusDetails"]["message"].startswith("НЕ УДАЛОСЬ ПРОВЕРИТЬ\n")


INTERRUPTED = """
def test_interrupted(walk):
    walk(Verdict.HOLDS, Verdict.HOLDS)
    raise KeyboardInterrupt
"""


@pytest.mark.heavy
def test_interrupted_test_has_not_passed(tmp_path: Path) -> None:
    lay_down(tmp_path)
    walks = tmp_path / "tests" / "scenarios" / "test_walks.py"
    with walks.open("a", encoding="utf-8") as file:
        file.write(INTERRUPTED)
    run_tests(tmp_path, "-k", "interrupted", code=pytest.ExitCode.INTERRUPTED)
    (result,) = results(tmp_path / RESULTS).values()
    assert (result["status"], len(result["steps"])) == ("skipped", 2)
    assert result["statusDetails"]["message"] == "НЕ ПРОВЕРЯЛОСЬ: прогон прерван"


def test_each_folder_of_tests_has_a_feature() -> None:
    folders = {path.parent.relative_to(ROOT).as_posix() for path in (ROOT / "tests").glob("*/test_*.py")}
    assert folders <= {*ROOMS, "tests/scenarios"}


@pytest.mark.heavy
def test_journals_alone_give_the_same_results_as_the_run(ran: Path, tmp_path: Path) -> None:
    in_run = results(ran / RESULTS)
    again = tmp_path / "again"
    for _ in range(2):
        write(load_all(ran / "reports/out/journals"), again, CI)
    alone = results(again)
    assert len(alone) == len(list(again.glob("*-result.json"))) == 5
    assert set(alone) == set(in_run) - {"test_unproven", "test_outage"}
    for name, made in alone.items():
        told = in_run[name]
        for key in ("fullName", "testCaseId", "historyId", "titlePath", "status", "links", "steps"):
            assert made[key] == told[key], (name, key)
        assert made.get("statusDetails") == told.get("statusDetails")
        counting = [one for one in told["parameters"] if not one.get("excluded")]
        assert [one for one in made["parameters"] if not one.get("excluded")] == counting
        assert all(label in told["labels"] for label in made["labels"])
    for name in ("environment.properties", "categories.json", "executor.json"):
        assert (again / name).read_bytes() == (ran / RESULTS / name).read_bytes()
    everything = b"".join(path.read_bytes() for path in (ran / RESULTS).iterdir())
    assert socket.gethostname().encode() not in everything


def test_a_tour_is_attached_where_it_is_asked_for(instruction: Instruction, tmp_path: Path) -> None:
    walks = [journal(instruction, entry(instruction, 1, Verdict.HOLDS), name=name) for name in ("a", "b")]
    for walk in walks:
        walk.folder = tmp_path / "run"
    write(walks, tmp_path / "results", {}, tour=lambda walk: "<html>" if walk.name == "a" else "")
    (result,) = results(tmp_path / "results").values()
    (attachment,) = result["attachments"]
    assert (attachment["name"], attachment["type"]) == ("Проход по шагам", "text/html")
    assert (tmp_path / "results" / attachment["source"]).read_bytes() == b"<html>"


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("RESULTS", "Результатов для Allure ещё нет: сначала «make walk» или «make test»."),
        ("ALLURE", "Нет Allure 3: поставьте Node.js 20 или новее с npm и выполните «make setup»."),
    ],
)
def test_make_report_says_what_is_missing(tmp_path: Path, missing: str, said: str) -> None:
    (tmp_path / "x-result.json").touch()
    given = {"RESULTS": tmp_path, "REPORT": tmp_path / "index.html"} | {missing: tmp_path / "nothing"}
    ran = subprocess.run(
        ["make", "report", *(f"{name}={value}" for name, value in given.items())],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr.splitlines()[0] == said
    assert ran.returncode == 2
