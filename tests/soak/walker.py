"""One walker of a soak: a process with a stand and a browser of its own."""

from __future__ import annotations

import dataclasses
import os
import shutil
import time
import traceback
from contextlib import nullcontext
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
from tests.support.hostile import HOSTILE, SLACK_S
from verifier import targets
from verifier.run.executable import SETTING, executable
from verifier.run.interrupts import end_in_order
from verifier.screen.asking import teach
from verifier.screen.watch import GRACE_S
from verifier.text.model import Instruction
from verifier.text.reading import read
from verifier.walk.journal import Entry, Journal
from verifier.walk.verdict import Verdict, worst
from verifier.walk.walk import Walk, WalkFailed


def walk_trips(line: Connection, folder: Path) -> None:
    """StudentWalk the trips that come over the line and send back an outcome for each, until the line is closed."""
    os.setsid()  # Ctrl-C in the terminal is for the one who plans; he ends his walkers in order
    end_in_order()
    instruction = read(PRODUCT.folder / PRODUCT.texts[0])
    chosen = executable("chromium", os.environ.get(SETTING))
    with Stand() as stand, sync_playwright() as playwright:
        teach(playwright)
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
    began, is_caught = time.monotonic(), False
    try:
        findings, is_caught = _findings(trip, stand, browser, journal)
        verdict = worst([one.verdict for one in findings]) if findings else Verdict.HOLDS
        told = "; ".join(
            f"{one.claim}: ожидалось: {one.expected}; на деле: {one.observed}" for one in findings
        )
    except Exception:  # whatever it is, it is no verdict, and the soak goes on
        verdict, told = None, traceback.format_exc().strip()
    if stand.crashes or stand.gateway.refused:
        verdict, is_caught, told = None, False, "\n".join(["стенд:", *stand.crashes, *stand.gateway.refused])
        stand.crashes.clear()
        stand.gateway.refused.clear()
    took_s, file = time.monotonic() - began, kept / f"{journal.name}.json"
    outcome = Outcome(trip, verdict, took_s, told, file, is_caught)
    if not outcome.is_wrong:
        shutil.rmtree(kept, ignore_errors=True)
    return outcome


def _findings(trip: Trip, stand: Stand, browser: Browser, journal: Journal) -> tuple[list[Entry], bool]:
    """Walk, and return what did not hold, and whether the hostile page, if there was one, was caught."""
    _, target = targets.load("stand")
    variants, made = chosen(trip.variants), stand.new_student(link_window=trip.link_window)
    context = browser.new_context(
        proxy={"server": stand.proxy},
        ignore_https_errors=True,
        locale="ru-RU",
        timezone_id="Europe/Moscow",
        viewport={"width": 1280, "height": 800},
    )
    hostile = next((page for page in HOSTILE if page.name == trip.hostile), None)
    findings: list[Entry] = []
    try:
        with (
            all_on(stand, variants),
            stand.faults.weather(named(trip.weather), trip.seed),
            hostile.let_loose(stand) if hostile else nullcontext(),
        ):
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
        findings = failed.findings
    finally:
        ended = time.monotonic()
        context.close()
    closing_s = time.monotonic() - ended
    is_caught = hostile is not None and any(
        hostile.explains(one) and one.duration_ms / 1000 + closing_s < target.patience_s + GRACE_S + SLACK_S
        for one in findings
    )
    return findings, is_caught and not stand.is_linked(made)
