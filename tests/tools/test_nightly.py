"""A night as CI calls it: parts on the stand, brought together; one that does not come; a target that is wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tools.nightly.__main__ import main
from tools.nightly.accounts import AccountsText, environment

pytestmark = [
    pytest.mark.long,
    pytest.mark.first,
    pytest.mark.timeout(600),
]  # the first test waits for two whole parts as well
WALKS = "tests/scenarios/test_documented_walk.py"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the two parts of a night on the stand leave behind."""
    folder = tmp_path_factory.mktemp("night")
    for number in (1, 2):
        out, nights = str(folder / f"part-{number}"), str(folder / "nights")
        told = ["--target", "stand", "--shard", f"{number}/2", "--out", out, "--nights", nights]
        code = main(["part", *told, "--", "-n", "0", "-k", "popup-enter", WALKS])
        assert code == 0
    return folder


def test_a_night_in_parts_ends_with_one_ledger_one_guide_and_its_history(parts: Path, tmp_path: Path) -> None:
    both = [str(parts / "part-1"), str(parts / "part-2")]
    nights, into = tmp_path / "nights", tmp_path / "night"
    code = main(["collect", *both, "--into", str(into), "--nights", str(nights), "--expect", "chromium"])
    assert code == 0
    summary = json.loads((into / "summary.json").read_text(encoding="utf-8"))
    assert (summary["exit_code"], summary["claims"]["holds"], summary["missing"]) == (0, 21, [])
    for name in ("ledger.html", "guide/guide.html", "history.html"):
        assert (into / name).stat().st_size > 1000, name
    assert any((into / "allure-results").glob("*-result.json"))
    durations = json.loads((nights / "durations.json").read_text(encoding="utf-8"))
    assert sum("popup-enter" in name for name in durations) == 2
    assert len((nights / "history.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_a_part_that_did_not_come_is_the_environments(
    parts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NOTIFY_OPERATIONS", raising=False)
    into = tmp_path / "night"
    code = main(["collect", str(parts / "part-2"), "--into", str(into), "--nights", str(tmp_path / "nights")])
    assert code == 11
    assert json.loads((into / "summary.json").read_text(encoding="utf-8"))["exit_code"] == 11
    assert "часть 1 из 2 (stand, chromium) не пришла" in capfd.readouterr().err


def test_a_browser_that_did_not_come_is_the_environments(parts: Path, tmp_path: Path) -> None:
    shutil.copytree(parts / "part-1", tmp_path / "part-1")
    told = ["--into", str(tmp_path / "night"), "--nights", str(tmp_path / "nights")]
    browsers = ["--expect", "chromium", "--expect", "webkit"]
    assert main(["collect", str(parts / "part-1"), str(parts / "part-2"), *told, *browsers]) == 11


def test_a_night_without_any_part_is_not_green(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    told = ["--into", str(tmp_path / "night"), "--nights", str(tmp_path / "nights")]
    assert main(["collect", str(tmp_path / "empty"), *told]) not in (0, None)


def test_a_wrong_target_calls_the_night_off() -> None:
    assert main(["check", "--target", "nowhere"]) == 4


def test_the_store_s_text_becomes_a_private_file_for_a_while() -> None:
    with environment({"STAGING_ACCOUNTS_TOML": "[[account]]", "PATH": "/bin"}) as variables:
        path = Path(variables["STAGING_ACCOUNTS_FILE"])
        assert path.read_text(encoding="utf-8") == "[[account]]"
        assert path.stat().st_mode & 0o077 == 0
        assert "STAGING_ACCOUNTS_TOML" not in variables
    assert not path.exists()


def test_accounts_told_twice_are_refused_without_their_text() -> None:
    variables = {"STAGING_ACCOUNTS_TOML": "geheim", "STAGING_ACCOUNTS_FILE": "/x"}
    with pytest.raises(AccountsText) as caught, environment(variables):
        pass
    assert "geheim" not in str(caught.value)


def test_an_empty_secret_is_none() -> None:
    with environment({"STAGING_ACCOUNTS_TOML": "", "A": "b"}) as variables:
        assert dict(variables) == {"A": "b"}
