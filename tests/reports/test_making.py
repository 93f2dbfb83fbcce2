"""Parts of reports: made once, made anew as soon as anything changes, and right whatever becomes of the cache."""

from __future__ import annotations

import errno
import importlib
import mmap
import os
import platform
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from reports import journals, ledger, making, plugin
from reports.making import Cache, Made, Maker, Part
from tests.support.reports_command import contents, run, write_walk
from verifier.run.hooks import FinishedRun
from verifier.run.outcomes import RunOutcomes

MOMENT = "2026-01-02T03:04:05+00:00"
LARGE = 16 << 20
"""Bytes, as a picture of a large window has."""
MADE = list[str]()
"""What has been made in this process."""


def spelled(word: str, *files: bytes) -> Made:
    MADE.append(word)
    return word.encode(), b"+".join(files)


def other(word: str, *files: bytes) -> Made:
    return spelled(f"other {word}", *files)


def refused(_word: str, *_files: bytes) -> Made:
    raise OSError("no picture")


@pytest.fixture(autouse=True)
def nothing_made() -> None:
    MADE.clear()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "picture"
    path.write_bytes(b"red")
    return path


def test_what_was_made_is_not_made_again(kept: Path, picture: Path) -> None:
    part = Part(spelled, ("a",), (picture,))
    assert [Maker(Cache(kept)).make([part, part]) for _ in range(2)] == [[(b"a", b"red")] * 2] * 2
    assert MADE == ["a"]


def another_file(part: Part) -> Part:
    part.files[0].write_bytes(b"blue")
    return part


@pytest.mark.parametrize(
    ("change", "made"),
    [
        (another_file, (b"a", b"blue")),
        (lambda part: Part(spelled, ("b",), part.files), (b"b", b"red")),
        (lambda part: Part(other, ("a",), part.files), (b"other a", b"red")),
        (lambda part: Part(spelled, ("a",), part.files, also=("summer time",)), (b"a", b"red")),
        (lambda part: Part(spelled, ("a",), part.files * 2), (b"a", b"red+red")),
    ],
    ids=["file", "argument", "function", "surroundings", "files"],
)
def test_whatever_changes_it_is_made_anew(
    kept: Path, picture: Path, change: Callable[[Part], Part], made: Made
) -> None:
    part = Part(spelled, ("a",), (picture,))
    Maker(Cache(kept)).make([part])
    assert Maker(Cache(kept)).make([change(part)]) == [made]
    assert len(MADE) == 2


