"""What a walk cannot pass, and has to tell rightly: pages that load for long, buttons that are announced to nobody."""

from __future__ import annotations

from stand.defects.patch import Patch
from stand.server import Stand
from stand.variants.catalogue import variant

LOADS_S = 8
_CHATS = "/static/chats.js"
_PLACEHOLDER = 'element("p", { class: "placeholder" }, "Загружаем…")'
_LOADER = (
    'element("div", { role: "progressbar", "aria-label": "Загрузка", "aria-busy": "true", class: "placeholder" }, '
    '"Загружаем…")'
)


@variant(
    "answer-in-eight-seconds",
    f"Вкладка «Чаты» показывает загрузку: ответ дневника приходит через {LOADS_S} с.",
    verdict="environment",
    claim="press-link",
)
def _answer_late(_stand: Stand, patch: Patch) -> None:
    patch.edit("diary", _CHATS, _PLACEHOLDER, _LOADER)
    patch.late("diary", "/api/chats/vk-link", LOADS_S)


@variant(
    "rest-in-eight-seconds",
    f"Вкладка «Чаты» показывает загрузку: ответ дневника начался сразу, а кончается через {LOADS_S} с.",
    verdict="environment",
    claim="press-link",
    instead_of="answer-in-eight-seconds",
)
def _rest_late(_stand: Stand, patch: Patch) -> None:
    patch.edit("diary", _CHATS, _PLACEHOLDER, _LOADER)
    patch.late("diary", "/api/chats/vk-link", LOADS_S, head=True)


@variant(
    "loader-for-nothing",
    f"Вкладка «Чаты» {LOADS_S} с показывает загрузку, хотя всё уже пришло.",
    verdict="broken",
    claim="press-link",
    instead_of="answer-in-eight-seconds",
)
def _loader_for_nothing(_stand: Stand, patch: Patch) -> None:
    patch.edit("diary", _CHATS, _PLACEHOLDER, _LOADER)
    patch.edit(
        "diary",
        _CHATS,
        'const link = await this.ask("GET", LINK);\n      if (this.signal.aborted || number',
        'const link = await this.ask("GET", LINK);\n'
        f"      await new Promise((resolve) => setTimeout(resolve, {LOADS_S * 1000}));\n"
        "      if (this.signal.aborted || number",
    )


@variant(
    "link-for-the-mouse-alone",
    "«Привязать к VK ID» — div с обработчиком нажатия: мышью нажать можно, кнопкой он никому не объявлен.",
    verdict="broken",
    claim="press-link",
)
def _link_for_the_mouse(_stand: Stand, patch: Patch) -> None:
    patch.edit(
        "diary",
        _CHATS,
        'this.button(texts.link, "button--primary", () => this.begin())',
        'element("div", { class: "button button--primary", onclick: () => this.begin() }, texts.link)',
    )
