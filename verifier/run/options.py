"""The suite's options, as pytest's command line has them; `verifier.run.settings` reads and checks them."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from verifier import targets
from verifier.run.quarantine import FILE as QUARANTINE
from verifier.run.run import OUT


def add(parser: pytest.Parser) -> None:
    """Add the suite's options to pytest's."""
    group = parser.getgroup("instruction", "the written instruction")
    group.addoption(
        "--target",
        metavar="NAME",
        help="where to walk: a name in targets.toml (default: VERIFIER_TARGET, else the file's default)",
    )
    group.addoption(
        "--targets",
        type=Path,
        default=targets.TARGETS,
        metavar="FILE",
        help="the file of targets (default: targets.toml)",
    )
    group.addoption(
        "--check",
        action="store_true",
        help="verify the target without a browser, a line for each thing: 0, 4 (input) or 11 (environment)",
    )
    group.addoption(
        "--pictures",
        choices=("on", "only-on-failure", "off"),
        default="only-on-failure",
        help="pictures and accessibility snapshots of the steps (default: only-on-failure)",
    )
    group.addoption(
        "--reports",
        type=Path,
        default=OUT,
        metavar="DIR",
        help="where the run leaves its journals, pictures and ledger (default: reports/out)",
    )
    group.addoption(
        "--shard",
        metavar="I/N",
        help="run part I of N, balanced by the durations in --durations-path; all parts are exactly all tests",
    )
    group.addoption(
        "--connect",
        action="append",
        default=[],
        metavar="WS-URL",
        help="take browsers from a Playwright server (ws://host:port/); repeated, they are spread over the workers",
    )
    group.addoption(
        "--connect-executable",
        metavar="PATH",
        help="the browser to launch on the servers of --connect, which are run with --unsafe",
    )
    group.addoption(
        "--stand-address",
        metavar="IP",
        help="open the stand at this address of the machine, for browsers on others (default: loopback alone)",
    )
    group.addoption(
        "--har",
        choices=("on", "off", "retain-on-failure"),
        default="off",
        help="HAR of each browser, freed of secrets like the traces of --tracing (default: off)",
    )
    group.addoption(
        "--defect", metavar="NAME", help="run everything on a stand that has this defect of the catalogue"
    )
    group.addoption(
        "--defects", action="store_true", help="list every defect: name, claim, verdict, sentence"
    )
    group.addoption(
        "--variant",
        action="append",
        default=[],
        metavar="NAME",
        help="run everything on a stand that is right but other than usual in this way; repeatable",
    )
    group.addoption("--variants", action="store_true", help="list every variant: name, sentence")
    group.addoption(
        "--every-defect",
        action="store_true",
        help="look for every defect of the catalogue, not for one of each section alone",
    )
    group.addoption(
        "--weather",
        metavar="NAME[:SEED]",
        help="run everything in this weather over the stand, e.g. jitter:7",
    )
    group.addoption(
        "--steps", action="store_true", help="list every step: number, claim, sentence, file:line"
    )
    group.addoption(
        "--instruction",
        action="append",
        default=[],
        metavar="NAME",
        help="walk this text of the target's product; repeatable (default: the product's main text)",
    )
    group.addoption(
        "--survey",
        action="store_true",
        help="walk nowhere: look at every place that a look-only walk comes to, and say of each page object what is "
        "there and what is instead: survey.html, survey.md and survey.json in --reports",
    )
    group.addoption(
        "--record",
        metavar="TEXT",
        help="walk nowhere: record what a person does in a browser, and make a draft of it: a text of this name of the "
        "target's product, its steps and page objects",
    )
    group.addoption(
        "--record-anew",
        action="store_true",
        help="let --record write over what it has recorded under this name before",
    )
    _add_hand(group)
    _add_outcomes(group)


def _add_hand(group: pytest.OptionGroup) -> None:
    """Add what a person asks for who takes the walk alone, sentence by sentence."""
    group.addoption(
        "--from",
        dest="first",
        metavar="SENTENCE",
        help="begin with this sentence (its number or id): those before it are walked in silence and prove nothing",
    )
    group.addoption(
        "--until",
        dest="last",
        metavar="SENTENCE",
        help="stop after this sentence; a browser with a window of its own (--headed) stays open until Enter",
    )
    group.addoption(
        "--pause",
        action="store_true",
        help="ask in the terminal before each sentence: Enter, skip, the one before again, inspector, quit",
    )
    group.addoption(
        "--pause-on-failure",
        action="store_true",
        help="ask in the terminal where a sentence has failed: go on, again, inspector, quit",
    )


def _add_outcomes(group: pytest.OptionGroup) -> None:
    """Add what decides how the outcomes of the tests are counted and kept."""
    group.addoption(
        "--rerun-environment",
        type=_count,
        default=0,
        metavar="N",
        help="run a test that the environment alone has failed again, up to N times (default: 0)",
    )
    group.addoption(
        "--max-flaky",
        type=_count,
        metavar="N",
        help="more than N tests that passed only when run again make the exit code 11 (default: any number passes)",
    )
    group.addoption(
        "--quarantine",
        type=Path,
        default=QUARANTINE,
        metavar="FILE",
        help="known failures that do not turn the run red until a day (default: quarantine.toml)",
    )


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"нужно целое число от нуля, а не «{text}»")
    return int(text)
