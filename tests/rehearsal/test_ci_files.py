"""The two CI files say the same: jobs, commands, parts, and the variables that a target waits for.

And they trust nobody more than they have to: actions are pinned, secrets reach the one step that needs them, and what
a stranger's request runs shares no cache with the nights.
"""

from __future__ import annotations

import itertools
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.rehearsal import ci
from tests.rehearsal.ci import GITLAB, NIGHTLY, ROOT, WORKFLOWS, Store
from tools.nightly import jobs
from tools.nightly.calls import Calls

VARIABLES = (
    "STAGING_DIARY",
    "STAGING_VK_ID",
    "STAGING_VK_ID_FORMER",
    "STAGING_MESSENGER",
    "STAGING_AUTHORITY",
    "STAGING_ALLOWED",
    "NIGHT_ADDRESS",
)
SECRETS = ("STAGING_ACCOUNTS", "NOTIFY_WRITERS", "NOTIFY_DEVELOPERS", "NOTIFY_OPERATIONS")
STORE = Store(dict.fromkeys(SECRETS, "s"), {name: name.lower() for name in VARIABLES})


def test_both_check_and_collect_alike() -> None:
    for job in ("check", "collect"):
        assert STORE.github("nightly.yml", job).arguments == ci.gitlab(job)


def test_both_walk_the_same_parts_in_the_same_browsers() -> None:
    rows = ci.gitlab_matrix()
    assert [int(part) for part in rows["PART"]] == list(ci.parts())
    for browser in rows["BROWSER"]:
        workflow, contexts = STORE.caller("nightly.yml", browser)
        for part in rows["PART"]:
            called = STORE.github(workflow, "part", matrix={"part": part}, **contexts)
            same = list(ci.gitlab("part", BROWSER=browser, PART=part))
            same[same.index("--out") + 1] = called.value("--out")  # where artefacts are taken from
            assert list(called.arguments) == same


def test_every_variable_of_the_target_reaches_the_jobs_that_need_it() -> None:
    told = (ROOT / "targets.toml").read_text(encoding="utf-8")
    wanted = set(re.findall(r"\$\{(STAGING_\w+)", told))
    workflow, contexts = STORE.caller("nightly.yml", "chromium")
    part = STORE.github(workflow, "part", matrix={"part": "1"}, **contexts)
    for call in (STORE.github("nightly.yml", "check"), part):
        assert wanted <= set(call.variables)
        assert call.variables["STAGING_ACCOUNTS_TOML"] == "s"
        assert {name: call.variables[name] for name in wanted} == {name: name.lower() for name in wanted}


def test_what_a_team_has_to_enter_is_told() -> None:
    told = (ROOT / "docs" / "nightly.md").read_text(encoding="utf-8")
    assert [name for name in (*VARIABLES, *SECRETS) if f"`{name}`" not in told] == []


def test_every_action_is_pinned_to_a_commit() -> None:
    used = [
        line
        for path in WORKFLOWS.glob("*.yml")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\buses:", line)
    ]
    assert len(used) > 10
    known = re.compile(r"uses: (\./\S+|\S+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$")
    assert [line for line in used if not known.search(line)] == []


def test_secrets_reach_no_step_but_those_of_the_night() -> None:
    for path in WORKFLOWS.glob("*.yml"):
        workflow = ci.read(path)
        assert "secrets." not in str(workflow.get("env", ""))
        for name, job in workflow["jobs"].items():
            assert "secrets." not in str(job.get("env", "")), name
            for step in job.get("steps", ()):
                assert "secrets." not in str(step) or " ".join(NIGHTLY) in step["run"], (name, step)


def test_what_sets_up_is_given_no_secret_on_gitlab() -> None:
    for commands in gitlab_commands():
        for command in commands:
            if "make setup" in command:
                words = shlex.split(command)
                hidden = {name for flag, name in itertools.pairwise(words) if flag == "-u"}
                assert hidden == {"STAGING_ACCOUNTS_TOML", *SECRETS} - {"STAGING_ACCOUNTS"}


def test_what_strangers_ask_for_shares_no_cache_with_the_nights() -> None:
    requests = (WORKFLOWS / "pull-request.yml").read_text(encoding="utf-8")
    assert "cache" not in requests
    assert "secrets." not in requests
    assert not any(
        "pull_request_target" in path.read_text(encoding="utf-8") for path in WORKFLOWS.glob("*.yml")
    )
    told = ci.read(GITLAB)
    for job in ("check", "part", "collect", "pages"):
        found = {**told[".nightly"], **told[job]}
        assert found.get("cache", {"unprotect": False})["unprotect"] is False
        assert all('$CI_COMMIT_REF_PROTECTED == "true"' in rule["if"] for rule in found["rules"]), job
    assert "cache" not in told["stand"]
    assert "cache" not in told["default"]


def test_only_walks_are_told_of_accounts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told: dict[str, bool] = {}

    def call(_self: Calls, command: Sequence[str], variables: Mapping[str, str]) -> int:
        told[command[2]] = any("ACCOUNTS" in name for name in variables)
        return 0

    monkeypatch.setattr(Calls, "call", call)
    monkeypatch.setenv("STAGING_ACCOUNTS_TOML", "[[account]]")
    assert jobs.part("staging", "firefox", "1/3", tmp_path / "out", tmp_path / "nights", []) == 0
    jobs.collect([tmp_path / "out"], tmp_path / "night", tmp_path / "nights", ["firefox"])
    assert told == {"playwright": False, "pytest": True, "reports": False}


def gitlab_commands() -> Iterator[list[str]]:
    """Yield the commands of each job and of what is before all of them."""
    told: dict[str, Any] = ci.read(GITLAB)
    for one in told.values():
        if isinstance(one, dict):
            yield [*one.get("before_script", ()), *one.get("script", ())]
