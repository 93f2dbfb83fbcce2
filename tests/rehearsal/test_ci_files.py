"""The two CI files say the same: jobs, commands, parts, and the variables that a target waits for."""

from __future__ import annotations

import re

from tests.rehearsal import ci
from tests.rehearsal.ci import ROOT, Store

VARIABLES = (
    "STAGING_DIARY",
    "STAGING_VK_ID",
    "STAGING_VK_ID_FORMER",
    "STAGING_MESSENGER",
    "STAGING_AUTHORITY",
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
