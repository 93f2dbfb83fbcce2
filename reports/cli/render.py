"""`render` and `merge`: ledger, guides, comparisons and Allure results, made of journals."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reports import journals, ledger, making, shards, summary
from reports.cli.console import bar, near, read, tell, warn, writing
from reports.cli.guides import write_guides
from reports.cli.russian import Exit
from reports.guide import tour
from reports.guide.make import GuideError, make
from reports.making import Maker
from verifier.run import outcomes
from verifier.run.outcomes import RunOutcomes
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
    brand: Path | None = None,
) -> Exit:
    """Render journals; complaints go to the console. Raises `Refusal` when there is nothing to read or to write."""
    found = read(places)
    missing = shards.missing(places, expected)
    warn(missing)
    runs, untold = outcomes_of(places)
    with making.several() as maker:
        _write_ledger(found.journals, runs, out, _ELSEWHERE, missing, maker)
        if allure_out is not None:
            _write_allure(found.journals, allure_out, maker)
        if not write_guides(
            found.journals, out, accepted, draft=draft, elsewhere=_ELSEWHERE, maker=maker, brand=brand
        ):
            return Exit.NOT_DONE
    return Exit.IN_PART if found.errors or missing or untold else Exit.DONE


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
        left = [*shards.bring(places, there), *outcomes.bring(places, there)]
    warn(left)
    together = journals.read([there])
    tell(f"Журналов: {len(together.journals)}, они в {near(there)}")
    missing = shards.missing([there], expected)
    warn(missing)
    runs, untold = outcomes_of([there])
    _write_ledger(together.journals, runs, into, elsewhere, missing)
    return Exit.IN_PART if found.errors or missing or left or untold else Exit.DONE


def outcomes_of(places: Sequence[Path]) -> tuple[list[RunOutcomes], bool]:
    """Return the outcomes of the runs in some places, and whether any could not be read; each of those is named."""
    runs, errors = outcomes.read(places)
    warn(errors)
    return runs, bool(errors)


def _write_ledger(
    walks: Sequence[Journal],
    runs: Sequence[RunOutcomes],
    out: Path,
    elsewhere: str,
    missing: Sequence[str],
    maker: Maker | None = None,
) -> None:
    claimed = [text for run in runs for text in run.instructions]
    made = ledger.make(journals.texts(walks, claimed), walks, out, missing=missing)
    with writing(out, elsewhere):
        written = ledger.write(made, out, maker)
        summary.save(summary.make(made, runs), out)
    tell(made["headline"])
    if len(made["texts"]) > 1:
        for text in made["texts"]:
            tell(f"  {text['title'] or text['name']}: {text['headline']}")
    tell(f"Ведомость: {near(written.html)} (рядом json, md и junit.xml; итог для программ — {summary.FILE})")


def _write_allure(walks: Sequence[Journal], folder: Path, maker: Maker) -> None:
    from reports import allure

    def toured(walk: Journal) -> str:
        """Return a walk as a tour; nothing when its pictures lack what a guide is made of."""
        try:
            guide = make(walk, draft=True, maker=maker)
        except GuideError:
            return ""
        return tour.render(guide) if any(step.picture for step in guide.steps) else ""

    with writing(folder, "укажите другую папку: --allure ПАПКА"):
        tell(f"Результаты для Allure: {near(allure.write(walks, folder, tour=toured))}")
