"""The set-up after the Python packages: npm packages, Playwright's driver, the browser."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from verifier.console import MAKE, speak_russian
from verifier.run import executable as browser
from verifier.run.executable import SETTING, NoBrowserError

ROOT = Path(__file__).resolve().parent.parent
NODE_NEEDED = 20
DRIVER_LIBRARY = "libatomic1"
BROWSER_PACKAGES = (
    "chromium-headless-shell",
    # A bare machine has no font at all: Cyrillic for what is no page of the stand, emoji.
    "fonts-dejavu-core",
    "fonts-noto-color-emoji",
)


class SetUpError(Exception):
    """A part could not be installed; the message says what to do."""


def main() -> int:
    """Install what is missing; print one line for each thing that the reader has to know."""
    speak_russian()
    try:
        install_node_packages()
        install_driver_library()
        install_browser(os.environ.get(SETTING))
    except (SetUpError, NoBrowserError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def install_node_packages() -> None:
    """Install what package-lock.json names, unless it is there; without Node only say what will not run."""
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    stamp = ROOT / "node_modules" / ".installed"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == lock:
        return
    npm = shutil.which("npm")
    if npm is None or node_version() < NODE_NEEDED:
        say(
            f"Нет Node.js {NODE_NEEDED} или новее: не будет проверок с настоящим VK ID SDK и отчёта Allure. "
            f"Поставьте Node.js ≥ {NODE_NEEDED} с npm и повторите «{MAKE} setup»."
        )
        return
    say("Ставлю пакеты npm…")
    code, printed = run([npm, "ci", "--loglevel=error"], limit=600)
    if code != 0:
        raise SetUpError(
            f"{printed}\n«npm ci» не удалась (код {code}): проверьте сеть и повторите «{MAKE} setup»."
        )
    stamp.write_text(lock, encoding="utf-8")


def node_version() -> int:
    """Return Node's major version, 0 without Node."""
    node = shutil.which("node")
    if node is None:
        return 0
    code, printed = run([node, "-p", "process.versions.node.split('.')[0]"], limit=30)
    return int(printed) if code == 0 else 0


def install_driver_library() -> None:
    """Install what Playwright's own Node needs on a bare machine, unless it starts already."""
    package = browser.playwright_package()
    if package is None:
        raise SetUpError(f"Playwright не установлен: выполните «{MAKE} setup».")
    own = package.parent / ("node.exe" if sys.platform == "win32" else "node")
    driver = os.environ.get("PLAYWRIGHT_NODEJS_PATH") or str(own)
    code, printed = run([driver, "--version"], limit=30)
    if code != 0 and not install_with_apt(DRIVER_LIBRARY):
        remedy = (
            f"выполните «apt install {DRIVER_LIBRARY}»" if sys.platform == "linux" else "поставьте его заново"
        )
        raise SetUpError(f"{printed}\nДрайвер Playwright не запускается: {remedy}.")


def install_browser(setting: str | None) -> None:
    """Install a Chromium unless there is one: Playwright's own, else the distribution's."""
    try:
        browser.executable(setting=setting)
    except NoBrowserError:
        if setting:
            raise
    else:
        return
    if not download() and not install_with_apt(*BROWSER_PACKAGES):
        raise NoBrowserError(
            "Браузер поставить не удалось: поставьте Chromium или Chrome (на Linux: apt install chromium) "
            f"и укажите путь к нему в переменной {SETTING}, если он не найдётся сам."
        )


def download() -> bool:
    """Download Playwright's own headless shell and the libraries it needs; tell whether it is there."""
    say("Скачиваю Chromium для Playwright…")
    playwright = [sys.executable, "-m", "playwright"]
    # Without these limits a network that swallows packets would hold the set-up for many minutes.
    patience = {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "10000"}
    code, _ = run([*playwright, "install", "--only-shell", "chromium"], limit=300, environment=patience)
    if code != 0:
        say("Скачать не удалось.")
        return False
    # After the download: the libraries take minutes, which are wasted where there is no browser to use them.
    if as_root() is not None and shutil.which("apt-get"):
        run([*playwright, "install-deps", "chromium-headless-shell"], limit=600)
    return browser.playwright_has("chromium-headless-shell")


def install_with_apt(*packages: str) -> bool:
    """Install the distribution's packages where that is allowed; tell whether they are there."""
    root = as_root()
    if root is None or shutil.which("apt-get") is None:
        return False
    say(f"Ставлю через apt: {', '.join(packages)}…")
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    run([*apt, "update"], limit=300)
    code, printed = run([*apt, "install", "--yes", "--no-install-recommends", *packages], limit=600)
    if code != 0:
        say(printed)
    return code == 0


def as_root() -> list[str] | None:
    """Return what to put before a command that needs root, None where nobody may be asked for a password."""
    if sys.platform != "win32":
        if os.geteuid() == 0:
            return []
        if shutil.which("sudo") and run(["sudo", "-n", "true"], limit=30)[0] == 0:
            return ["sudo", "-n"]
    return None


def run(
    command: Sequence[str], *, limit: float, environment: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Run a command for at most `limit` seconds; return its code and the end of what it printed."""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            printed, _ = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            # The whole tree: Playwright downloads in a grandchild, which would go on by itself.
            if sys.platform == "win32":
                subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True)
            else:
                os.killpg(process.pid, signal.SIGKILL)
            printed = f"прервано: дольше {limit:.0f} с"
    return process.returncode, "\n".join(printed.strip().splitlines()[-5:])


def say(line: str) -> None:
    """Print at once, in step with what the commands print."""
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
