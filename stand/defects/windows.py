"""Windows that open where they should not, or not, or twice; and addresses that lead elsewhere."""

from __future__ import annotations

from starlette.responses import HTMLResponse

from stand.defects.catalogue import defect
from stand.defects.patch import Patch
from stand.people import LinkWindow
from stand.rewriting import Answer
from stand.server import Stand

_CHATS = "/static/chats.js"
_OPEN_CHATS = 'href: link.messenger_url, target: "_blank", rel: "noopener"'
_FOLLOW = "popup.location.replace(url);"


def _open_chats(name: str, sentence: str, new: str, kind: str = "window") -> None:
    def change(_stand: Stand, patch: Patch) -> None:
        patch.edit("diary", _CHATS, _OPEN_CHATS, new)

    defect(name, sentence, claim="messenger-window", kind=kind)(change)


_open_chats(
    "messenger-in-same-window",
    "«Перейти в чаты» открывает VK Мессенджер в окне дневника.",
    "href: link.messenger_url",
)
_open_chats(
    "messenger-in-two-windows",
    "«Перейти в чаты» открывает VK Мессенджер в двух окнах.",
    f"{_OPEN_CHATS}, onclick: () => open(link.messenger_url)",
)
_open_chats(
    "messenger-window-blank",
    "«Перейти в чаты» открывает пустое окно.",
    'href: "about:blank", target: "_blank"',
)
_open_chats(
    "diary-leaves-chats",
    "Вместе с новым окном дневник уходит с вкладки «Чаты» на главную.",
    f'{_OPEN_CHATS}, onclick: () => document.getElementById("tab-my").click()',
)
_open_chats(
    "open-chats-dead",
    "Кнопка «Перейти в чаты» ничего не делает.",
    f"{_OPEN_CHATS}, onclick: (event) => event.preventDefault()",
    "dead",
)
_open_chats(
    "messenger-at-nowhere",
    "«Перейти в чаты» ведёт на страницу VK Мессенджера, которой нет.",
    _OPEN_CHATS.replace("link.messenger_url", 'link.messenger_url + "chaty"'),
    "address",
)
_open_chats(
    "open-chats-opens-the-diary",
    "«Перейти в чаты» открывает в новом окне дневник.",
    _OPEN_CHATS.replace("link.messenger_url", '"/students/my"'),
    "address",
)


def _vk_form(name: str, sentence: str, old: str, new: str, kind: str, link_window: LinkWindow) -> None:
    def change(_stand: Stand, patch: Patch) -> None:
        patch.edit("diary", _CHATS, old, new)

    defect(name, sentence, claim="vk-form", kind=kind, link_window=link_window)(change)


_vk_form("vk-window-blank", "Окно формы VK остаётся пустым.", _FOLLOW, "", "window", "popup")
_vk_form(
    "vk-form-in-two-windows",
    "Форма VK открывается сразу в двух окнах.",
    _FOLLOW,
    f"{_FOLLOW} open(url);",
    "window",
    "popup",
)
_vk_form(
    "vk-form-is-the-messenger",
    "Вместо формы VK открывается VK Мессенджер.",
    "location.assign(url)",
    "location.assign(this.link.messenger_url)",
    "address",
    "same",
)
_vk_form(
    "vk-window-closes",
    "Окно формы VK закрывается, не успев открыться.",
    _FOLLOW,
    "popup.close();",
    "window",
    "popup",
)


@defect(
    "vk-window-stays-open",
    "После согласия окно VK не закрывается.",
    claim="diary-again",
    kind="window",
    link_window="popup",
)
def _vk_window_stays_open(_stand: Stand, patch: Patch) -> None:
    patch.edit("diary", "/static/callback.js", "window.close();", "document.title += '.';")


@defect(
    "vk-leads-to-the-messenger",
    "После согласия открывается VK Мессенджер, а не дневник.",
    claim="diary-again",
    kind="address",
)
def _vk_leads_to_the_messenger(stand: Stand, patch: Patch) -> None:
    # By a script: the form's Content-Security-Policy lets its answer lead to the diary alone.
    page = HTMLResponse(f"<script>location.replace('{stand.addresses.messenger}/')</script>")
    patch.answer("diary", "/students/chats/vk-callback", lambda answer: answer.become(page))


@defect(
    "diary-signed-out-after-vk",
    "После согласия дневник просит войти ещё раз.",
    claim="diary-again",
    kind="session",
)
def _diary_signed_out_after_vk(_stand: Stand, patch: Patch) -> None:
    def sign_out(answer: Answer) -> None:
        for path in ("/", "/api"):
            answer.headers.append("Set-Cookie", f"X-JWT-Token=; Path={path}; Max-Age=0; Secure")

    patch.answer("diary", "/students/chats/vk-callback", sign_out)


@defect(
    "keyboard-focus-elsewhere",
    "В окне нового чата набранное название никуда не попадает.",
    claim="create-chat",
    kind="window",
    scenario="new chat by keyboard",
)
def _keyboard_focus_elsewhere(_stand: Stand, patch: Patch) -> None:
    patch.edit(
        "messenger",
        "/static/new-chat.js",
        "this.form.elements.title.focus();\n  }\n\n  async create()",
        "document.activeElement.blur();\n  }\n\n  async create()",
    )


@defect(
    "messenger-page-blank",
    "По адресу VK Мессенджера открывается пустая страница.",
    claim="messenger-window",
    kind="window",
)
def _messenger_page_blank(_stand: Stand, patch: Patch) -> None:
    page = HTMLResponse("<!doctype html><title>VK Мессенджер</title>")
    patch.answer("messenger", "/", lambda answer: answer.become(page))
