"""What pictures and snapshots add to a walk on the stand: the documented walk with each setting of `--pictures`.

python -m bench.evidence [ПРОГОНОВ]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench.table import number, show, size
from verifier.console import speak_russian
from verifier.walk.journal import Journal, load_all

ROUNDS = 5
_ROOT = Path(__file__).resolve().parent.parent
_SETTINGS = ("off", "only-on-failure", "on")
_WALK = "tests/scenarios/test_documented_walk.py::test_instruction_holds"


def main(rounds: int = ROUNDS) -> None:
    """Walk by turns, so that whatever else the machine does hits all settings alike, and print the medians."""
    speak_russian()
    seconds: dict[str, list[float]] = {setting: [] for setting in _SETTINGS}
    bytes_kept: dict[str, int] = {}
    for _ in range(rounds):
        for setting in _SETTINGS:
            with tempfile.TemporaryDirectory() as folder:
                seconds[setting].append(_spent(_walked(setting, Path(folder))))
                bytes_kept[setting] = sum(path.stat().st_size for path in Path(folder).rglob("journals/*/*"))
    least = median(seconds["off"])
    rows = [
        [
            setting,
            number(median(spent)),
            f"{number(min(spent))}–{number(max(spent))}",
            f"{median(spent) - least:+.1f}".replace(".", ",") if setting != "off" else "",
            size(bytes_kept[setting]),
        ]
        for setting, spent in seconds.items()
    ]
    show(
        f"Проход инструкции на стенде, прогонов: {rounds}",
        ("--pictures", "медиана, с", "разброс, с", "прибавка, с", "журнал"),
        rows,
    )


def _walked(setting: str, out: Path) -> Journal:
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:randomly"]
    ran = subprocess.run(
        [*command, f"--pictures={setting}", f"--reports={out}", _WALK],
        cwd=_ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if ran.returncode:
        sys.exit(f"{ran.stdout}{ran.stderr}\nпрогон не зелёный, мерить нечего")
    return load_all(out / "journals")[0]


def _spent(walk: Journal) -> float:
    return sum(entry.duration_ms for entry in walk.entries) / 1000


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
