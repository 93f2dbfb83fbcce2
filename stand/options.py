"""What a stand can be asked for on its command line."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from stand import weather
from stand.defects import Defect, named
from stand.direct_addresses import DirectAddresses
from stand.faults import SYSTEMS
from stand.people import LinkWindow
from stand.server import Stand
from stand.variants import Variant, chosen
from stand.variants.catalogue import all_on, link_window_of
from stand.weather import CALM, Weather


@dataclass(frozen=True)
class Plan:
    """How a stand is to be: what is wrong with it, how it differs, what weather it has, where it answers."""

    link_window: LinkWindow
    defect: Defect | None
    variants: tuple[Variant, ...]
    weather: Weather
    seed: int
    down: tuple[str, ...]
    direct: DirectAddresses | None

    @contextmanager
    def on(self, stand: Stand) -> Iterator[None]:
        """Let a stand be so."""
        with contextlib.ExitStack() as stack:
            if self.defect is not None:
                stack.enter_context(self.defect.on(stand))
            stack.enter_context(all_on(stand, self.variants))
            stack.enter_context(stand.faults.weather(self.weather, self.seed))
            for system in self.down:
                stack.enter_context(stand.faults.outage(system))
            yield


def read(options: argparse.Namespace) -> Plan:
    """Return what the options ask for, its direct addresses open.

    Raises `UnknownDefectError`, `VariantError`, `UnknownWeatherError` or `AddressError`, each with one line
    that tells what is wrong.
    """
    defect = named(options.defect) if options.defect else None
    variants = chosen(options.variant)
    kind, seed = weather.read(options.weather) if options.weather else (CALM, 0)
    wanted = [link_window_of(variants), defect.link_window if defect else None]
    popup = options.popup or "popup" in wanted
    direct = DirectAddresses(dict(options.serve_at)) if options.serve_at else None
    return Plan(
        "popup" if popup else "same", defect, variants, kind, seed or 0, tuple(set(options.down)), direct
    )


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    made = argparse.ArgumentParser(
        prog="python -m stand",
        description="Учебная копия дневника, VK ID и VK Мессенджера на этом компьютере.",
    )
    made.add_argument("--port", type=_whole(0, 65535), default=8443, help="порт прокси (по умолчанию 8443)")
    made.add_argument("--popup", action="store_true", help="открывать форму VK ID в отдельном окне")
    made.add_argument("--defect", metavar="ИМЯ", help="включить дефект каталога (список: pytest --defects)")
    made.add_argument(
        "--variant",
        metavar="ИМЯ",
        action="append",
        default=[],
        help="стенд верен, но выглядит иначе; можно назвать несколько раз (список: pytest --variants)",
    )
    made.add_argument("--weather", metavar="ИМЯ[:ЗЕРНО]", help="погода над стендом, например jitter:7")
    made.add_argument(
        "--down",
        choices=sorted(SYSTEMS),
        action="append",
        default=[],
        help="система отвечает 503 на всё; можно назвать несколько раз",
    )
    made.add_argument(
        "--students",
        type=_whole(1, 1000),
        default=2,
        metavar="N",
        help="сколько учеников завести (по умолчанию 2)",
    )
    made.add_argument("--passwords", action="store_true", help="все входят в VK по паролю, никто по коду")
    made.add_argument("--linked", action="store_true", help="аккаунты VK у учеников уже привязаны")
    made.add_argument(
        "--serve-at",
        type=_place,
        action="append",
        metavar="СИСТЕМА=АДРЕС",
        help="отвечать и без прокси, по своему адресу: diary=https://127.0.0.2:8501; для каждой системы отдельно",
    )
    made.add_argument(
        "--card",
        type=Path,
        metavar="ПАПКА",
        help="записать туда stand.json (адреса, учётные записи) и authority.pem (чему доверять)",
    )
    return made


def _place(text: str) -> tuple[str, str]:
    system, equals, origin = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(
            f"«{text}»: пишется система=адрес, например diary=https://127.0.0.2:8501"
        )
    return system, origin


def _whole(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        number = int(text) if text.isdecimal() else -1
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"«{text}»: нужно целое число от {least} до {most}")
        return number

    return parse
