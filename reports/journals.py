"""Many journals: found in files, runs and shards, read past those that cannot be, and brought together."""

from __future__ import annotations

import filecmp
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from reports import pictures, shards
from verifier import plain, whole
from verifier.console import MAKE
from verifier.text.model import Instruction
from verifier.walk.journal import Journal, JournalError

FOLDER = "journals"
FINISHED = ".finished"
"""A run leaves this file among its journals when it has ended."""
_NAME = re.compile(r"\w[\w .-]*")
_LONGEST_NAME = 200
"""Bytes; file systems take 255, and folders in the making have some more at their end."""


class NoJournalsError(ValueError):
    """There is nothing to report on; the text is one line with the remedy."""


@dataclass
class Found:
    """The journals that could be read, oldest first, and a line of Russian for each thing that could not."""

    journals: list[Journal] = field(default_factory=list)
    paths: dict[str, Path] = field(default_factory=dict)
    """The file of each journal, by the journal's name."""
    errors: list[str] = field(default_factory=list)
    duplicates: list[Path] = field(default_factory=list)
    """Files with a journal that another file has too."""


def newest_run(out: Path) -> Path:
    """Return the folder of the newest finished run below `out`. Raises `NoJournalsError` when there is none."""
    runs = list((out / FOLDER).glob(f"*/{FINISHED}"))
    if runs:
        return max(runs, key=lambda path: path.stat().st_mtime).parent
    if any((out / FOLDER).glob("*/*.json")):
        raise NoJournalsError(
            f"{out / FOLDER}: прогон ещё идёт или был прерван; дождитесь его конца или назовите журнал сами"
        )
    raise NoJournalsError(f"{out / FOLDER}: журналов ещё нет; пройдите инструкцию: {MAKE} walk")


def read(places: Iterable[Path]) -> Found:
    """Read the journals of some files and folders.

    A folder of results is searched for its `journals`, another one whole. One journal in two places counts once,
    and one without some of its pictures counts all the same.
    """
    found = Found()
    journals: list[Journal] = []
    for path in _files(places, found.errors):
        try:
            journal = _load(path)
            if journal.name not in found.paths:
                found.paths[journal.name] = path
                journals.append(journal)
                found.errors += _unread_pictures(journal, path)
            elif filecmp.cmp(path, found.paths[journal.name], shallow=False):
                found.duplicates.append(path)
            else:
                other = found.paths[journal.name]
                raise JournalError(
                    f"{path}: под этим именем есть другой журнал, {other}; оставьте один из них"
                )
        except JournalError as error:
            found.errors.append(str(error))
    found.journals = sorted(journals, key=lambda one: (one.started, one.name))
    return found


def merge(found: Found, into: Path, *, progress: Callable[[], None] = lambda: None) -> None:
    """Copy journals with their pictures into `into/journals/<run>/`, each run whole or not at all.

    What is there already stays; `progress` is called after each journal that is copied. Raises `OSError`.
    """
    with ExitStack() as stack:
        runs: dict[Path, Path] = {}
        for journal in found.journals:
            path = found.paths[journal.name]
            run = (into / FOLDER).resolve() / path.resolve().parent.name
            if run == path.resolve().parent:
                continue
            if run not in runs:
                runs[run] = stack.enter_context(whole.new_folder(run))
                if run.is_dir():
                    whole.copy(run, runs[run])
                (runs[run] / FINISHED).touch()
            whole.copy(path, runs[run] / f"{journal.name}.json")
            for name in _pictures(journal):
                if (path.parent / name).exists():
                    whole.copy(path.parent / name, runs[run] / name)
            progress()


def texts(journals: Iterable[Journal], claimed: Iterable[Instruction] = ()) -> list[Instruction]:
    """Return the texts that runs have claimed to walk, then the others that journals tell of, each once.

    Of each it is the edition that the newest journal has; `claimed` ones may have no journal at all.
    """
    editions = {instruction.name: instruction for instruction in claimed}
    for journal in sorted(journals, key=lambda one: one.started):
        editions[journal.instruction.name] = journal.instruction
    return list(editions.values())


def _files(places: Iterable[Path], errors: list[str]) -> list[Path]:
    """Return the journal files below some places, and add a line for each place that has none."""
    files: list[Path] = []
    for place in places:
        below = list(_below(place)) if place.is_dir() else [place]
        if not place.exists():
            errors.append(f"{place}: нет такого файла или папки; проверьте имя")
        elif not below and not any(shards.markers([place])):
            errors.append(
                f"{place}: в папке нет журналов; назовите журнал или папку прогона (её делает {MAKE} walk)"
            )
        else:
            files += below
    return list({path.resolve(): path for path in reversed(files)}.values())[::-1]


def _below(folder: Path) -> Iterator[Path]:
    rooms = [room for room in sorted(folder.rglob(FOLDER)) if room.is_dir() and not room.is_symlink()]
    for room in rooms or [folder]:
        whole_ones = sorted(room.rglob("*.json"))
        yield from whole_ones
        yield from sorted(
            path for path in room.rglob("*.part") if path.is_file() and path.with_suffix("") not in whole_ones
        )


def _load(path: Path) -> Journal:
    """Read a journal whose pictures, as far as they are there, are plain files beside it. Raises `JournalError`."""
    if path.suffix == ".part":
        raise JournalError(f"{path}: журнал записан не до конца; повторите прогон")
    journal = Journal.load(path)
    if any(not _is_name(name) for name in [journal.name, *_pictures(journal)]):
        raise JournalError(f"{path}: это не журнал: он называет файлы вне своей папки; повторите прогон")
    text = journal.instruction.name
    if not fits_folder(text):
        raise JournalError(
            f"{path}: имя инструкции «{text}» не годится для папки; переименуйте её файл или его папку"
        )
    for name in _pictures(journal):
        try:
            plain.check(path.parent / name, path.parent)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise JournalError(
                f"{path}: картинка {name} не годится ({error.strerror}); повторите прогон"
            ) from None
    return journal


def fits_folder(text: str) -> bool:
    """Say whether a text's name, `product/text`, can be that of a folder."""
    return all(_NAME.fullmatch(part) and len(part.encode()) <= _LONGEST_NAME for part in text.split("/"))


def _is_name(name: str) -> bool:
    return Path(name).name == name and name.isprintable()


def _unread_pictures(journal: Journal, path: Path) -> list[str]:
    missing, broken = list[str](), list[str]()
    for name in _pictures(journal):
        try:
            pictures.size(path.parent / name)
        except FileNotFoundError:
            missing.append(name)
        except OSError:
            broken.append(name)
    told = []
    if missing:
        told.append(f"{path}: нет картинки {_first(missing)}; скопируйте журнал вместе с его картинками")
    if broken:
        told.append(f"{path}: не читается картинка {_first(broken)}; повторите прогон")
    return told


def _first(names: Sequence[str]) -> str:
    return f"{names[0]} и ещё {len(names) - 1}" if len(names) > 1 else names[0]


def _pictures(journal: Journal) -> list[str]:
    return [view.picture for entry in journal.entries for view in entry.views if view.picture]
