"""What every test can ask for: the target and its text, a person who takes the walk, and the walk."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext
from pytest_playwright.pytest_playwright import CreateContextCallback

from verifier import targets
from verifier.accounts.lease import Lease
from verifier.product import LocalStand, Newcomer
from verifier.run.choice import Choice, of_target
from verifier.run.crashes import StandFailed
from verifier.run.events import WALKED
from verifier.run.evidence import EVIDENCE
from verifier.run.hand import hand
from verifier.run.redaction import REDACTION
from verifier.run.reruns import ATTEMPT
from verifier.run.run import RUN
from verifier.run.settings import SETTINGS, stand_of
from verifier.targets import StandTarget, Target
from verifier.text.model import Instruction
from verifier.walk.companion import Companion
from verifier.walk.evidence import Pictures
from verifier.walk.journal import Journal
from verifier.walk.walk import Walk


class NewWalk(Protocol):
    """Makes a walk for the test's person.

    Without a context the walk gets one of its own. `journal_folder` sends its journal elsewhere than to the
    run's: such a walk does not count in the run's ledger. `patience_s` is the target's unless it is given; a
    walk that is meant to wait in vain needs less. `pictures` is as the run was told unless it is given. `companion`
    goes along; one for a survey only looks, and leaves no journal.
    """

    def __call__(
        self,
        context: BrowserContext | None = None,
        *,
        journal_folder: Path | None = None,
        patience_s: float = ...,
        pictures: Pictures = ...,
        companion: Companion | None = None,
    ) -> Walk[Any]:
        """Make a walk."""


def choice_for(config: pytest.Config, product: str) -> Choice:
    """Return where tests about a product walk: the run's own target, or the product's stand if nobody named a target.

    Skips a test whose product is not that of the target that somebody has named.
    """
    settings = config.stash[SETTINGS]
    if settings.choice.product.name == product:
        return settings.choice
    if not settings.is_named:
        for name, target in targets.stands(config.getoption("--targets"), settings.variables).items():
            if target.product == product:
                return of_target(name, target)
    pytest.skip(f"прогон идёт на цели {settings.target_name}, а это проверка продукта {product}")


@pytest.fixture(scope="session")
def stands(pytestconfig: pytest.Config) -> Iterator[Callable[[Choice], LocalStand]]:
    """How a test gets the stand of a product: this worker's own, the same for all of its tests."""
    settings, running = pytestconfig.stash[SETTINGS], dict[str, LocalStand]()
    host = pytestconfig.getoption("--stand-address")
    with ExitStack() as stack:

        def start(choice: Choice) -> LocalStand:
            name = choice.product.name
            if name not in running:
                is_own = choice.name == settings.target_name
                asked = (settings.defect, settings.weather, settings.variants) if is_own else (None, None, ())
                running[name] = stack.enter_context(stand_of(choice).start(host, *asked))
                pytestconfig.stash[REDACTION].ask(running[name].everyone)
            return running[name]

        yield start
    crashes = [crash for one in running.values() for crash in one.crashes]
    if crashes:
        last = crashes[0].rstrip().rpartition("\n")[2]
        raise StandFailed("\n".join([f"код стенда упал, раз: {len(crashes)}: {last}", *crashes]))


@pytest.fixture
def choice(pytestconfig: pytest.Config) -> Choice:
    """Where to walk what; tests about one product override it by `choice_for`."""
    return pytestconfig.stash[SETTINGS].choice


@pytest.fixture
def instruction(request: pytest.FixtureRequest, choice: Choice) -> Instruction:
    """The written instruction; a test marked `each_text` gets one after another those that the run is to walk."""
    number: int = getattr(request, "param", 0)
    return choice.texts[number]


@pytest.fixture
def target(choice: Choice) -> Target:
    """Where to walk."""
    return choice.target


