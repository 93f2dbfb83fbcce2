"""The catalogue as a whole: its shape, and that every switch leaves the stand as it was."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from stand.defects import CATALOGUE, EXPLORER, KINDS, ORDERS, UnknownDefectError, named
from stand.server import Stand
from tests.defects.scenarios import SCENARIOS
from verifier.text.model import Instruction
from verifier.walk.verdict import Verdict

ALL = (*CATALOGUE, *ORDERS)
ROOT = Path(__file__).resolve().parents[2]
WALK = "tests/scenarios/test_documented_walk.py::test_instruction_holds"
_PLAIN = (str, bytes, int, float, bool, type(None))


def test_every_claim_is_guarded_by_two_defects_at_least(instruction: Instruction) -> None:
    guarded = Counter(one.claim for one in CATALOGUE)
    assert set(guarded) == {claim.id for claim in instruction.claims}
    assert [claim for claim, number in guarded.items() if number < 2] == []


def test_catalogue_is_large_and_of_many_kinds() -> None:
    assert len(CATALOGUE) >= 80
    assert len(ORDERS) >= 8
    rare = [kind for kind, number in Counter(one.kind for one in ALL).items() if number < 2]
    assert rare == []
    assert {one.kind for one in ALL} == set(KINDS)


def test_names_are_unique_and_scenarios_exist() -> None:
    assert len({one.name for one in ALL}) == len(ALL)
    assert {one.scenario for one in CATALOGUE} == set(SCENARIOS)
    assert {one.scenario for one in ORDERS} == {EXPLORER}
    assert {one.verdict for one in ALL} <= {verdict.value for verdict in Verdict}


def test_each_has_one_russian_sentence_and_a_plain_name() -> None:
    sentence = re.compile(r"(VK |[А-ЯЁ«])[^.!?]*[а-яё»][^.!?]*\.")
    assert [one.sentence for one in ALL if not sentence.fullmatch(one.sentence)] == []
    assert [one.name for one in ALL if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", one.name)] == []
    assert len({one.sentence for one in ALL}) == len(ALL)


def test_unknown_name_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownDefectError, match="нет дефекта «link-mising»; похожие: link-missing,"):
        named("link-mising")


def test_every_switch_changes_the_stand_and_leaves_it_as_it_was() -> None:
    with Stand() as stand:
        before = _inside(stand)
        for defect in ALL:
            with defect.on(stand):
                assert _inside(stand) != before, f"{defect.name} changes nothing"
                assert (stand.students, stand.vk_accounts) == ([], []), (
                    f"{defect.name} makes people too early"
                )
            assert _inside(stand) == before, f"{defect.name} leaves a trace"


@pytest.mark.long
def test_a_run_meets_the_defect_that_it_is_asked_for_and_says_so(tmp_path: Path) -> None:
    options = ("-n0", "-p", "no:randomly", f"--reports={tmp_path}", "--defect=tab-missing")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *options, WALK],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert ran.returncode == 1
    assert "НЕ РАБОТАЕТ: chats-tab" in ran.stdout
    ledger = json.loads((tmp_path / "ledger.json").read_text(encoding="utf-8"))
    assert ledger["conditions"] == "--defect tab-missing"


def _inside(stand: Stand) -> dict[str, object]:
    """Everything that can be reached from a stand through its own objects, and its classes: names and values."""
    found: dict[str, object] = {}
    seen: set[int] = set()
    _explore("stand", stand, found, seen)
    loaded = sys.modules.copy()  # in one go: the stand's own thread may be importing
    for module in [part for name, part in loaded.items() if name.startswith("stand.")]:
        for name, kind in vars(module).items():
            if isinstance(kind, type) and kind.__module__ == module.__name__:
                found |= {f"{module.__name__}.{name}.{part}": id(value) for part, value in vars(kind).items()}
    return found


def _explore(path: str, value: object, found: dict[str, object], seen: set[int]) -> None:
    if isinstance(value, _PLAIN):
        found[path] = value
        return
    found[path] = getattr(value, "__func__", None) or id(value)
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, dict):
        parts = {f"{path}[{key!r}]": part for key, part in value.items()}
    elif isinstance(value, (list, tuple, set)):
        parts = {f"{path}[{number}]": part for number, part in enumerate(value)}
    elif type(value).__module__.startswith("stand"):
        parts = {f"{path}.{name}": part for name, part in vars(value).items()}
    else:
        return
    for name, part in parts.items():
        _explore(name, part, found, seen)
