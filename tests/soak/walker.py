"""One walker of a soak: a process with a stand and a browser of its own."""

from __future__ import annotations

import dataclasses
import os
import shutil
import time
import traceback
from multiprocessing.connection import Connection
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from flows.diary_chats.product import PRODUCT
from flows.diary_chats.stand import StandRecord, as_walked, conditions_of
from stand.server import Stand
from stand.variants import chosen
from stand.variants.catalogue import all_on
from stand.weather import named
from tests.soak.plan import Outcome, Trip
from verifier import targets
from verifier.run.executable import SETTING, executable
from verifier.run.interrupts import end_in_order
from verifier.text.model import Instruction
from verifier.text.reading import read
from verifier.walk.journal import Journal
from verifier.walk.verdict import Verdict, worst
from verifier.walk.walk import Walk, WalkFailed


def walk_trips(line: Connection, folder: Path) -> None:
    """StudentWalk the trips that come over the line and send back an outcome for each, until the line is closed."""
    os.setsid()  # Ctrl-C in the terminal is for the one who plans; he ends his walkers in order
    end_in_order()
    instruction = read(PRODUCT.folder / PRODUCT.texts[0])
    chosen = executable("chromium", os.environ.get(SETTING))
    with Stand() as stand, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chosen)
        try:
            while True:
                line.send(_walk(line.recv(), stand, browser, instruction, folder))
        except (EOFError, BrokenPipeError, KeyboardInterrupt):
            pass
        finally:
            browser.close()


def _walk(trip: Trip, stand: Stand, browser: Browser, instruction: Instruction, folder: Path) -> Outcome:
    kept = folder / str(trip)
    journal = Journal("stand", f"soak: {trip}", f"chromium {browser.version}", instruction, folder=kept)
    began = time.monotonic()
    try:
        verdict, told = _judge(trip, stand, browser, journal)
    except Exception:  # whatever it is, it is no verdict, and the soak goes on
        verdict, told = None, traceback.format_exc().strip()
    if stand.crashes or stand.gateway.refused:
        verdict, told = None, "\n".join(["стенд:", *stand.crashes, *stand.gateway.refused])
        stand.crashes.clear()
        stand.gateway.refused.clear()
    outcome = Outcome(trip, verdict, time.monotonic() - began, told, kept / f"{journal.name}.json")
    if not outcome.is_false_alarm:
        shutil.rmtree(kept, ignore_errors=True)
    return outcome


def _judge(trip: Trip, stand: Stand, browser: Browser, journal: Journal) -> tuple[Verdict | None, str]:
    _, target = targets.load("stand")
    variants, made = chosen(trip.variants), stand.new_student(link_window=trip.link_window)
    context = browser.new_context(
        proxy={"server": stand.proxy},
        ignore_https_errors=True,
        locale="ru-RU",
        timezone_id="Europe/Moscow",
        viewport={"width": 1280, "height": 800},
    )
    try:
        with all_on(stand, variants), stand.faults.weather(named(trip.weather), trip.seed):
            journal.conditions = conditions_of(stand, variants=variants)
            Walk(
                context,
                PRODUCT,
                target.sites,
                dataclasses.replace(as_walked(stand, made), door=trip.door),
                journal.instruction,
                journal,
                patience_ms=target.patience_s * 1000,
                record=StandRecord(stand, made),
            ).take()
    except WalkFailed as failed:
        found = "; ".join(
            f"{one.claim}: ожидалось: {one.expected}; на деле: {one.observed}" for one in failed.findings
        )
        return worst(failed.verdicts), found
    finally:
        context.close()
    return Verdict.HOLDS, ""
