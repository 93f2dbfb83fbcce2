"""A run whose disk is full: it says so in a line, and the account, and what was there before, stay as they were."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from tests.accounts.night import WALK, Night
from tests.support import full_disk
from verifier.walk.journal import load_all

pytestmark = pytest.mark.long


@pytest.mark.parametrize("workers", ["-n0", "-n1"])
def test_run_that_finds_no_room_ends_in_order(night: Night, workers: str) -> None:
    night.site.link(night.student.pupil, night.student.vk)
    out, kept = night.folder / "out", night.folder / "kept"
    out.mkdir()
    kept.mkdir()
    (kept / "ledger.json").write_text("good", encoding="utf-8")
    within, more = full_disk.options(out, kept)
    everything = (
        "--pictures=on",
        "--tracing=on",
        "--har=on",
        f"--alluredir={out}/allure",
        f"--history={out}",
    )
    process = night.run(WALK, *everything, workers, *more, within=within)
    said, _ = process.communicate()
    assert process.returncode == 11, said
    assert "Traceback" not in said
    assert "INTERNALERROR" not in said
    (line,) = (line for line in said.splitlines() if "освободите место" in line and line.startswith("/"))
    assert ": сюда не записать (" in line
    assert night.is_linked()
    assert list(night.state.rglob("lease.json")) == []
    see_whole(kept)


def see_whole(folder: Path) -> None:
    """See that nothing is half-made, and that what was there before is there."""
    assert (folder / "ledger.json").read_text(encoding="utf-8") == "good"
    assert load_all(folder / "journals")
    for path in folder.rglob("*.png"):
        with Image.open(path) as picture:
            picture.load()
    for path in (folder / "allure").glob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))
    assert not [path for path in folder.rglob("*") if path.suffix in (".part", ".tmp")]
