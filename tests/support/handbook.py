"""`docs/write-an-instruction.md`: the page from which authors learn, and the example that it consists of."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "write-an-instruction.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")

_FILE = re.compile(r"^`([\w./-]+)`\n\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_COMMANDS = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def example() -> dict[str, str]:
    """Return the files of the example, by their paths."""
    return dict(_FILE.findall(TEXT))


def part(heading: str) -> str:
    """Return what stands under a heading, `## A step`, up to the next one of its level."""
    level = heading.partition(" ")[0]
    return re.split(rf"^{level} ", TEXT.partition(f"\n{heading}\n")[2], flags=re.MULTILINE)[0]


def lay_down(folder: Path) -> None:
    """Do in an empty folder what the page says, up to the first run."""
    commands = _COMMANDS.findall(part("### Where the files go"))
    subprocess.run(["/bin/sh", "-e", "-c", "".join(commands)], cwd=folder, check=True)
    for name, content in example().items():
        (folder / name).write_text(content, encoding="utf-8")
