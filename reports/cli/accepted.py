"""`compare` and `accept`: a new guide beside the accepted one, and in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from reports import compare
from reports.cli.console import bar, near, tell, warn, writing
from reports.cli.russian import Exit, Refusal
from reports.compare import Comparison, Published, PublishedError
from reports.journals import fits_folder
from reports.making import Maker
from verifier import plain, whole

_KEPT = ("guide.md", compare.MANIFEST)
_PICTURES = "pictures"
_NO_NAME = re.compile(r"\W+")


def read(folder: Path) -> Published:
    """Read a published guide. Raises `Refusal` when it cannot be used."""
    try:
        return compare.read(Path(near(folder)))
    except PublishedError as error:
        raise Refusal(str(error)) from None


def folder_of(text: str) -> Path:
    """Return the folder that is named for a text: `product/text`. Raises `Refusal` for a name that cannot be one's."""
    if not fits_folder(text):
        raise Refusal(f"имя инструкции «{text}» не годится для папки; переименуйте её файл или его папку")
    return Path(*text.split("/"))


def place_of(guide: Published, root: Path) -> Path:
    """Return where the accepted guide of a guide's text is, for the target and the device on which it was walked.

    Raises `Refusal`.
    """
    stamp = guide.manifest.stamp
    target, device = stamp.target, _NO_NAME.sub("-", stamp.device.lower()).strip("-")
    if "/" in target or not fits_folder(target):
        raise Refusal(
            f"{near(guide.folder)}: имя цели «{target}» не годится для папки; переименуйте её в targets.toml"
        )
    if not guide.manifest.text:
        raise Refusal(f"{near(guide.folder)}: не сказано, какого она текста; {compare.REMEDY}")
    return root / (f"{target}@{device}" if device else target) / folder_of(guide.manifest.text)


def accepted_beside(new: Path, root: Path) -> Path:
    """Return where the accepted guide is with which to compare a new one. Raises `Refusal` when there is none."""
    place = place_of(read(new), root)
    if not place.exists():
        raise Refusal(
            f"{near(place)}: принятой инструкции ещё нет; примите эту: python -m reports accept {near(new)}"
        )
    return place


def compare_guides(accepted: Path, new: Path, page: Path, maker: Maker | None = None) -> Exit:
    """Write the page of what changed and tell it in short. Raises `Refusal` for what cannot be read or written."""
    made = _compared(read(accepted), read(new), maker)
    try:
        with bar("Собираю страницу", len(made.changed)) as move:
            html = compare.render(made, progress=move)
    except PublishedError as error:
        raise Refusal(str(error)) from None
    with writing(page, "укажите другой файл: --out ФАЙЛ"):
        whole.write_text(page, html)
    tell(f"Что изменилось: {near(page)}")
    _tell(made)
    return Exit.DIFFERS if made else Exit.DONE


def accept(folder: Path, root: Path) -> Exit:
    """Put a guide in the place of the accepted one and tell what that changed. Raises `Refusal`, for a draft too."""
    guide = read(folder)
    if guide.manifest.is_draft:
        raise Refusal(
            f"{near(folder)}: это черновик, принять его нельзя; добейтесь, чтобы прогон подтвердил каждое предложение"
        )
    place = place_of(guide, root)
    missing = [name for name in (*_KEPT, _PICTURES) if not (folder / name).exists()]
    if missing:
        raise Refusal(f"{near(folder / missing[0])}: этого нет на месте; {compare.REMEDY}")
    _see_plain([folder / name for name in _KEPT], folder)
    _see_plain(sorted((folder / _PICTURES).rglob("*")), folder)
    changes = _changes(place, guide)
    with writing(place, "укажите другую папку: --into ПАПКА"), whole.new_folder(place) as new:
        for name in _KEPT:
            whole.copy(folder / name, new / name)
        whole.copy(folder / _PICTURES, new / _PICTURES)
    if changes is not None:
        _tell(changes)
    tell(f"Принято: {near(place)}")
    return Exit.DONE


def _see_plain(paths: Iterable[Path], folder: Path) -> None:
    """See that nothing but plain files inside a guide's folder is taken. Raises `Refusal`."""
    for path in paths:
        try:
            plain.check(path, folder)
        except OSError as error:
            raise Refusal(f"{near(path)}: не годится ({error.strerror}); {compare.REMEDY}") from None


def _changes(place: Path, guide: Published) -> Comparison | None:
    """Return what accepting a guide changes; None, and a word about it, where there is nothing to compare with."""
    if not (place / compare.MANIFEST).exists():
        tell(f"Это первая принятая инструкция. Предложений: {len(guide.steps)}.")
        return None
    try:
        return _compared(read(place), guide)
    except Refusal as refusal:
        warn([f"Прежняя принятая не читается, сравнить не с чем: {refusal.message}"])
        return None


def _compared(accepted: Published, new: Published, maker: Maker | None = None) -> Comparison:
    before, after = accepted.manifest.text, new.manifest.text
    if before and after and before != after:
        raise Refusal(
            f"{near(accepted.folder)}: это инструкция «{before}», а новая — «{after}»; сравнивают только "
            "инструкции одного текста"
        )
    try:
        with bar("Сравниваю картинки", len({step.claim for step in (*accepted.steps, *new.steps)})) as move:
            return compare.make(accepted, new, maker=maker, progress=move)
    except PublishedError as error:
        raise Refusal(str(error)) from None


def _tell(changes: Comparison) -> None:
    tell(compare.headline(changes))
    for text in changes.texts:
        tell(f"  {text.where}: {text.fate}")
    for change in changes.changed:
        tell(f"  {compare.place(change)} ({change.step.claim}): {', '.join(compare.labels(change))}")
