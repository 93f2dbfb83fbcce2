"""The choice of the browser, and what the set-up does when there is none."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from select import select

import pytest

from tools import setup
from verifier.run import executable as browser
from verifier.run.executable import SETTING, NoBrowserError, executable

SHELL = "chromium-headless-shell"


class Machine:
    """A machine with nothing but what the test puts on it."""

    def __init__(self, folder: Path) -> None:
        self.programs = folder / "bin"
        self.downloads = folder / "downloads"
        self.package = folder / "playwright"
        for made in (self.programs, self.downloads, self.package):
            made.mkdir()
        known = [{"name": "chromium", "revision": "7"}, {"name": SHELL, "revision": "7"}]
        (self.package / "browsers.json").write_text(json.dumps({"browsers": known}), encoding="utf-8")

    def has(self, name: str) -> str:
        """Put a program on the PATH; return where it is."""
        program = self.programs / name
        program.write_text("#!/bin/sh\n", encoding="utf-8")
        program.chmod(0o755)
        return str(program)

    def has_downloaded(self, name: str, revision: int = 7) -> None:
        """Lay down a complete download of Playwright's."""
        folder = self.downloads / f"{name.replace('-', '_')}-{revision}"
        folder.mkdir()
        (folder / "INSTALLATION_COMPLETE").touch()


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(tmp_path)
    monkeypatch.setenv("PATH", str(made.programs))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(made.downloads))
    monkeypatch.setattr(browser, "playwright_package", lambda: made.package)
    return made


def test_setting_wins_over_everything(machine: Machine) -> None:
    machine.has_downloaded(SHELL)
    machine.has(SHELL)
    named = machine.has("my-chromium")
    assert executable(setting=named) == named


def test_setting_may_be_a_name_on_the_path(machine: Machine) -> None:
    named = machine.has("my-chromium")
    assert executable(setting="my-chromium") == named


def test_setting_that_names_nothing_is_an_error_even_with_another_browser_there(machine: Machine) -> None:
    machine.has(SHELL)
    with pytest.raises(NoBrowserError, match=f"^{SETTING}=/nowhere/chromium: такой программы нет"):
        executable(setting="/nowhere/chromium")


def test_setting_that_is_not_executable_is_an_error(machine: Machine) -> None:
    Path(machine.has("notes")).chmod(0o644)
    with pytest.raises(NoBrowserError):
        executable(setting=str(machine.programs / "notes"))


def test_playwrights_own_is_left_to_playwright(machine: Machine) -> None:
    machine.has_downloaded(SHELL)
    machine.has(SHELL)
    assert executable() is None


@pytest.mark.parametrize(("name", "revision"), [("chromium", 7), (SHELL, 6)])
def test_download_that_playwright_would_not_launch_does_not_count(
    machine: Machine, name: str, revision: int
) -> None:
    machine.has_downloaded(name, revision)
    found = machine.has(SHELL)
    assert executable() == found


def test_unfinished_download_does_not_count(machine: Machine) -> None:
    (machine.downloads / "chromium_headless_shell-7").mkdir()
    with pytest.raises(NoBrowserError):
        executable()


@pytest.mark.parametrize("name", [SHELL, "chromium", "google-chrome", "chromium-browser"])
def test_distributions_browser_is_found(machine: Machine, name: str) -> None:
    found = machine.has(name)
    assert executable() == found


def test_headless_shell_is_preferred(machine: Machine) -> None:
    machine.has("chromium")
    found = machine.has(SHELL)
    assert executable() == found


@pytest.mark.usefixtures("machine")
def test_no_browser_at_all_is_one_line_with_the_remedy() -> None:
    with pytest.raises(NoBrowserError, match="make setup") as raised:
        executable()
    assert "\n" not in str(raised.value)


@pytest.mark.usefixtures("machine")
@pytest.mark.parametrize(("name", "channel"), [("firefox", None), ("webkit", None), ("chromium", "chrome")])
def test_other_browsers_and_channels_are_left_to_playwright(name: str, channel: str | None) -> None:
    assert executable(name, "/nowhere/chromium", channel=channel) is None


def test_headed_takes_a_full_browser_past_the_headless_shell(machine: Machine) -> None:
    machine.has(SHELL)
    machine.has_downloaded(SHELL)
    found = machine.has("chromium")
    assert executable(headed=True) == found


def test_headed_takes_playwrights_full_browser(machine: Machine) -> None:
    machine.has_downloaded("chromium")
    assert executable(headed=True) is None


