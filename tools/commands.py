"""The commands of `python -m tools`, and what each needs before it can begin."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

from tools import environment, lint
from tools.calling import ROOT, call, python, take, variable
from verifier.console import MAKE, speak_russian

HELP = """\
make КОМАНДА, а где make нет — python -m tools КОМАНДА (или uv run python -m tools КОМАНДА)

setup   поставить всё нужное: пакеты Python и npm, браузер (остальные команды делают это сами)
walk    пройти инструкцию целиком, с картинками; сделать ведомость и инструкцию с картинками
quick   быстрые проверки, без браузера и стенда, меньше чем за полминуты: после каждой правки
test    все проверки, кроме долгих, параллельно; WORKERS=4 задаёт число процессов
long    долгие проверки: целые прогоны и ночи отдельными процессами, доступность всех состояний страниц
report  отчёт Allure о последнем прогоне: reports/out/allure-report/index.html (нужен Node.js)
bench   сравнить прогон с голым сценарием, Playwright Test, Selenium и Robot Framework, измерить отчёты и запуск (час);
        ROUNDS=10 — кругов, WALKS=1000 — ещё столько прогонов подряд, SUITE=1 — ещё и весь набор: reports/out/bench/
field   пройти памятку редактора Wagtail на шести его выпусках и сравнить сказанное с тем, что верно (долго)
lint    ruff (формат и правила), mypy для Linux, Windows и macOS, кто кого импортирует (import-linter), файлы CI
remote  браузеры на двух других машинах за балансировщиком, одна выходит из строя (root, iproute2, haproxy)
defects включить на стенде каждый дефект каталога и убедиться, что он замечен: reports/out/defects.html
explore делать на стенде всё подряд в любом порядке и сверять экран с моделью; BUDGET=900 — секунд, SEED=1 — зерно,
        REPLAY="…" повторяет найденное, DEFECT=имя включает дефект, DEFECTS=1 измеряет, находятся ли они
soak    идти по инструкции много раз при меняющейся погоде и с враждебными страницами, искать ложные тревоги;
        N=200 задаёт число прогонов
stand   запустить стенд и оставить работать; DEFECT=имя включает дефект (список: pytest --defects),
        VARIANT="имя имя" — варианты, в которых он верен, но выглядит иначе (список: pytest --variants)
lock    пересобрать requirements.lock (нужен uv)
clean   убрать всё поставленное и созданное

Переменные (N=200, DEFECT=имя) пишут после команды. Ключи pytest и стенда передают в ARGS: make walk ARGS="--headed",
а без make пишутся и сами: python -m tools walk --headed
Другой Python: make setup PYTHON=/путь/к/python3, а без make — запустить им. Другой Chromium: BROWSER_EXECUTABLE=/путь.

Код pytest печатается отдельной строкой в конце: 0 — всё верно, 1 — что-то не работает, 3 — сбой самого набора,
10 — разошлись только слова, 11 — помешало окружение. python -m tools его и возвращает, а make при любой неудаче
возвращает 2: CI, которому нужен сам код, после «make setup» вызывает .venv/bin/pytest без make."""

OUT = ROOT / "reports" / "out"
RESULTS = "reports/out/allure-results"
REPORT = "reports/out/allure-report/index.html"
WALK = "tests/scenarios/test_documented_walk.py::test_instruction_holds"
# Folders where everything needs a browser: left out even of the search for tests, which takes seconds itself.
SLOW_ROOMS = ("scenarios", "defects", "explorer", "rehearsal", "remote")
MADE = (
    ".venv", ".bench", "node_modules", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis",
    ".field", "reports/.cache", "reports/out",
)  # fmt: skip
_REFUSED = 2

Keys = Sequence[str]


class Needs(IntEnum):
    """What has to be there before a command begins."""

    NOTHING = 0
    PACKAGES = 1
    EVERYTHING = 2


class Command(NamedTuple):
    """What is done, with the keys that it was given, and returns an exit code."""

    run: Callable[[Keys], int]
    needs: Needs = Needs.EVERYTHING


def main(arguments: Sequence[str]) -> int:
    """Do what one command says, with whatever it needs made before; return its exit code."""
    speak_russian()
    name, *given = take(arguments) or ["help"]
    command = COMMANDS.get("help" if name in ("-h", "--help") else name)
    if command is None:
        print(f"Нет команды «{name}»; есть: {', '.join(COMMANDS)}.", file=sys.stderr)
        return _REFUSED
    if command.needs >= Needs.PACKAGES and not environment.is_ready():
        try:
            return call(_python_with_packages(), "-m", "tools", name, *given)
        except environment.NoEnvironmentError as error:
            print(error, file=sys.stderr)
            return 1
    if command.needs >= Needs.EVERYTHING and (code := python("-m", "tools.setup")) != 0:
        return code
    return command.run([*shlex.split(variable("ARGS")), *given])


def _python_with_packages() -> str:
    """Return the Python of the project's own environment, after it was brought a step nearer to what it has to be."""
    if environment.is_ours():
        environment.install()
    elif not environment.own_python().exists():
        environment.make()
    return str(environment.own_python())


def _help(_keys: Keys) -> int:
    print(HELP)
    return 0


def _setup(_keys: Keys) -> int:
    return 0


def _walk(keys: Keys) -> int:
    """Walk, and make reports of what the walk has left, if it got so far; pytest's code stays the one that counts."""
    before = _finished_walks()
    code = _with_results("-n", "0", "-p", "no:randomly", "--pictures=on", WALK, *keys)
    made = 0
    if _finished_walks() - before:
        print()
        made = python("-m", "reports", "render")
    return _told(code) or made


