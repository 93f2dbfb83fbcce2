"""The guides of some walks: one for each text, made unless something stands in its way, and compared."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from reports import compare
from reports.cli.accepted import compare_guides, folder_of, place_of
from reports.cli.accepted import read as read_guide
from reports.cli.console import bar, near, tell, warn, writing
from reports.cli.russian import Refusal, Unusable
from reports.guide.brand import FILE, Brand, BrandError
from reports.guide.brand import read as read_brand
from reports.guide.make import GuideError, choose, make
from reports.guide.publish import FILES, publish
from reports.journals import texts
from reports.making import Maker
from reports.reruns import settled
from verifier.text.model import Instruction
from verifier.walk.journal import Journal

GUIDE = "guide"
"""The folder of the guide, where the walks are of one text."""
GUIDES = "guides"
"""The folder of the guides, where they are of several: there each has one of its own, named for its text."""

_COMPARE = "compare"
_DRAFT = "-draft"


def write_guides(
    walks: Sequence[Journal],
    out: Path,
    accepted: Path,
    *,
    draft: bool,
    elsewhere: str,
    maker: Maker,
    brand: Path | None = None,
) -> bool:
    """Make the guide of each text, and compare it with the accepted one; say whether all were made.

    What stands in a guide's way is told, and the one before it stays. `draft` asks for a draft in its place. Raises
    `Refusal`; that a guide cannot be compared stops none of the others. Guides look as `brand` says, else as the brand
    beside their text does, where there is one.
    """
    found = texts(walks)
    looks = {text.name: _look(brand or _beside(text)) for text in found}
    is_alone = len(found) == 1
    all_made = True
    refused: Refusal | None = None
    for text in found:
        try:
            folder = _write(
                text,
                walks,
                out,
                is_alone=is_alone,
                draft=draft,
                elsewhere=elsewhere,
                maker=maker,
                look=looks[text.name],
            )
        except GuideError as error:
            called = [] if is_alone else [f"{text.title or text.name}:"]
            warn(["", *called, str(error), "Инструкция с картинками не обновлена, прежняя цела."])
            all_made = False
            continue
        try:
            _compare(folder, accepted, out / _page(text, is_alone=is_alone), maker)
        except Refusal as refusal:
            refused = refused or refusal
    if refused is not None:
        raise refused
    return all_made


def published(out: Path) -> list[Path]:
    """Return the folders of the guides that were made of the last walks of each text."""
    found = (path.parent for path in (out / GUIDES).rglob(compare.MANIFEST))
    return [folder for folder in (out / GUIDE, *sorted(found)) if (folder / compare.MANIFEST).is_file()]


def _write(
    text: Instruction,
    walks: Sequence[Journal],
    out: Path,
    *,
    is_alone: bool,
    draft: bool,
    elsewhere: str,
    maker: Maker,
    look: Brand,
) -> Path:
    chosen = choose([walk for walk in settled(walks) if walk.instruction.name == text.name])
    with bar(
        "Рисую картинки", sum(view.picture is not None for entry in chosen.entries for view in entry.views)
    ) as move:
        made = make(chosen, draft=draft, maker=maker, progress=lambda *_: move())
        guide = replace(made, brand=look)
    # A draft has a folder of its own: the guide that readers use stays as it is.
    ending = _DRAFT if guide.is_draft else ""
    folder = out / f"{GUIDE}{ending}" if is_alone else out / f"{GUIDES}{ending}" / folder_of(text.name)
    with writing(folder, elsewhere), bar("Записываю инструкцию", FILES) as move:
        publish(guide, folder, maker=maker, progress=lambda _: move())
        if not guide.is_draft:
            _forget_others(text.name, folder, out)
    name = "Черновик инструкции" if guide.is_draft else "Инструкция с картинками"
    tell(f"{name}: {near(folder / 'guide.html')} (рядом pdf, docx и md)")
    tell(
        "  по шагам — tour.html, кратко — guide-short.pdf, на стену — leaflet.pdf; что ещё там: docs/publish.md"
    )
    return folder


def _beside(text: Instruction) -> Path | None:
    """Return the brand beside a text, if it has one and the text is below the current folder."""
    folder = Path(text.file).parent
    is_below = not folder.is_absolute() and ".." not in folder.parts
    return folder / FILE if is_below and (folder / FILE).is_file() else None


def _look(file: Path | None) -> Brand:
    try:
        return read_brand(file) if file else Brand()
    except BrandError as error:
        raise Unusable(str(error)) from None


def _forget_others(text: str, folder: Path, out: Path) -> None:
    """Remove what was made of a text when it was alone, or when it was not; nobody shall take that for the new one."""
    for other, named in _named(out):
        if named == text and other != folder:
            shutil.rmtree(other)


def _named(out: Path) -> Iterator[tuple[Path, str]]:
    for folder in published(out):
        try:
            yield folder, compare.read(folder).manifest.text
        except compare.PublishedError:
            continue


def _page(text: Instruction, *, is_alone: bool) -> Path:
    if is_alone:
        return Path(f"{_COMPARE}.html")
    folder = folder_of(text.name)
    return Path(_COMPARE) / folder.with_name(f"{folder.name}.html")


def _compare(guide: Path, accepted: Path, page: Path, maker: Maker) -> None:
    before = place_of(read_guide(guide), accepted)
    if (before / compare.MANIFEST).exists():
        compare_guides(before, guide, page, maker)
    else:
        tell(
            f"Что изменилось: сравнить не с чем; эту инструкцию примет «python -m reports accept {near(guide)}»"
        )
