"""What the tests of the stand share: a service that asks VK ID, and an account to ask for."""

from __future__ import annotations

from collections.abc import Iterator

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
