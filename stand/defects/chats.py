"""The list of chats and the new chat."""

from __future__ import annotations

from collections.abc import Sequence

from stand.defects.catalogue import Change, defect
from stand.defects.patch import Patch
from stand.messenger.records import Chat
from stand.messenger.sessions import Profile, Session
from stand.rewriting import Answer
from stand.server import Stand

_SHEET = "/static/messenger.css"
_PAGE = r"/|/convo/\d+"
_CREATE = (
    '<button class="button button--primary button--wide" id="new-chat" type="button">Создайте новый</button>'
)


def _styled(style: str) -> Change:
    def change(_stand: Stand, patch: Patch) -> None:
        patch.append("messenger", _SHEET, style)

    return change


def _create(name: str, sentence: str, kind: str, new: str) -> None:
    def edit(answer: Answer) -> None:
        if _CREATE in answer.text:  # the same address has the doors for whoever is not signed in
            answer.replace(_CREATE, new)

    def change(_stand: Stand, patch: Patch) -> None:
        patch.answer("messenger", _PAGE, edit)

    defect(name, sentence, claim="create-chat", kind=kind)(change)


defect("list-on-the-right", "Список чатов стоит справа.", claim="chats-left", kind="list")(
    _styled(".panes { grid-template-columns: minmax(0, 1fr) 340px; } .list { order: 2; }")
)
defect("list-over-the-whole-width", "Список чатов занимает всё окно.", claim="chats-left", kind="list")(
    _styled(".panes { grid-template-columns: minmax(0, 1fr); } .pane { display: none; }")
)
defect("list-beyond-the-edge", "Список чатов уходит за левый край окна.", claim="chats-left", kind="list")(
    _styled(".convos { position: relative; left: -300px; }")
)

_create("create-missing", "Кнопки «Создайте новый» нет.", "missing", '<i id="new-chat" hidden></i>')
_create(
    "create-disabled",
    "Кнопка «Создайте новый» недоступна.",
    "disabled",
    _CREATE.replace("<button", "<button disabled"),
)
_create(
    "create-doubled",
    "Кнопка «Создайте новый» стоит дважды.",
    "doubled",
    _CREATE + _CREATE.replace(' id="new-chat"', ""),
)
_create(
    "create-is-plain-text",
    "Вместо кнопки «Создайте новый» — простой текст.",
    "role",
    '<p id="new-chat">Создайте новый</p>',
)
defect(
    "create-covered", "Кнопку «Создайте новый» закрывает другой элемент.", claim="create-chat", kind="covered"
)(
    _styled(
        ".list__head { position: relative; } .list__head::after { content: ''; position: absolute; inset: 0; }"
    )
)


@defect("create-dead", "Кнопка «Создайте новый» ничего не открывает.", claim="create-chat", kind="dead")
def _create_dead(_stand: Stand, patch: Patch) -> None:
    patch.edit("messenger", "/static/messenger.js", "() => dialog.open()", "() => {}")


@defect("list-empty", "Список чатов пуст.", claim="chats-open", kind="list")
def _list_empty(stand: Stand, patch: Patch) -> None:
    def nothing(_user_id: int, _profile: Profile) -> Sequence[Chat]:
        return ()

    patch.method(stand.messenger.records, "chats", nothing)


@defect(
    "chats-of-others-in-the-list",
    "В списке стоят чаты, в которых ученик не участвует.",
    claim="chats-open",
    kind="list",
    scenario="chats of the account",
)
def _chats_of_others_in_the_list(stand: Stand, patch: Patch) -> None:
    chats, database = stand.messenger.records.chats, stand.shared.database

    def everybody(_user_id: int, profile: Profile) -> Sequence[Chat]:
        people = database.rows("SELECT DISTINCT user_id FROM messenger_members")
        return [chat for row in people for chat in chats(row["user_id"], profile)]

    patch.method(stand.messenger.records, "chats", everybody)


@defect("chat-not-stored", "Созданный чат не появляется в списке.", claim="create-chat", kind="chat")
def _chat_not_stored(stand: Stand, patch: Patch) -> None:
    patch.method(stand.messenger.records, "create_chat", lambda *_: 2_000_000_001)


@defect("chat-created-twice", "Созданный чат стоит в списке дважды.", claim="create-chat", kind="chat")
def _chat_created_twice(stand: Stand, patch: Patch) -> None:
    create = stand.messenger.records.create_chat

    def twice(user_id: int, title: str, members: Sequence[str], profile: Profile, _key: str) -> int:
        create(user_id, title, members, profile)
        return create(user_id, title, members, profile)

    patch.method(stand.messenger.records, "create_chat", twice)


@defect(
    "double-click-makes-two-chats",
    "От двойного щелчка создаются два одинаковых чата.",
    claim="create-chat",
    kind="chat",
    scenario="double click on create",
)
def _double_click_makes_two_chats(stand: Stand, patch: Patch) -> None:
    create = stand.messenger.records.create_chat

    def without_key(user_id: int, title: str, members: Sequence[str], profile: Profile, _key: str) -> int:
        return create(user_id, title, members, profile)

    patch.method(stand.messenger.records, "create_chat", without_key)
    patch.edit("messenger", "/static/new-chat.js", "this.submit.disabled = true;", "")


@defect(
    "chat-vanishes-on-reload",
    "После перезагрузки созданного чата в списке нет.",
    claim="create-chat",
    kind="chat",
)
def _chat_vanishes_on_reload(stand: Stand, patch: Patch) -> None:
    messenger, database = stand.messenger, stand.shared.database
    create, page, made = messenger.records.create_chat, messenger._messenger_page, list[int]()

    def note(user_id: int, title: str, members: Sequence[str], profile: Profile, key: str) -> int:
        made.append(create(user_id, title, members, profile, key))
        return made[-1]

    def forget(session: Session, status: int = 200) -> object:
        for peer_id in made:
            database.run("DELETE FROM messenger_members WHERE peer_id = ?", peer_id)
        return page(session, status)

    patch.method(messenger.records, "create_chat", note)
    patch.method(messenger, "_messenger_page", forget)


@defect("chat-title-cut", "Название созданного чата обрезано.", claim="create-chat", kind="chat")
def _chat_title_cut(stand: Stand, patch: Patch) -> None:
    title = stand.messenger.api.title
    patch.method(stand.messenger.api, "title", lambda value: title(value)[:12])