def test_headed_with_the_headless_shell_alone_names_the_remedy(machine: Machine) -> None:
    machine.has(SHELL)
    with pytest.raises(NoBrowserError, match="apt install chromium"):
        executable(headed=True)


def test_headed_with_a_setting_that_names_a_headless_shell_is_an_error(machine: Machine) -> None:
    with pytest.raises(NoBrowserError, match="окна не показывает"):
        executable(setting=machine.has(SHELL), headed=True)


def test_playwright_in_use_is_understood(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The real package still keeps its list of browsers where and as the choice reads it."""
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    assert not browser.playwright_has("chromium")
    assert not browser.playwright_has(SHELL)


class Commands:
    """The commands of the set-up, noted instead of run; `failing` names those that fail."""

    def __init__(self, machine: Machine, failing: Sequence[str]) -> None:
        self.machine = machine
        self.failing = failing
        self.noted: list[str] = []

    def run(self, command: Sequence[str], *, limit: float, environment: object = None) -> tuple[int, str]:
        assert limit > 0
        assert environment is None or environment
        line = " ".join(command)
        self.noted.append(line)
        if any(part in line for part in self.failing):
            return 100, "E: no network"
        if "playwright install " in line:
            self.machine.has_downloaded(SHELL)
        return 0, ""

    def ran(self, part: str) -> bool:
        return any(part in line for line in self.noted)


def commands(machine: Machine, monkeypatch: pytest.MonkeyPatch, *failing: str, user: int = 0) -> Commands:
    made = Commands(machine, failing)
    monkeypatch.setattr(setup, "run", made.run)
    monkeypatch.setattr("os.geteuid", lambda: user)
    return made


def test_set_up_leaves_a_machine_with_a_browser_alone(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.has("chromium")
    noted = commands(machine, monkeypatch).noted
    setup.install_browser(None)
    assert noted == []


def test_set_up_downloads_playwrights_own_first(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.has("apt-get")
    made = commands(machine, monkeypatch)
    setup.install_browser(None)
    assert made.ran("playwright install --only-shell chromium")
    assert made.ran("playwright install-deps")
    assert not made.ran(f"--no-install-recommends {SHELL}")


def test_set_up_turns_to_apt_when_nothing_can_be_downloaded(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.has("apt-get")
    made = commands(machine, monkeypatch, "playwright install")
    setup.install_browser(None)
    assert not made.ran("install-deps")
    assert made.noted[-2].endswith(" update")
    assert f"--no-install-recommends {SHELL} fonts-" in made.noted[-1]


def test_set_up_uses_sudo_only_where_it_asks_nothing(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.has("apt-get")
    machine.has("sudo")
    made = commands(machine, monkeypatch, "playwright install", user=1000)
    setup.install_browser(None)
    assert made.noted[-1].startswith("sudo -n env ")


@pytest.mark.parametrize("failing", ["sudo -n true", "apt-get"])
def test_set_up_that_cannot_install_says_what_to_do(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    machine.has("apt-get")
    machine.has("sudo")
    commands(machine, monkeypatch, "playwright install", failing, user=1000)
    with pytest.raises(NoBrowserError, match=SETTING):
        setup.install_browser(None)


def test_set_up_installs_nothing_for_a_wrong_setting(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = commands(machine, monkeypatch)
    with pytest.raises(NoBrowserError, match="такой программы нет"):
        setup.install_browser("/nowhere/chromium")
    assert made.noted == []


def test_set_up_gives_the_driver_its_library_only_where_it_does_not_start(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.has("apt-get")
    starting = commands(machine, monkeypatch)
    setup.install_driver_library()
    assert len(starting.noted) == 1
    failing = commands(machine, monkeypatch, "--version")
    setup.install_driver_library()
    assert failing.ran("install --yes --no-install-recommends libatomic1")


def test_driver_that_cannot_be_helped_is_named(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    commands(machine, monkeypatch, "--version")
    with pytest.raises(setup.SetUpError, match="apt install libatomic1"):
        setup.install_driver_library()


def test_command_that_takes_too_long_is_ended_with_its_children(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    code, printed = setup.run(["sh", "-c", f"(echo child; tail -f /dev/null) > {pipe} & wait"], limit=0.5)
    assert code != 0
    assert printed.startswith("прервано")
    assert os.read(reader, 100) == b"child\n"
    # The pipe ends when the last process that holds it is gone.
    assert select([reader], [], [], 5)[0]
    assert os.read(reader, 100) == b""
    os.close(reader)
