"""A file that cannot be read is told in one line, whatever it is."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from tests.engine.text.written import HEAD, reading, refusal, refused, written
from tests.support.texts import SCHOOL_CHATS
from verifier.text.model import InstructionError
from verifier.text.reading import read

TEXT = f"{HEAD}1. Нажми. {{#one}}\n"


def test_a_file_of_the_project_is_called_from_its_root() -> None:
    with pytest.raises(InstructionError, match=r"^flows/nothing\.ru\.md: нет такого файла; верните"):
        read(SCHOOL_CHATS.parents[1] / "nothing.ru.md")


@pytest.mark.parametrize(
    "name", ["x.md", "x.ru.txt", "x.ru", "x.русский.md", "x.RU.md", "x.y.ru.md", ".ru.md", "x y.ru.md"]
)
def test_a_file_tells_its_language_by_its_name(tmp_path: Path, name: str) -> None:
    told = refusal(written(tmp_path, TEXT, name))
    assert told == ": имя файла не годится; назовите его ТЕКСТ.ЯЗЫК.md, например handbook.ru.md"


@pytest.mark.parametrize("name", ["x.ru.md", "how-to_2.en.md", "памятка.tat.md"])
def test_a_good_name_is_taken(tmp_path: Path, name: str) -> None:
    assert read(written(tmp_path, TEXT, name)).name == f"{tmp_path.name}/{name.partition('.')[0]}"


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "made-up.ru.md"
    assert refusal(path) == ": нет такого файла; верните его или укажите другой"
    path.mkdir()
    assert refusal(path) == ": это не файл; укажите файл инструкции"
    path.rmdir()
    os.mkfifo(path)
    assert refusal(path) == ": это не файл; укажите файл инструкции"
    path.unlink()
    path.symlink_to(path)
    assert refusal(path).startswith(": не читается (")


def test_a_file_that_nobody_may_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, TEXT)

    def denied(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", denied)  # root may read whatever the file's mode says
    assert refusal(path) == ": нет права читать этот файл; дайте его: chmod u+r"


def test_a_disk_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, TEXT)

    def failed(path: Path) -> bytes:
        raise OSError(5, "Input/output error", str(path))

    monkeypatch.setattr(Path, "read_bytes", failed)
    assert refusal(path) == ": не читается (Input/output error); проверьте файл"


@pytest.mark.parametrize("folder", [b"a\nb", b"a\x00b", b"a\xffb", b"a" * 300])
def test_a_path_that_no_file_can_have_is_told_on_one_line(tmp_path: Path, folder: bytes) -> None:
    with pytest.raises(InstructionError) as caught:
        read(tmp_path / os.fsdecode(folder) / "made-up.ru.md")
    told = str(caught.value)
    assert told.splitlines() == [told]
    told.encode()


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (TEXT.encode("cp1251"), 1),
        (TEXT.encode("utf-16"), 1),
        (f"{TEXT}2. Ещё \udc80. {{#two}}\n".encode(errors="surrogateescape"), 6),
        (f"{TEXT}2. Ещё \ud83d. {{#two}}\n".encode(errors="surrogatepass"), 6),
    ],
    ids=["cp1251", "utf-16", "a stray byte", "half a pair"],
)
def test_a_file_that_is_not_utf8_is_told(tmp_path: Path, data: bytes, line: int) -> None:
    told = refusal(written(tmp_path, data))
    assert told == f":{line}: это не UTF-8; сохраните файл в кодировке UTF-8"


@pytest.mark.parametrize("letter", ["\x00", "\x1b", "\x0c", "\x85", "\u2028", "\u2029", "\uffff"])
def test_characters_that_nobody_sees_are_refused(tmp_path: Path, letter: str) -> None:
    assert refused(tmp_path, f"{TEXT}2. Ещё{letter} раз. {{#two}}\n") == (
        f":6: в тексте невидимый знак U+{ord(letter):04X}; удалите его"
    )


def test_ten_megabytes_are_no_instruction(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT + "Абзац.\n\n" * 1_000_000)
    assert path.stat().st_size > 10_000_000
    assert refusal(path) == ": в файле больше 1 МБ; разделите инструкцию"


DEEP = sys.getrecursionlimit() * 2


@pytest.mark.parametrize(
    "deep",
    [
        "> " * DEEP + "Цитата.",
        "- " * DEEP + "Пункт. {#two}",
        "1. " * DEEP + "Пункт. {#two}",
        "![" * DEEP + "вид" + "](x)" * DEEP,
        "> - " * DEEP + "Пункт. {#two}",
    ],
    ids=["quotations", "bullets", "numbers", "pictures", "both"],
)
def test_what_is_nested_deep_is_refused(tmp_path: Path, deep: str) -> None:
    assert refused(tmp_path, f"{TEXT}\n{deep}\n").startswith(":7: ")


@pytest.mark.parametrize("opening", ["[", "*", "**", "_", "«", "(", "~", "`"])
def test_markup_that_is_never_closed_is_kept_as_it_is(tmp_path: Path, opening: str) -> None:
    made = reading(tmp_path, f"{TEXT}\nДа{opening * DEEP}нет\n")
    assert made.sections[0].blocks[-1].text == f"Да{opening * DEEP}нет"  # type: ignore[union-attr]


def test_emphasis_may_be_as_deep_as_it_likes(tmp_path: Path) -> None:
    made = reading(tmp_path, f"{TEXT}\n{'*а **б ' * DEEP}в{'** б* а' * DEEP}\n")
    assert "в" in made.sections[0].blocks[-1].text  # type: ignore[union-attr]


def test_reading_leaves_the_file_alone(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT)
    path.chmod(stat.S_IRUSR)
    read(path)
    assert path.read_text(encoding="utf-8") == TEXT
