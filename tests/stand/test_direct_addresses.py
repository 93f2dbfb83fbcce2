"""A stand that is a site: its systems at addresses of their own, without the proxy."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from stand.direct_addresses import AddressError, DirectAddresses
from stand.people import CHATS
from stand.server import Stand, entry

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site() -> Iterator[Stand]:
    """A stand with a door for each system."""
    with Stand(direct=DirectAddresses.anywhere()) as running:
        yield running


@pytest.mark.parametrize("system", ["diary", "vk_id", "vk_id_former", "messenger", "stand"])
def test_each_system_answers_at_its_own_door(site: Stand, system: str) -> None:
    origin = getattr(site.addresses, system)
    answer = httpx.get(f"{origin}/stand/stand.css", verify=site.gateway.trust())
    assert answer.status_code == 200
    assert "stand-mark" in answer.text


def test_the_desk_tells_what_the_records_have_of_each_student(site: Stand) -> None:
    linked, other = site.new_student(), site.new_student()
    site.link(linked.pupil, linked.vk)
    site.link(other.pupil, site.new_vk_account())
    chats = [title for title, _ in reversed(CHATS)]
    told = asked_of(site, "/state")
    of_linked = {"diary_login": linked.pupil.login, "linked": True, "granted": True, "chats": chats}
    assert of_linked in told
    assert {"diary_login": other.pupil.login, "linked": False, "granted": False, "chats": chats} in told
    assert asked_of(site, f"/state?diary_login={linked.pupil.login}") == [of_linked]
    assert asked_of(site, "/state?diary_login=nobody") == []


def test_the_desk_makes_students_for_programs_outside(site: Stand) -> None:
    answer = httpx.post(f"{site.addresses.stand}/students", verify=site.gateway.trust())
    assert (answer.status_code, answer.json()) == (201, entry(site.students[-1]))


def asked_of(site: Stand, path: str) -> Any:
    return httpx.get(f"{site.addresses.stand}{path}", verify=site.gateway.trust()).raise_for_status().json()


def test_another_systems_host_is_misdirected(site: Stand) -> None:
    host = urlsplit(site.addresses.messenger).hostname
    with httpx.Client(verify=site.gateway.trust()) as client:
        answer = client.get(site.addresses.diary, headers={"Host": f"{host}:1"})
    assert answer.status_code == 421


def test_direct_addresses_close_with_the_stand() -> None:
    with Stand(direct=DirectAddresses.anywhere()) as running:
        door = urlsplit(running.addresses.diary)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((str(door.hostname), door.port or 0))


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ({"dairy": "https://127.0.0.2:0"}, "dairy: такой системы нет; есть diary, vk_id"),
        ({"diary": "http://127.0.0.2:0"}, "diary: http://127.0.0.2:0: пишется https://узел:порт"),
        ({"diary": "https://127.0.0.2:0/x"}, "diary: https://127.0.0.2:0/x: пишется https://узел:порт"),
        ({"diary": "https://127.0.0.2:99999"}, "diary: https://127.0.0.2:99999: порт — число"),
        ({"diary": "https://0.0.0.0:0"}, "diary: 0.0.0.0 — не этот компьютер"),
        ({"diary": "https://192.0.2.1:0"}, "diary: 192.0.2.1 — не этот компьютер"),
        ({"diary": "https://nowhere.invalid:0"}, "diary: узел nowhere.invalid не находится"),
        (
            {"diary": "https://127.0.0.2:0", "messenger": "https://127.0.0.2:0"},
            "messenger: узел 127.0.0.2 уже занят другой системой",
        ),
    ],
)
def test_a_wrong_door_is_told_in_one_line(places: dict[str, str], said: str) -> None:
    with pytest.raises(AddressError) as caught:
        DirectAddresses(places)
    assert str(caught.value).startswith(said)


def test_a_taken_port_is_told(site: Stand) -> None:
    taken = site.addresses.diary
    with pytest.raises(AddressError, match="не открывается"):
        DirectAddresses({"diary": taken})


def test_the_command_serves_a_site_and_leaves_its_card(tmp_path: Path) -> None:
    direct = [
        f"--serve-at={system}=https://127.0.1.{number}:0"
        for number, system in enumerate(("diary", "stand"), 1)
    ]
    arguments = ["--port=0", "--linked", "--passwords", "--down=messenger", f"--card={tmp_path}", *direct]
    with subprocess.Popen(
        [sys.executable, "-m", "stand", *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline().startswith("Стенд работает.")
        card = json.loads((tmp_path / "stand.json").read_text(encoding="utf-8"))
        trust = ssl.create_default_context(cafile=card["authority"])
        told = httpx.get(f"{card['addresses']['stand']}/state", verify=trust).json()
        through = httpx.Client(proxy=card["proxy"], verify=trust)
        with through:
            down = through.get(card["addresses"]["messenger"])
        running.send_signal(signal.SIGTERM)
        running.stdout.read()
    assert running.returncode == 0
    assert stat.S_IMODE((tmp_path / "stand.json").stat().st_mode) == 0o600
    assert [one["linked"] for one in told] == [True, True]
    assert {one["second_step"] for one in card["students"]} == {"password"}
    assert down.status_code == 503


def started(temporary: Path) -> subprocess.Popen[str]:
    """A stand that is at work, its temporary files in a folder of their own."""
    running = subprocess.Popen(
        [sys.executable, "-m", "stand", "--port=0"],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    assert running.stdout.readline().startswith("Стенд работает.")
    return running


def test_a_stand_leaves_no_key_and_no_folder(tmp_path: Path) -> None:
    with started(tmp_path) as killed:
        left = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert [path for path in left if path.stat().st_mode & 0o077] == []
        assert [path for path in left if b"PRIVATE KEY" in path.read_bytes()] == []
        killed.kill()
    folders = {path for path in tmp_path.iterdir() if path.is_dir()}
    assert folders, "nothing is left behind: this proves nothing"
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}
    with started(tmp_path) as hung_up:
        assert not folders & set(tmp_path.iterdir())
        hung_up.send_signal(signal.SIGHUP)
    assert hung_up.returncode == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "option", ["--defect=nope", "--weather=nope", "--serve-at=diary=https://192.0.2.1:1", "--serve-at=diary"]
)
def test_a_stand_that_cannot_be_so_is_refused(option: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "stand", "--port=0", option],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stdout == ""
