"""Journals, guides and markers from elsewhere: what is wrong with them is a line, and nothing outside is read."""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.support.published import PublishedStep, page, publish
from tests.support.reports_command import contents, run, write_walk

pytestmark = pytest.mark.heavy

SECRET = "root:x:0:0: of the system's own"


def _device(path: Path, _secret: Path) -> None:
    path.symlink_to("/dev/zero")


def _link(path: Path, secret: Path) -> None:
    path.symlink_to(secret)


def _pipe(path: Path, _secret: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path, _secret: Path) -> None:
    path.mkdir()


KINDS = pytest.mark.parametrize("kind", [_device, _link, _pipe, _folder], ids=lambda kind: kind.__name__)
Kind = Callable[[Path, Path], None]


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text(SECRET, encoding="utf-8")
    return path


def refused(green: Path, into: Path, secret: Path, name: str) -> str:
    """See that something is refused in a line, that the other journal counts, and that the secret goes nowhere.

    Returns the line.
    """
    merged = run("merge", green, "--into", into)
    assert merged.exit_code == 3
    (line,) = merged.stderr.splitlines()
    assert name in line
    assert ";" in line
    assert "3 из 3 " in merged.output
    assert not any(SECRET.encode() in data for data in contents(into).values())
    assert not any(path.is_symlink() for path in into.rglob("*"))
    secret.unlink()
    return line


def reason(kind: Kind) -> str:
    return "это ссылка, а не файл" if kind in (_device, _link) else "это не обычный файл"


@KINDS
def test_picture_that_is_no_plain_file_is_never_read(
    green: Path, tmp_path: Path, secret: Path, kind: Kind
) -> None:
    write_walk(green / "journals" / "one", "other")
    (picture,) = (green / "journals" / "one").glob("other-*.png")
    picture.unlink()
    kind(picture, secret)
    assert reason(kind) in refused(green, tmp_path / "merged", secret, "other.json: картинка")


@KINDS
def test_journal_that_is_no_plain_file_is_never_read(
    green: Path, tmp_path: Path, secret: Path, kind: Kind
) -> None:
    kind(green / "journals" / "one" / "other.json", secret)
    assert reason(kind) in refused(green, tmp_path / "merged", secret, "other.json")


@KINDS
@pytest.mark.parametrize("name", [".outcomes", "1-of-2.shard"])
def test_file_that_is_not_plain_is_never_read(
    green: Path, tmp_path: Path, secret: Path, kind: Kind, name: str
) -> None:
    kind(green / "journals" / "one" / name, secret)
    refused(green, tmp_path / "merged", secret, name)


def test_folder_of_journals_that_is_a_link_is_not_entered(green: Path, tmp_path: Path) -> None:
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "journals").symlink_to(green / "journals")
    rendered = run("render", tmp_path / "foreign", "--out", tmp_path / "out")
    assert rendered.exit_code == 1
    assert "в папке нет журналов" in rendered.stderr


@KINDS
def test_guide_takes_nothing_but_plain_files_along(tmp_path: Path, secret: Path, kind: Kind) -> None:
    guide = publish(tmp_path / "guide", ("Чаты", [PublishedStep("a", "А.", page())]))
    kind(guide / "pictures" / "more.webp", secret)
    taken = run("accept", guide, "--into", tmp_path / "accepted")
    assert taken.exit_code == 1
    (line,) = taken.stderr.splitlines()
    assert "more.webp: не годится" in line
    assert not (tmp_path / "accepted").exists()


def bomb(width: int, height: int) -> bytes:
    """The head of a picture that would take gigabytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10_000)))


@pytest.mark.parametrize(
    "data",
    [bomb(60_000, 60_000), bomb(12_000, 10_000), bomb(2_000_000, 1), b"GIF89a", b""],
    ids=["bomb", "large", "long", "other", "empty"],
)
def test_picture_that_cannot_be_shown_is_named_and_the_ledger_is_made(
    green: Path, tmp_path: Path, data: bytes
) -> None:
    (picture,) = (green / "journals" / "one").glob("*.png")
    picture.write_bytes(data)
    rendered = run("render", green, "--out", tmp_path / "out", "--allure", tmp_path / "allure")
    assert rendered.exit_code == 1
    assert f"не читается картинка {picture.name}; повторите прогон" in rendered.stderr
    assert (tmp_path / "out" / "ledger.html").is_file()


def places(value: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to every value in a document."""
    if way:
        yield way
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from places(inner, (*way, key))


NASTY = {
    "number": "-1e999",
    "large": "9" * 400,
    "not a number": "NaN",
    "half a pair": '"\\ud800"',
    "deep": "[" * 100_000 + "]" * 100_000,
    "object": "{}",
    "truth": "true",
}


