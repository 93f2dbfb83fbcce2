"""What the product may put before its pupil unasked: a banner, a window, a survey, a question."""

from __future__ import annotations

import json

from stand.defects.patch import Patch
from stand.server import Stand
from stand.variants.catalogue import variant

_VEIL = "position:fixed;inset:0;z-index:99;display:grid;place-items:center;background:rgb(20 30 50/45%)"
_BAR = "position:fixed;inset:auto 0 0 0;height:55%;z-index:99;padding:24px;background:#fff;box-shadow:0 0 24px #0005"


def _box(attributes: str, style: str, title: str, text: str, *buttons: str) -> str:
    """Return a script that puts a box before the page, once in each browser; a press on any button takes it away."""
    made = "".join(f'<button class="button" type="button">{one}</button>' for one in buttons)
    html = (
        f'<div {attributes} style="{style}"><div class="card"><h2>{title}</h2><p>{text}</p>'
        f'<p class="buttons">{made}</p></div></div>'
    )
    return (
        "\n(() => {\n"
        f"  const key = 'seen ' + {json.dumps(title)};\n"
        "  if (localStorage.getItem(key)) return;\n"
        "  const made = document.createElement('div');\n"
        f"  made.innerHTML = {json.dumps(html)};\n"
        "  made.addEventListener('click', (event) => {\n"
        "    if (!event.target.closest('button')) return;\n"
        "    localStorage.setItem(key, 'yes');\n"
        "    made.remove();\n"
        "  });\n"
        "  document.body.append(made);\n"
        "})();\n"
    )


COOKIES = _box(
    'class="cookie-banner" role="region" aria-label="Файлы cookie"',
    _BAR,
    "Мы используем файлы cookie",
    "Продолжая пользоваться сайтом, вы соглашаетесь с этим.",
    "Хорошо",
)
ONBOARDING = _box(
    'role="dialog" aria-modal="true" aria-label="Что нового"',
    _VEIL,
    "Что нового в дневнике",
    "Теперь чаты класса открываются прямо отсюда.",
    "Показать",
    "Пропустить",
)
SURVEY = _box(
    'role="dialog" aria-label="Опрос"',
    _VEIL,
    "Оцените дневник",
    "Насколько вам удобно пользоваться дневником?",
    "Оценить",
    "Не сейчас",
)


@variant("cookie-banner", "Низ дневника закрыт сообщением о файлах cookie.")
def _cookie_banner(_stand: Stand, patch: Patch) -> None:
    patch.append("diary", "/static/main.js", COOKIES)


@variant("onboarding", "Поверх дневника показано окно «Что нового».")
def _onboarding(_stand: Stand, patch: Patch) -> None:
    patch.append("diary", "/static/main.js", ONBOARDING)


@variant("survey", "Поверх мессенджера показан опрос.")
def _survey(_stand: Stand, patch: Patch) -> None:
    patch.append("messenger", "/static/messenger.js", SURVEY.replace("дневник", "мессенджер"))


@variant("unlink-asks", "Перед отвязкой дневник спрашивает, точно ли отвязать аккаунт.")
def _unlink_asks(_stand: Stand, patch: Patch) -> None:
    patch.edit(
        "diary",
        "/static/chats.js",
        "async unlink() {\n",
        "async unlink() {\n    if (!(await sure())) return;\n",
    )
    patch.append(
        "diary",
        "/static/chats.js",
        """
function sure() {
  const asked = element(
    "dialog",
    { class: "card", "aria-labelledby": "sure" },
    element("h2", { id: "sure" }, "Отвязать аккаунт?"),
    element("p", {}, "Чаты перестанут открываться из дневника."),
    element(
      "form",
      { method: "dialog", class: "buttons" },
      element("button", { class: "button button--danger", value: "yes" }, "Отвязать"),
      element("button", { class: "button", value: "" }, "Отмена"),
    ),
  );
  document.body.append(asked);
  asked.showModal();
  return new Promise((resolve) => {
    asked.addEventListener("close", () => {
      asked.remove();
      resolve(asked.returnValue === "yes");
    });
  });
}
""",
    )
