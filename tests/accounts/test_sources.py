"""Accounts from the environment and from a secret file: what is wrong is told in one line, and no value with it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from flows.diary_chats.student import Student
from tests.support.made_up import Writer
from verifier.accounts import sources
from verifier.accounts.errors import AccountError
from verifier.screen.trouble import Unavailable

ONE = {
    "STAGING_DIARY_LOGIN": "s3cret.one@shkola.test",
    "STAGING_DIARY_PASSWORD": "s3cret-diary",
    "STAGING_VK_LOGIN": "+79000000001",
    "STAGING_VK_PASSWORD": "s3cret-vk",
    "STAGING_VK_NAME": "Имя Фамилия",
}
TWO = {name.replace("STAGING_", "STAGING_2_"): value.replace("1", "2") for name, value in ONE.items()} | {
    "STAGING_2_DIARY_LOGIN": "s3cret.two@shkola.test"
}
FILE = """\
[[account]]
diary_login = "s3cret.one@shkola.test"
diary_password = "s3cret-diary"
vk_login = "+79000000001"
vk_password = "s3cret-vk"
vk_name = "Имя Фамилия"

[[account]]
diary_login = "s3cret.two@shkola.test"
diary_password = "s3cret-diary"
vk_login = "+79000000002"
vk_password = "s3cret-vk"
vk_name = "Имя Фамилия"
vk_totp = "JBSW Y3DP EHPK 3PXP"
"""


def told(environment: dict[str, str]) -> str:
    with pytest.raises(AccountError) as caught:
        sources.read("STAGING", environment, Student)
    said = str(caught.value)
    assert "\n" not in said
    assert "s3cret" not in said
    return said


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "accounts.toml"
    path.write_text(FILE, encoding="utf-8")
    path.chmod(0o600)
    return path


def test_one_account_needs_no_number_and_more_are_numbered() -> None:
    (only,) = sources.read("STAGING", ONE, Student)
    assert (only.login, only.vk_name, only.vk_code) == ("s3cret.one@shkola.test", "Имя Фамилия", None)
    ten = {name.replace("_2_", "_10_"): f"{value}0" for name, value in TWO.items()}
    logins = [
        student.login for student in sources.read("STAGING", {**ten, **TWO, **ONE, "OTHER": "x"}, Student)
    ]
    assert logins == ["s3cret.one@shkola.test", "s3cret.two@shkola.test", "s3cret.two@shkola.test0"]


def test_a_file_names_them_in_its_own_order(file: Path) -> None:
    first, second = sources.read("STAGING", {"STAGING_ACCOUNTS_FILE": str(file)}, Student)
    assert (first.login, second.login) == ("s3cret.one@shkola.test", "s3cret.two@shkola.test")
    assert second.vk_code is not None
    assert {"JBSW Y3DP EHPK 3PXP", "JBSWY3DPEHPK3PXP"} <= {*second.secrets}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o620])
def test_a_file_that_others_may_read_is_refused(file: Path, mode: int) -> None:
    file.chmod(mode)
    said = told({"STAGING_ACCOUNTS_FILE": str(file)})
    assert said == (
        f"STAGING_ACCOUNTS_FILE: {file} доступен другим (права {mode:o}); закройте его: chmod 600 {file}"
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('vk_name = "Имя Фамилия"\n\n', "\n", ":1: vk_name: не задано; впишите его"),
        ("vk_totp", "vk_otp", ":8: поля «vk_otp» нет; бывают diary_login, "),
        ('"JBSW Y3DP EHPK 3PXP"', '"s3cret!"', ":8: vk_totp: это не ключ в Base32; возьмите его там"),
        ('"JBSW Y3DP EHPK 3PXP"', "12", ":8: vk_totp: нужна строка в кавычках"),
        ("s3cret.two@", "S3cret.one@", ":8: diary_login: та же учётная запись, что в "),
        ("+79000000002", "+79000000001", ":8: vk_login: та же учётная запись, что в "),
        ('"s3cret-vk"\nvk_name', "s3cret-vk\nvk_name", ":5: это не TOML; исправьте эту строку"),
        ("[[account]]", "[[accounts]]", ": в файле бывают только таблицы [[account]], хотя бы одна"),
        (FILE, "", ": в файле бывают только таблицы [[account]], хотя бы одна"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_line(file: Path, old: str, new: str, said: str) -> None:
    file.write_text(FILE.replace(old, new, 1), encoding="utf-8")
    assert told({"STAGING_ACCOUNTS_FILE": str(file)}).startswith(f"{file}{said}")


def test_a_file_that_is_not_there_or_no_file_is_told(tmp_path: Path) -> None:
    nowhere = told({"STAGING_ACCOUNTS_FILE": str(tmp_path / "nowhere.toml")})
    assert nowhere.startswith(f"STAGING_ACCOUNTS_FILE: {tmp_path / 'nowhere.toml'} не читается (")
    assert "исправьте путь" in told({"STAGING_ACCOUNTS_FILE": str(tmp_path)})


def test_missing_variables_are_named_all_at_once() -> None:
    assert told({}).startswith(
        "окружение: не заданы переменные STAGING_DIARY_LOGIN, STAGING_DIARY_PASSWORD, "
    )
    some = {**ONE, **TWO, "STAGING_2_VK_LOGIN": "", "STAGING_2_DIARY_PASSWORD": " "}
    assert told(some) == (
        "окружение: не заданы переменные STAGING_2_DIARY_PASSWORD, STAGING_2_VK_LOGIN; задайте их и повторите"
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"STAGING_ACCOUNTS_FILE": "x"}, "окружение: заданы и STAGING_ACCOUNTS_FILE, и STAGING_DIARY_LOGIN;"),
        ({"STAGING_VK_TOTP": "s3cret!"}, "STAGING_VK_TOTP: это не ключ в Base32;"),
        ({"STAGING_VK_CODE_COMMAND": "'s3cret"}, "STAGING_VK_CODE_COMMAND: кавычки не парны;"),
        (
            {"STAGING_VK_CODE_COMMAND": "no-such-program s3cret"},
            "STAGING_VK_CODE_COMMAND: такой программы нет;",
        ),
        (
            {"STAGING_VK_CODE_COMMAND": sys.executable, "STAGING_VK_TOTP": "JBSWY3DPEHPK3PXP"},
            "STAGING_VK_CODE_COMMAND: задан и STAGING_VK_TOTP; оставьте что-нибудь одно",
        ),
        (
            TWO | {"STAGING_2_VK_LOGIN": "+79000000001"},
            "STAGING_2_VK_LOGIN: та же учётная запись, что в STAGING_VK_LOGIN;",
        ),
    ],
)
def test_wrong_variables_are_told_by_name(more: dict[str, str], said: str) -> None:
    assert told(ONE | more).startswith(said)


def test_a_command_that_tells_no_code_is_named_as_it_was_given(file: Path) -> None:
    command = f"{sys.executable} -c pass"
    (only,) = sources.read("STAGING", ONE | {"STAGING_VK_CODE_COMMAND": command}, Student)
    with pytest.raises(Unavailable, match="код второго шага VK известен") as caught:
        only.vk_code()
    assert caught.value.remedy.startswith("выполните STAGING_VK_CODE_COMMAND сами")
    file.write_text(FILE.replace('vk_totp = "JBSW Y3DP EHPK 3PXP"', f'vk_code_command = "{command}"'))
    _, second = sources.read("STAGING", {"STAGING_ACCOUNTS_FILE": str(file)}, Student)
    with pytest.raises(Unavailable) as caught:
        second.vk_code()
    assert caught.value.remedy.startswith("выполните vk_code_command сами")


def test_a_person_of_another_product_has_variables_of_its_own() -> None:
    (only,) = sources.read("NOTES", {"NOTES_LOGIN": "pisatel@notes.example", "NOTES_VK_LOGIN": "x"}, Writer)
    assert only == Writer("pisatel@notes.example")
    with pytest.raises(AccountError, match="не заданы переменные NOTES_LOGIN; задайте их"):
        sources.read("NOTES", ONE, Writer)
