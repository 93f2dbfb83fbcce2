"""What the bench leaves: figures for programs, tables on the console and in Markdown, and a plot."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bench.arithmetic import Bar, Spread
from bench.contest import Measured

_TEMPLATES = Path(__file__).parent / "templates"
_MET = {True: "да", False: "нет", None: "—"}
_SIGN = {"most": "≤", "least": "≥"}
_PX_WIDE = 420

Table = Sequence[Sequence[str]]
"""Rows of cells; the first are the heads."""


def document(
    measured: Mapping[str, Measured], bars: Sequence[Bar], figures: Mapping[str, Any]
) -> dict[str, Any]:
    """Return everything that was measured, for programs: seconds where nothing else is said."""
    return {
        "machine": {
            "cores": os.cpu_count(),
            "system": platform.platform(),
            "python": platform.python_version(),
        },
        "contestants": {name: asdict(one) for name, one in measured.items()},
        "bars": [asdict(bar) | {"is_met": bar.is_met} for bar in bars],
        "figures": figures,
    }


def contest_table(measured: Mapping[str, Measured]) -> Table:
    """Return a row for each contestant: times with their quartiles, processor time, and how many times the first."""
    rows = [
        ("кто идёт", "тёплый, с", "процессор, с", "стенд, с", "с запуска, с", "процессор, с", "к первому")
    ]
    first = next((_walls(one.warm) for one in measured.values() if one.warm), None)
    for one in measured.values():
        if one.absent:
            rows.append((one.title, f"не участвует: {one.absent}", "", "", "", "", ""))
            continue
        warm, cold = _walls(one.warm), _walls(one.cold)
        rows.append(
            (
                one.title,
                spread(warm),
                spread([spent.cpu_s for spent in one.warm]),
                spread(one.stand_cpu_s),
                spread(cold),
                spread([spent.cpu_s for spent in one.cold]),
                f"{number(Spread.of(warm).median / Spread.of(first).median, 2)}×" if warm and first else "—",
            )
        )
    return rows


def bars_table(bars: Sequence[Bar]) -> Table:
    """Return a row for each bar: the figure, its bound, and whether it is met."""
    rows = [("планка", "получилось", "нужно", "взята")]
    for bar in bars:
        figure = "не измерено" if bar.figure is None else _with_unit(bar.figure, bar.unit)
        rows.append(
            (
                bar.title,
                f"{figure} ({bar.note})" if bar.note else figure,
                f"{_SIGN[bar.way]} {_with_unit(bar.bound, bar.unit)}",
                _MET[bar.is_met],
            )
        )
    return rows


def console(table: Table) -> str:
    """Return a table in columns, the first aligned to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    )


def markdown(table: Table) -> str:
    """Return a table in Markdown."""
    heads, *rows = ([cell.replace("|", "\\|") for cell in row] for row in table)
    line = ["---", *["---:"] * (len(heads) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, line, *rows))


def plot(measured: Mapping[str, Measured]) -> str:
    """Return an SVG of the warm walks: a bar for each contestant as long as its median, and its quartiles on it."""
    there = {name: Spread.of(_walls(one.warm)) for name, one in measured.items() if one.warm}
    longest = max((one.upper for one in there.values()), default=1.0)
    rows = [
        {
            "title": measured[name].title,
            "ours": name.startswith("ours"),
            "figure": f"{number(one.median)} с",
            "median": _px(one.median, longest),
            "lower": _px(one.lower, longest),
            "upper": _px(one.upper, longest),
        }
        for name, one in there.items()
    ]
    templates = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)
    return templates.get_template("plot.svg.j2").render(rows=rows, wide=_PX_WIDE)


def write(
    out: Path, measured: Mapping[str, Measured], bars: Sequence[Bar], figures: Mapping[str, Any]
) -> Sequence[Path]:
    """Write all of it into a folder, and return the paths."""
    out.mkdir(parents=True, exist_ok=True)
    tables = [table for table in (contest_table(measured), bars_table(bars)) if len(table) > 1]
    texts = {
        "bench.json": json.dumps(document(measured, bars, figures), ensure_ascii=False, indent=1) + "\n",
        "bench.md": "\n\n".join(map(markdown, tables)) + "\n",
        "bench.svg": plot(measured),
    }
    for name, text in texts.items():
        (out / name).write_text(text, encoding="utf-8")
    return [out / name for name in texts]


def spread(values: Sequence[float]) -> str:
    """Return the median and the quartiles as Russian readers write them; a dash for nothing."""
    if not values:
        return "—"
    one = Spread.of(values)
    return f"{number(one.median)} ({number(one.lower)}–{number(one.upper)})"


def number(value: float, digits: int = 1) -> str:
    """Return a number as Russian readers write it."""
    return f"{value:.{digits}f}".replace(".", ",")


def _with_unit(value: float, unit: str) -> str:
    return f"{number(value, 2)} {unit}".rstrip()


def _walls(spent: Sequence[Any]) -> list[float]:
    return [one.wall_s for one in spent]


def _px(value: float, longest: float) -> float:
    return round(value / longest * _PX_WIDE, 1)
