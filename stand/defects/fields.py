"""The login page of the diary and the screens of VK's form: their fields, and what becomes of what is entered."""

from __future__ import annotations

from starlette.responses import PlainTextResponse

from stand.defects.catalogue import defect
from stand.defects.patch import Patch
from stand.server import Stand

_EMAIL = 'const email = field("email", texts.email, "username");'
_PASSWORD = 'const password = field("password", texts.password, "current-password");'
_CONTINUE = '<button class="button button--primary button--wide" type="submit">Продолжить</button>'


def _login(name: str, sentence: str, kind: str, old: str, new: str) -> None:
    def change(_stand: Stand, patch: Patch) -> None:
        patch.edit("diary", "/static/login.js", old, new)

    defect(name, sentence, claim="login-page", kind=kind)(change)


_login(
    "password-field-missing",
    "На странице входа в дневник нет поля для пароля.",
    "missing",
    "email.row, password.row, submit",
    "email.row, submit",
)
_login(
    "password-in-clear",
    "Пароль от дневника виден, пока его вводят.",
    "login",
    _PASSWORD,
    f'{_PASSWORD}\n  password.input.type = "text";',
)
_login(
    "email-field-doubled",
    "На странице входа в дневник два поля для почты.",
    "doubled",
    "email.row, password.row, submit",
    "email.row, email.row.cloneNode(true), password.row, submit",
)


@defect(
    "login-page-elsewhere",
    "По адресу страницы входа открывается VK Мессенджер.",
    claim="login-page",
    kind="address",
)
def _login_page_elsewhere(stand: Stand, patch: Patch) -> None:
    patch.lead("diary", "/login", f"{stand.addresses.messenger}/")


@defect("login-page-gone", "По адресу страницы входа — ошибка 404.", claim="login-page", kind="address")
def _login_page_gone(_stand: Stand, patch: Patch) -> None:
    patch.answer("diary", "/login", lambda answer: answer.become(PlainTextResponse("404 Not Found\n", 404)))


@defect("login-dead", "Кнопка входа в дневник ничего не делает.", claim="signed-in", kind="dead")
def _login_dead(_stand: Stand, patch: Patch) -> None:
    patch.edit("diary", "/static/login.js", "event.preventDefault();", "event.preventDefault(); return;")


@defect("email-field-disabled", "Поле для почты недоступно.", claim="signed-in", kind="disabled")
def _email_field_disabled(_stand: Stand, patch: Patch) -> None:
    patch.edit("diary", "/static/login.js", _EMAIL, f"{_EMAIL}\n  email.input.disabled = true;")


@defect(
    "vk-login-field-missing",
    "В форме VK нет поля для телефона или почты.",
    claim="vk-form",
    kind="missing",
)
def _vk_login_field_missing(_stand: Stand, patch: Patch) -> None:
    patch.edit("vk_id", "/auth/entry", ' name="login"', ' name="login" hidden')


@defect(
    "vk-entry-without-button",
    "На первом экране формы VK нет кнопки «Продолжить».",
    claim="authorise",
    kind="missing",
)
def _vk_entry_without_button(_stand: Stand, patch: Patch) -> None:
    patch.edit("vk_id", "/auth/entry", _CONTINUE, "")


@defect(
    "vk-password-disabled",
    "Поле для пароля в форме VK недоступно.",
    claim="authorise",
    kind="disabled",
)
def _vk_password_disabled(_stand: Stand, patch: Patch) -> None:
    patch.edit("vk_id", "/auth/password", 'name="password"', 'name="password" disabled')


@defect(
    "vk-refuses-right-password",
    "VK не принимает верный пароль.",
    claim="authorise",
    kind="login",
)
def _vk_refuses_right_password(stand: Stand, patch: Patch) -> None:
    patch.method(stand.vk_id.records, "password_is_right", lambda *_: False)


@defect(
    "vk-accepts-any-password",
    "VK принимает любой пароль.",
    claim="authorise",
    kind="login",
    scenario="wrong VK password",
)
def _vk_accepts_any_password(stand: Stand, patch: Patch) -> None:
    patch.method(stand.vk_id.records, "password_is_right", lambda *_: True)


@defect(
    "vk-refuses-right-code",
    "VK не принимает верный код из СМС.",
    claim="authorise",
    kind="login",
    scenario="account that is asked for a code",
)
def _vk_refuses_right_code(stand: Stand, patch: Patch) -> None:
    patch.method(stand.vk_id.records, "take_code", lambda *_: False)


@defect(
    "vk-asks-password-again",
    "После верного пароля VK снова просит пароль.",
    claim="authorise",
    kind="session",
)
def _vk_asks_password_again(stand: Stand, patch: Patch) -> None:
    patch.method(stand.vk_id.records, "prove", lambda _form: None)
