"""What is told beside what is true: which of it counts as found, as missed, as a false alarm."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.field import page, truth
from bench.field.__main__ import TRIPS, compared
from bench.field.score import Cell, Score
from bench.field.truth import Truth, TruthError
from bench.field.walks import Trip, Walked
from verifier.project import ROOT
from verifier.text.reading import read
from verifier.walk.journal import Entry
from verifier.walk.verdict import Verdict

HOLDS, DRIFT, BROKEN, UNPROVEN = Verdict.HOLDS, Verdict.DRIFT, Verdict.BROKEN, Verdict.UNPROVEN


def scored(*cells: tuple[Verdict, Verdict]) -> Score:
    """Return the score of sentences of which this is true and that was told."""
    return Score(tuple(Cell("text", "1", str(number), *cell) for number, cell in enumerate(cells)))


def bars(score: Score) -> tuple[int, float | None, float | None, bool]:
    return len(score.false_alarms), score.recall, score.right_kind, score.meets_the_bars


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ([(HOLDS, HOLDS), (DRIFT, DRIFT), (BROKEN, BROKEN)], (0, 1.0, 1.0, True)),
        ([(HOLDS, DRIFT)], (1, None, None, False)),
        ([(HOLDS, BROKEN)], (1, None, None, False)),
        ([(HOLDS, UNPROVEN)], (0, None, None, True)),
        ([(DRIFT, HOLDS), (BROKEN, BROKEN)], (0, 0.5, 1.0, False)),
        ([(DRIFT, UNPROVEN)], (0, 0.0, None, False)),
        ([(DRIFT, BROKEN), (BROKEN, BROKEN)], (0, 1.0, 0.5, False)),
    ],
)
def test_bars(
    cells: list[tuple[Verdict, Verdict]], told: tuple[int, float | None, float | None, bool]
) -> None:
    assert bars(scored(*cells)) == told


@pytest.mark.parametrize(("missed", "meets"), [(1, True), (2, False)])
def test_one_of_twenty_may_be_missed(missed: int, meets: bool) -> None:
    cells = [(DRIFT, HOLDS)] * missed + [(DRIFT, DRIFT)] * (20 - missed)
    assert scored(*cells).meets_the_bars is meets


def test_precision_and_recall_of_a_kind() -> None:
    score = scored((DRIFT, DRIFT), (BROKEN, DRIFT), (HOLDS, HOLDS), (BROKEN, BROKEN), (BROKEN, UNPROVEN))
    assert (score.precision_of(DRIFT), score.recall_of(DRIFT)) == (0.5, 1.0)
    assert (score.precision_of(BROKEN), score.recall_of(BROKEN)) == (1.0, 1 / 3)


def test_what_is_found_because_the_walk_goes_on_is_counted() -> None:
    verdicts = [HOLDS, DRIFT, DRIFT, BROKEN, UNPROVEN, DRIFT]
    entries = [Entry(f"s{number}", "", "x.md", 1, "", verdict) for number, verdict in enumerate(verdicts)]
    walked = Walked(Trip("text", "1"), tuple(entries))
    known = {("text", "1", entry.claim): Truth(DRIFT, "иное") for entry in entries}
    score = Score(tuple(compared(walked, known)))
    assert [cell.sentence for cell in score.found] == ["s1", "s2", "s3", "s5"]
    assert [cell.sentence for cell in score.by_going_on] == ["s2", "s3", "s5"]
    assert [cell.sentence for cell in score.by_beginning_anew] == ["s5"]
    assert [cell.sentence for cell in score.missed] == ["s0", "s4"]


TABLE = """[text]
releases = ["1", "2"]
[text.sentences]
enter = ["holds", "drift"]
[text.seen]
enter."2" = "«Вход»"
"""


def table(folder: Path, text: str) -> Path:
    path = folder / "truth.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_table_tells_what_is_true_of_a_sentence_on_a_release(tmp_path: Path) -> None:
    assert truth.read(table(tmp_path, TABLE)) == {
        ("text", "1", "enter"): Truth(HOLDS),
        ("text", "2", "enter"): Truth(DRIFT, "«Вход»"),
    }


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('["holds", "drift"]', '["holds"]', "text.enter: слов 1, а выпусков 2; "),
        ('"drift"]', '"wrong"]', "text.enter: «wrong» — не holds, drift или broken; "),
        ('"drift"]', '"holds"]', "text.enter, выпуск 2: "),
        ('enter."2" = "«Вход»"', "", "text.enter, выпуск 2: "),
    ],
)
def test_a_gap_in_the_table_is_told_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in TABLE
    with pytest.raises(TruthError) as caught:
        truth.read(table(tmp_path, TABLE.replace(old, new)))
    assert f"truth.toml: {told}" in str(caught.value)


def test_the_table_has_every_sentence_of_every_walk() -> None:
    known = truth.read()
    for trip in TRIPS:
        text = read(ROOT / "flows" / "wagtail" / f"{trip.text}.ru.md")
        assert {claim.id for claim in text.claims} == {
            sentence for name, release, sentence in known if (name, release) == (trip.text, trip.release)
        }


def test_page_and_data_tell_the_same(tmp_path: Path) -> None:
    entry = Entry("enter", "Нажми <Войти>.", "x.md", 1, "", BROKEN, observed="такой нет")
    walked = Walked(Trip("text", "1"), (entry,))
    known = {("text", "1", "enter"): Truth(DRIFT, "«Вход»")}
    cells = list(compared(walked, known))
    html = page.write(tmp_path, [walked], cells, known).read_text(encoding="utf-8")
    for told in ("Нажми &lt;Войти&gt;.", "✗ не работает", "такой нет", "Верно: слова расходятся. «Вход»"):
        assert told in html
    assert 'class="broken wrong"' in html
    assert '"told": "broken"' in (tmp_path / "field.json").read_text(encoding="utf-8")
