"""`render` and `merge`: ledger, guide, comparison and Allure results, made of journals."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reports import allure, compare, journals, ledger, shards, summary
from reports.cli.accepted import compare_guides, place_of
from reports.cli.accepted import read as read_guide
from reports.cli.console import bar, near, read, tell, warn, writing
from reports.cli.russian import Exit, Refusal
from reports.guide import moving
from reports.guide.make import GuideError, choose, make
from reports.guide.publish import publish
from reports.reruns import settled
from verifier.run import outcomes
from verifier.run.outcomes import OutcomesError, RunOutcomes
from verifier.walk.journal import Journal

_ELSEWHERE = "укажите другую папку: --out ПАПКА"


def render(
    places: Sequence[Path],
    out: Path,
    accepted: Path,
    *,
    draft: bool,
    allure_out: Path | None,
    expected: Sequence[str],
) -> Exit:
    """Render journals; complaints go to the console. Raises `Refusal` when there is nothing to read or to write."""
    found = read(places)
    missing = shards.missing(places, expected)
    warn(missing)
    _write_ledger(found.journals, outcomes_of(places), out, _ELSEWHERE, missing)
    if allure_out is not None:
        with writing(allure_out, "укажите другую папку: --allure ПАПКА"):
            tell(f"Результаты для Allure: {near(allure.write(found.journals, allure_out, moving=_moving))}")
    try:
        guide = _write_guide(found.journals, out, draft=draft)
    except GuideError as error:
        warn(["", str(error), "Инструкция с картинками не обновлена, прежняя цела."])
        return Exit.NOT_DONE
    before = place_of(read_guide(guide), accepted)
    if (before / compare.MANIFEST).exists():
        compare_guides(before, guide, out / "compare.html")
    else:
        tell("Что изменилось: сравнить не с чем; эту инструкцию примет «python -m reports accept»")
    return Exit.IN_PART if found.errors or missing else Exit.DONE


def merge(places: Sequence[Path], into: Path, expected: Sequence[str]) -> Exit:
    """Bring journals together in a folder and write the ledger of all that are there. Raises `Refusal`.

    Of a run that was divided among machines, all parts have to come, and those of the `expected` browsers.
    """
    there = into / journals.FOLDER
    # Those that are there come first, so that one that comes again is told as such.
    found = read([there, *places] if any(there.glob("*/*.json")) else places)
    elsewhere = "укажите другую папку: --into ПАПКА"
    with writing(into, elsewhere), bar("Собираю журналы", len(found.journals)) as move:
        journals.merge(found, into, progress=move)
        shards.bring(places, there)
        outcomes.bring(places, there)
    together = journals.read([there])
    tell(f"Журналов: {len(together.journals)}, они в {near(there)}")
    missing = shards.missing([there], expected)
    warn(missing)
    _write_ledger(together.journals, outcomes_of([there]), into, elsewhere, missing)
    return Exit.IN_PART if found.errors or missing else Exit.DONE


def outcomes_of(places: Sequence[Path]) -> list[RunOutcomes]:
    """Return the outcomes of the runs in some places. Raises `Refusal` when a file of them cannot be read."""
    try:
        return outcomes.of_runs(places)
    except OutcomesError as error:
        raise Refusal(str(error)) from None


def _write_ledger(
    walks: Sequence[Journal],
    runs: Sequence[RunOutcomes],
    out: Path,
    elsewhere: str,
    missing: Sequence[str],
) -> None:
    made = ledger.make(journals.claims(walks), walks, out, missing=missing)
    with writing(out, elsewhere):
        written = ledger.write(made, out)
        summary.save(summary.make(made, runs), out)
    tell(ledger.headline(made))
    tell(f"Ведомость: {near(written.html)} (рядом json, md и junit.xml; итог для программ — {summary.FILE})")


def _moving(walk: Journal) -> bytes:
    """Return a walk as a moving picture; nothing when its pictures lack what a guide is made of."""
    try:
        return moving.render(make(walk, draft=True))
    except GuideError:
        return b""


def _write_guide(walks: Sequence[Journal], out: Path, *, draft: bool) -> Path:
    chosen = choose(settled(walks))
    with bar("Рисую картинки", sum(entry.picture is not None for entry in chosen.entries)) as move:
        guide = make(chosen, draft=draft, progress=lambda *_: move())
    # A draft has a folder of its own: the guide that readers use stays as it is.
    folder = out / ("guide-draft" if guide.is_draft else "guide")
    with writing(folder, _ELSEWHERE), bar("Записываю инструкцию", 6) as move:
        publish(guide, folder, progress=lambda _: move())
    name = "Черновик инструкции" if guide.is_draft else "Инструкция с картинками"
    tell(f"{name}: {near(folder / 'guide.html')} (рядом md, pdf и docx; в движении — walk.webp)")
    return folder
