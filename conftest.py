"""Wiring only: the engine's plugin, the reports', and what the tests of this project ask for."""

from __future__ import annotations

pytest_plugins = ["pytester", "verifier.run.plugin", "reports.plugin", "tests.support.fixtures"]
