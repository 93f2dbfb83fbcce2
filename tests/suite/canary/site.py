"""A site whose accounts, proxy and web server have canaries for secrets, and what a run is told of it from outside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from stand.direct_addresses import DirectAddresses
from stand.server import Stand
from tests.suite.canary.plant import marked, plant
from tests.support.night_target import write_targets
from tests.support.password import asking_for_a_password
from tests.support.proxy import private_proxy

TOTP = "KANAR TOTPK ANART OTPKA NARTO TPKAN AR"
MARKS = {"totp": "kanar totpk", "proxy": "proxy-mark", "basic": "basic-mark"}
"""What the TOTP secret, the proxy's password and that of HTTP basic authentication can be told by."""
PROXY, BASIC = (marked(MARKS[name]) for name in ("proxy", "basic"))


@dataclass(frozen=True)
class Site:
    """A site, its proxy, and a web server that asks for a password."""

    stand: Stand
    proxy: str
    asks: str

    def told(self, folder: Path) -> tuple[list[str], dict[str, str], list[str]]:
        """Make a new account, and return a run's options and variables, and the secrets that it is told so."""
        student = self.stand.new_student()
        more = f"""basic_auth = {{ user = "tester", password = "${{NIGHT_BASIC}}", system = "all" }}
        [targets.night.proxy]
        server = "{self.proxy}"
        bypass = ["127.0.0.1"]
        user = "tester"
        password = "${{NIGHT_PROXY}}\""""
        write_targets(folder, self.stand, more)
        secrets = {
            "NIGHT_DIARY_LOGIN": student.pupil.login,
            "NIGHT_DIARY_PASSWORD": student.pupil.password,
            "NIGHT_VK_LOGIN": student.vk.phone,
            "NIGHT_VK_PASSWORD": student.vk.password,
            "NIGHT_VK_NAME": student.vk.full_name,
            "NIGHT_DIARY_NAME": student.pupil.full_name,
            "NIGHT_VK_TOTP": TOTP,
            "NIGHT_PROXY": PROXY,
            "NIGHT_BASIC": BASIC,
        }
        places = {"DIARY_CHATS_STATE": str(folder / "state"), "CANARY_ASKS": self.asks}
        return [f"--targets={folder}/targets.toml", "--target=night"], secrets | places, [*secrets.values()]


@contextmanager
def site() -> Iterator[Site]:
    """Run a site."""
    with pytest.MonkeyPatch.context() as patch:
        plant(patch)
        with (
            Stand(direct=DirectAddresses.anywhere()) as stand,
            private_proxy("tester", PROXY) as proxy,
            asking_for_a_password([], "tester", BASIC) as asks,
        ):
            yield Site(stand, proxy, asks)


def kept_by(state: Path) -> dict[Path, str]:
    """Return the files that are kept of accounts, with their text, each of which nobody else may read."""
    files = [file for file in state.rglob("*") if file.is_file()]
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)
    return {file: file.read_text(encoding="utf-8") for file in files}
