"""Labels that are not the documented ones."""

from __future__ import annotations

from stand.defects.catalogue import Verdict, defect
from stand.defects.patch import Patch
from stand.server import Stand

_TAB = ("diary", "chats_tab", "Вкладка «Чаты»", "chats-tab")
_LINK = ("diary", "link", "Кнопка «Привязать к VK ID»", "press-link")
_OPEN_CHATS = ("diary", "open_chats", "Кнопка «Перейти в чаты»", "linked-buttons")
_UNLINK = ("diary", "unlink", "Кнопка «Отвязать аккаунт от VK ID»", "linked-buttons")
_CONTINUE = ("vk_id", "continue", "Кнопка «Продолжить»", "press-continue")
_ENTER = ("messenger", "log_in", "Кнопка «Войти»", "enter")
_ENTER_SFERUM = ("messenger", "log_in_edu", "Кнопка «Войти в Сферум»", "enter-sferum")
_CREATE = ("messenger", "new_chat", "Кнопка «Создайте новый»", "create-chat")


def _label(
    name: str,
    control: tuple[str, str, str, str],
    label: str,
    kind: str,
    verdict: Verdict = "drift",
    remark: str = "",
) -> None:
    system, key, documented, claim = control

    def patch(_stand: Stand, patch: Patch) -> None:
        patch.label(system, key, label)

    defect(name, f"{documented} подписана «{label}»{remark}.", claim=claim, kind=kind, verdict=verdict)(patch)


_label("tab-in-capitals", _TAB, "ЧАТЫ", "case")
_label("tab-in-the-singular", _TAB, "Чат", "wording")
_label("tab-with-latin-a", _TAB, "Чaты", "look-alike", remark=" с латинской «a»")
_label("tab-with-a-space", _TAB, "Ча ты", "whitespace", remark=" с пробелом внутри слова")
_label("tab-for-something-else", _TAB, "Питание", "meaning", "broken")

_label("link-in-small-letters", _LINK, "Привязать к vk id", "case")
_label("link-without-preposition", _LINK, "Привязать VK ID", "wording")
_label("link-without-space", _LINK, "Привязать к VKID", "whitespace", remark=" без пробела")
_label("link-with-cyrillic-k", _LINK, "Привязать к VК ID", "look-alike", remark=" с русской «К»")
_label("link-for-something-else", _LINK, "Заказать справку", "meaning", "broken")

_label("open-chats-in-capitals", _OPEN_CHATS, "ПЕРЕЙТИ В ЧАТЫ", "case")
_label("open-chats-in-other-words", _OPEN_CHATS, "Перейти к чатам", "wording")
_label("open-chats-without-space", _OPEN_CHATS, "Перейти вчаты", "whitespace", remark=" без пробела")
_label("unlink-in-other-words", _UNLINK, "Отвязать VK ID", "wording")
_label("unlink-with-latin-o", _UNLINK, "Oтвязать аккаунт от VK ID", "look-alike", remark=" с латинской «O»")
_label("unlink-for-something-else", _UNLINK, "Скачать расписание", "meaning", "broken")

_label("continue-in-capitals", _CONTINUE, "ПРОДОЛЖИТЬ", "case")
_label("continue-in-other-words", _CONTINUE, "Продолжить вход", "wording")
_label("continue-with-latin-o", _CONTINUE, "Прoдолжить", "look-alike", remark=" с латинской «o»")

_label("enter-in-small-letters", _ENTER, "войти", "case")
_label("enter-with-latin-o", _ENTER, "Вoйти", "look-alike", remark=" с латинской «o»")
_label("enter-with-a-space", _ENTER, "Вой ти", "whitespace", remark=" с пробелом внутри слова")
_label("enter-for-something-else", _ENTER, "Скачать приложение", "meaning", "broken")

_label("sferum-in-small-letters", _ENTER_SFERUM, "Войти в сферум", "case")
_label("sferum-in-other-words", _ENTER_SFERUM, "Войти через Сферум", "wording")
_label("sferum-with-latin-c", _ENTER_SFERUM, "Войти в Cферум", "look-alike", remark=" с латинской «C»")

_label("create-in-other-words", _CREATE, "Создать новый", "wording")
_label("create-with-latin-c", _CREATE, "Cоздайте новый", "look-alike", remark=" с латинской «C»")
_label("create-without-space", _CREATE, "Создайтеновый", "whitespace", remark=" без пробела")
_label("create-for-something-else", _CREATE, "Настроить уведомления", "meaning", "broken")


@defect(
    "link-renamed-after-unlinking",
    "После отвязки кнопка «Привязать к VK ID» подписана «Привязать к VK ID снова».",
    claim="link-back",
    kind="wording",
    verdict="drift",
)
def _link_renamed_after_unlinking(_stand: Stand, patch: Patch) -> None:
    patch.edit(
        "diary", "/static/chats.js", "  linked(link) {", "  linked(link) {\n    localStorage.linked = '1';"
    )
    patch.edit(
        "diary",
        "/static/chats.js",
        "this.button(texts.link,",
        "this.button(texts.link + (localStorage.linked ? ' снова' : ''),",
    )


@defect(
    "continue-for-something-else",
    "На экране согласия кнопка «Продолжить» подписана «Готово».",
    claim="press-continue",
    kind="meaning",
)
def _continue_for_something_else(_stand: Stand, patch: Patch) -> None:
    patch.edit("vk_id", "/auth/consent", ">Продолжить</button>", ">Готово</button>")
