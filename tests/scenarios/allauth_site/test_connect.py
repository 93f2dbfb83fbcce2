"""The documented walk on the site, whole and section by section."""

from __future__ import annotations

import pytest

from flows.allauth_site.reader import ReaderWalk


@pytest.mark.only_looks
def test_text_holds(walk: ReaderWalk) -> None:
    walk.take()


def test_sign_in(walk: ReaderWalk) -> None:
    walk.take("sign-in")


def test_connect(signed_in: ReaderWalk) -> None:
    signed_in.take("connect")


def test_remove(connected: ReaderWalk) -> None:
    connected.take("remove")


def test_connect_again(at_connections: ReaderWalk) -> None:
    at_connections.take("connect-again")
