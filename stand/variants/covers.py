"""What the product may put before its pupil unasked: a banner, a window, a survey, a question."""

from __future__ import annotations

import json

from stand.defects.patch import Patch
from stand.server import Stand
from stand.variants.catalogue import variant

_SHEET = """
.unasked { position: fixed; inset: 0; z-index: 99; display: grid; place-items: center; }
.unasked { background: rgb(20 30 50 / 45%); }
.unasked--below { inset: 40% 0 0 0; background: #fff; }
"""


def _box(attributes: str, title: str, text: str, *buttons: str) -> str:
    """Return a script that puts a box before the page, once in each browser; a press on any button takes it away."""
    made = "".join(f'<button class="button" type="button">{one}</button>' for one in buttons)
    html = (
        f'<div {attributes}><div class="card"><h2>{title}</h2><p>{text}</p>'
        f'<p class="buttons">{made}</p></div></div>'
    )
    return (
        "\n(() => {\n"
        f"  const key = 'seen ' + {_quoted(title)};\n"
        "  if (localStorage.getItem(key)) return;\n"
        "  const made = document.createElement('div');\n"
        f"  made.innerHTML = {_quoted(html)};\n"
        "  made.addEventListener('click', (event) => {\n"
        "    if (!event.target.closest('button')) return;\n"
        "    localStorage.setItem(key, 'yes');\n"
        "    made.remove();\n"
        "  });\n"
        "  document.body.append(made);\n"
        "})();\n"
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


COOKIES = _box(
    'class="cookie-banner unasked unasked--below" role="region" aria-label="Файлы cookie"',
    "Мы используем файлы cookie",
    "Продолжая пользоваться сайтом, вы соглашаетесь с этим.",
    "Хорошо",
)
ONBOARDING = _box(
    'class="unasked" role="dialog" aria-modal="true" aria-label="Что нового"',
    "Что нового в дневнике",
    "Теперь чаты класса открываются прямо отсюда.",
    "Показать",
    "Пропустить",
)
SURVEY = _box(
    'class="unasked" role="dialog" aria-label="Опрос"',
    "Оцените дневник",
    "Насколько вам удобно пользоваться дневником?",
    "Оценить",
    "Не сейчас",
)


def _put(patch: Patch, system: str, script: str, sheet: str, box: str) -> None:
    patch.append(system, f"/static/{script}", box)
    patch.append(system, f"/static/{sheet}", _SHEET)


@variant("cookie-banner", "Низ дневника закрыт сообщением о файлах cookie.")
def _cookie_banner(_stand: Stand, patch: Patch) -> None:
    _put(patch, "diary", "main.js", "diary.css", COOKIES)


@variant("onboarding", "Поверх дневника показано окно «Что нового».")
def _onboarding(_stand: Stand, patch: Patch) -> None:
    _put(patch, "diary", "main.js", "diary.css", ONBOARDING)


@variant("survey", "Поверх мессенджера показан опрос.")
def _survey(_stand: Stand, patch: Patch) -> None:
    asked = SURVEY.replace("дневник", "мессенджер")
    _put(patch, "messenger", "messenger.js", "messenger.css", asked)


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
