"""How the diary's login page may be."""

from __future__ import annotations

from stand.defects.patch import Patch
from stand.server import Stand
from stand.variants.catalogue import variant

_SCRIPT = "/static/login.js"


@variant("email-as-text", "Поле для почты на странице входа — обычное текстовое (input type=text).")
def _email_as_text(_stand: Stand, patch: Patch) -> None:
    patch.edit(
        "diary", _SCRIPT, 'field("email", texts.email, "username")', 'field("text", texts.email, "email")'
    )


@variant(
    "email-by-placeholder",
    "У поля для почты вместо подписи подсказка внутри поля, без type=email и без имени.",
    instead_of="email-as-text",
)
def _email_by_placeholder(_stand: Stand, patch: Patch) -> None:
    patch.edit(
        "diary",
        _SCRIPT,
        'const email = field("email", texts.email, "username");',
        'const email = field("text", "", "off");\n  email.input.placeholder = "Эл. почта";\n'
        '  email.input.removeAttribute("name");',
    )


@variant(
    "login-in-two-steps", "На странице входа сначала только почта и кнопка «Далее», пароль на втором шаге."
)
def _login_in_two_steps(_stand: Stand, patch: Patch) -> None:
    patch.edit(
        "diary",
        _SCRIPT,
        "const form = element(",
        "password.row.hidden = true;\n  submit.textContent = 'Далее';\n  const form = element(",
    )
    patch.edit(
        "diary",
        _SCRIPT,
        "event.preventDefault();",
        "event.preventDefault();\n"
        "    if (password.row.hidden && email.input.value.trim()) {\n"
        "      [email.row.hidden, password.row.hidden] = [true, false];\n"
        "      submit.textContent = texts.login_submit;\n"
        "      password.input.focus();\n"
        "      return;\n"
        "    }",
    )
