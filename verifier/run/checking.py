"""`pytest --check`: verifies the target in place of a run, and prints what it finds."""

from __future__ import annotations

import pytest

from verifier import targets
from verifier.console import say
from verifier.redaction.secrets import Secrets
from verifier.run import commandline
from verifier.run.accounts import described, pool_of
from verifier.run.choice import of_target
from verifier.targets import SiteTarget, TargetError
from verifier.targets.browser import refuse
from verifier.targets.check import EXIT_INPUT, check_target, exit_code, refused
from verifier.walk.steps import StepError


def check(config: pytest.Config) -> int:
    """Print a line for each thing that can be verified without a browser; return the exit code of `--check`.

    Raises `pytest.UsageError` for a command line that says nothing sensible.
    """
    commandline.refuse(config)
    try:
        variables = targets.environment()
        found, target = targets.load(config.getoption("--target"), config.getoption("--targets"), variables)
        refuse(target, config.getoption("--browser") or ["chromium"])
    except TargetError as error:
        print(refused(error))
        return EXIT_INPUT
    lines = []

    def accounts() -> str:
        if not isinstance(target, SiteTarget):
            return "свои у каждой проверки"
        pool, known = pool_of(config, target, variables), Secrets()
        try:
            known.public.add(of_target(found, target).public)
        except StepError as error:
            raise ValueError(str(error)) from None
        return described(pool, known)

    for line in check_target(found, target, accounts):
        say(str(line))
        lines.append(line)
    return exit_code(lines)