@pytest.mark.parametrize("changed", ["drawing.py", "templates/guide.css", "fonts/Inter.otf"])
def test_whatever_line_of_code_template_or_font_changes_everything_is_made_anew(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    room = tmp_path / "reports"
    for name in ("drawing.py", "templates/guide.css", "fonts/Inter.otf", "out/ledger.html"):
        (room / name).parent.mkdir(parents=True, exist_ok=True)
        (room / name).write_text("before", encoding="utf-8")
    monkeypatch.setattr(making, "__file__", str(room / "making.py"))
    try:
        for name, times in (("out/ledger.html", 1), (changed, 2)):
            making.code.cache_clear()
            Maker(Cache(kept)).make([Part(spelled, ("a",))])
            (room / name).write_text("after", encoding="utf-8")
            making.code.cache_clear()
            Maker(Cache(kept)).make([Part(spelled, ("a",))])
            assert len(MADE) == times
    finally:
        making.code.cache_clear()


def test_another_version_of_a_library_makes_everything_anew(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Maker(Cache(kept)).make([Part(spelled, ("a",))])
    monkeypatch.setattr(making, "_LIBRARIES", ("pytest",))
    making.code.cache_clear()
    try:
        Maker(Cache(kept)).make([Part(spelled, ("a",))])
    finally:
        making.code.cache_clear()
    assert len(MADE) == 2


@pytest.mark.parametrize(
    "break_it",
    [
        lambda _: b"",
        lambda whole: whole[:-1],
        lambda whole: whole + b"!",
        lambda whole: whole.replace(b"red", b"rot"),
        lambda _: b"null\n",
        lambda _: b"[1, 2]\n",
        lambda _: b"\xff\n",
    ],
    ids=["empty", "cut", "longer", "altered", "other JSON", "other list", "no text"],
)
def test_a_broken_file_of_the_cache_is_as_if_it_were_not_there(
    kept: Path, picture: Path, break_it: Callable[[bytes], bytes]
) -> None:
    part = Part(spelled, ("a",), (picture,))
    Maker(Cache(kept)).make([part])
    (file,) = kept.iterdir()
    file.write_bytes(break_it(file.read_bytes()))
    assert [Maker(Cache(kept)).make([part]) for _ in range(2)] == [[(b"a", b"red")]] * 2
    assert len(MADE) == 2


@pytest.mark.parametrize(
    "fails", [(tempfile, "mkstemp"), (making, "_packed"), (Path, "replace"), (Path, "mkdir")]
)
def test_a_full_disk_costs_time_alone(
    kept: Path, picture: Path, monkeypatch: pytest.MonkeyPatch, fails: tuple[object, str]
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "disk full")

    part = Part(spelled, ("a",), (picture,))
    with monkeypatch.context() as patched:
        patched.setattr(*fails, full)
        with Maker(Cache(kept)) as maker:
            assert maker.make([part]) == [(b"a", b"red")]
    assert not kept.exists() or not list(kept.iterdir())
    assert Maker(Cache(kept)).make([part]) == [(b"a", b"red")]


def test_a_file_that_changes_meanwhile_is_kept_as_what_it_has_become(
    kept: Path, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = Part(spelled, ("a",), (picture,))
    with monkeypatch.context() as patched:
        patched.setattr(Cache, "get", lambda *_: picture.write_bytes(b"blue") and None)
        assert Maker(Cache(kept)).make([part]) == [(b"a", b"blue")]
    picture.write_bytes(b"red")
    assert Maker(Cache(kept)).make([part]) == [(b"a", b"red")]


def test_many_at_once_share_a_cache(kept: Path) -> None:
    def render(_: int) -> list[Made]:
        with Maker(Cache(kept, room=400)) as maker:
            return maker.make(Part(spelled, (str(word),)) for word in range(20))

    with ThreadPoolExecutor(8) as pool:
        assert set(map(tuple, pool.map(render, range(24)))) == {
            tuple((str(word).encode(), b"") for word in range(20))
        }
    assert all(len(file.name) == 64 for file in kept.iterdir()), "something was left half-way"


def test_a_cache_keeps_what_was_used_last(kept: Path) -> None:
    def make(*words: str, room: int = making.ROOM) -> None:
        with Maker(Cache(kept, room)) as maker:
            maker.make(Part(spelled, (word,)) for word in words)

    make("a", "b", "c")
    for age, file in enumerate(sorted(kept.iterdir(), key=lambda file: file.read_bytes()[-1:])):
        os.utime(file, (1000 + age, 1000 + age))
    size = next(kept.iterdir()).stat().st_size
    make("a", room=2 * size)
    MADE.clear()
    make("a", "c")
    assert MADE == []
    make("b")
    assert MADE == ["b"]


@pytest.fixture
def maker(kept: Path) -> Iterator[Maker]:
    with Maker(Cache(kept), 2) as maker:
        yield maker


@pytest.mark.heavy
def test_processes_make_the_same_in_the_same_order(maker: Maker, kept: Path, picture: Path) -> None:
    parts = [Part(spelled, (str(word),), (picture,)) for word in range(12)]
    made = maker.make(parts)
    assert MADE == [], "made in this process"
    assert made == Maker().make(parts)
    MADE.clear()
    assert Maker(Cache(kept)).make(parts) == made
    assert MADE == []


def paged(_word: str) -> Made:
    """Return how many pages of memory the system is asked for by what is made and let go ten times over."""
    resource = importlib.import_module("resource")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(10):
        several = [b"1" * LARGE for _ in range(4)]
        several.clear()
    return (str(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before).encode(),)


@pytest.mark.heavy
@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="mallopt есть только в glibc")
def test_memory_of_one_picture_is_kept_for_the_next(maker: Maker) -> None:
    once = 4 * LARGE // mmap.PAGESIZE
    for (asked,) in maker.make(Part(paged, (str(word),)) for word in range(8)):
        assert int(asked) < 2 * once


@pytest.mark.heavy
def test_a_part_that_cannot_be_made_fails_alone(maker: Maker, tmp_path: Path) -> None:
    bad = [Part(refused, ("a",)), Part(spelled, ("a",), (tmp_path / "nowhere",))]
    futures = maker.start([*bad, *(Part(spelled, (str(word),)) for word in range(12))])
    for future in futures[:2]:
        with pytest.raises(OSError, match=r"no picture|No such file"):
            future.result()
    assert [future.result()[0] for future in futures[2:]] == [str(word).encode() for word in range(12)]


@pytest.mark.heavy
def test_reports_that_nothing_changes_are_not_made_again(
    green: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accepted = tmp_path / "accepted"
    run("render", green, "--out", tmp_path / "out", "--accepted", accepted)
    with monkeypatch.context() as patched:
        patched.setattr(making, "_make", None)
        again = run("render", green, "--out", tmp_path / "again", "--accepted", accepted)
    assert again.exit_code == 0
    before, after = (contents(tmp_path / name / "guide") for name in ("out", "again"))
    assert before == after

    write_walk(green / "journals" / "one", "green", label="Подключить VK ID")
    run("render", green, "--out", tmp_path / "again", "--accepted", accepted)
    changed = contents(tmp_path / "again" / "guide")
    assert {str(name) for name in before if before[name] != changed.get(name)} >= {
        "guide.html", "guide.pdf", "guide.docx", "tour.html", "leaflet.pdf",
    }  # fmt: skip


def test_what_a_run_has_made_for_its_own_ledger_the_command_does_not_make_again(
    green: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    walks = journals.read([green]).journals
    texts = tuple(walk.instruction for walk in walks)
    ended = RunOutcomes(run="one", target="stand", started=MOMENT, finished=MOMENT, exit_code=0)
    config = SimpleNamespace(stash=pytest.Stash(), getoption=lambda _: None)
    run = FinishedRun("one", "stand", texts, green, tuple(walks), ended)
    plugin.pytest_verifier_finished(cast(pytest.Config, config), run)
    monkeypatch.setattr(making, "_make", None)
    with making.several() as maker:
        ledger.write(ledger.make(texts, walks, green), green, maker)
    assert "data:image/webp" in (green / "ledger.html").read_text(encoding="utf-8")
