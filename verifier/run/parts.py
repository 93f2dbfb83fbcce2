"""A part of a run that was divided among machines: the marker that it leaves beside its journals."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter
from pydantic_core import to_json

from verifier import plain, whole

SUFFIX = ".shard"
MOST = 10_000
"""Parts into which a run may be divided."""
_LARGEST = 1_000_000
"""Bytes of a marker."""


class NoPartError(ValueError):
    """A file is not what a part leaves behind; the text is one line with the remedy."""


@dataclass(frozen=True)
class Part:
    """Part `number` of a run, counted from 1, that was divided into `of` parts.

    `whole` names what is divided, so that parts of different runs are never taken for one: target and browsers.
    `division` is the digest of all tests and of the durations by which they were weighed: parts that disagree in
    it were cut from different wholes. `tests` are this part's, `of_tests` those of all, `expected_s` the seconds
    they should take by the record, 0 without one. A part that is not `finished` goes on or was killed.
    """

    whole: str
    number: Annotated[int, Field(ge=1)]
    of: Annotated[int, Field(le=MOST)]
    division: str
    tests: int
    of_tests: int
    expected_s: float
    finished: bool = False

    def __post_init__(self) -> None:
        if self.number > self.of:
            raise ValueError("there is no such part")

    @property
    def called(self) -> str:
        """What a reader is told of it."""
        return f"часть {self.number} из {self.of} ({self.whole})"

    def save(self, folder: Path) -> None:
        """Write the part's marker into its run's folder of journals, whole or not at all. Raises `UnwrittenError`."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        whole.write_text(folder / f"{self.number}-of-{self.of}{SUFFIX}", text)

    @classmethod
    def load(cls, path: Path) -> Part:
        """Read a marker back. Raises `NoPartError`."""
        try:
            part = TypeAdapter(cls).validate_json(to_json(plain.document(path, _LARGEST)), strict=True)
        except (OSError, ValueError) as error:
            raise NoPartError(
                f"{path}: отметка части прогона не читается; перезапустите эту часть"
            ) from error
        return part
