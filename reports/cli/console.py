"""What a command says while it works: progress on a terminal, paths as one can type them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from reports import journals
from reports.cli.russian import Refusal, Unwritable
from verifier import whole


@contextmanager
def bar(label: str, length: int) -> Iterator[Callable[[], None]]:
    """Show a progress bar and yield what moves it on; nothing is shown where nobody watches, as in a CI log."""
    hidden = not length or not sys.stderr.isatty()
    with click.progressbar(
        length=length, label=label, file=sys.stderr, hidden=hidden, show_pos=True
    ) as shown:
        yield lambda: shown.update(1)


def near(path: Path) -> str:
    """Return a path relative to the current folder where it is below it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def tell(text: str) -> None:
    """Print a result."""
    click.echo(text)


def warn(lines: Sequence[str]) -> None:
    """Print what went wrong, a line each, apart from the results."""
    for line in lines:
        click.echo(line, err=True)


def read(places: Sequence[Path]) -> journals.Found:
    """Read journals, and name those that cannot be. Raises `Refusal` when there is none that can."""
    found = journals.read(places)
    warn(found.errors)
    for path in found.duplicates:
        tell(f"{near(path)}: этот журнал уже есть, второй раз не считается")
    if not found.journals:
        raise Refusal("Не прочитано ни одного журнала: отчёты делать не из чего.")
    return found


@contextmanager
def writing(place: Path, remedy: str) -> Iterator[None]:
    """Turn a failure to write below a place into a refusal that names it and the remedy."""
    try:
        yield
    except OSError as error:
        culprit = near(Path(error.filename)) if error.filename else near(place)
        raise Unwritable(f"{culprit}: сюда не записать ({whole.why(error)}); {remedy}") from None
