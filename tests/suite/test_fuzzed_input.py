"""Every reader of what people write, fed with anything: one line that names the remedy, and never a traceback."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from _pytest.config import _prepareconfig
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from flows.diary_chats.student import Student
from tests.support.journals import made_up
from verifier import targets
from verifier.accounts import sources
from verifier.accounts.errors import AccountError
from verifier.run import crashes
from verifier.run.quarantine import Known, QuarantineError
from verifier.run.quarantine import read as read_quarantine
from verifier.run.settings import settle
from verifier.targets import TargetError
from verifier.text.model import InstructionError
from verifier.text.reading import read as read_instruction
from verifier.text.refusals import one_line

pytestmark = pytest.mark.long
WALK = Path(__file__).resolve().parents[1] / "scenarios" / "test_documented_walk.py"

SETTINGS = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
ODD = ["", "~", "~nobody/x", "${", "${A}", "${A:-}", "\u202e", "\x1b[31m", "\\ud800", "0", "нет", "x" * 300]
WORDS = st.one_of(st.sampled_from(ODD), st.text(max_size=20))
VALUES = st.recursive(
    st.one_of(
        st.booleans(),
        st.integers(),
        st.floats(),
        WORDS,
        st.dates().map(str),
        st.just(["password"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)),
    max_leaves=6,
)
NOISE = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.integers(1, 4000).map(lambda depth: b"a = " + b"[" * depth + b"]" * depth),
    st.integers(1, 4000).map(lambda depth: b"a = " + b"{a = " * depth + b"1" + b"}" * depth),
    st.integers(1, 3000).map(lambda depth: b"[" + b".".join([b"a"] * depth) + b"]"),
)


def toml(value: Any) -> str:
    """Return a value as TOML writes it; what it has no way to write is left as it may be written by mistake."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        escaped = "".join(f"\\u{ord(one):04x}" if ord(one) < 32 or one in '"\\\x7f' else one for one in value)
        return f'"{escaped}"'
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{toml(key)} = {toml(one)}' for key, one in value.items())}}}"
    return str(value)


def tables(head: str, known: list[str]) -> st.SearchStrategy[bytes]:
    """Return files that have a table with fields that are known and others."""
    keys = st.one_of(st.sampled_from(known), WORDS)
    fields = st.dictionaries(keys, VALUES, max_size=6)

    def written(found: dict[str, Any]) -> bytes:
        lines = [f"{toml(key)} = {toml(value)}" for key, value in found.items()]
        return "\n".join([head, *lines, ""]).encode("utf-8", "surrogatepass")

    return fields.map(written)


