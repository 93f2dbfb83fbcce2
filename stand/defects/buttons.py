"""Documented controls that are missing, disabled, covered, doubled, of another role, or dead."""

from __future__ import annotations

from stand.defects.catalogue import Change, defect
from stand.defects.patch import Patch
from stand.server import Stand

_SCRIPT = "/static/chats.js"
_LINK = 'this.button(texts.link, "button--primary", () => this.begin())'
_UNLINK = 'this.button(texts.unlink, "button--danger", () => this.unlink())'
_TAB = 'const made = element("a", { class: "tab", id, role: "tab", href: path, "aria-controls": "panel" }, label);'
_CONSENT = (
    '<button class="button button--primary button--wide" type="submit" data-test-id="continue-as-button">'
    "Продолжить</button>"
)
_VEIL = (
    "{0} {{ position: relative; }} {0}::after {{ content: ''; position: absolute; inset: 0; z-index: 9; }}"
)


def _edit(
    name: str, sentence: str, claim: str, kind: str, system: str, path: str, old: str, new: str
) -> None:
    def change(_stand: Stand, patch: Patch) -> None:
        patch.edit(system, path, old, new)

    defect(name, sentence, claim=claim, kind=kind)(change)


def _tab(name: str, sentence: str, kind: str, new: str) -> None:
    _edit(name, sentence, "chats-tab", kind, "diary", "/static/frame.js", _TAB, new)


def _chats(name: str, sentence: str, claim: str, kind: str, old: str, new: str) -> None:
    _edit(name, sentence, claim, kind, "diary", _SCRIPT, old, new)


def _veiled(system: str, sheet: str, selector: str) -> Change:
    def change(_stand: Stand, patch: Patch) -> None:
        patch.append(system, sheet, _VEIL.format(selector))

    return change


_tab(
    "tab-missing",
    "Вкладки «Чаты» нет.",
    "missing",
    f'{_TAB}\n  made.hidden = path === "/students/chats";',
)
_tab(
    "tab-disabled",
    "Вкладка «Чаты» недоступна.",
    "disabled",
    f'{_TAB}\n  if (path === "/students/chats") made.setAttribute("aria-disabled", "true");',
)
_tab(
    "tab-is-plain-text",
    "Вместо вкладки «Чаты» — простой текст.",
    "role",
    f'if (path === "/students/chats") return element("span", {{ class: "tab", id }}, label);\n  {_TAB}',
)
_tab(
    "tab-dead",
    "Вкладка «Чаты» не выбирается нажатием.",
    "dead",
    f'{_TAB}\n  if (path === "/students/chats") {{ made.addEventListener("click", (event) => event.preventDefault());'
    " return made; }",
)
_edit(
    "tab-doubled",
    "Вкладка «Чаты» стоит дважды.",
    "chats-tab",
    "doubled",
    "diary",
    "/static/frame.js",
    '"aria-label": "Разделы дневника" }, ...tabs);',
    '"aria-label": "Разделы дневника" }, ...tabs, tabs.at(-1).cloneNode(true));',
)
defect("tab-covered", "Вкладку «Чаты» закрывает другой элемент.", claim="chats-tab", kind="covered")(
    _veiled("diary", "/static/diary.css", ".tabs")
)

_chats("link-missing", "Кнопки «Привязать к VK ID» нет.", "press-link", "missing", _LINK, "null")
_chats(
    "link-disabled",
    "Кнопка «Привязать к VK ID» недоступна.",
    "press-link",
    "disabled",
    _LINK,
    f"Object.assign({_LINK}, {{ disabled: true }})",
)
_chats(
    "link-doubled",
    "Кнопка «Привязать к VK ID» стоит дважды.",
    "press-link",
    "doubled",
    _LINK,
    f"{_LINK}, {_LINK}",
)
_chats(
    "link-is-plain-text",
    "Вместо кнопки «Привязать к VK ID» — простой текст.",
    "press-link",
    "role",
    _LINK,
    'element("span", { class: "button", onclick: () => this.begin() }, texts.link)',
)
_chats(
    "link-dead",
    "Кнопка «Привязать к VK ID» ничего не делает.",
    "vk-form",
    "dead",
    _LINK,
    'this.button(texts.link, "button--primary", () => {})',
)
defect(
    "link-covered",
    "Кнопку «Привязать к VK ID» закрывает другой элемент.",
    claim="press-link",
    kind="covered",
)(_veiled("diary", "/static/diary.css", ".buttons:not(:has(.button--danger))"))

