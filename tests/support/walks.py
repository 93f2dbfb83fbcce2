"""How a test asks for a walk."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from playwright.sync_api import BrowserContext

from verifier.walk.evidence import Pictures
from verifier.walk.walk import Walk

IN_VAIN_S = 3.0
"""How long a test waits for what never comes; what does come takes the stand a tenth of that on a free machine."""


class NewWalk(Protocol):
    """Makes a walk for the test's student.

    Without a context the walk gets one of its own. `journal_folder` sends its journal elsewhere than to the
    run's: such a walk does not count in the run's ledger. `patience_s` is the target's unless it is given; a
    walk that is meant to wait in vain needs less. `pictures` is as the run was told unless it is given.
    """

    def __call__(
        self,
        context: BrowserContext | None = None,
        *,
        journal_folder: Path | None = None,
        patience_s: float = ...,
        pictures: Pictures = ...,
    ) -> Walk: ...
