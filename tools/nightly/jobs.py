"""The jobs of a night: check the target, walk a part, bring the parts together and tell of them."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from tools.nightly.accounts import AccountsText, environment, without
from tools.nightly.calls import Calls
from verifier.whole import write_text

ROOT = Path(__file__).resolve().parents[2]
DURATIONS = "durations.json"
SCENARIOS = ("tests/scenarios",)
EXIT_ENVIRONMENT = 11
PUBLISHED = "NIGHT_ADDRESS"
"""The variable that has the address at which a night's pages are published."""

_RERUNS, _MAX_FLAKY = "2", "5"


def check(target: str) -> int:
    """Verify a target; return 4 when its description or accounts are wrong, else 0.

    A system that does not answer is no reason to call the night off: the walks will say which sentences it cost.
    """
    code = _run("pytest", "--target", target, "--check")
    return 0 if code == EXIT_ENVIRONMENT else code


def part(target: str, browser: str, shard: str, out: Path, nights: Path, extra: Sequence[str]) -> int:
    """Walk one part in one browser and leave all that it saw in `out`; return pytest's exit code.

    The part is weighed by the durations of the nights before, and leaves its own for `collect`.
    """
    if browser != "chromium":  # the set-up installs Chromium alone
        installed = _run("playwright", "install", "--with-deps", browser, accounts=False)
        if installed:
            return installed
    out.mkdir(parents=True, exist_ok=True)
    if (nights / DURATIONS).exists():
        shutil.copy2(nights / DURATIONS, out / DURATIONS)
    return _run(
        "pytest",
        *("--target", target, "--browser", browser, "--shard", shard, "--reports", str(out)),
        *("--rerun-environment", _RERUNS, "--pictures", "on", "--tracing", "retain-on-failure"),
        *("--store-durations", "--durations-path", str(out / DURATIONS)),
        *("--alluredir", str(out / "allure-results"), "--max-flaky", _MAX_FLAKY),
        *(extra or SCENARIOS),
    )


def collect(parts: Sequence[Path], into: Path, nights: Path, expected: Sequence[str]) -> int:
    """Make one ledger, guide, history and Allure results of all parts, tell of them, and return the night's code.

    The night's code is that of its gravest part, and 11 at least when a part did not come. When the verdict is
    green and something else has failed, such as a message that reached nobody, that one's code is returned.
    """
    browsers = [word for browser in expected for word in ("--expect", browser)]
    into.mkdir(parents=True, exist_ok=True)
    nights.mkdir(parents=True, exist_ok=True)
    merged = _reports("merge", *parts, "--into", into, *browsers)
    summary = into / "summary.json"
    if not summary.exists():
        return merged or EXIT_ENVIRONMENT
    _gather_allure(parts, into / "allure-results")
    # A night that is not green makes no guide, and says so: that is the verdict's business, not a failure.
    _reports("render", into, "--out", into, *browsers)
    others = [
        _reports("notify", summary, *_published(into), "--history", nights),
        _reports("history", into, "--history", nights, "--out", into / "history.html"),
    ]
    _keep_durations(parts, nights)
    verdict = json.loads(summary.read_text(encoding="utf-8"))["exit_code"]
    if verdict is None:
        verdict = EXIT_ENVIRONMENT
    return int(verdict) or next(filter(None, others), 0)


def _published(into: Path) -> list[str]:
    """Return the options that lead from a message to the night's pages, where the CI says that it publishes them."""
    address = os.environ.get(PUBLISHED, "").rstrip("/")
    pages = {"--ledger": "ledger.html", "--guide": "guide/guide.html"} if address else {}
    return [
        word
        for option, page in pages.items()
        if (into / page).exists()
        for word in (option, f"{address}/{page}")
    ]


def _gather_allure(parts: Iterable[Path], into: Path) -> None:
    for folder in parts:
        for results in folder.rglob("allure-results"):
            shutil.copytree(results, into, dirs_exist_ok=True)


def _keep_durations(parts: Iterable[Path], nights: Path) -> None:
    """Let every part correct the record with what it has measured itself."""
    kept = _durations(nights / DURATIONS)
    before = dict(kept)
    for folder in parts:
        for path in sorted(folder.rglob(DURATIONS)):
            kept |= {name: took for name, took in _durations(path).items() if before.get(name) != took}
    write_text(nights / DURATIONS, json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False))


def _durations(path: Path) -> dict[str, float]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # a night without a record only divides less evenly
    return dict(found) if isinstance(found, dict) else {}


def _reports(command: str, *arguments: str | Path) -> int:
    return _run("reports", command, *map(str, arguments), accounts=False)


def _run(module: str, *arguments: str, accounts: bool = True) -> int:
    """Run a Python module in the project's folder, with its output in the job's log; return its exit code.

    Without `accounts` it is told of none, as whatever does not walk.
    """
    command = [sys.executable, "-m", module, *arguments]
    print("$", " ".join(command[1:]), flush=True)
    try:
        # The last to go: until then nobody ends the job before the accounts' file is removed.
        known = os.environ if accounts else without(os.environ)
        with Calls(ROOT) as calls, environment(known) as variables:
            return calls.call(command, variables)
    except AccountsText as error:
        print(error, file=sys.stderr)
        return 4
