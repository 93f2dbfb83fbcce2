"""`python -m tools.nightly`: the command line that CI calls."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.nightly import jobs
from verifier.console import speak_russian

BROWSERS = ("chromium", "firefox", "webkit")


def main(arguments: Sequence[str] | None = None) -> int:
    """Do one job of the night; return its exit code."""
    speak_russian()
    parser = argparse.ArgumentParser(prog="python -m tools.nightly", description="Работы одной ночи в CI.")
    chosen = parser.add_subparsers(dest="job", required=True, metavar="РАБОТА")

    check = chosen.add_parser(
        "check", help="проверить цель без браузера; только неверный ввод (4) отменяет ночь"
    )
    check.add_argument("--target", default="staging", metavar="ИМЯ")

    part = chosen.add_parser("part", help="пройти одну часть в одном браузере")
    part.add_argument("--target", default="staging", metavar="ИМЯ")
    part.add_argument("--browser", choices=BROWSERS, default="chromium")
    part.add_argument("--shard", required=True, metavar="I/N")
    part.add_argument("--out", type=_place, required=True, metavar="ПАПКА", help="что часть оставит")
    part.add_argument("--nights", type=_place, required=True, metavar="ПАПКА", help="история прежних ночей")
    part.add_argument("pytest", nargs="*", metavar="-- КЛЮЧИ", help="дальше — ключи и проверки для pytest")

    collect = chosen.add_parser("collect", help="собрать части, сделать отчёты и сообщить о них")
    collect.add_argument("parts", type=_place, nargs="+", metavar="ПАПКА", help="что оставили части")
    collect.add_argument(
        "--into", type=_place, required=True, metavar="ПАПКА", help="ведомость, инструкция, итог"
    )
    collect.add_argument(
        "--nights", type=_place, required=True, metavar="ПАПКА", help="история прежних ночей"
    )
    collect.add_argument(
        "--expect", action="append", default=[], choices=BROWSERS, help="каких браузеров ждать"
    )

    told = parser.parse_args(arguments)
    if told.job == "check":
        return jobs.check(told.target)
    if told.job == "part":
        return jobs.part(told.target, told.browser, told.shard, told.out, told.nights, told.pytest)
    return jobs.collect(told.parts, told.into, told.nights, told.expect)


def _place(text: str) -> Path:
    return Path(text).absolute()  # what the jobs call works in the project's folder


if __name__ == "__main__":
    sys.exit(main())
