"""`targets.toml` and accounts: what is wrong is told in one line that names the place and the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

import targets
from pages.sites import Sites
from targets import SiteTarget, StandTarget, TargetError

GOOD = """default = "stand"

[targets.stand]
kind = "stand"

[targets.staging]
kind = "site"
diary = "https://dnevnik2.staging.example:8443"
vk_id = ["https://id.vk.ru"]
messenger = "https://web.vk.me"
accounts = "STAGING"
"""


def told(path: Path, text: str, name: str | None = None) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TargetError) as caught:
        targets.load(name, path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_projects_own_file_is_good() -> None:
    name, target = targets.load()
    assert name == "stand"
    assert isinstance(target, StandTarget)
    assert target.sites == Sites()
    assert isinstance(targets.load("staging")[1], SiteTarget)


def test_a_target_has_its_own_addresses_and_ports(tmp_path: Path) -> None:
    path = tmp_path / "targets.toml"
    path.write_text(GOOD, encoding="utf-8")
    _, target = targets.load("staging", path)
    assert target.sites.diary == "https://dnevnik2.staging.example:8443"
    assert target.sites.owner("https://dnevnik2.staging.example:8443/login?x=1") == "дневник"
    assert target.sites.owner("https://dnevnik2.staging.example/login") is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'accounts = "STAGING"\n',
            "",
            "targets.toml:6: targets.staging.accounts: не хватает этого поля; допишите его",
        ),
        ('kind = "site"', 'kind = "sight"', "targets.toml:6: targets.staging: kind бывает"),
        ('kind = "site"\n', "", "targets.toml:6: targets.staging: не хватает поля kind"),
        ("messenger =", "mesenger =", "targets.toml:10: targets.staging.mesenger: такого поля нет"),
        (
            '"https://web.vk.me"',
            '"web.vk.me"',
            "targets.toml:10: targets.staging.messenger: адрес системы пишется",
        ),
        (
            '"https://web.vk.me"',
            '"https://web.vk.me/x"',
            "targets.toml:10: targets.staging.messenger: адрес системы",
        ),
        (
            '["https://id.vk.ru"]',
            '["http://id.vk.ru"]',
            "targets.toml:9: targets.staging.vk_id.0: адрес системы",
        ),
        ('["https://id.vk.ru"]', "[]", "targets.toml:9: targets.staging.vk_id: "),
        ('accounts = "STAGING"', 'accounts = "staging"', "targets.toml:11: targets.staging.accounts: "),
        ('kind = "stand"', 'kind = "stand"\npatience_s = 0', "targets.toml:5: targets.stand.patience_s: "),
        ('default = "stand"', 'default = "stend"', "targets.toml:1: нет цели «stend»; есть staging, stand"),
        ('default = "stand"\n', "", "targets.toml:1: default: не хватает этого поля"),
        ('kind = "stand"', "kind = stand", "targets.toml:4: это не TOML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert told(tmp_path / "targets.toml", GOOD.replace(old, new, 1)).startswith(said)


def test_unknown_name_lists_the_known_ones(tmp_path: Path) -> None:
    assert (
        told(tmp_path / "targets.toml", GOOD, "prod") == "targets.toml: нет цели «prod»; есть staging, stand"
    )


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="нет такого файла"):
        targets.load(None, tmp_path / "targets.toml")


def test_missing_accounts_are_named_all_at_once() -> None:
    _, target = targets.load("staging")
    assert isinstance(target, SiteTarget)
    environment = {f"STAGING_{name}": "x" for name in targets.ACCOUNT_VARIABLES}
    assert target.student(environment).login == "x"
    del environment["STAGING_VK_LOGIN"]
    environment["STAGING_DIARY_PASSWORD"] = ""
    with pytest.raises(TargetError, match="не заданы переменные STAGING_DIARY_PASSWORD, STAGING_VK_LOGIN;"):
        target.student(environment)


def test_a_students_repr_shows_nothing() -> None:
    _, target = targets.load("staging")
    assert isinstance(target, SiteTarget)
    student = target.student({f"STAGING_{name}": f"s3cret-{name}" for name in targets.ACCOUNT_VARIABLES})
    assert "s3cret" not in repr(student)
    assert len(student.secrets) == len(targets.ACCOUNT_VARIABLES)
