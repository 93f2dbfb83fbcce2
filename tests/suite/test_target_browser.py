"""What a browser is told of a target, and what it then does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import trustme
from playwright.sync_api import Browser

from flows.diary_chats.product import PRODUCT
from stand.direct_addresses import DirectAddresses
from stand.server import Stand
from tests.support.password import asking_for_a_password
from verifier.targets import SiteTarget, TargetError
from verifier.targets.browser import context, driver, launching, refuse
from verifier.targets.model import BasicAuth, Proxy

ROOT = Path(__file__).resolve().parents[2]
SYSTEMS = {
    "diary": ["https://127.0.0.9:1"],
    "vk_id": ["https://127.0.0.9:2"],
    "messenger": ["https://127.0.0.9:3"],
}


def target_with(**fields: object) -> SiteTarget:
    told = {"kind": "site", "product": PRODUCT.name, "systems": SYSTEMS, "accounts": "STAGING"}
    target = SiteTarget.model_validate(told | fields)
    target.belongs_to(PRODUCT)
    return target


def test_the_browser_tells_name_password_and_headers(browser: Browser) -> None:
    heard: list[dict[str, str]] = []
    told = target_with(
        basic_auth=BasicAuth(user="tester", password="pa55word", system="diary"),
        extra_headers={"X-Gate": "open"},
        locale="en-US",
        viewport="640x480",
    )
    with asking_for_a_password(heard) as diary, asking_for_a_password(heard) as elsewhere:
        here = told.model_copy(
            update={"systems": {**SYSTEMS, "diary": [diary]}}
        )  # a plain server will do for what is asked here
        visit = browser.new_context(**context(here))
        page = visit.new_page()
        answer, stranger = page.goto(diary), page.goto(elsewhere)
        assert answer is not None
        assert stranger is not None
        assert (answer.status, stranger.status) == (200, 401)
        assert page.evaluate("[navigator.language, innerWidth, innerHeight]") == ["en-US", 640, 480]
        visit.close()
    assert {headers.get("x-gate", headers.get("X-Gate")) for headers in heard} == {"open"}
    assert "Authorization" not in heard[-1]


def test_the_browser_goes_through_the_targets_proxy(browser: Browser) -> None:
    with Stand() as stand:
        told = target_with(proxy=Proxy(server=stand.proxy, bypass=["127.0.0.1"]))
        visit = browser.new_context(ignore_https_errors=True, **context(told))
        answer = visit.new_page().goto(f"{stand.addresses.diary}/login")
        visit.close()
    assert answer is not None
    assert answer.status == 200


def test_chromium_learns_keys_and_firefox_the_authority(tmp_path: Path) -> None:
    with Stand(direct=DirectAddresses.anywhere()) as site:
        path = tmp_path / "authority.pem"
        path.write_bytes(site.gateway.authority_pem)
        told = target_with(
            systems={
                "diary": [site.addresses.diary],
                "vk_id": [site.addresses.vk_id],
                "messenger": [site.addresses.messenger],
            },
            certificate_authority=path,
        )
        chromium, firefox = (launching(told, one, tmp_path) for one in ("chromium", "firefox"))
        key = site.gateway.key_hash
    assert chromium == {"args": [f"--ignore-certificate-errors-spki-list={key}"]}
    policies = json.loads(
        Path(firefox["env"]["PLAYWRIGHT_FIREFOX_POLICIES_JSON"]).read_text(encoding="utf-8")
    )
    assert policies == {"policies": {"Certificates": {"Install": [str(path)]}}}
    assert driver(told) == {"NODE_EXTRA_CA_CERTS": str(path)}
    assert launching(target_with(), "chromium", tmp_path) == {}
    assert driver(target_with()) == {}


def test_webkit_is_refused_an_authority_that_it_cannot_be_told_of(tmp_path: Path) -> None:
    path = tmp_path / "authority.pem"
    path.write_bytes(trustme.CA().cert_pem.bytes())
    told = target_with(certificate_authority=path)
    refuse(told, ["chromium", "firefox"])
    refuse(target_with(), ["webkit"])
    with pytest.raises(TargetError, match=r"certificate_authority: webkit о нём не узнает; поставьте"):
        refuse(told, ["webkit"])


def pytest_says(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTEST_ADDOPTS": "", "DIARY_CHATS_STATE": str(folder / "state")} | variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.long
def test_the_command_checks_a_target_without_a_browser(tmp_path: Path) -> None:
    accounts = {
        f"CHECKED_{name}": f"s3cret-{name}"
        for name in ("DIARY_LOGIN", "DIARY_PASSWORD", "VK_LOGIN", "VK_PASSWORD", "VK_NAME")
    }
    (tmp_path / "targets.toml").write_text(
        'default = "checked"\n[targets.checked]\nkind = "site"\nproduct = "diary_chats"\nvk_id = ["https://b.invalid"]\n'
        'diary = "https://a.invalid"\nmessenger = "https://c.invalid"\naccounts = "CHECKED"\n',
        encoding="utf-8",
    )
    arguments = ("--check", f"--targets={tmp_path / 'targets.toml'}")
    unreached = pytest_says(tmp_path, *arguments, BROWSER_EXECUTABLE="/no/such/browser", **accounts)
    assert unreached.returncode == 11
    assert [line[0] for line in unreached.stdout.splitlines()] == ["✓", "✓", "✗", "✗", "✗"]
    assert "s3cret" not in unreached.stdout + unreached.stderr
    without = pytest_says(tmp_path, *arguments)
    assert without.returncode == 4
    assert "✗ окружение: не заданы переменные CHECKED_DIARY_LOGIN, " in without.stdout
    unknown = pytest_says(tmp_path, *arguments, "--target=nowhere")
    assert (unknown.returncode, unknown.stderr) == (4, "")
    assert unknown.stdout == "✗ targets.toml: нет цели «nowhere»; есть checked\n"
    assert pytest_says(tmp_path, "--check", "--target=stand").returncode == 0


@pytest.mark.long
def test_the_target_sets_device_and_time_limit_unless_the_command_line_does(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makefile(
        ".toml",
        targets='default = "s"\n[targets.s]\nkind = "stand"\nproduct = "diary_chats"\n'
        'device = "iPhone 15"\ntest_s = 77\n',
    )
    pytester.makeconftest(
        """
        import pytest
        from pathlib import Path
        from verifier.run import options, settings

        def pytest_addoption(parser):
            options.add(parser)

        def pytest_configure(config):
            settled = settings.settle(config)
            print("DEVICE", config.option.device, "LIMIT", config.option.timeout)
        """
    )
    pytester.makepyfile("def test_nothing(): pass")
    own = pytester.runpytest_subprocess("--targets=targets.toml", "-s")
    own.stdout.fnmatch_lines(["*DEVICE iPhone 15 LIMIT 77.0*"])
    other = pytester.runpytest_subprocess("--targets=targets.toml", "-s", "--device=Pixel 5", "--timeout=9")
    other.stdout.fnmatch_lines(["*DEVICE Pixel 5 LIMIT 9.0*"])
