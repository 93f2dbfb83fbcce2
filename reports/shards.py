"""Parts of a run that was divided among machines: what each leaves beside its journals, and which did not come."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from verifier import whole

SUFFIX = ".shard"


class NoPartError(ValueError):
    """A file is not what a part leaves behind; the text is one line with the remedy."""


@dataclass(frozen=True)
class Part:
    """Part `number` of a run, counted from 1, that was divided into `of` parts.

    `whole` names what is divided, so that parts of different runs are never taken for one: target and browsers.
    `division` is the digest of all tests and of the durations by which they were weighed: parts that disagree in
    it were cut from different wholes. `tests` are this part's, `of_tests` those of all, `expected_s` the seconds
    they should take by the record, 0 without one. A part that is not `finished` goes on or was killed.
    """

    whole: str
    number: int
    of: int
    division: str
    tests: int
    of_tests: int
    expected_s: float
    finished: bool = False

    @property
    def called(self) -> str:
        """What a reader is told of it."""
        return f"часть {self.number} из {self.of} ({self.whole})"

    def save(self, folder: Path) -> None:
        """Write the part's marker into its run's folder of journals, whole or not at all. Raises `OSError`."""
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        whole.write_text(folder / f"{self.number}-of-{self.of}{SUFFIX}", text)

    @classmethod
    def load(cls, path: Path) -> Part:
        """Read a marker back. Raises `NoPartError`."""
        try:
            part = cls(**json.loads(path.read_text(encoding="utf-8")))
            if not 1 <= part.number <= part.of:
                raise ValueError
        except (OSError, ValueError, TypeError) as error:
            raise NoPartError(
                f"{path}: отметка части прогона не читается; перезапустите эту часть"
            ) from error
        return part


def markers(places: Iterable[Path]) -> Iterator[Path]:
    """Yield the markers of the parts below some folders."""
    for place in places:
        if place.is_dir():
            yield from sorted(place.rglob(f"*{SUFFIX}"))


def bring(places: Iterable[Path], folder: Path) -> None:
    """Copy the markers of parts to their runs below a folder of journals. Raises `OSError`."""
    for path in markers(places):
        run = folder / path.resolve().parent.name
        if run.resolve() != path.resolve().parent:
            run.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, run / path.name)


def missing(places: Iterable[Path], expected: Sequence[str] = ()) -> list[str]:
    """Say in Russian, a line each, what is missing of the runs whose parts are below some folders.

    `expected` are browsers without whose parts nothing is complete. Runs that nobody has divided miss nothing.
    """
    lines: list[str] = []
    runs: dict[str, list[Part]] = defaultdict(list)
    for path in markers(places):
        try:
            part = Part.load(path)
        except NoPartError as error:
            lines.append(str(error))
        else:
            runs[part.whole].append(part)
    came = {name for run in runs for name in run.replace(",", " ").split()}
    lines += [
        f"{browser}: не пришла ни одна часть; её проверки не проводились"
        for browser in expected
        if browser not in came
    ]
    for parts in runs.values():
        lines += _missing_of(parts)
    return lines


def _missing_of(parts: Sequence[Part]) -> Iterator[str]:
    first = parts[0]
    if any(part.of != first.of for part in parts):
        counts = ", ".join(str(count) for count in sorted({part.of for part in parts}))
        yield f"{first.whole}: части делили по-разному (на {counts}); соберите части одного прогона"
        return
    if any(part.division != first.division for part in parts):
        yield (
            f"{first.whole}: части делили разные наборы проверок, и какая-то могла не достаться никому; "
            "запустите все части на одной версии, с одним файлом длительностей"
        )
    for number in range(1, first.of + 1):
        found = [part for part in parts if part.number == number]
        called = f"часть {number} из {first.of} ({first.whole})"
        if not found:
            yield f"{called} не пришла: её проверки не проводились; перезапустите её: --shard {number}/{first.of}"
        elif not any(part.finished for part in found):
            yield (
                f"{called} прервана: проводились не все её проверки; перезапустите её: --shard {number}/{first.of}"
            )
