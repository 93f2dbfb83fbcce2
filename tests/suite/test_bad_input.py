"""Bad input: one line that names the place and the remedy, exit code 4, before anything starts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from verifier.run.crashes import EXIT_CRASH

ROOT = Path(__file__).resolve().parents[2]
WALK = "tests/scenarios/test_documented_walk.py::test_instruction_holds"
DEEP = "a = " + "[" * 3000 + "]" * 3000

pytestmark = [pytest.mark.long]
LONG = "x" * 300


def run(
    *options: str, cwd: Path = ROOT, variables: Mapping[str, str] = MappingProxyType({})
) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", "-p", "no:randomly", "-p", "no:cacheprovider", *options],
        cwd=cwd,
        env=environment | dict(variables),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


def refused(*options: str, cwd: Path = ROOT, variables: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the one line that a run is refused with."""
    ran = run(*options, cwd=cwd, variables=variables)
    assert ran.returncode == 4, ran.stdout + ran.stderr
    (line,) = [line for line in (ran.stdout + ran.stderr).splitlines() if line.strip()]
    assert "; " in line
    return line


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--device", "iPhone 99"], "--device «iPhone 99»: такого устройства"),
        (["--quarantine", "{}/none.toml"], "--quarantine {}/none.toml: нет такого файла"),
        (["--quarantine", "{}/deep.toml"], "deep.toml: не читается"),
        (["--targets={}/none.toml"], "{}/none.toml: нет такого файла; исправьте путь в --targets"),
        (["--targets={}"], "{}: не читается"),
        (["--targets={}/deep.toml"], "deep.toml: это не TOML"),
        (["--reports", "{}/deep.toml"], "--reports: в {}/deep.toml не записать"),
        (["--reports", "{}/deep.toml/below"], "--reports: в {}/deep.toml не записать"),
        (["--reports", "/proc/nowhere"], "--reports: в /proc не записать"),
        (["--output", "/proc/nowhere"], "--output: в /proc не записать"),
        (["--alluredir", f"{{}}/{LONG}"], f"--alluredir: в {{}}/{LONG} не записать (имя длиннее"),
        (["--quarantine", LONG], f"{LONG}: так не назвать ни файла, ни папки (имя длиннее"),
        (["--alluredir", "{}/deep.toml"], "--alluredir: в {}/deep.toml не записать"),
        (["--junit-xml", "/proc/nowhere/x.xml"], "--junit-xml: в /proc не записать"),
        (["--log-file", "/proc/nowhere/x.log"], "--log-file: в /proc не записать"),
        (["-p", "no:playwright"], "-p no:playwright: "),
        (["-p", "no:base_url"], "-p no:base_url: "),
        (["-p", "no:pytest-split"], "-p no:pytest-split: "),
        (["-p", "no:capture"], "-p no:capture: "),
        (["--target", "no\u202esuch\x1b[31m\ntarget"], "нет цели «no\ufffdsuch\ufffd[31m target»"),
        (["--instruction", "\u202e\x1b"], "--instruction \ufffd\ufffd: нет такого текста"),
        (["--until", "vk-forn"], "--until vk-forn: такого предложения нет; похожие: vk-form, "),
        (["--from", "22"], "--from 22: такого предложения нет; похожие: 2"),
        (["--from", "7", "--until", "vk-form"], "--from 7 стоит в тексте после --until vk-form"),
        (["--pause"], "--pause: спрашивать некого: нужен терминал"),
        (["--survey", "--until=2"], "--until: с --survey не бывает"),
        (["--survey"], "--survey: осмотр идёт без проверок; уберите из команды файлы и папки"),
        (["--record", "tour"], "--record: запись идёт без проверок; уберите из команды файлы и папки"),
    ],
)
def test_a_command_line_that_cannot_work(tmp_path: Path, options: list[str], said: str) -> None:
    (tmp_path / "deep.toml").write_text(DEEP, encoding="utf-8")
    line = refused(*(one.replace("{}", str(tmp_path)) for one in options), WALK)
    assert said.replace("{}", str(tmp_path)) in line


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["Обход"], "--record Обход: имя текста — строчные латинские буквы, цифры и дефисы; назовите его"),
        (["tour", "--survey"], "--record: с осмотром и паузами не бывает"),
        (["tour", "--until=2"], "--record: с осмотром и паузами не бывает"),
        (["tour", "--target=nowhere"], "нет цели «nowhere»"),
        (
            ["tour", "--target=production"],
            "--record: цель production — только просмотр, а при записи человек нажимает",
        ),
        (
            ["instruction"],
            "--record instruction: flows/diary_chats/instruction.ru.md уже есть; назовите текст иначе",
        ),
        (["sign-in"], "--record sign-in: flows/diary_chats/sign_in.py уже есть"),
        (["sign-in", "--record-anew"], "--record sign-in: flows/diary_chats/sign_in.py уже есть"),
        (["gosuslugi"], "--record gosuslugi: pages/diary_chats/gosuslugi.py уже есть"),
    ],
)
def test_what_cannot_be_recorded(options: list[str], said: str) -> None:
    account = {
        f"PRODUCTION_{name}": name for name in ("DIARY_LOGIN", "DIARY_PASSWORD", "VK_LOGIN", "VK_PASSWORD")
    }
    assert said in refused("--record", *options, variables=account | {"PRODUCTION_VK_NAME": "Анна"})


