"""The stand's door: what it lets through, what it refuses, and how it opens and closes."""

from __future__ import annotations

import base64
import hashlib
import itertools
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Error, Page

from stand.addresses import Addresses
from stand.server import Stand

pytestmark = pytest.mark.heavy

HOSTS = sorted(Addresses().hosts())
ROOT = Path(__file__).parents[2]


@pytest.fixture
def client(stand: Stand) -> Iterator[httpx.Client]:
    with client_of(stand) as client:
        yield client


def client_of(stand: Stand) -> httpx.Client:
    return httpx.Client(proxy=stand.proxy, verify=stand.gateway.trust())


def port_of(stand: Stand) -> int:
    port = urlsplit(stand.proxy).port
    assert port is not None
    return port


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "stand", *arguments]


@pytest.mark.parametrize("host", HOSTS)
def test_each_documented_host_answers_with_a_valid_certificate(client: httpx.Client, host: str) -> None:
    answer = client.get(f"https://{host}/stand/stand.css")
    assert answer.status_code == 200
    assert "stand-mark" in answer.text


def test_nobody_who_was_not_told_trusts_the_stand(stand: Stand) -> None:
    with (
        httpx.Client(proxy=stand.proxy) as client,
        pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"),
    ):
        client.get(stand.addresses.diary)


@pytest.mark.parametrize(
    "address",
    ["vk.com:443", "petersburgedu.ru:443", "id.vk.ru:8443", "evil.id.vk.ru:443", "127.0.0.1:443"],
)
def test_other_hosts_are_refused_and_recorded(stand: Stand, client: httpx.Client, address: str) -> None:
    with pytest.raises(httpx.ProxyError, match="403"):
        client.get(f"https://{address}/")
    assert stand.gateway.refused[-1] == address


def test_a_page_cannot_leave_the_stand(stand: Stand, page: Page) -> None:
    with pytest.raises(Error, match="ERR_TUNNEL_CONNECTION_FAILED"):
        page.goto("https://vk.com/")
    assert "vk.com:443" in stand.gateway.refused


def test_plain_http_is_refused_even_for_a_documented_host(stand: Stand, client: httpx.Client) -> None:
    url = stand.addresses.diary.replace("https:", "http:")
    answer = client.get(url)
    assert answer.status_code == 403
    assert stand.gateway.refused[-1].startswith(url)


