"""A run of one test of the engine's own, in the place of all others."""

from __future__ import annotations

import pytest

from verifier.project import ROOT


def run_alone(config: pytest.Config, file: str, option: str, noun: str) -> None:
    """Let a run take the engine's own test in `file`, and no other.

    Raises `pytest.UsageError` where tests or several processes are asked for besides; `option` asks for it, `noun` is
    what it does, in Russian.
    """
    if config.args_source is pytest.Config.ArgsSource.ARGS:
        raise pytest.UsageError(f"{option}: {noun} идёт без проверок; уберите из команды файлы и папки")
    if getattr(config.option, "numprocesses", None):
        raise pytest.UsageError(f"{option}: {noun} идёт в одном процессе; уберите -n")
    config.args[:] = [file]
    conftest = str(ROOT / "conftest.py")
    if config.rootpath != ROOT and not config.pluginmanager.has_plugin(conftest):
        # In a folder of somebody's own the engine's project has no say: pytest takes this for its conftest.
        config.pluginmanager.register(object(), conftest)
