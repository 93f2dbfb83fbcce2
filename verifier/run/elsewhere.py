"""What every pytest of this environment knows of the suite: how it is run, said to whoever runs it from elsewhere."""

from __future__ import annotations

import copy
from collections.abc import Generator

import pytest

from verifier.console import speak_russian
from verifier.project import ROOT

DOCUMENTED_WALK = "documented_walk"
"""The setting that names the file of the test that walks a whole text."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the setting here: whoever takes the project's settings, and no more of it, reads them too."""
    parser.addini(DOCUMENTED_WALK, "the file of the test that walks a whole text", default="")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config, parser: pytest.Parser, args: list[str]
) -> Generator[None, object, object]:
    """Raise `pytest.UsageError` where options are unknown because pytest has taken another folder for the project's.

    It takes that of a path on the command line, which may be the value of an option that it does not know yet.
    """
    done = yield
    _, unknown = parser.parse_known_and_unknown_args(args, namespace=copy.copy(early_config.option))
    if unknown and early_config.rootpath != ROOT:
        speak_russian()
        raise pytest.UsageError(
            f"pytest принял за набор папку {early_config.rootpath} и не знает ключей набора; выполните «cd {ROOT}», "
            "а путь к файлу вне набора пишите слитно с ключом: --targets=ФАЙЛ"
        )
    return done
