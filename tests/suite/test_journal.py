"""The journal comes back from disk as it was written, and says so clearly when it cannot."""

from __future__ import annotations

import json
import resource
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.support.journals import made_up
from tests.support.texts import school_chats
from verifier.text.reading import read
from verifier.walk import schema
from verifier.walk.journal import FORMAT, Action, Entry, Journal, JournalError, Mark, Window, box_of, load_all
from verifier.walk.verdict import Verdict

INSTRUCTION = school_chats()
CHATS = "https://dnevnik2.petersburgedu.ru/students/chats"
ENTRY = Entry(
    claim="press-link",
    sentence="Нажми «Привязать к VK ID».",
    file="flows/diary_chats/instruction.ru.md",
    line=11,
    step="flows/diary_chats/link.py:20",
    verdict=Verdict.DRIFT,
    window=Window(1, "дневник", CHATS, "Чаты"),
    actions=[Action("press", "кнопка «Чаты»", 1, CHATS, "2026-01-02T03:04:05.678+00:00", 80)],
    started="2026-01-02T03:04:05.600+00:00",
    changing=[(1.0, 2.0, 3.5, 4.0)],
    marks=[
        Mark("pressed", "Привязать к VK ID", (1.5, 2.0, 3.0, 4.0)),
        Mark("absent", "Перейти в чаты", None),
    ],
)


def test_round_trip(tmp_path: Path) -> None:
    journal = Journal("stand", "test", "chromium 1", INSTRUCTION, entries=[ENTRY], folder=tmp_path)
    journal.save()
    assert load_all(tmp_path) == [journal]


def test_every_block_of_the_instruction_comes_back(tmp_path: Path) -> None:
    text = tmp_path / "made-up.ru.md"
    text.write_text(
        "# Название\n\nНужна почта.\n\n> И пароль.\n\n## Раздел {#part}\n\n1. Нажми **Войти**. {#one}\n\n"
        "Абзац.\n\n2. Открой [вход](https://a.example). {#two}\n\n## Ещё\n\n> Раз.\n>\n> Два.\n",
        encoding="utf-8",
    )
    instruction = read(text)
    journal = Journal("stand", "test", "chromium 1", instruction, folder=tmp_path / "journals")
    journal.save()
    (loaded,) = load_all(tmp_path / "journals")
    assert loaded.instruction == instruction
    assert loaded.instruction.claim("one").labels == ("Войти",)


def test_a_journal_without_a_folder_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    journal = Journal("stand", "test", "chromium 1", INSTRUCTION, entries=[ENTRY])
    journal.save()
    assert journal.keep_picture(b"png", "x") is None
    assert list(tmp_path.iterdir()) == []


def test_picture_that_finds_no_room_leaves_no_half_behind(tmp_path: Path) -> None:
    journal = Journal("stand", "test", "chromium 1", INSTRUCTION, folder=tmp_path)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            journal.keep_picture(bytes(1000), "x")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"format": 3, "target": "stand", "scen', "записан не до конца"),
        ('{"some": "thing"}', "это не журнал"),
        ("[]", "это не журнал"),
        ('{"format": 99, "entries": []}', f"формата 99, а эта версия читает не новее {FORMAT}; обновите её"),
        ('{"format": 1, "entries": []}', "формата 1, читаются с 2; сделайте прогон этой версией"),
        ('{"format": 2, "entries": []}', "это не журнал"),
        ('{"format": [], "entries": []}', "это не журнал"),
    ],
)
def test_what_is_no_journal_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(JournalError, match=said) as caught:
        load_all(tmp_path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


OLDER = Path(__file__).with_name("journal-2.json")
"""A journal as it was written before texts had names of their own, and walks the time zone of their target."""


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("flows/instruction.ru.md", "flows/instruction"),
        ("flows/diary_chats/instruction.ru.md", "diary_chats/instruction"),
        ("/home/writer/sites/forum/sign-up.md", "forum/sign-up"),
    ],
)
def test_journal_of_the_format_before_is_read(tmp_path: Path, file: str, name: str) -> None:
    document = json.loads(OLDER.read_text(encoding="utf-8"))
    document["instruction"]["file"] = file
    (tmp_path / "walk.json").write_text(json.dumps(document), encoding="utf-8")
    (journal,) = load_all(tmp_path)
    assert journal.instruction.name == name
    assert journal.key(journal.entries[0]) == (name, "enter")
    assert journal.instruction.claims[0].sentence == "Войди кнопкой «Войти»."
    assert (journal.timezone, journal.target_title) == ("Europe/Moscow", "")
    assert journal.entries[0].marks == [Mark("pressed", "кнопка «Войти»", (1.0, 2.0, 3.0, 4.0))]
    journal.save()
    assert json.loads((tmp_path / "walk.json").read_text(encoding="utf-8"))["format"] == FORMAT
    assert load_all(tmp_path) == [journal]


def test_schema_that_is_published_is_that_of_the_code() -> None:
    published = json.loads(schema.FILE.read_text(encoding="utf-8"))
    assert published == schema.schema(), "write it anew: python -m verifier.walk.schema"
    assert published["properties"]["format"] == {"const": FORMAT}


def test_journal_is_what_the_schema_says(tmp_path: Path) -> None:
    Journal("stand", "test", "chromium 1", INSTRUCTION, entries=[ENTRY], folder=tmp_path).save()
    (path,) = tmp_path.glob("*.json")
    document = json.loads(path.read_text(encoding="utf-8"))
    validator = Draft202012Validator(json.loads(schema.FILE.read_text(encoding="utf-8")))
    assert list(validator.iter_errors(document)) == []
    document["entries"][0]["verdict"] = "perhaps"
    document["entries"][0]["marks"][0]["colour"] = "red"
    del document["timezone"]
    assert len(list(validator.iter_errors(document))) == 3


def test_box_that_a_page_puts_far_away_can_be_read_back(tmp_path: Path) -> None:
    text = made_up("made-up/x", "claim")
    (claim,) = text.claims
    entry = Entry(claim.id, claim.sentence, claim.file, claim.line, "x.py:1", Verdict.HOLDS)
    entry.marks = [Mark("seen", "надпись", box_of(-3e7, 4e6, 5e6, 10.0))]
    written = Journal("stand", "x", "chromium", text, entries=[entry], folder=tmp_path, name="far")
    written.save()
    (mark,) = Journal.load(tmp_path / "far.json").entries[0].marks
    assert mark.box == (-1e6, 1e6, 1e6, 10.0)
