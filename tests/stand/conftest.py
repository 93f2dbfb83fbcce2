"""What the tests of the stand share: a service that asks VK ID, and an account to ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from stand.people import VkAccount
from stand.server import Stand
from tests.support.vk_service import Service, connect


@pytest.fixture
def service(stand: Stand) -> Iterator[Service]:
    """A service on this worker's stand."""
    with connect(stand) as http:
        yield Service(stand, http)


@pytest.fixture
def later() -> Iterator[Service]:
    """A service on a stand of the test's own, whose clock it may put forward."""
    with Stand() as stand, connect(stand) as http:
        yield Service(stand, http)


@pytest.fixture
def account(stand: Stand) -> VkAccount:
    """A VK account that nobody else knows."""
    return stand.new_vk_account()


@pytest.fixture
def authority(stand: Stand, tmp_path: Path) -> Path:
    """A file with the certificate that clients of the stand have to trust."""
    path = tmp_path / "authority.pem"
    path.write_bytes(stand.gateway.authority_pem)
    return path


@pytest.fixture
def through_proxy(stand: Stand, authority: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let `requests` reach the stand, and nothing else, as it would reach the real systems; return the proxy."""
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", stand.proxy)
    monkeypatch.setenv("https_proxy", stand.proxy)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority))
    return stand.proxy