def _quick(keys: Keys) -> int:
    left_out = [f"--ignore=tests/{room}" for room in SLOW_ROOMS]
    return _pytest("-q", "-n", "0", "-m", "not heavy and not long", *left_out, *keys)


def _test(keys: Keys) -> int:
    return _told(_with_results("-n", _workers(), "--dist", "worksteal", "-m", "not long", *keys))


def _long(keys: Keys) -> int:
    # tests/remote changes the machine's networks, which browsers beside it notice: it runs alone.
    return _told(
        _pytest("-n", _workers(), "--dist", "worksteal", "-m", "long", "--ignore=tests/remote", *keys)
    )


def _defects(keys: Keys) -> int:
    return _told(_pytest("-n", _workers(), "--dist", "worksteal", "--every-defect", "tests/defects", *keys))


def _remote(keys: Keys) -> int:
    return _pytest("-n", "0", "tests/remote", *keys, REMOTE_REQUIRED="1")


def _report(_keys: Keys) -> int:
    """Render results that are new alone: each rendering is a point in the report's history."""
    report = ROOT / variable("REPORT", REPORT)
    results = list((ROOT / variable("RESULTS", RESULTS)).glob("*-result.json"))
    sources = [ROOT / "allurerc.mjs", *(ROOT / "reports" / "allure").glob("*.mjs")]
    sources += [ROOT / "reports" / "allure" / "categories.json", *results]
    if not report.exists() or _latest(sources) > _latest([report]):
        if not results:
            print(
                f"Результатов для Allure ещё нет: сначала «{MAKE} walk» или «{MAKE} test».", file=sys.stderr
            )
            return 1
        allure = shutil.which(variable("ALLURE", str(ROOT / "node_modules" / ".bin" / "allure")))
        if shutil.which("node") is None or allure is None:
            print(
                f"Нет Allure 3: поставьте Node.js 20 или новее с npm и выполните «{MAKE} setup».",
                file=sys.stderr,
            )
            return 1
        if (code := call(allure, "generate")) != 0:
            return code
    print(f"Отчёт: {variable('REPORT', REPORT)}")
    return 0


def _bench(keys: Keys) -> int:
    more = [*_option("--walks", "WALKS"), *(["--suite"] if variable("SUITE") else [])]
    return python("-m", "bench", "--rounds", variable("ROUNDS", "10"), *more, *keys)


def _field(_keys: Keys) -> int:
    return python("-m", "bench.field")


def _soak(keys: Keys) -> int:
    return python("-m", "tests.soak", "--walks", variable("N", "200"), *keys)


def _stand(keys: Keys) -> int:
    variants = [word for one in variable("VARIANT").split() for word in ("--variant", one)]
    return python("-m", "stand", *_option("--defect", "DEFECT"), *variants, *keys)


def _explore(keys: Keys) -> int:
    hunts = bool(variable("DEFECTS"))
    code = python(
        "-m",
        "tests.explorer.hunt" if hunts else "tests.explorer",
        *_option("--budget", "BUDGET"),
        *_option("--first-seed" if hunts else "--seed", "SEED"),
        *_option("--replay", "REPLAY"),
        *_option("--defect", "DEFECT"),
        *keys,
    )
    print(f"Код: {code}")
    return code


def _lock(_keys: Keys) -> int:
    uv = shutil.which("uv")
    if uv is None:
        print("Нужен uv: поставьте его (pipx install uv) и повторите «make lock».", file=sys.stderr)
        return 1
    chosen = ("--extra", "stand", "--group", "dev", "--universal", "--python-version", "3.11")
    form = ("--generate-hashes", "--no-emit-index-url", "--no-annotate", "--quiet")
    return call(uv, "pip", "compile", "pyproject.toml", *chosen, *form, "-o", "requirements.lock")


def _clean(_keys: Keys) -> int:
    for name in MADE:
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for folder in list(ROOT.rglob("__pycache__")):
        shutil.rmtree(folder, ignore_errors=True)
    return 0


COMMANDS = {
    "help": Command(_help, Needs.NOTHING),
    "setup": Command(_setup),
    "walk": Command(_walk),
    "quick": Command(_quick, Needs.PACKAGES),
    "test": Command(_test),
    "long": Command(_long),
    "report": Command(_report, Needs.NOTHING),
    "bench": Command(_bench),
    "field": Command(_field),
    "defects": Command(_defects),
    "explore": Command(_explore),
    "soak": Command(_soak),
    "remote": Command(_remote),
    "lint": Command(lambda _: lint.main(), Needs.PACKAGES),
    "stand": Command(_stand, Needs.PACKAGES),
    "lock": Command(_lock, Needs.NOTHING),
    "clean": Command(_clean, Needs.NOTHING),
}


def _pytest(*keys: str, **variables: str) -> int:
    return python("-m", "pytest", *keys, **variables)


def _with_results(*keys: str) -> int:
    """Run pytest so that it leaves results for Allure, of this run alone."""
    results = variable("RESULTS", RESULTS)
    # Emptied here: --clean-alluredir would do it in every worker, also in one that is started again half-way.
    shutil.rmtree(ROOT / results, ignore_errors=True)
    return _pytest(f"--alluredir={results}", *keys)


def _told(code: int) -> int:
    print(f"pytest закончил с кодом {code}", flush=True)
    return code


def _workers() -> str:
    # Two for each core: a worker often waits, for its browser or for what a page is given the time to do.
    return variable("WORKERS", str(2 * (os.cpu_count() or 1)))


def _option(key: str, name: str) -> list[str]:
    return [key, value] if (value := variable(name)) else []


def _finished_walks() -> set[tuple[Path, int]]:
    return {(path, path.stat().st_mtime_ns) for path in (OUT / "journals").rglob(".finished")}


def _latest(files: Iterable[Path]) -> float:
    return max(file.stat().st_mtime for file in files)
