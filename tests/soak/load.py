"""The load of a soak: processes that keep the processor busy and never outlive it."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

_NICENESS = 5
"""A little behind the walks, so that the machine is busy and yet answers its user."""


@contextmanager
def processor_load(processes: int) -> Iterator[list[int]]:
    """Keep as many processors busy, by processes whose ids are given."""
    context = multiprocessing.get_context("spawn")
    burners = [
        context.Process(target=_burn, args=(os.getpid(),), daemon=True, name="soak-load")
        for _ in range(processes)
    ]
    try:
        for burner in burners:
            burner.start()
        yield [burner.pid for burner in burners if burner.pid is not None]
    finally:
        for burner in burners:
            if burner.pid is not None:
                burner.kill()
                burner.join()


def _burn(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    os.nice(_NICENESS)
    digest = b""
    while os.getppid() == parent:
        digest = hashlib.pbkdf2_hmac("sha256", digest, b"soak", 20_000)
