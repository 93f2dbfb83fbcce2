"""What a person reads on a screen, whatever letters the screen is said to have."""

from __future__ import annotations

import codecs
import io
import os
import sys
from pathlib import Path

if sys.platform == "win32":
    MAKE, BIN, PYTHON = "python -m tools", ".venv\\Scripts\\", "Scripts/python.exe"
else:
    MAKE, BIN, PYTHON = "make", ".venv/bin/", "bin/python"
"""What stands before the name of one of the project's own commands, and of one that is installed for it, as readers
are told them; and where a virtual environment has its Python.
"""


def speak_russian() -> None:
    """Let output be in Russian wherever it goes: nothing that is printed may end a program.

    Where only ASCII is known it is UTF-8, as most such places are only not told so (`LANG=C`); a letter that another
    encoding has not is shown by its number.
    """
    for stream in (sys.__stdout__, sys.__stderr__):
        if not isinstance(stream, io.TextIOWrapper):
            continue  # closed, or exchanged by whoever runs us
        known = codecs.lookup(stream.encoding).name
        stream.reconfigure(encoding="utf-8" if known == "ascii" else known, errors="backslashreplace")


def say(text: str) -> None:
    """Print at once. Whoever has read enough, as `head` has, goes away: that is no error."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # At its end Python flushes what is left once more.
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
