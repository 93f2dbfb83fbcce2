"""The file of the quarantine: what it may say, and what is refused before anything starts."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.support.journals import made_up
from verifier.run.quarantine import FILE, QuarantineError, read

ROOT = Path(__file__).resolve().parents[2]
GOOD = {"owner": '"Команда"', "reason": '"чинят"', "until": "2026-02-01"}
TEXTS = [made_up("diary/chats", "enter", "press-link"), made_up("forum/sign-up", "enter", "confirm")]


def written(folder: Path, **fields: str) -> Path:
    path = folder / "quarantine.toml"
    entry = "\n".join(f"{name} = {value}" for name, value in fields.items())
    path.write_text(f"[[quarantined]]\n{entry}\n", encoding="utf-8")
    return path


def test_entry_counts_to_the_end_of_its_last_day(tmp_path: Path) -> None:
    path = written(tmp_path, claim='"press-link"', **GOOD)
    (entry,) = read(path, TEXTS, today=date(2026, 2, 1))
    assert (entry.what, entry.owner, entry.reason) == ("press-link", "Команда", "чинят")
    with pytest.raises(
        QuarantineError, match=r"запись 1: срок для «press-link» вышел 01\.02\.2026; Команда: почините"
    ):
        read(path, TEXTS, today=date(2026, 2, 2))


def test_test_is_named_by_file_and_name(tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text("def test_b(): ...\n", encoding="utf-8")
    path = written(tmp_path, test='"test_a.py::test_b"', **GOOD)
    (entry,) = read(path, TEXTS, root=tmp_path, today=date(2026, 1, 1))
    assert entry.what == "test_a.py::test_b"


def test_no_file_is_no_quarantine(tmp_path: Path) -> None:
    assert read(tmp_path / "none.toml", TEXTS) == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"claim": '"gone"'}, "предложения «gone» нет"),
        ({"claim": '"confirm"', "text": '"diary/chats"'}, "«confirm» в инструкции «diary/chats» нет"),
        ({"claim": '"enter"', "text": '"x/y"'}, "«x/y» нет; есть diary/chats, forum/sign-up"),
        ({"test": '"test_a.py::test_b"', "text": '"diary/chats"'}, "text — только рядом с claim"),
        ({"test": '"test_none.py::test_b"'}, "проверки «test_none.py::test_b» нет"),
        ({"test": '"test_a.py::test_none"'}, "проверки «test_a.py::test_none» нет"),
        ({"test": '"test_a.py::test_b[chromium]"'}, "без скобок с вариантом"),
        ({}, "нужно одно из двух: test или claim"),
        ({"claim": '"press-link"', "test": '"test_a.py::test_b"'}, "нужно одно из двух: test или claim"),
        ({"claim": '"press-link"', "owner": '""'}, "owner"),
        ({"claim": '"press-link"', "reason": "1"}, "reason"),
        ({"claim": '"press-link"', "until": '"скоро"'}, "until"),
        ({"claim": '"press-link"', "untill": "2026-02-01"}, "untill"),
    ],
)
def test_bad_entry_is_refused_in_one_line(tmp_path: Path, fields: dict[str, str], said: str) -> None:
    (tmp_path / "test_a.py").write_text("def test_b(): ...\n", encoding="utf-8")
    path = written(tmp_path, **(GOOD | fields))
    with pytest.raises(QuarantineError) as refused:
        read(path, TEXTS, root=tmp_path, today=date(2026, 1, 1))
    assert str(refused.value).startswith("quarantine.toml: запись 1: ")
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("text", ["[[quarantined]", "[quarantine]\nclaim = 1", "quarantined = 1"])
def test_bad_file_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "quarantine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuarantineError) as refused:
        read(path, TEXTS)
    assert str(refused.value).startswith("quarantine.toml: ")
    assert "\n" not in str(refused.value)


def test_the_projects_own_file_can_be_read() -> None:
    assert FILE.exists()
    read(FILE, TEXTS)


def test_claim_that_one_text_has_is_that_text_s_own(tmp_path: Path) -> None:
    path = written(tmp_path, claim='"press-link"', **GOOD)
    (entry,) = read(path, TEXTS, today=date(2026, 2, 1))
    assert entry.named == "diary/chats/press-link"
    assert entry.covers_claim(("diary/chats", "press-link"))
    assert not entry.covers_claim(("forum/sign-up", "press-link"))


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"claim": '"confirm"'}, "forum/sign-up/confirm"),
        ({"claim": '"enter"'}, "diary/chats/enter"),
        ({"claim": '"enter"', "text": '"forum/sign-up"'}, "forum/sign-up/enter"),
    ],
)
def test_entry_may_be_about_a_text_that_another_run_walks(
    tmp_path: Path, fields: dict[str, str], named: str
) -> None:
    path = written(tmp_path, **fields, **GOOD)
    (entry,) = read(path, TEXTS[:1], others=lambda: TEXTS, today=date(2026, 2, 1))
    assert entry.named == named


def test_claim_that_several_texts_have_needs_its_text(tmp_path: Path) -> None:
    with pytest.raises(QuarantineError) as refused:
        read(written(tmp_path, claim='"enter"', **GOOD), TEXTS, today=date(2026, 2, 1))
    assert str(refused.value) == (
        "quarantine.toml: запись 1: предложение «enter» есть в нескольких инструкциях; допишите, в какой: "
        'text = "diary/chats" или text = "forum/sign-up"'
    )
    path = written(tmp_path, claim='"enter"', text='"forum/sign-up"', **GOOD)
    (entry,) = read(path, TEXTS, today=date(2026, 2, 1))
    assert entry.covers_claim(("forum/sign-up", "enter"))
    assert not entry.covers_claim(("diary/chats", "enter"))


@pytest.mark.heavy
def test_expired_entry_ends_a_run_before_any_browser(tmp_path: Path) -> None:
    path = written(tmp_path, claim='"press-link"', **GOOD | {"until": "2020-01-01"})
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", f"--quarantine={path}"],
        cwd=ROOT,
        env=os.environ | {"PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == pytest.ExitCode.USAGE_ERROR
    (line,) = ran.stderr.strip().splitlines()
    assert line.startswith("ERROR: quarantine.toml: запись 1: срок для «press-link» вышел 01.01.2020;")
    assert ran.stdout == ""
