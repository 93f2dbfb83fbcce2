"""Two machines for browsers and a load balancer before them: network namespaces (ip-netns(8)) and HAProxy."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PORT = 4000
HERE = "198.18.1.1"
"""This machine, as the two others see it. The network is the one set apart for trials (RFC 2544, appendix C.2.2)."""

_BALANCER = """
defaults
  mode http
  timeout connect 2s
  timeout client 10m
  timeout server 10m
  timeout tunnel 10m
  retries 2
  option redispatch 1
frontend browsers
  bind {here}:{port}
  default_backend servers
backend servers
  balance leastconn
{servers}
"""


@dataclass(frozen=True)
class Machine:
    """One of the two, with its Playwright server, which has a process group of its own."""

    name: str
    address: str
    server: subprocess.Popen[str]

    def kill(self) -> None:
        """End the server with its browsers at once, as a power cut would."""
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()


def lacking() -> str:
    """Say in Russian what this machine lacks for such a network; empty when nothing."""
    tools = [name for name in ("ip", "haproxy") if shutil.which(name) is None]
    if tools:
        return f"нет программ: {', '.join(tools)}; поставьте их: apt install iproute2 haproxy"
    if os.geteuid() != 0:
        return "сетевые пространства создаёт только root; запустите от него: sudo make remote"
    tried = subprocess.run(["unshare", "--net", "true"], capture_output=True, text=True, check=False)
    return f"система не даёт создать сетевое пространство: {tried.stderr.strip()}" if tried.returncode else ""


@contextmanager
def machines(folder: Path) -> Iterator[tuple[Machine, Machine]]:
    """Start the two machines and the balancer; take all of it away again but what they left in the folder."""
    with _machine(1, folder) as first, _machine(2, folder) as second, _balancer(folder, (first, second)):
        yield first, second


@contextmanager
def _machine(number: int, folder: Path) -> Iterator[Machine]:
    name, link = f"browsers-{number}", f"browsers{number}"
    address = f"198.18.{number}.2"
    _ip("netns", "add", name)
    try:
        _ip("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", name)
        _ip("address", "add", f"198.18.{number}.1/24", "dev", link)
        _ip("link", "set", link, "up")
        _ip("-n", name, "address", "add", f"{address}/24", "dev", "eth0")
        for device in ("lo", "eth0"):
            _ip("-n", name, "link", "set", device, "up")
        _ip("-n", name, "route", "add", "default", "via", f"198.18.{number}.1")
        with _server(name, address, folder / name) as server:
            yield Machine(name, address, server)
    finally:
        # Browsers have process groups of their own, and outlive a server that was killed for a moment.
        for left in _ip("netns", "pids", name).split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(left), signal.SIGKILL)
        _ip("netns", "delete", name)


@contextmanager
def _server(name: str, address: str, temporary: Path) -> Iterator[subprocess.Popen[str]]:
    temporary.mkdir()  # a server that is killed leaves its browsers' profiles behind
    command = [sys.executable, "-m", "playwright", "run-server", "--unsafe", "--host", address]
    with subprocess.Popen(
        ["ip", "netns", "exec", name, *command, "--port", str(PORT), "--path", "/"],
        env=os.environ | {"TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        try:
            said = process.stdout.readline()
            assert "Listening" in said, said
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def _balancer(folder: Path, servers: tuple[Machine, ...]) -> Iterator[None]:
    config, pid = folder / "haproxy.cfg", folder / "haproxy.pid"
    lines = "\n".join(f"  server {one.name} {one.address}:{PORT} check inter 250ms fall 1" for one in servers)
    config.write_text(_BALANCER.format(here=HERE, port=PORT, servers=lines), encoding="utf-8")
    subprocess.run(["haproxy", "-D", "-q", "-f", config, "-p", pid], check=True)
    try:
        yield
    finally:
        for number in pid.read_text(encoding="utf-8").split():
            os.kill(int(number), signal.SIGTERM)


def _ip(*arguments: str) -> str:
    done = subprocess.run(["ip", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"ip {' '.join(arguments)}: {done.stderr}"
    return done.stdout
