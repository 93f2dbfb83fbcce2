"""`--check`: what can be verified of a target without a browser, with the remedy for whatever is wrong."""

from __future__ import annotations

import contextlib
import datetime
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

from flows.diary_chats.product import PRODUCT
from stand.direct_addresses import DirectAddresses
from stand.server import Stand
from verifier.targets.check import Line, check_target, exit_code
from verifier.targets.model import Proxy, SiteTarget
from verifier.targets.pins import pins
from verifier.targets.reach import UnreachedError

pytestmark = pytest.mark.heavy

AUTHORITY = trustme.CA()
Serve = Callable[..., str]


@pytest.fixture(scope="module")
def site() -> Iterator[Stand]:
    """A stand that is reached as any site is."""
    with Stand(direct=DirectAddresses.anywhere()) as running:
        yield running


@pytest.fixture
def authority(site: Stand, tmp_path: Path) -> Path:
    path = tmp_path / "authority.pem"
    path.write_bytes(site.gateway.authority_pem + AUTHORITY.cert_pem.bytes())
    return path


@pytest.fixture
def target(site: Stand, authority: Path) -> SiteTarget:
    """A target that is in order."""
    target = SiteTarget(
        kind="site",
        product=PRODUCT.name,
        systems={
            "diary": [site.addresses.diary],
            "vk_id": [site.addresses.vk_id],
            "messenger": [site.addresses.messenger],
        },
        accounts="STAGING",
        certificate_authority=authority,
        check_s=5,
    )
    target.belongs_to(PRODUCT)
    return target


