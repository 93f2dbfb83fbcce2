"""Codes of VK's second step: by the clock, and from a command."""

from __future__ import annotations

import sys

import pyotp
import pytest

from verifier.accounts.codes import Command, Totp
from verifier.screen.trouble import Unavailable

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # of RFC 6238, appendix B


def test_codes_by_the_clock_are_those_of_the_standard() -> None:
    assert [Totp(SECRET, clock=lambda at=at: at)() for at in (59.0, 1111111109.0, 20000000000.0)] == [  # type: ignore[misc]
        "287082",
        "081804",
        "353130",
    ]


def test_a_code_serves_once_and_the_next_is_waited_for() -> None:
    now = [100.0]

    def wait(seconds: float) -> None:
        now[0] += seconds

    codes = Totp(SECRET, clock=lambda: now[0], wait=wait)
    first, second = codes(), codes()
    assert first != second
    assert now[0] == pytest.approx(120)
    assert second == pyotp.TOTP(SECRET).at(120)
    assert codes() == pyotp.TOTP(SECRET).at(150)


def test_a_clock_that_has_been_put_back_is_believed_and_not_waited_for() -> None:
    now, waited = [100_000.0], list[float]()

    def wait(seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    codes = Totp(SECRET, clock=lambda: now[0], wait=wait)
    codes()
    now[0] -= 86_400
    assert codes() == pyotp.TOTP(SECRET).at(int(now[0]))
    now[0] -= 20  # as clocks do that are set right a little at a time
    codes()
    assert sum(waited) <= 60


def test_a_secret_may_be_as_short_and_spaced_as_sites_show_it() -> None:
    assert Totp("jbsw y3dp ehpk 3pxp", clock=lambda: 0.0)() == "282760"
    with pytest.raises(ValueError, match="bits"):
        Totp("JBSW")


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("print(123456)", "123456"),
        ("print('Ваш код: 1234.')", "1234"),
        ("import sys; print('token 987654321', file=sys.stderr); print('00012345')", "00012345"),
    ],
)
def test_a_command_prints_the_code(program: str, code: str) -> None:
    assert Command([sys.executable, "-c", program])() == code


@pytest.mark.parametrize(
    ("program", "observed"),
    [
        ("print('s3cret')", "команда не напечатала кода"),
        ("print(1234, 5678)", "команда напечатала не один код"),
        ("print(1234); raise SystemExit(3)", "команда закончила с кодом 3"),
        (
            "import threading; print(1234, flush=True); threading.Event().wait()",
            "команда не ответила за 0.5 с",
        ),
    ],
)
def test_a_command_that_tells_no_code_is_the_environment(program: str, observed: str) -> None:
    with pytest.raises(Unavailable) as caught:
        Command(
            [sys.executable, "-c", program],
            limit_s=0.5 if "wait" in program else 20,
            asked_by="VK",
            named_by="STAGING_VK_CODE_COMMAND",
        )()
    assert caught.value.expected == "код второго шага VK известен"
    assert caught.value.observed == observed
    assert "VK_CODE_COMMAND" in caught.value.remedy
    assert "s3cret" not in str(caught.value)


def test_a_command_is_run_without_a_shell() -> None:
    assert Command(["echo", "1234;", "$HOME", "|", "cat"])() == "1234"
    with pytest.raises(Unavailable, match="не запускается"):
        Command(["no-such-program-anywhere"])()
