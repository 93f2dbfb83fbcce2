"""Takes away what keeps secrets in: as a plugin of an inner run, to prove that the search can find them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from verifier.redaction.secrets import Secrets


def pytest_configure(config: pytest.Config) -> None:
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    patch.setattr(Secrets, "text", lambda _, text: text)
    patch.setattr(Secrets, "data", lambda _, data: data)
    patch.setattr("verifier.run.recorder.rewrite", copy)


def copy(raw: Path, to: Path, _: Secrets) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(raw, to)