def ask_in_a_tunnel(stand: Stand, target: str, host: str) -> str:
    """Ask a server of the stand for a target, and return its whole answer."""
    with socket.create_connection(("127.0.0.1", port_of(stand))) as tunnel:
        tunnel.sendall(b"CONNECT id.vk.ru:443 HTTP/1.1\r\nHost: id.vk.ru:443\r\n\r\n")
        assert tunnel.recv(1024).startswith(b"HTTP/1.1 200 ")
        with stand.gateway.trust().wrap_socket(tunnel, server_hostname="id.vk.ru") as shown:
            shown.sendall(f"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            return b"".join(iter(lambda: shown.recv(1024), b"")).decode()


@pytest.mark.parametrize("host", ["id.vk.ru", "web.vk.me", "vk.com"])
def test_a_whole_address_as_target_counts_for_more_than_the_host(stand: Stand, host: str) -> None:
    answer = ask_in_a_tunnel(stand, "https://dnevnik2.petersburgedu.ru/api/no%2Fsuch?a=1", host)
    assert answer.startswith("HTTP/1.1 404 ")
    assert '"validations":' in answer


@pytest.mark.parametrize(("target", "status"), [("https://vk.com/", 421), ("https://[/", 404)])
def test_a_whole_address_that_is_not_the_stands_is_refused(stand: Stand, target: str, status: int) -> None:
    assert ask_in_a_tunnel(stand, target, "id.vk.ru").startswith(f"HTTP/1.1 {status} ")
    assert stand.crashes == []


def test_the_proxy_speaks_tls_for_those_who_leave_it_to_it(stand: Stand) -> None:
    body = "client_id=1"
    request = (
        "POST https://id.vk.ru/oauth2/user_info HTTP/1.1\r\nHost: id.vk.ru\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port_of(stand))) as connection:
        connection.sendall(request.encode())
        connection.sendall(body.encode())
        answer = b"".join(iter(lambda: connection.recv(1024), b"")).decode()
    assert answer.startswith("HTTP/1.1 401 ")
    assert "access_token is missing or invalid" in answer


@pytest.mark.parametrize(
    "target", ["https://vk.com/", "https://id.vk.ru:8443/", "https://[/", "ftp://id.vk.ru/"]
)
def test_no_other_address_is_reached_by_naming_it_whole(stand: Stand, target: str) -> None:
    with socket.create_connection(("127.0.0.1", port_of(stand))) as connection:
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: id.vk.ru\r\n\r\n".encode())
        assert connection.recv(1024).startswith(b"HTTP/1.1 403 ")
    assert stand.gateway.refused[-1] == target


@pytest.mark.parametrize("host", ["vk.com", "a]b", "[a", "id.vk.ru:port", "id.vk.ru:99999", "a/b?c#d"])
def test_a_request_meant_for_another_host_is_misdirected(
    stand: Stand, client: httpx.Client, host: str
) -> None:
    answer = client.get(stand.addresses.diary, headers={"Host": host})
    assert answer.status_code == 421
    assert stand.crashes == []


@pytest.mark.parametrize(
    ("address", "path", "kind"),
    [
        ("id.vk.ru", "/oauth2/auth", "application/x-www-form-urlencoded"),
        ("dnevnik2.petersburgedu.ru", "/api/user/auth/login", "application/json"),
    ],
)
def test_client_that_hangs_up_in_the_middle_of_its_body_is_no_crash(
    stand: Stand, client: httpx.Client, address: str, path: str, kind: str
) -> None:
    head = f"POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: {kind}\r\nContent-Length: 50\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port_of(stand))) as tunnel:
        tunnel.sendall(f"CONNECT {address}:443 HTTP/1.1\r\nHost: {address}:443\r\n\r\n".encode())
        assert tunnel.recv(1024).startswith(b"HTTP/1.1 200 ")
        with stand.gateway.trust().wrap_socket(tunnel, server_hostname=address) as shown:
            shown.sendall(head.encode() + b'{"a')
            shown.shutdown(socket.SHUT_WR)
            while shown.recv(1024):  # until the stand has heard of it and hangs up too
                pass
    client.get(f"https://{address}/")  # it answers in turn
    assert stand.crashes == []


def test_the_proxy_is_on_loopback_only(stand: Stand) -> None:
    with (
        socket.socket(socket.AF_INET) as elsewhere,
        pytest.raises(ConnectionRefusedError),
    ):
        elsewhere.connect(("127.0.0.2", port_of(stand)))


def test_the_key_hash_is_that_of_the_key_shown(stand: Stand) -> None:
    with socket.create_connection(("127.0.0.1", port_of(stand))) as tunnel:
        tunnel.sendall(b"CONNECT id.vk.ru:443 HTTP/1.1\r\nHost: id.vk.ru:443\r\n\r\n")
        assert tunnel.recv(1024).startswith(b"HTTP/1.1 200 ")
        with stand.gateway.trust().wrap_socket(tunnel, server_hostname="id.vk.ru") as shown:
            certificate = x509.load_der_x509_certificate(shown.getpeercert(binary_form=True) or b"")
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert base64.b64encode(hashlib.sha256(key).digest()).decode() == stand.gateway.key_hash


def test_stands_run_side_by_side_and_share_nothing(stand: Stand) -> None:
    student = stand.new_student()
    with Stand() as other:
        assert other.proxy != stand.proxy
        assert stand.vk_id.records.account_by_login(student.vk.phone) is not None
        assert other.vk_id.records.account_by_login(student.vk.phone) is None
        with client_of(other) as client:
            assert client.get(f"{other.addresses.stand}/").status_code == 200
        with (
            httpx.Client(proxy=other.proxy, verify=stand.gateway.trust()) as client,
            pytest.raises(httpx.ConnectError),
        ):
            client.get(f"{other.addresses.stand}/")


def test_a_stopped_stand_gives_its_port_back() -> None:
    with Stand() as first:
        port = port_of(first)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
    with Stand(port=port) as second, client_of(second) as client:
        assert port_of(second) == port
        assert client.get(second.addresses.messenger).status_code == 200


def test_stopping_does_not_wait_for_idle_connections() -> None:
    stand = Stand().start()
    with client_of(stand) as client:
        client.get(stand.addresses.messenger)
        stand.stop()
        with pytest.raises(httpx.TransportError):
            client.get(stand.addresses.messenger)


def test_a_taken_port_is_an_error_at_once(stand: Stand) -> None:
    with pytest.raises(OSError, match="address already in use"):
        Stand(port=port_of(stand)).start()


def test_an_outage_strikes_one_system_and_passes(stand: Stand, client: httpx.Client) -> None:
    with stand.faults.outage("messenger", 502):
        assert client.get(stand.addresses.messenger).status_code == 502
        assert client.get(stand.addresses.diary).status_code == 200
    assert client.get(stand.addresses.messenger).status_code == 200


def test_the_command_says_where_the_port_is_taken(stand: Stand) -> None:
    done = subprocess.run(
        command("--port", str(port_of(stand))), cwd=ROOT, capture_output=True, text=True, timeout=20
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        f"Порт {port_of(stand)} занят. Остановите другой стенд или назовите свободный порт: "
        f"--port {port_of(stand) + 1}"
    ]


def test_the_command_runs_a_stand_until_interrupted() -> None:
    with subprocess.Popen(
        command("--port", "0", "--students", "3"),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        welcome = list(itertools.takewhile(lambda line: not line.startswith("Остановить"), running.stdout))
        with httpx.Client(proxy=welcome[0].split()[-1], verify=False) as client:
            accounts = client.get("https://stand.test/").text
        running.send_signal(signal.SIGINT)
        farewell, errors = running.communicate(timeout=60)
    assert (running.returncode, errors) == (0, "")
    assert "".join(welcome).count("@shkola.test") == accounts.count("@shkola.test") == 3
    assert "--ignore-certificate-errors-spki-list=" in "".join(welcome)
    assert farewell.endswith("До свидания!\n")


def test_no_answer_waits_for_its_first_part_to_be_acknowledged(stand: Stand) -> None:
    web = stand.gateway._web
    assert web is not None
    (listener,) = web.servers[0].sockets
    assert listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
