"""`targets.toml`: what is wrong is told in one line that names the place and the remedy, and never a value."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import trustme

from flows.diary_chats.product import PRODUCT
from verifier import targets
from verifier.product import names
from verifier.screen.sites import Sites
from verifier.targets import SiteTarget, StandTarget, TargetError
from verifier.targets.browser import context

THERE = ", ".join(names())
HEAD = """default = "stand"

[targets.stand]
kind = "stand"
product = "diary_chats"

"""
SITE = """[targets.staging]
kind = "site"
product = "diary_chats"
diary = "https://dnevnik2.staging.example:8443"
vk_id = ["https://id.vk.ru"]
messenger = "https://web.vk.me"
accounts = "STAGING"
"""
GOOD = HEAD + SITE


def load(folder: Path, text: str, name: str | None = "staging", **variables: str) -> SiteTarget:
    path = folder / "targets.toml"
    path.write_text(text, encoding="utf-8")
    target = targets.load(name, path, variables)[1]
    assert isinstance(target, SiteTarget)
    return target


def told(folder: Path, text: str, name: str | None = None, variables: Mapping[str, str] | None = None) -> str:
    path = folder / "targets.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TargetError) as caught:
        targets.load(name, path, variables or {})
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_projects_own_file_is_good() -> None:
    name, target = targets.load(variables={})
    assert name == "stand"
    assert isinstance(target, StandTarget)
    assert target.sites == Sites(PRODUCT.systems)
    assert target.allowed == "everything"
    staging, production = (targets.load(one, variables={})[1] for one in ("staging", "production"))
    assert staging.allowed == "everything"
    assert production.allowed == "look-only"
    for system in PRODUCT.systems:
        assert production.sites.origins(system.name) == system.origins


def test_a_target_has_its_own_addresses_and_ports(tmp_path: Path) -> None:
    target = load(tmp_path, GOOD)
    assert target.sites.origin("diary") == "https://dnevnik2.staging.example:8443"
    assert target.sites.owner("https://dnevnik2.staging.example:8443/login?x=1") == "дневник"
    assert target.sites.owner("https://dnevnik2.staging.example/login") is None


def test_an_address_is_kept_as_browsers_write_it(tmp_path: Path) -> None:
    text = GOOD.replace("https://web.vk.me", "https://WEB.vk.me:443/")
    assert load(tmp_path, text).sites.origin("messenger") == "https://web.vk.me"


def test_who_is_not_told_that_everything_is_allowed_may_only_look(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD).allowed == "look-only"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'accounts = "STAGING"\n',
            "",
            "targets.toml:7: targets.staging.accounts: не хватает этого поля; допишите его",
        ),
        ('kind = "site"', 'kind = "sight"', "targets.toml:7: targets.staging: kind бывает"),
        ('kind = "site"\n', "", "targets.toml:7: targets.staging: не хватает поля kind"),
        ("messenger =", "mesenger =", "targets.toml:12: targets.staging.mesenger: такого поля нет"),
        ('messenger = "https://web.vk.me"\n', "", "targets.toml:7: targets.staging.messenger: не хватает"),
        (
            "messenger =",
            "systems = 1\nmessenger =",
            "targets.toml:12: targets.staging.systems: такого поля нет",
        ),
        (
            'product = "diary_chats"\n',
            "",
            f'targets.toml:3: targets.stand.product: не хватает этого поля; допишите product = "…" (есть {THERE})',
        ),
        ('"diary_chats"', "1", "targets.toml:5: targets.stand.product: нужна строка"),
        (
            '"diary_chats"',
            '"diary"',
            f"targets.toml:5: targets.stand.product: нет продукта «diary»; есть {THERE}",
        ),
        (
            '"https://web.vk.me"',
            '"https://id.vk.ru"',
            "targets.toml:7: targets.staging: у двух систем один адрес",
        ),
        (
            '"https://id.vk.ru"',
            '"http://id.vk.ru"',
            "targets.toml:11: targets.staging.vk_id.0: адрес системы",
        ),
        ('["https://id.vk.ru"]', "[]", "targets.toml:11: targets.staging.vk_id: список пуст"),
        (
            '["https://id.vk.ru"]',
            '"https://id.vk.ru"',
            "targets.toml:11: targets.staging.vk_id: нужен список",
        ),
        ('"STAGING"', '"staging"', "targets.toml:13: targets.staging.accounts: начало имён"),
        (
            'kind = "stand"',
            'kind = "stand"\npatience_s = 0',
            "targets.toml:5: targets.stand.patience_s: нужно",
        ),
        (
            'kind = "stand"',
            'kind = "stand"\nproxy = {}',
            "targets.toml:5: targets.stand.proxy: такого поля нет",
        ),
        ('default = "stand"', 'default = "stend"', "targets.toml:1: нет цели «stend»; есть staging, stand"),
        ('default = "stand"\n', "", "targets.toml:1: default: не хватает этого поля"),
        ('default = "stand"', "default = 1", "targets.toml:1: default: нужна строка"),
        ('default = "stand"', 'default = "stand"\nfallback = 1', "targets.toml:2: fallback: такого поля нет"),
        ('default = "stand"', 'default = "stand"\ntargets.x = 1', "targets.toml:2: targets.x: нужны таблицы"),
        ('kind = "stand"', "kind = stand", "targets.toml:4: это не TOML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert told(tmp_path, GOOD.replace(old, new, 1)).startswith(said)


WRONG_ADDRESSES = (
    "1",
    '""',
    '"web.vk.me"',
    '"http://x.example"',
    '"https://"',
    '"https://x.example/path"',
    '"https://x.example?q"',
    '"https://user@x.example"',
    '"https://x.example:0"',
    '"https://x.example:99999"',
    '"https://x example"',
)


@pytest.mark.parametrize("field", ["diary", "messenger"])
@pytest.mark.parametrize("value", WRONG_ADDRESSES)
def test_an_address_that_is_none_is_told(tmp_path: Path, field: str, value: str) -> None:
    lines = [f"{field} = {value}" if line.startswith(field) else line for line in GOOD.splitlines()]
    number = lines.index(f"{field} = {value}") + 1
    assert told(tmp_path, "\n".join(lines)).startswith(f"targets.toml:{number}: targets.staging.{field}: ")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("patience_s = 0", "patience_s: нужно число больше 0"),
        ("patience_s = 301", "patience_s: нужно число не больше 300"),
        ("patience_s = inf", "patience_s: нужно обычное число секунд"),
        ('patience_s = "soon"', "patience_s: нужно число секунд"),
        ("test_s = -1", "test_s: нужно число больше 0"),
        ("check_s = []", "check_s: нужно число секунд"),
        ('allowed = "all"', "allowed: бывает 'everything' или 'look-only'"),
        ("accounts = 7", "это не TOML"),
        ("basic_auth = 1", "basic_auth: нужна таблица"),
        ('basic_auth = { user = "u" }', "basic_auth.password: не хватает этого поля"),
        ('basic_auth = { user = "u", password = "p" }', "basic_auth.password: пароль в этот файл не пишут"),
        ('basic_auth = { user = "", password = "${P}" }', "basic_auth.user: значение пусто"),
        ('basic_auth = { user = "u", password = "${P}", system = "x" }', "basic_auth.system: бывает"),
        ('basic_auth = { user = "u", password = "${P}", realm = "x" }', "basic_auth.realm: такого поля нет"),
        ("extra_headers = []", "extra_headers: нужна таблица"),
        ("extra_headers = { X-A = 1 }", "extra_headers.X-A: нужна строка"),
        ('extra_headers = { "a b" = "x" }', "extra_headers: «a b» — не имя заголовка"),
        ('extra_headers = { Cookie = "x" }', "extra_headers: заголовок Cookie ставит сам браузер"),
        ('extra_headers = { Authorization = "x" }', "extra_headers: вместо заголовка Authorization"),
        ('extra_headers = { X-A = "ж" }', "extra_headers: значение заголовка X-A: только латиница"),
        ("certificate_authority = 1", "certificate_authority: нужен путь"),
        ('certificate_authority = "no.pem"', "certificate_authority: файл no.pem не читается"),
        ('certificate_authority = "targets.toml"', "certificate_authority: в файле targets.toml нет"),
        ('certificate_authority = "leaf.pem"', "certificate_authority: leaf.pem: это сертификат сайта"),
        ('proxy = "http://p:1"', "proxy: нужна таблица"),
        ("proxy = {}", "proxy.server: не хватает этого поля"),
        ('proxy = { server = "p:1" }', "proxy.server: прокси пишется"),
        ('proxy = { server = "http://p" }', "proxy.server: прокси пишется"),
        ('proxy = { server = "http://p:99999" }', "proxy.server: прокси пишется"),
        ('proxy = { server = "http://u:p@h:1" }', "proxy.server: имя и пароль прокси пишутся"),
        ('proxy = { server = "http://p:1", password = "p" }', "proxy.password: пароль в этот файл не пишут"),
        ('proxy = { server = "http://p:1", bypass = ["http://x"] }', "proxy.bypass: узлы пишутся без"),
        ('viewport = "big"', "viewport: размер окна пишется"),
        ("viewport = [1280, 800]", "viewport: нужна строка"),
        ('viewport = "1280x800"\ndevice = "iPhone 15"', "targets.staging: заданы и device, и viewport"),
        ('device = "iPhone XV"', "device: такого устройства Playwright не знает; похоже на «iPhone X"),
        ('device = "?"', "device: такого устройства Playwright не знает; список"),
        ('locale = "Russian"', "locale: язык пишется"),
        ('timezone = "Moscow"', "timezone: такого часового пояса нет; похоже на Europe/Moscow"),
        ('diary2 = "x"', "diary2: такого поля нет"),
        ('locale = "${lang}"', "locale: подстановка пишется"),
        ('locale = "${LANG_OF_PAGES"', "locale: подстановка пишется"),
        ('locale = "${LANG_OF_PAGES}"', "locale: не задана переменная LANG_OF_PAGES"),
    ],
)
def test_each_field_that_is_wrong_is_told(tmp_path: Path, line: str, said: str) -> None:
    authority = trustme.CA()
    authority.issue_cert("x.example").cert_chain_pems[0].write_to_path(str(tmp_path / "leaf.pem"))
    message = told(tmp_path, f"{GOOD}{line}\n", "staging", {"P": "s3cret"})
    assert said in message
    assert message.startswith("targets.toml:")
    assert "s3cret" not in message


def test_a_table_of_its_own_has_its_own_lines(tmp_path: Path) -> None:
    text = f'{GOOD}[targets.staging.proxy]\nserver = "http://p:1"\nport = 3\n'
    assert told(tmp_path, text).startswith("targets.toml:16: targets.staging.proxy.port: такого поля нет")


def test_variables_fill_in_and_otherwise_stands_in(tmp_path: Path) -> None:
    text = GOOD.replace('"https://web.vk.me"', '"https://${HOST:-web}.vk.me"') + 'patience_s = "${WAIT:-7}"\n'
    assert load(tmp_path, text).sites.origin("messenger") == "https://web.vk.me"
    assert load(tmp_path, text, HOST="").patience_s == 7
    moved = load(tmp_path, text, HOST="web2", WAIT="9")
    assert moved.sites.origins("messenger") == ("https://web2.vk.me",)
    assert load(tmp_path, text, WAIT="9").patience_s == 9


def test_a_field_whose_variable_may_be_missing_is_left_out(tmp_path: Path) -> None:
    text = GOOD + 'certificate_authority = "${AUTHORITY:-}"\nextra_headers = { X-Gate = "${GATE:-}" }\n'
    target = load(tmp_path, text.replace('"https://id.vk.ru"', '"https://id.vk.ru", "${FORMER:-}"'))
    assert (target.certificate_authority, target.extra_headers) == (None, {})
    assert target.sites.origins("vk_id") == ("https://id.vk.ru",)
    assert target.secrets == ()
    with pytest.raises(TargetError, match=r"certificate_authority: файл none\.pem не читается"):
        load(tmp_path, text, AUTHORITY="none.pem")


def test_another_targets_variables_need_not_be_set(tmp_path: Path) -> None:
    text = GOOD.replace('"https://web.vk.me"', '"${MESSENGER}"')
    path = tmp_path / "targets.toml"
    path.write_text(text, encoding="utf-8")
    assert targets.load(None, path, {})[0] == "stand"
    assert "не задана переменная MESSENGER; задайте её в окружении или в .env" in told(
        tmp_path, text, "staging"
    )


def test_another_targets_product_need_not_be_known(tmp_path: Path) -> None:
    text = GOOD.replace('"site"\nproduct = "diary_chats"', '"site"\nproduct = "${PRODUCT}"')
    path = tmp_path / "targets.toml"
    path.write_text(text, encoding="utf-8")
    assert targets.load(None, path, {})[0] == "stand"
    assert "targets.staging.product: не задана переменная PRODUCT;" in told(tmp_path, text, "staging")


def test_a_wrong_value_of_a_variable_is_told_without_it(tmp_path: Path) -> None:
    text = GOOD.replace('"https://web.vk.me"', '"${MESSENGER}"')
    message = told(tmp_path, text, "staging", {"MESSENGER": "s3cret"})
    assert message.startswith("targets.toml:12: targets.staging.messenger: адрес системы")
    assert "s3cret" not in message


def test_a_variable_chooses_behind_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "targets.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert targets.load(None, path, {"VERIFIER_TARGET": "staging"})[0] == "staging"
    assert targets.load("stand", path, {"VERIFIER_TARGET": "staging"})[0] == "stand"
    wrong = told(tmp_path, GOOD, None, {"VERIFIER_TARGET": "prod"})
    assert wrong == "VERIFIER_TARGET: targets.toml: нет цели «prod»; есть staging, stand"


def test_dotenv_stands_behind_the_environment(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("# mine\nA=from-file\nexport B='p$a#ss'\nC=\n", encoding="utf-8")
    dotenv.chmod(0o600)
    assert targets.environment({"A": "own"}, dotenv) == {"A": "own", "B": "p$a#ss", "C": ""}
    assert targets.environment({"A": "own"}, tmp_path / "none") == {"A": "own"}


@pytest.mark.parametrize(
    ("content", "mode", "said"),
    [
        (b"A=1\n\nnonsense\n", 0o600, ".env:3: пишется ИМЯ=значение"),
        (b"A=1\nB='open\n", 0o600, ".env:2: пишется ИМЯ=значение"),
        (b"A=\xff\n", 0o600, ".env: это не UTF-8"),
        (b"A=1\n", 0o644, ".env: его могут читать другие; выполните «chmod 600 .env»"),
    ],
)
def test_a_wrong_dotenv_is_told(tmp_path: Path, content: bytes, mode: int, said: str) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_bytes(content)
    dotenv.chmod(mode)
    with pytest.raises(TargetError) as caught:
        targets.environment({}, dotenv)
    assert str(caught.value).startswith(said)


def test_what_is_secret_is_known_and_not_shown(tmp_path: Path) -> None:
    text = GOOD + (
        'basic_auth = { user = "tester", password = "${PASS}" }\n'
        'extra_headers = { X-Stage = "staging", X-Key = "${KEY}" }\n'
        'proxy = { server = "http://p:1", user = "me", password = "${PROXY}" }\n'
    )
    target = load(tmp_path, text, PASS="pa55word", KEY="k3y-of-gate", PROXY="pr0xy-word")
    assert {"pa55word", "k3y-of-gate", "pr0xy-word"} < set(target.secrets)
    assert "staging" not in target.secrets
    assert not any(secret in repr(target) for secret in target.secrets)


def test_a_browser_is_told_what_the_target_says(tmp_path: Path) -> None:
    text = GOOD + (
        'basic_auth = { user = "tester", password = "${PASS}", system = "messenger" }\n'
        'extra_headers = { X-Stage = "staging" }\n'
        'proxy = { server = "http://p:1", bypass = [".example", "x.test"] }\n'
        'viewport = "800x600"\nlocale = "en-US"\ntimezone = "Asia/Omsk"\n'
    )
    assert context(load(tmp_path, text, PASS="pa55word")) == {
        "locale": "en-US",
        "timezone_id": "Asia/Omsk",
        "viewport": {"width": 800, "height": 600},
        "http_credentials": {"username": "tester", "password": "pa55word", "origin": "https://web.vk.me"},
        "extra_http_headers": {"X-Stage": "staging"},
        "proxy": {"server": "http://p:1", "bypass": ".example,x.test"},
    }


def test_name_and_password_are_for_the_first_system_unless_the_file_says_otherwise(tmp_path: Path) -> None:
    told = 'basic_auth = { user = "tester", password = "${PASS}"%s }\n'
    for system, origin in (
        ("", "https://dnevnik2.staging.example:8443"),
        (', system = "vk_id"', "https://id.vk.ru"),
        (', system = "all"', None),
    ):
        found = context(load(tmp_path, GOOD + told % system, PASS="pa55word"))["http_credentials"]
        assert found.get("origin") == origin


def test_unknown_name_lists_the_known_ones(tmp_path: Path) -> None:
    assert told(tmp_path, GOOD, "prod") == "targets.toml: нет цели «prod»; есть staging, stand"


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="нет такого файла"):
        targets.load(None, tmp_path / "targets.toml", {})


@pytest.mark.parametrize("wrong", ["[]", "[1]", '["password"]', "1", '"x"', "true", "[[]]"])
@pytest.mark.parametrize("field", ["basic_auth", "proxy"])
def test_a_table_that_is_something_else_is_told(tmp_path: Path, field: str, wrong: str) -> None:
    with pytest.raises(TargetError, match=rf"targets\.toml:\d+: targets\.staging\.{field}: "):
        load(tmp_path, f"{GOOD}{field} = {wrong}\n")


def test_a_home_that_nobody_has_is_told(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="certificate_authority: файл x не читается"):
        load(tmp_path, f'{GOOD}certificate_authority = "~no-such-user/x"\n')


def test_brackets_in_brackets_without_end_are_told(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="это не TOML"):
        load(tmp_path, f"{GOOD}viewport = {'[' * 3000}{']' * 3000}\n")