@pytest.mark.parametrize("option", ["--steps", "--check", "--defects", "--target=stand"])
def test_a_run_from_another_folder_is_told_where_to_go(tmp_path: Path, option: str) -> None:
    assert f"выполните «cd {ROOT}»" in refused(option, cwd=tmp_path)


def test_a_file_of_targets_that_pytest_takes_for_the_project_is_told(tmp_path: Path) -> None:
    (tmp_path / "targets.toml").touch()
    assert "--targets=ФАЙЛ" in refused("--targets", str(tmp_path / "targets.toml"), "--steps")


@pytest.mark.parametrize("name", ["TMPDIR", "TMP"])
def test_a_temporary_folder_that_is_not_there_is_not_taken_for_a_missing_browser(name: str) -> None:
    assert f"переменная {name}: в /nonexistent не записать" in refused(WALK, variables={name: "/nonexistent"})


@pytest.mark.parametrize("listing", ["--steps", "--defects", "--variants", "--check"])
def test_whoever_has_read_enough_may_go(listing: str) -> None:
    command = [sys.executable, "-m", "pytest", listing]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, said = process.communicate(timeout=120)
    assert (process.returncode, said) == (0, b"")


@pytest.mark.parametrize("encoding", ["ascii", "cp1251", "koi8-r", "latin-1"])
@pytest.mark.parametrize(
    "command",
    [
        ["-m", "pytest", "--steps"],
        ["-m", "pytest", "--defects"],
        ["-m", "pytest", "--check"],
        ["-m", "tools.nightly", "--help"],
        ["-m", "reports", "--help"],
        ["-m", "stand", "--help"],
        ["-m", "tests.soak", "--help"],
        ["-m", "tests.explorer", "--help"],
        ["-m", "tests.explorer.hunt", "--help"],
        ["-m", "bench", "--help"],
        ["-m", "bench.field", "--help"],
        ["-m", "tools", "--help"],
    ],
)
def test_every_encoding_of_the_screen_will_do(command: list[str], encoding: str) -> None:
    ran = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": encoding},
        capture_output=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    assert b"Traceback" not in ran.stderr
    if encoding != "latin-1" and command[1] != "stand":
        assert "а" in ran.stdout.decode("utf-8" if encoding == "ascii" else encoding)


def test_a_crash_before_any_test_has_a_code_and_a_line_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "crashing.py").write_text(
        "import pytest\n@pytest.hookimpl(tryfirst=True)\n"
        "def pytest_cmdline_main(config): raise KeyError('nobody knows')\n",
        encoding="utf-8",
    )
    ran = run("-p", "crashing", "--steps", variables={"PYTHONPATH": str(tmp_path)})
    assert ran.returncode == EXIT_CRASH
    assert ran.stderr.splitlines()[-1].startswith(
        "СБОЙ САМОГО НАБОРА, а не продукта: KeyError: 'nobody knows';"
    )


def test_a_crash_of_the_run_itself_has_a_code_and_a_line_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "crashing.py").write_text(
        "def pytest_collection_finish(): raise KeyError('nobody knows')\n", encoding="utf-8"
    )
    ran = run(
        "-p", "crashing", "--collect-only", "tests/text/test_wall.py", variables={"PYTHONPATH": str(tmp_path)}
    )
    assert ran.returncode == EXIT_CRASH
    assert "СБОЙ САМОГО НАБОРА, а не продукта: KeyError: 'nobody knows';" in ran.stderr