_chats(
    "unlink-missing", "Кнопки «Отвязать аккаунт от VK ID» нет.", "linked-buttons", "missing", _UNLINK, "null"
)
_chats(
    "unlink-disabled",
    "Кнопка «Отвязать аккаунт от VK ID» недоступна.",
    "press-unlink",
    "disabled",
    _UNLINK,
    f"Object.assign({_UNLINK}, {{ disabled: true }})",
)
_chats(
    "unlink-dead",
    "Кнопка «Отвязать аккаунт от VK ID» ничего не делает.",
    "unlinked",
    "dead",
    _UNLINK,
    'this.button(texts.unlink, "button--danger", () => {})',
)


@defect(
    "unlink-covered",
    "Кнопку «Отвязать аккаунт от VK ID» закрывает другой элемент.",
    claim="press-unlink",
    kind="covered",
)
def _unlink_covered(_stand: Stand, patch: Patch) -> None:
    patch.edit("diary", _SCRIPT, _UNLINK, f'element("span", {{ class: "veiled" }}, {_UNLINK})')
    patch.append("diary", "/static/diary.css", _VEIL.format(".veiled"))


_chats(
    "open-chats-is-plain-text",
    "Вместо кнопки «Перейти в чаты» — простой текст.",
    "linked-buttons",
    "role",
    '{ class: "button button--primary", href: link.messenger_url, target: "_blank", rel: "noopener" }',
    '{ class: "button button--primary" }',
)
_chats(
    "link-beside-unlink",
    "Привязанному ученику по-прежнему показана кнопка «Привязать к VK ID».",
    "linked-buttons",
    "state",
    _UNLINK,
    f"{_UNLINK}, {_LINK}",
)


def _continue(name: str, sentence: str, kind: str, new: str) -> None:
    _edit(name, sentence, "press-continue", kind, "vk_id", "/auth/consent", _CONSENT, new)


_MARK = '<i data-test-id="continue-as-button">VK ID</i>'
_continue("continue-missing", "На экране согласия нет кнопки «Продолжить».", "missing", _MARK)
_continue(
    "continue-disabled",
    "На экране согласия кнопка «Продолжить» недоступна.",
    "disabled",
    _CONSENT.replace("<button", "<button disabled"),
)
_continue(
    "continue-is-plain-text",
    "На экране согласия вместо кнопки «Продолжить» — простой текст.",
    "role",
    f"{_MARK}<p>Продолжить</p>",
)
_continue(
    "continue-doubled",
    "На экране согласия две кнопки «Продолжить».",
    "doubled",
    _CONSENT + _CONSENT.replace(' data-test-id="continue-as-button"', ""),
)


@defect(
    "link-named-right-and-reads-otherwise",
    "На кнопке «Привязать к VK ID» написано «Подключить ВКонтакте», прежние слова слышит только программа экранного "
    "доступа.",
    claim="press-link",
    kind="wording",
    verdict="drift",
)
def _link_named_right(_stand: Stand, patch: Patch) -> None:
    reads = _LINK.replace("texts.link", '"Подключить ВКонтакте"')
    patch.edit("diary", _SCRIPT, _LINK, f"named({reads}, texts.link)")
    patch.append(
        "diary",
        _SCRIPT,
        "\nconst named = (made, name) => { made.setAttribute('aria-label', name); return made; };\n",
    )
