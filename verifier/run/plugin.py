"""The engine as a pytest plugin: its options, what is settled before a run, and the parts that the run is made of."""

from __future__ import annotations

import pytest

from verifier.console import say, speak_russian
from verifier.run import checking, crashes, hand, listings, options, remote
from verifier.run.accounts import ACCOUNTS, Accounts
from verifier.run.disk import Disk
from verifier.run.evidence import EVIDENCE, Evidence
from verifier.run.interrupts import TimeOuts, end_in_order
from verifier.run.quarantine import Quarantine
from verifier.run.redaction import REDACTION, Redaction
from verifier.run.reruns import Reruns
from verifier.run.run import RUN, Run
from verifier.run.settings import SETTINGS, only_lists, settle, stand_of
from verifier.run.shards import DIVISION, Division
from verifier.run.workers import Workers
from verifier.targets import SiteTarget

pytest_plugins = [
    "verifier.run.events",
    "verifier.run.browser",
    "verifier.run.lending",
    "verifier.run.fixtures",
]


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Add the suite's options, and be ready for what goes wrong while they are read."""
    speak_russian()
    Disk.of(pluginmanager)
    pluginmanager.register(crashes.Crashes(), crashes.Crashes.NAME)
    options.add(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Check everything that can be wrong before anything is started, then put the run together."""
    with crashes.in_a_line():
        _configure(config)


def _configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "only_looks: may run on a target where a walk may only look: it leaves out what would change anything",
    )
    config.addinivalue_line("markers", "each_text: is run for each text that the run is to walk")
    settings = config.stash[SETTINGS] = settle(config)
    # Loaded here: a run that does no such thing starts a tenth sooner without.
    if config.option.survey:
        from verifier.run import survey

        survey.choose(config)
    if config.option.record is not None:
        from verifier.run import record

        record.choose(config)
    if settings.asked:
        config.pluginmanager.register(hand.DocumentedWalk(config), "instruction-hand")
    choice = settings.choice
    out = config.getoption("--reports").absolute()
    run = config.stash[RUN] = Run(config, choice.texts, out, choice.name)
    run.secrets.public.add(choice.public)
    run.secrets.fields.add(choice.product.personal)
    run.secrets.learn(remote.keys_of(config.getoption("--connect")))
    crashed = config.pluginmanager.get_plugin(crashes.Crashes.NAME)
    assert isinstance(crashed, crashes.Crashes)
    crashed.free = run.secrets.text
    accounts: Accounts | None = None
    if isinstance(choice.target, SiteTarget) and not only_lists(config):
        accounts = config.stash[ACCOUNTS] = Accounts(config, choice.target, settings.variables)
        run.secrets.learn([*accounts.secrets, *choice.target.secrets])
        config.pluginmanager.register(accounts, "instruction-accounts")
    config.pluginmanager.register(Quarantine(settings.quarantine), "instruction-quarantine")
    reruns = Reruns(config, config.getoption("--rerun-environment"), run.tally)
    config.pluginmanager.register(reruns, "instruction-reruns")
    evidence = config.stash[EVIDENCE] = Evidence(config, run.secrets, out, run.name)
    if settings.shard is not None:
        idle = "stands" if choice.is_site else None
        division = Division(config, settings.shard, choice.name, run.journals, idle)
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
    """Check the target, or list the steps, the defects or the variants, and be done, if that is what was asked for."""
    if config.option.check:
        return checking.check(config)
    if not (config.option.defects or config.option.variants or config.option.steps):
        return None
    config._do_configure()  # as pytest's own --markers does
    choice = config.stash[SETTINGS].choice
    say(listings.asked(config.option, choice))
    config._ensure_unconfigure()
    return 0


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test marked `each_text` for each text, where the run is to walk several."""
    texts = metafunc.config.stash[SETTINGS].choice.texts
    if metafunc.definition.get_closest_marker("each_text") and len(texts) > 1:
        names = [text.name for text in texts]
        metafunc.parametrize("instruction", range(len(texts)), ids=names, indirect=True)


def pytest_report_header(config: pytest.Config) -> str | None:
    """Say which weather the run meets, so that it can be repeated."""
    settings = config.stash[SETTINGS]
    if not settings.weather:
        return None
    return f"погода: --weather {settings.weather}. {stand_of(settings.choice).told(settings.weather)}"
