"""Wiring only: what a run is made of. Its parts are in verifier/run/, what tests ask for in tests/support/."""

from __future__ import annotations

import pytest

from stand.weather import CALM
from verifier.run import checking, listings, options, remote
from verifier.run.accounts import ACCOUNTS, Accounts
from verifier.run.evidence import EVIDENCE, Evidence
from verifier.run.interrupts import TimeOuts, end_in_order
from verifier.run.quarantine import Quarantine
from verifier.run.redaction import REDACTION, Redaction
from verifier.run.reruns import Reruns
from verifier.run.run import RUN, Run
from verifier.run.settings import SETTINGS, only_lists, settle
from verifier.run.shards import DIVISION, Division
from verifier.run.workers import Workers
from verifier.targets import SiteTarget

pytest_plugins = [
    "pytester",
    "verifier.run.events",
    "verifier.run.browser",
    "verifier.run.lending",
    "reports.plugin",
    "tests.support.fixtures",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the suite's options."""
    options.add(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Check everything that can be wrong before anything is started, then put the run together."""
    settings = config.stash[SETTINGS] = settle(config)
    out = config.getoption("--reports").absolute()
    run = config.stash[RUN] = Run(config, [settings.instruction], out, settings.target_name)
    run.secrets.learn(remote.keys_of(config.getoption("--connect")))
    accounts: Accounts | None = None
    if isinstance(settings.target, SiteTarget) and not only_lists(config):
        accounts = config.stash[ACCOUNTS] = Accounts(config, settings.target, settings.variables)
        run.secrets.learn([*accounts.secrets, *settings.target.secrets])
        config.pluginmanager.register(accounts, "instruction-accounts")
    config.pluginmanager.register(Quarantine(settings.quarantine), "instruction-quarantine")
    reruns = Reruns(config, config.getoption("--rerun-environment"), run.tally)
    config.pluginmanager.register(reruns, "instruction-reruns")
    evidence = config.stash[EVIDENCE] = Evidence(config, run.secrets, out, run.name)
    if settings.shard is not None:
        idle = "stand" if isinstance(settings.target, SiteTarget) else None
        division = Division(config, settings.shard, settings.target_name, run.journals, idle)
        config.pluginmanager.register(division, DIVISION)
    redaction = config.stash[REDACTION] = Redaction(config, run.secrets)
    config.pluginmanager.register(run, "instruction-run")
    config.pluginmanager.register(evidence, "instruction-evidence")
    # The last one's wrappers run last: it has to see what all others have made of a report.
    config.pluginmanager.register(redaction, "instruction-redaction")
    config.pluginmanager.register(Workers(run.name, accounts), "instruction-workers")
    config.pluginmanager.register(TimeOuts(), "instruction-time-outs")
    config.add_cleanup(end_in_order())


def pytest_cmdline_main(config: pytest.Config) -> int | None:
    """Check the target, or list the steps or the defects, and be done, if that is what was asked for."""
    if config.option.check:
        return checking.check(config)
    if config.option.defects:
        print(listings.defects())
        return 0
    if not config.option.steps:
        return None
    config._do_configure()  # as pytest's own --markers does
    print(listings.steps(config.stash[SETTINGS].instruction))
    config._ensure_unconfigure()
    return 0


def pytest_report_header(config: pytest.Config) -> str | None:
    """Say which weather the run meets, so that it can be repeated."""
    forecast = config.stash[SETTINGS].forecast
    if forecast.weather is CALM:
        return None
    return f"погода: --weather {forecast}. {forecast.weather.sentence}"
