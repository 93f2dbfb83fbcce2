"""Files are written whole or not at all."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import full_disk
from verifier import whole

WRITERS: list[Callable[[Path, str], object]] = [
    whole.write_text,
    lambda path, text: whole.write_bytes(path, text.encode()),
    whole.write_private,
]


@pytest.mark.parametrize("write", WRITERS)
def test_a_file_takes_the_place_of_the_one_before(
    write: Callable[[Path, str], object], tmp_path: Path
) -> None:
    path = tmp_path / "file.json"
    write(path, "раньше")
    write(path, "теперь")
    assert path.read_text(encoding="utf-8") == "теперь"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [OSError("disk full"), KeyboardInterrupt()])
@pytest.mark.parametrize("write", WRITERS)
def test_what_fails_leaves_the_file_before(
    write: Callable[[Path, str], object],
    error: BaseException,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise error

    path = tmp_path / "file.json"
    write(path, "раньше")
    # For no longer than that: reports about this very test are written so too.
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fail)
        with pytest.raises(type(error)):
            write(path, "теперь")
    assert path.read_text(encoding="utf-8") == "раньше"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_written_piece_by_piece_is_not_there_before_its_end(tmp_path: Path) -> None:
    path = tmp_path / "new" / "trace.zip"
    with pytest.raises(UnicodeEncodeError), whole.new_file(path) as part:
        part.write_text("half-way: \ud800", encoding="utf-8")
    assert list(path.parent.iterdir()) == []
    with whole.new_file(path) as part:
        part.write_text("all", encoding="utf-8")
        assert not path.exists()
    assert path.read_text(encoding="utf-8") == "all"


def test_nobody_else_may_read_a_private_file(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_text("open to all", encoding="utf-8")
    whole.write_private(path, "private")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    whole.remove(path)
    whole.remove(path)
    assert not path.exists()


def test_what_finds_no_room_at_the_end_of_a_file_leaves_it_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    whole.append(path, b"x" * 90 + b"\n")
    with full_disk.short_files(100), pytest.raises(whole.UnwrittenError, match="больше, чем здесь разрешено"):
        whole.append(path, b"y" * 90 + b"\n")
    assert path.read_bytes() == b"x" * 90 + b"\n"
    whole.append(path, b"z\n")
    assert path.read_bytes() == b"x" * 90 + b"\nz\n"


def test_folder_is_copied_file_by_file(tmp_path: Path) -> None:
    whole.write_text(tmp_path / "from" / "below" / "a.txt", "а")
    whole.write_text(tmp_path / "to" / "b.txt", "б")
    whole.copy(tmp_path / "from", tmp_path / "to")
    copied = sorted(str(path.relative_to(tmp_path / "to")) for path in (tmp_path / "to").rglob("*.txt"))
    assert copied == ["b.txt", "below/a.txt"]
    with full_disk.short_files(1), pytest.raises(whole.UnwrittenError) as caught:
        whole.copy(tmp_path / "from", tmp_path / "new")
    assert caught.value.filename == str(tmp_path / "new" / "below" / "a.txt")
