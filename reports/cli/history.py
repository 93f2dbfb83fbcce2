"""`history`: adds runs to the history and makes its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from reports import history as nights
from reports.cli.console import near, read, tell, warn, writing
from reports.cli.render import outcomes_of
from reports.cli.russian import Exit, Refusal


def history(places: Sequence[Path], folder: Path, out: Path) -> Exit:
    """Add the runs of some places to a history and write its page. Raises `Refusal` when it stays empty."""
    if places:
        _add(places, folder)
    with _reading(folder):
        found = nights.read(folder)
    if not found.nights:
        raise Refusal(
            f"{near(folder)}: истории ещё нет; её пишет pytest с ключом --history {near(folder)}, "
            "а добавляет и эта команда, если назвать папку прогона"
        )
    if found.spoilt:
        warn(
            [
                f"{near(folder / nights.FILE)}: не прочитано строк: {len(found.spoilt)}; они записаны не до конца"
            ]
        )
    with writing(out, "укажите другой файл: --out ФАЙЛ"):
        nights.write(found, out)
    tell(f"История: {near(out)}")
    return Exit.IN_PART if found.spoilt else Exit.DONE


@contextmanager
def _reading(folder: Path) -> Iterator[None]:
    """Turn a history that cannot be read into a refusal that names it."""
    path = folder / nights.FILE
    try:
        yield
    except OSError as error:
        raise Refusal(
            f"{near(path)}: история не читается ({error.strerror}); уберите это или назовите другую папку: "
            "--history ПАПКА"
        ) from None


def _add(places: Sequence[Path], folder: Path) -> None:
    found = read(places)
    runs, _ = outcomes_of(places)
    if not runs:
        warn(
            [
                "В названных папках нет исходов прогона (.outcomes): в историю добавить нечего; повторите прогон"
            ]
        )
    lines = [
        nights.night(run, [one for one in found.journals if found.paths[one.name].parent.name == run.run])
        for run in runs
    ]
    with _reading(folder):
        nights.read(folder)
    with writing(folder, "укажите другую папку: --history ПАПКА"):
        new = nights.append(folder, lines)
    tell(f"Добавлено в историю прогонов: {len(new)}")