@pytest.mark.parametrize("nasty", NASTY)
def test_wrong_value_in_any_field_is_a_line(tmp_path: Path, nasty: str) -> None:
    wrong_everywhere(tmp_path, NASTY[nasty])


def test_field_that_is_missing_anywhere_is_a_line(tmp_path: Path) -> None:
    wrong_everywhere(tmp_path, None)


def wrong_everywhere(tmp_path: Path, value: str | None) -> None:
    """Write one journal for each field, in which it has the value or is left out, and see each named in its line."""
    folder = tmp_path / "journals" / "one"
    good = json.loads(write_walk(folder, "good").read_text(encoding="utf-8"))
    written = 0
    for number, way in enumerate(places(good)):
        document = json.loads(json.dumps(good))
        inner = document
        for key in way[:-1]:
            inner = inner[key]
        if (value is None and isinstance(way[-1], int)) or json.dumps(inner[way[-1]]) == value:
            continue
        if value is None:
            del inner[way[-1]]
        else:
            inner[way[-1]] = "@"
        text = json.dumps(document).replace('"@"', value or "")
        (folder / f"bad-{number}.json").write_text(text, encoding="utf-8")
        written += 1
    found = run("merge", tmp_path, "--into", tmp_path / "merged")
    assert found.exit_code == 3
    lines = found.stderr.splitlines()
    assert len(lines) == written
    assert all("; " in line and "bad-" in line for line in lines)
    assert "3 из 3 " in found.output


UNSHOWN = "\0\x01\x0b\x1b[31m\x7f\x85\u202e\u2028\ufffe"


def test_characters_that_no_report_can_show_are_marks_in_all_of_them(tmp_path: Path) -> None:
    path = write_walk(tmp_path / "journals" / "one", "walk", title=f"К чатам{UNSHOWN}")
    document = json.loads(path.read_text(encoding="utf-8"))
    for entry in document["entries"]:
        entry["sentence"] += UNSHOWN
        entry["notes"] = [UNSHOWN]
    path.write_text(json.dumps(document), encoding="utf-8")
    out = tmp_path / "out"
    rendered = run("render", tmp_path, "--out", out, "--allure", out / "allure", "--accepted", tmp_path)
    assert rendered.exit_code == 0, rendered.output
    assert {"guide.docx", "guide.pdf", "guide.html"} <= {one.name for one in (out / "guide").iterdir()}
    ElementTree.parse(out / "ledger.junit.xml")
    said = rendered.output + (out / "ledger.md").read_text(encoding="utf-8")
    assert not set(said) & set("\0\x01\x0b\x1b\x7f\x85\u202e\u2028\ufffe")


@pytest.mark.parametrize("name", ["../../etc", "a/..", "", "/x"])
def test_journal_whose_text_fits_no_folder_is_named_and_the_others_are_rendered(
    green: Path, tmp_path: Path, name: str
) -> None:
    write_walk(green / "journals" / "two", "other", text=name)
    out = tmp_path / "out"
    rendered = run("render", green, "--out", out, "--accepted", tmp_path / "accepted")
    assert rendered.exit_code == 3
    (line,) = rendered.stderr.splitlines()
    assert f"other.json: имя инструкции «{name}» не годится для папки; переименуйте" in line
    assert (out / "guide" / "guide.html").is_file()


def test_journal_that_tells_of_a_sentence_which_its_text_has_not_is_named(
    green: Path, tmp_path: Path
) -> None:
    path = write_walk(green / "journals" / "two", "other")
    text = path.read_text(encoding="utf-8").replace('"claim": "vk-form"', '"claim": "unheard-of"')
    path.write_text(text, encoding="utf-8")
    merged = run("merge", green, "--into", tmp_path / "merged")
    assert merged.exit_code == 3
    assert "other.json: в его тексте нет предложения «unheard-of»; повторите прогон" in merged.stderr


@KINDS
@pytest.mark.parametrize(("command", "name"), [("notify", "summary.json"), ("history", "history.jsonl")])
def test_what_a_run_has_told_is_read_from_plain_files_alone(
    tmp_path: Path, secret: Path, kind: Kind, command: str, name: str
) -> None:
    kind(tmp_path / name, secret)
    place = [tmp_path / name] if command == "notify" else ["--history", tmp_path]
    refused_one = run(command, *place)
    assert refused_one.exit_code == 1
    (line,) = refused_one.stderr.splitlines()
    assert name in line
    assert "; " in line
    assert not isinstance(refused_one.exception, OSError)