@pytest.fixture
def local_stand(choice: Choice, stands: Callable[[Choice], LocalStand]) -> LocalStand:
    """The stand. A scenario that asks for it cannot be run on another target."""
    if choice.is_site:
        pytest.skip("только на стенде: начальное состояние создаётся мимо браузера")
    return stands(choice)


@pytest.fixture
def newcomer(local_stand: LocalStand) -> Newcomer:
    """Somebody whom the stand has made for this test alone."""
    return local_stand.newcomer()


@pytest.fixture
def person(request: pytest.FixtureRequest, pytestconfig: pytest.Config, choice: Choice) -> Any:
    """The person who takes the walk."""
    if choice.is_site:
        lease: Lease = request.getfixturevalue("lease")
        found = lease.person
    else:
        found = request.getfixturevalue("newcomer").person
    secrets = pytestconfig.stash[RUN].secrets
    secrets.public.add(choice.public)
    secrets.fields.add(choice.product.personal)
    secrets.learn(found.secrets)
    return found


@pytest.fixture
def new_walk(
    request: pytest.FixtureRequest,
    pytestconfig: pytest.Config,
    choice: Choice,
    instruction: Instruction,
    target: Target,
    person: Any,
    browser: Browser,
    new_context: CreateContextCallback,
) -> Iterator[NewWalk]:
    """How a test makes the walks that it needs. On a stand none of them may try to leave it."""
    running: LocalStand | None = (
        request.getfixturevalue("local_stand") if isinstance(target, StandTarget) else None
    )
    newcomer: Newcomer | None = request.getfixturevalue("newcomer") if running else None
    lease: Lease | None = None if running else request.getfixturevalue("lease")
    surveys = bool(pytestconfig.option.survey or pytestconfig.option.record)
    look_only = lease.look_only if lease else ""
    if look_only and request.node.get_closest_marker("only_looks") is None:
        pytest.skip(f"{look_only}, а этот сценарий может что-нибудь изменить")
    refused_before = len(running.refused) if running else 0
    if running:
        running.begin_anew()
    run = pytestconfig.stash[RUN]
    asked = pytestconfig.stash[SETTINGS].asked
    asked_for: Pictures = pytestconfig.getoption("--pictures")

    def make(
        context: BrowserContext | None = None,
        *,
        journal_folder: Path | None = None,
        patience_s: float = target.patience_s,
        pictures: Pictures = asked_for,
        companion: Companion | None = None,
    ) -> Walk[Any]:
        counts = journal_folder is None and not surveys
        described = f"{browser.browser_type.name} {browser.version}"
        journal = Journal(
            choice.name,
            request.node.nodeid,
            described,
            instruction,
            target_title=target.called,
            timezone=target.timezone,
            device=pytestconfig.getoption("--device") or "",
            attempt=request.node.stash.get(ATTEMPT, 1),
            folder=journal_folder or (None if surveys else run.journals),
        )
        if running:
            journal.conditions = running.conditions
        if counts:
            request.node.stash.setdefault(WALKED, []).append(journal)
        return Walk(
            context or new_context(),
            choice.product,
            target.sites,
            person,
            instruction,
            journal,
            patience_ms=patience_s * 1000,
            original=choice.original_of(instruction),
            record=newcomer.record if newcomer else None,
            pictures=pictures,
            narrate=functools.partial(run.narrate, instruction) if counts or surveys else None,
            known_to=run.secrets,
            recorded=pytestconfig.stash[EVIDENCE].records(),
            look_only=look_only,
            leaves=lease.note_left if lease else None,
            new_context=new_context,
            is_invented=newcomer is not None and newcomer.is_invented,
            companion=companion or (hand(pytestconfig, instruction, asked) if asked and counts else None),
        )

    yield make
    if running is not None and (strangers := running.refused[refused_before:]):
        raise StandFailed(f"страницы обращались за пределы стенда: {', '.join(strangers)}")


@pytest.fixture
def walk(new_walk: NewWalk) -> Walk[Any]:
    """The person's walk, in a browser context of its own."""
    return new_walk()
