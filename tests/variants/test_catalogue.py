"""The catalogue as a whole: its shape, that every switch leaves the stand as it was, and how it is asked for."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from flows.diary_chats.stand import StandOfSchoolChats
from stand.__main__ import welcome
from stand.options import parser, read
from stand.server import Stand
from stand.variants import VARIANTS, VariantError, chosen, named
from tests.support.texts import school_chats

ROOT = Path(__file__).resolve().parents[2]


def test_names_and_sentences_are_unique_and_plain() -> None:
    sentence = re.compile(r"(VK |[А-ЯЁ«])[^!?]*[а-яёa-zA-ZСМ»)]\.")
    assert [one.sentence for one in VARIANTS if not sentence.fullmatch(one.sentence)] == []
    assert [one.name for one in VARIANTS if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", one.name)] == []
    assert len({one.sentence for one in VARIANTS}) == len(VARIANTS)


def test_what_cannot_hold_names_a_sentence_of_the_text() -> None:
    claims = {claim.id for claim in school_chats().claims}
    for one in VARIANTS:
        assert (one.claim in claims) == (one.verdict != "holds"), one.name


def test_unknown_name_is_told_with_the_nearest() -> None:
    with pytest.raises(VariantError, match="нет варианта «email-as-txt»; похожие: email-as-text,"):
        named("email-as-txt")


def test_two_that_cannot_be_had_together_are_refused() -> None:
    with pytest.raises(
        VariantError, match="«email-as-text» и «email-by-placeholder» вместе не бывают; оставьте один"
    ):
        chosen(["email-by-placeholder", "email-as-text"])


def test_every_switch_is_taken_back() -> None:
    with Stand() as stand:
        hosts = set(stand.gateway.hosts)
        for one in VARIANTS:
            texts = [dict(system.texts) for system in (stand.diary, stand.vk_id, stand.messenger)]
            with one.on(stand):
                pass
            assert stand.rewriting.is_idle, one.name
            assert stand.gateway.hosts == hosts, one.name
            assert [system.texts for system in (stand.diary, stand.vk_id, stand.messenger)] == texts


def test_the_list_has_a_line_of_russian_for_each() -> None:
    lines = StandOfSchoolChats().variants().splitlines()
    assert [line.split()[0] for line in lines] == [one.name for one in VARIANTS]
    assert [one.sentence in line for one, line in zip(VARIANTS, lines, strict=True)] == [True] * len(lines)


def test_a_stand_for_a_person_can_have_several() -> None:
    names = ["email-as-text", "login-in-two-steps"]
    plan = read(parser().parse_args([word for name in names for word in ("--variant", name)]))
    assert plan.variants == chosen(names)
    with Stand() as stand, plan.on(stand):
        told = welcome(stand, (), "folder", variants=plan.variants)
        assert not stand.rewriting.is_idle
    assert [one.sentence in told for one in plan.variants] == [True, True]


def test_a_run_is_told_to_repeat_with_the_same_variants() -> None:
    with StandOfSchoolChats().start(None, None, "jitter:7", ["email-as-text"]) as running:
        assert running.conditions == "--variant email-as-text --weather jitter:7"


def listed(*options: str) -> subprocess.CompletedProcess[str]:
    """Run pytest with some options, and no browser."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.heavy
def test_a_run_lists_the_variants_and_walks_nowhere() -> None:
    ran = listed("--variants")
    assert (ran.returncode, ran.stdout.splitlines()) == (0, StandOfSchoolChats().variants().splitlines())


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--variant=surwey"], "нет варианта «surwey»; похожие: survey,"),
        (["--variant=survey", "--target=production"], "--variant бывает только у стенда"),
        (["--variant=survey", "--target=allauth"], "у этого стенда нет каталога вариантов"),
    ],
)
def test_what_a_run_cannot_have_is_one_line_and_bad_input(options: list[str], told: str) -> None:
    ran = listed("tests/scenarios/test_documented_walk.py", *options)
    assert ran.returncode == 4
    (line,) = [line for line in ran.stderr.splitlines() if line]
    assert told in line