def told(read: Callable[[Path], object], content: bytes, *refusals: type[Exception]) -> None:
    """Read a file that has any content; it has to be taken, or refused in a line as whoever shows it does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "written.toml")
        path.touch(mode=0o600)
        path.write_bytes(content)
        try:
            read(path)
        except refusals as error:
            said = one_line(str(error))
        else:
            return
        assert "; " in said or ", " in said


_SITE = """default = "stand"
[targets.stand]
kind = "stand"
product = "diary_chats"
[targets.staging]
kind = "site"
product = "diary_chats"
diary = "https://a.example"
vk_id = ["https://b.example"]
messenger = "https://c.example"
accounts = "STAGING"
"""
_FIELDS = [
    *(
        "basic_auth",
        "proxy",
        "extra_headers",
        "certificate_authority",
        "allowed",
        "check_s",
        "patience_s",
        "test_s",
    ),
    *("viewport", "device", "locale", "timezone"),
]


@SETTINGS
@given(st.one_of(tables(_SITE, _FIELDS), tables("", ["default", "targets"]), NOISE))
def test_targets(content: bytes) -> None:
    for name in ("staging", "stand", None):
        told(lambda path, name=name: targets.load(name, path, {"A": "a"}), content, TargetError)  # type: ignore[misc]


@SETTINGS
@given(
    st.one_of(
        tables("[[account]]", ["login", "password", "vk_login", "vk_password", "vk_totp", "vk_code_command"]),
        tables("", ["account"]),
        NOISE,
    )
)
def test_accounts(content: bytes) -> None:
    told(lambda path: sources.read("X", {"X_ACCOUNTS_FILE": str(path)}, Student), content, AccountError)


@SETTINGS
@given(
    st.dictionaries(
        st.sampled_from(["X_LOGIN", "X_PASSWORD", "X_2_LOGIN", "X_VK_TOTP", "X_VK_CODE_COMMAND"]), WORDS
    )
)
def test_accounts_by_variables(variables: dict[str, str]) -> None:
    told(lambda _: sources.read("X", variables, Student), b"", AccountError)


@SETTINGS
@given(
    st.one_of(
        tables("[[quarantined]]", ["test", "claim", "text", "owner", "reason", "until"]),
        tables("", ["quarantined"]),
        NOISE,
    )
)
def test_quarantine(content: bytes) -> None:
    known = Known([made_up("diary/chats", "enter")])
    told(lambda path: read_quarantine(path, known, root=path.parent), content, QuarantineError)


@SETTINGS
@given(
    st.one_of(
        NOISE, st.lists(st.tuples(WORDS, WORDS)).map(lambda ones: "\n".join(map("=".join, ones)).encode())
    )
)
def test_dotenv(content: bytes) -> None:
    told(lambda path: targets.environment({}, path), content, TargetError)


_MARKUP = st.sampled_from(
    [
        "# ",
        "## ",
        "1. ",
        "- ",
        "> ",
        "{#a}",
        "{#",
        "«",
        "»",
        "**",
        "`",
        "<!--",
        "-->",
        "[x](y)",
        "\n\n",
        "    ",
    ]
)


@SETTINGS
@given(
    st.one_of(
        NOISE, st.lists(st.one_of(_MARKUP, WORDS)).map(lambda ones: "".join(ones).encode("utf-8", "replace"))
    )
)
def test_instruction(content: bytes) -> None:
    told(read_instruction, content, InstructionError)


OTHERS = [
    *("--device", "--browser", "--browser-channel", "--output", "--alluredir", "--junit-xml", "--log-file"),
    *("--slowmo", "--timeout", "--durations-path", "--tracing", "--video", "--screenshot"),
]
"""What the suite reads of the options of other plugins."""


def options_with_a_value(request: pytest.FixtureRequest) -> list[str]:
    """Return every option of the suite's own that takes a value, and those of others that it reads."""
    (ours,) = (group for group in request.config._parser._groups if group.name == "instruction")
    return [
        *(one.names()[0] for one in ours.options if one.attrs().get("nargs") != 0),
        *OTHERS,
    ]


# An example takes a second: what is found is told as it is, and not looked at for minutes in smaller and smaller ones.
@settings(
    SETTINGS,
    max_examples=10,
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(value=WORDS.filter(lambda word: "\0" not in word))
def test_command_line(request: pytest.FixtureRequest, value: str) -> None:
    command_line_is_told(request, value)


@pytest.mark.parametrize("value", ODD)
def test_command_line_of_odd_words(request: pytest.FixtureRequest, value: str) -> None:
    command_line_is_told(request, value)


def command_line_is_told(request: pytest.FixtureRequest, value: str) -> None:
    for option in options_with_a_value(request):
        try:
            config = _prepareconfig(
                ["--capture=no", "-p", "no:cacheprovider", f"{option}={value}", str(WALK)]
            )
        except pytest.UsageError:
            continue  # told by pytest itself, which knows what the option may be
        try:
            with crashes.in_a_line():
                settle(config)
        except pytest.UsageError as error:
            (line,) = str(error).splitlines() or [""]
            assert "; " in line or ", " in line, (option, line)
        finally:
            config._ensure_unconfigure()
