"""The stand's VK ID held against clients written in JavaScript for the real one, unchanged and at its real address."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest

from stand.people import VkAccount
from stand.server import Stand
from tests.support.vk_service import Service, csrf

pytestmark = pytest.mark.heavy

HERE = Path(__file__).parent
PACKAGES = HERE.parents[1] / "node_modules"
ORIGIN = "https://stand.test"


class Site:
    """A site of one client, in a process of its own that reaches the stand and nothing else."""

    def __init__(self, stand: Stand, script: str, client_id: str, back: str, authority: Path) -> None:
        node = shutil.which("node")
        assert node is not None
        self._process = subprocess.Popen(
            [node, HERE / "node" / script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={
                "PATH": os.environ["PATH"],
                "HTTPS_PROXY": stand.proxy,
                "NODE_EXTRA_CA_CERTS": str(authority),
                "CLIENT_ID": client_id,
                "BACK": back,
            },
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        assert self._process.wait(20) == 0

    def call(self, method: str, *values: object) -> dict[str, Any]:
        """Call a method of the site and return its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([method, *values]) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@pytest.fixture
def open_site(stand: Stand, service: Service, authority: Path) -> Callable[[str, str], Site]:
    """Open the site of a client that comes back from VK ID to a path."""
    # The suite runs without Node; what is skipped shows in the summary.
    for name in ("undici", "passport-vk-id", "better-auth"):
        if not (PACKAGES / name).exists():
            pytest.skip(f"нет пакета {name}: установите Node.js 20 или новее и выполните «make setup»")

    def open_it(script: str, path: str) -> Site:
        client_id = f"8{service.client_id}"
        stand.vk_id.records.add_client(client_id, "Школьный кружок", [ORIGIN + path])
        return Site(stand, script, client_id, ORIGIN + path, authority)

    return open_it


def agree(service: Service, address: str) -> dict[str, str]:
    """Let a client in where it asked for it, and return what VK ID sends it."""
    asked = service.http.get(address)
    screen = service.http.get(urljoin(address, asked.headers["Location"]))
    answered = service.http.post(screen.url, data={"csrf": csrf(screen)})
    location = urlsplit(answered.headers["Location"])
    return {name: values[0] for name, values in parse_qs(location.query).items()}


def test_passport_vk_id_signs_in(
    open_site: Callable[[str, str], Site], service: Service, account: VkAccount
) -> None:
    service.sign_in(account)
    with open_site("passport_vk_id.mjs", "/") as site:
        user = site.call("finish", agree(service, site.call("begin")["address"]))
    assert user["tokens"]["user_id"] == account.user_id
    assert user["profile"]["id"] == str(account.user_id)
    assert user["profile"]["name"] == {"givenName": account.first_name, "familyName": account.last_name}
    assert (user["profile"]["phone"], user["profile"]["email"]) == (account.phone[1:], account.email)
    assert user["profile"]["gender"] == account.sex


def test_passport_vk_id_refuses_the_answer_to_another_request(
    open_site: Callable[[str, str], Site], service: Service, account: VkAccount
) -> None:
    service.sign_in(account)
    with open_site("passport_vk_id.mjs", "/") as site:
        answer = agree(service, site.call("begin")["address"])
        said = site.call("finish", answer | {"state": "of-another"})
    assert "state" in said["failed"]["message"]


def test_better_auth_signs_in(
    open_site: Callable[[str, str], Site], service: Service, account: VkAccount
) -> None:
    service.host = "https://id.vk.com"  # the name by which this client still knows VK ID
    service.sign_in(account)
    with open_site("better_auth.mjs", "/api/auth/callback/vk") as site:
        said = site.call("finish", agree(service, site.call("begin")["address"]))
    assert said["leadsTo"] == "/welcome"
    assert said["session"]["user"]["name"] == account.full_name
    assert said["session"]["user"]["email"] == account.email


def test_better_auth_cannot_refresh_as_it_names_no_device(
    open_site: Callable[[str, str], Site], service: Service, account: VkAccount
) -> None:
    service.sign_in(account)
    with open_site("better_auth.mjs", "/api/auth/callback/vk") as site:
        site.call("finish", agree(service, site.call("begin")["address"]))
        said = site.call("refresh")
    assert said["status"] == 400
    assert said["answer"]["code"] == "FAILED_TO_REFRESH_ACCESS_TOKEN"