def moved(target: SiteTarget, system: str, origin: str) -> SiteTarget:
    """Return the target with one of its systems at another address."""
    return target.model_copy(update={"systems": {**target.systems, system: [origin]}})


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start a server that answers everything alike, and return its address."""
    with contextlib.ExitStack() as stack:

        def start(
            status: int = 200,
            host: str = "127.0.0.9",
            not_before: datetime.datetime | None = None,
            not_after: datetime.datetime | None = None,
        ) -> str:
            server = ThreadingHTTPServer(("127.0.0.9", 0), answering(status))
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            AUTHORITY.issue_cert(host, not_before=not_before, not_after=not_after).configure_cert(context)
            server.socket = context.wrap_socket(server.socket, server_side=True)
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            return f"https://127.0.0.9:{server.server_address[1]}"

        yield start


def answering(status: int) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


def lines_of(target: SiteTarget, accounts: Callable[[], str] = lambda: "1") -> list[Line]:
    return list(check_target("staging", target, accounts))


def wrong_with(target: SiteTarget, code: int = 11) -> str:
    """Return the only line that tells of something wrong."""
    lines = lines_of(target)
    assert exit_code(lines) == code
    (wrong,) = [str(line) for line in lines if line.remedy]
    assert wrong.startswith("✗ ")
    assert "\n" not in wrong
    return wrong


def test_a_target_in_order_is_told_line_by_line(target: SiteTarget) -> None:
    lines = lines_of(target)
    assert exit_code(lines) == 0
    assert all(str(line).startswith("✓ ") for line in lines)
    told = "\n".join(map(str, lines))
    diary, vk_id, messenger = (target.sites.origin(one) for one in ("diary", "vk_id", "messenger"))
    for origin in (diary, vk_id, messenger):
        assert f"{origin}: имя находится: 127.0.0." in told
        assert f"{origin}: сертификат верен до " in told
    assert f"{diary}: ответ 200 за " in told
    assert f"{vk_id}: ответ 404 за " in told  # it has no first page, and need not
    assert f"{messenger}: ответ 200 за " in told


def test_wrong_accounts_are_input(target: SiteTarget) -> None:
    def none() -> str:
        raise ValueError("окружение: не задана переменная X; задайте её")

    lines = lines_of(target, none)
    assert exit_code(lines) == 4
    assert [str(line) for line in lines if line.remedy] == ["✗ окружение: не задана переменная X; задайте её"]


@pytest.mark.parametrize("field", ["diary", "vk_id", "messenger"])
def test_a_name_that_is_not_found_is_told(target: SiteTarget, field: str) -> None:
    lost = moved(target, field, "https://nowhere.invalid")
    assert "имя nowhere.invalid не находится; проверьте адрес" in wrong_with(lost)


def test_a_port_where_nobody_listens_is_told(target: SiteTarget) -> None:
    with socket.create_server(("127.0.0.9", 0)) as closed:
        port = closed.getsockname()[1]
    lost = moved(target, "messenger", f"https://127.0.0.9:{port}")
    assert f"127.0.0.9:{port} не принимает соединение; проверьте порт" in wrong_with(lost)


def test_a_port_without_tls_is_told(target: SiteTarget, site: Stand) -> None:
    plain = site.proxy.replace("http:", "https:")
    assert "отвечают не по TLS; проверьте порт" in wrong_with(moved(target, "messenger", plain))


def test_a_system_that_does_not_answer_is_told_in_time(target: SiteTarget) -> None:
    with socket.create_server(("127.0.0.9", 0)) as silent:
        origin = f"https://127.0.0.9:{silent.getsockname()[1]}"
        lost = moved(target, "messenger", origin).model_copy(update={"check_s": 0.3})
        assert "нет ответа за 0,3 с; проверьте, работает ли система" in wrong_with(lost)


def test_a_certificate_of_an_unknown_authority_is_told(target: SiteTarget) -> None:
    lines = lines_of(target.model_copy(update={"certificate_authority": None}))
    wrong = [str(line) for line in lines if line.remedy]
    assert len(wrong) == 3
    assert all("центром, которому здесь не доверяют; укажите сертификат центра" in one for one in wrong)


def test_a_certificate_for_another_name_is_told(target: SiteTarget, serve: Serve) -> None:
    lost = moved(target, "messenger", serve(host="web.vk.me"))
    assert "сертификат выдан не для 127.0.0.9; проверьте адрес" in wrong_with(lost)


def test_a_certificate_that_is_over_is_told(target: SiteTarget, serve: Serve) -> None:
    now = datetime.datetime.now(datetime.UTC)
    origin = serve(not_before=now - datetime.timedelta(9), not_after=now - datetime.timedelta(1))
    assert "срок сертификата истёк; пусть его обновят" in wrong_with(moved(target, "diary", origin))


def test_a_certificate_that_is_nearly_over_is_told_in_time(target: SiteTarget, serve: Serve) -> None:
    soon = datetime.datetime.now(datetime.UTC) + datetime.timedelta(5, hours=1)
    lines = lines_of(moved(target, "diary", serve(not_after=soon)))
    assert exit_code(lines) == 0
    assert any("скоро: осталось дней 5, пора обновить" in str(line) for line in lines)


@pytest.mark.parametrize(
    ("status", "remedy"),
    [
        (401, "задайте basic_auth"),
        (403, "проверьте, открыт ли доступ"),
        (404, "проверьте адрес"),
        (418, "откройте этот адрес в браузере"),
        (500, "система неисправна"),
        (503, "система неисправна"),
    ],
)
def test_a_bad_answer_is_told(target: SiteTarget, serve: Serve, status: int, remedy: str) -> None:
    told = wrong_with(moved(target, "diary", serve(status)))
    assert f"ответ {status} за " in told
    assert f"; {remedy}" in told


def test_vk_id_need_not_have_a_first_page(target: SiteTarget, serve: Serve) -> None:
    assert exit_code(lines_of(moved(target, "vk_id", serve(404)))) == 0


def test_a_proxy_is_gone_through_and_its_refusal_told(target: SiteTarget, site: Stand, serve: Serve) -> None:
    through = target.model_copy(update={"proxy": Proxy(server=site.proxy)})
    lines = lines_of(through)
    assert exit_code(lines) == 0
    assert sum("имя ищет прокси" in str(line) for line in lines) == 3
    elsewhere = moved(through, "messenger", serve())
    assert "прокси не пропускает; проверьте поле proxy" in wrong_with(elsewhere)


def test_a_browser_gets_only_keys_that_the_authority_vouches_for(target: SiteTarget, site: Stand) -> None:
    assert pins(target) == [site.gateway.key_hash]
    assert pins(target.model_copy(update={"certificate_authority": None})) == []


def test_no_key_is_trusted_that_the_authority_has_not_signed_for_that_host(
    target: SiteTarget, serve: Serve, tmp_path: Path
) -> None:
    with pytest.raises(UnreachedError, match=r"VK Мессенджер .*: сертификат выдан не для 127.0.0.9"):
        pins(moved(target, "messenger", serve(host="web.vk.me")))
    stranger = tmp_path / "stranger.pem"
    stranger.write_bytes(trustme.CA().cert_pem.bytes())
    with pytest.raises(
        UnreachedError, match=r"дневник .*: сертификат выдан центром, которому здесь не доверяют"
    ):
        pins(target.model_copy(update={"certificate_authority": stranger}))


def test_a_proxy_that_cannot_be_reached_is_told(target: SiteTarget) -> None:
    with socket.create_server(("127.0.0.9", 0)) as closed:
        port = closed.getsockname()[1]
    for scheme in ("http", "socks5"):
        silent = Proxy(server=f"{scheme}://127.0.0.9:{port}")
        lines = lines_of(target.model_copy(update={"proxy": silent}))
        assert exit_code(lines) == 11
        assert sum("прокси не отвечает; проверьте поле proxy" in str(line) for line in lines) == 3
