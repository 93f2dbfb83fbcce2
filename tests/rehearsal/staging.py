"""A staging: the stand as a process of its own at addresses of its own, known from outside alone."""

from __future__ import annotations

import json
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from stand.direct_addresses import SYSTEMS

ROOT = Path(__file__).resolve().parents[2]
_FIELDS = ("diary_login", "diary_password", "vk_login", "vk_password", "vk_name")


class Staging:
    """What a team knows of its staging: addresses, an authority, accounts."""

    def __init__(self, card: Path) -> None:
        told = json.loads(card.read_text(encoding="utf-8"))
        self._addresses: Mapping[str, str] = told["addresses"]
        self._authority: str = told["authority"]
        self._students: Sequence[Mapping[str, str]] = told["students"]

    @property
    def variables(self) -> dict[str, str]:
        """What docs/nightly.md has a team enter among the CI's variables."""
        at = self._addresses
        return {
            "STAGING_DIARY": at["diary"],
            "STAGING_VK_ID": at["vk_id"],
            "STAGING_VK_ID_FORMER": at["vk_id_former"],
            "STAGING_MESSENGER": at["messenger"],
            "STAGING_AUTHORITY": self._authority,
            "STAGING_ALLOWED": "",
        }

    @property
    def accounts(self) -> str:
        """The accounts as the text of one secret, TOML."""
        tables = (
            "\n".join(f"{name} = {json.dumps(one[name])}" for name in _FIELDS) for one in self._students
        )
        return "\n".join(f"[[account]]\n{table}\n" for table in tables)

    @property
    def personal(self) -> list[str]:
        """Everything about the accounts that no report and no message may hold."""
        return [one[name] for one in self._students for name in _FIELDS]

    def links(self) -> list[bool]:
        """Say of each account whether it is linked."""
        trust = ssl.create_default_context(cafile=self._authority)
        answer = httpx.get(f"{self._addresses['stand']}/state", verify=trust)
        return [one["linked"] for one in answer.raise_for_status().json()]


@contextmanager
def staging(folder: Path, *options: str) -> Iterator[Staging]:
    """Start a staging with three pupils, as `python -m stand` takes it with these options; end it afterwards."""
    places = [word for number, system in enumerate(SYSTEMS, 2) for word in _served(system, number)]
    command = [sys.executable, "-m", "stand", "--port=0", "--students=3", "--passwords", *places]
    command += [f"--card={folder}", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert next(process.stdout, "").startswith("Стенд работает"), "the staging has not started"
            yield Staging(folder / "stand.json")
        finally:
            process.terminate()
            process.communicate()


def _served(system: str, number: int) -> tuple[str, str]:
    return "--serve-at", f"{system}=https://127.0.0.{number}:0"
