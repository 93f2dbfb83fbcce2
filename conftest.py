"""Wiring only: the engine's plugin, and what the tests of this project ask for."""

from __future__ import annotations

pytest_plugins = ["pytester", "verifier.run.plugin", "tests.support.fixtures"]
