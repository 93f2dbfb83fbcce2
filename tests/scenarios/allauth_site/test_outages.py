"""What fails behind the site, or the site itself, is the environment's, and told as such."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from flows.allauth_site.reader import ReaderWalk
from flows.allauth_site.record import check_record
from flows.allauth_site.stand import RunningSite
from tests.support.on_stand import answers_lost
from tests.support.walks import IN_VAIN_S, NewWalk
from verifier.walk.verdict import Verdict
from verifier.walk.walk import WalkFailed


@pytest.fixture
def new_walk(new_walk: NewWalk, tmp_path: Path) -> NewWalk:
    """How a test makes walks that are meant to fail: no part of the run's own results."""
    return functools.partial(new_walk, journal_folder=tmp_path, patience_s=IN_VAIN_S)


def test_vk_id_that_does_not_answer_the_site(beside: RunningSite, at_connections: ReaderWalk) -> None:
    with (
        answers_lost(beside.stand, "vk_id", "POST", "/oauth2/auth"),
        pytest.raises(WalkFailed) as failed,
    ):
        at_connections.take("connect")
    (finding,) = failed.value.findings
    assert (finding.claim, finding.verdict) == ("connected", Verdict.ENVIRONMENT)
    assert finding.observed == "сайт сообщает, что внешний сервис его не пустил"
    check_record(at_connections, "none")


def test_site_that_is_down(beside: RunningSite, signed_in: ReaderWalk) -> None:
    with beside.stand.faults.outage("allauth_site"), pytest.raises(WalkFailed) as failed:
        signed_in.take("connect")
    (finding,) = failed.value.findings
    assert (finding.claim, finding.verdict) == ("connections-page", Verdict.ENVIRONMENT)
    assert finding.observed == "сайт отвечает ошибкой 503"
