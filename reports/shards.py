"""Parts of a run that was divided among machines, brought together: which of them did not come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from verifier import whole
from verifier.run.parts import SUFFIX, NoPartError, Part


def markers(places: Iterable[Path]) -> Iterator[Path]:
    """Yield the markers of the parts below some folders."""
    for place in places:
        if place.is_dir():
            yield from sorted(place.rglob(f"*{SUFFIX}"))


def bring(places: Iterable[Path], folder: Path) -> list[str]:
    """Copy the markers of parts to their runs below a folder of journals. Raises `UnwrittenError`.

    Returns a line for each marker that cannot be read: that stays where it is.
    """
    errors = []
    for path in markers(places):
        try:
            Part.load(path)
        except NoPartError as error:
            errors.append(str(error))
            continue
        run = folder / path.resolve().parent.name
        if run.resolve() != path.resolve().parent:
            whole.copy(path, run / path.name)
    return errors


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
