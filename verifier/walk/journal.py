"""What a walk saw, as data on disk: the only thing that reports read."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError
from pydantic_core import SchemaValidator, to_json

from verifier import plain
from verifier.screen.naming import window_name
from verifier.text.model import Instruction
from verifier.walk import older
from verifier.walk.verdict import Verdict
from verifier.whole import write_bytes

FORMAT = 6
"""The number of the form in which a journal is written; its schema is `journal.schema.json`, beside this module."""

ClaimKey = tuple[str, str]
"""What tells a claim from all others: the name of its text, and its own id in it."""

_LARGEST = 16_000_000
"""Bytes of a journal; a walk of thirty sentences takes some 200 000 of them."""


def _moment(text: str) -> str:
    if datetime.fromisoformat(text).utcoffset() is None or not "2000" < text < "2100":
        raise ValueError
    return text


Moment = Annotated[str, AfterValidator(_moment), Field(json_schema_extra={"format": "date-time"})]
"""UTC, ISO 8601, of this century."""

Count = Annotated[int, Field(ge=0, le=2**31 - 1)]
_FARTHEST = 1e6
_At = Annotated[float, Field(ge=-_FARTHEST, le=_FARTHEST)]
_Size = Annotated[float, Field(ge=0, le=_FARTHEST)]

Box = tuple[_At, _At, _Size, _Size]
"""Left, top, width and height, in CSS pixels of the window."""


def box_of(left: float, top: float, width: float, height: float) -> Box:
    """Return a box as a journal has it: what a page puts farther away than that is on no picture."""
    return (
        max(-_FARTHEST, min(left, _FARTHEST)),
        max(-_FARTHEST, min(top, _FARTHEST)),
        min(width, _FARTHEST),
        min(height, _FARTHEST),
    )


MarkKind = Literal["pressed", "filled", "seen", "absent"]
ActionKind = Literal[
    "open",
    "reload",
    "back",
    "forward",
    "close",
    "find",
    "leave",
    "press",
    "choose",
    "fill",
    "type",
    "see",
    "miss",
    "check",
]


class JournalError(ValueError):
    """A file is not a journal that can be read; the text is one line: file, what is wrong, the remedy."""


@dataclass(frozen=True)
class Mark:
    """Something that the walk touched or looked at; what is seen to be absent has no box."""

    kind: MarkKind
    label: str
    box: Box | None


@dataclass(frozen=True)
class Action:
    """Something that a step did or looked for; `window` is the number of the window in which it ended."""

    kind: ActionKind
    label: str
    window: Count | None
    url: str
    started: Moment
    """UTC, ISO 8601 with milliseconds."""
    duration_ms: Count


@dataclass(frozen=True)
class Window:
    """The window that a step looked at last; windows are numbered from 1 as they are told of, 0 looks aside."""

    number: Count
    name: str
    url: str
    title: str

    @property
    def called(self) -> str:
        """What a report calls the window, with what it shows."""
        return f"{window_name(self.number)} ({self.name})" if self.name else window_name(self.number)


_Picture = Annotated[str, Field(pattern=r"\.png$")]
_Scale = Annotated[float, Field(ge=0.5, le=16)]


@dataclass
class View:
    """What a step saw of a window: its picture, and what is marked there. The fields are those of `Entry`."""

    window: Window | None = None
    picture: _Picture | None = None
    picture_scale: _Scale = 1.0
    changing: list[Box] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


@dataclass
class Entry:
    """What became of one claim on one walk."""

    claim: str
    sentence: str
    file: str
    line: Count
    step: str
    """`file:line` of the step that looked."""
    verdict: Verdict = Verdict.UNPROVEN
    expected: str = ""
    observed: str = ""
    nearest: str = ""
    remedy: str = ""
    window: Window | None = None
    started: Moment | Literal[""] = ""
    """UTC, ISO 8601 with milliseconds; empty when the step was not reached."""
    duration_ms: Count = 0
    picture: _Picture | None = None
    """File name beside the journal."""
    picture_scale: _Scale = 1.0
    """Device pixels per CSS pixel."""
    changing: list[Box] = field(default_factory=list)
    """Where the picture differs from walk to walk by nature: covered personal data, dates and times."""
    marks: list[Mark] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    snapshot: str | None = None
    notes: list[str] = field(default_factory=list)
    spared: str = ""
    """Why the walk left the step out on purpose; empty where it did not."""
    fits: bool = True
    """Whether the sentence is about windows of such a size; one that is not is spared, and hinders nothing."""
    earlier: list[View] = field(default_factory=list)
    """What the step saw before that, where it did several things, in their order."""

    @property
    def views(self) -> list[View]:
        """All that the step saw, in the order of the walk."""
        return [*self.earlier, self.last]

    @property
    def last(self) -> View:
        """What the step saw last."""
        return View(self.window, self.picture, self.picture_scale, self.changing, self.marks)


@dataclass
class Journal:
    """One walk of an instruction: where and when it went, and an entry per step in the order of the walk.

    `folder` is where it keeps itself and its pictures; None keeps it in memory alone.
    """

    target: str
    scenario: str
    browser: str
    instruction: Instruction
    started: Moment = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    product: str = ""
    """The product's version, where it shows one."""
    target_title: str = ""
    """What readers call the target, where its name is not for them."""
    timezone: str = "UTC"
    """The zone by whose clock its readers are told when the walk was: a name of the IANA database."""
    conditions: str = ""
    """What the target was put under on purpose, as the option that repeats it; empty for nothing."""
    device: str = ""
    """What the browser plays, by a name of Playwright's list of devices; empty for a window on a desk."""
    attempt: Count = 1
    """Which attempt at its test the walk belongs to; those before the last do not count."""
    entries: list[Entry] = field(default_factory=list)
    folder: Path | None = None
    name: Annotated[str, Field(min_length=1)] = field(default_factory=lambda: uuid.uuid4().hex[:12])

    def key(self, entry: Entry) -> ClaimKey:
        """Return the key of the claim that an entry is about."""
        return self.instruction.name, entry.claim

    def save(self) -> None:
        """Write the journal, whole or not at all. Raises `UnwrittenError`."""
        if self.folder is None:
            return
        document = vars(self) | {"format": FORMAT}
        del document["folder"]
        # At the end of each step; the library's own of JSON would take ten times as long.
        write_bytes(self.folder / f"{self.name}.json", to_json(document, indent=1))

    def picture_name(self, label: str) -> str | None:
        """Return what a picture's file is called beside the journal; None when the journal keeps no files."""
        return f"{self.name}-{len(self.entries):02d}-{label}.png" if self.folder is not None else None

    def keep_picture(self, png: bytes, label: str) -> str | None:
        """Write a picture, whole, beside the journal and return its file name; None when the journal keeps no files.

        Raises `UnwrittenError`.
        """
        name = self.picture_name(label)
        if self.folder is not None and name is not None:
            write_bytes(self.folder / name, png)
        return name

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a journal back, also one of an older format. Raises `JournalError` when the file is not one."""
        try:
            document, number = _document(path)
            form = _form(is_present=number == FORMAT)
            journal: Self = form.validate_json(to_json(document | {"folder": None}), strict=True)
        except OSError as error:
            raise JournalError(f"{path}: журнал не читается ({error.strerror}); повторите прогон") from error
        except UnicodeDecodeError as error:
            raise JournalError(f"{path}: журнал не читается ({error}); повторите прогон") from error
        except ValidationError as error:
            place = ".".join(map(str, error.errors()[0]["loc"]))
            raise JournalError(
                f"{path}: это не журнал или он записан не до конца: не то в «{place}»; повторите прогон"
            ) from error
        except (KeyError, TypeError, AttributeError, ValueError) as error:  # also: not JSON
            if isinstance(error, JournalError):
                raise
            raise JournalError(
                f"{path}: это не журнал или он записан не до конца; повторите прогон"
            ) from error
        journal.folder = path.parent
        told_of = {claim.id for claim in journal.instruction.claims}
        if strange := [entry.claim for entry in journal.entries if entry.claim not in told_of]:
            raise JournalError(f"{path}: в его тексте нет предложения «{strange[0]}»; повторите прогон")
        return journal


def load_all(folder: Path) -> list[Journal]:
    """Read every journal below a folder, oldest first. Raises `JournalError` at the first that is not one."""
    return sorted(
        (Journal.load(path) for path in folder.rglob("*.json")), key=lambda one: (one.started, one.name)
    )


def now() -> str:
    """Return the time as a journal writes it: UTC, ISO 8601 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _document(path: Path) -> tuple[dict[str, Any], int]:
    """Return what a journal's file says, in the present format, and which it had. Raises `OSError` and others."""
    document: dict[str, Any] = plain.document(path, _LARGEST)
    number = document.pop("format")
    if type(number) is not int:
        raise TypeError(number)
    if number > FORMAT:
        raise JournalError(
            f"{path}: журнал формата {number}, а эта версия читает не новее {FORMAT}; обновите её"
        )
    if number < older.OLDEST:
        raise JournalError(
            f"{path}: журнал формата {number}, читаются с {older.OLDEST}; сделайте прогон этой версией"
        )
    older.bring_up(document, number)
    return document, number


@cache
def _form(*, is_present: bool) -> SchemaValidator:
    """Return what checks a journal as its published schema does: there nothing is left out, and nothing is added.

    What has come since an older format may be left out of a journal that had that.
    """
    form = TypeAdapter(Journal).core_schema
    _make_strict(form, is_whole=is_present)
    return SchemaValidator(form)


def _make_strict(part: Any, *, is_whole: bool) -> None:
    if isinstance(part, dict) and part.get("type") == "dataclass-args":
        part["extra_behavior"] = "forbid"
        for one in part["fields"] if is_whole else ():
            if one["schema"]["type"] == "default":
                one["schema"] = one["schema"]["schema"]
    if isinstance(part, dict | list):
        for inner in part.values() if isinstance(part, dict) else part:
            _make_strict(inner, is_whole=is_whole)
