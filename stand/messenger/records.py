"""What the messenger remembers of people, chats and messages."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from stand.messenger.schema import SCHEMA
from stand.messenger.sessions import PROFILES, Profile, Sessions
from stand.shared import Shared

CLASSMATES = (
    "Алиса Морозова",
    "Богдан Щукин",
    "Вера Ларина",
    "Гордей Панов",
    "Ева Рябинина",
    "Макар Соболев",
)
"""The made-up classmates who can be taken into a new chat."""

TEACHER = "Классный руководитель"
"""Belongs to the chats that an account is given, and wrote the messages in them."""

_SQLITE_BITS = 63
"""What an integer of SQLite holds; an address can name a larger one."""

_NAMELESS = "Пользователь VK"

_CHAT = """
SELECT chat.peer_id, chat.title, member.profile,
    COALESCE(last.text, '') AS last_text, last.sent_at,
    (SELECT COUNT(*) FROM messenger_messages AS message
        WHERE message.peer_id = chat.peer_id AND message.id > member.read_up_to
        AND message.user_id IS NOT member.user_id) AS unread
FROM messenger_members AS member
JOIN messenger_chats AS chat USING (peer_id)
LEFT JOIN messenger_messages AS last ON last.id =
    (SELECT MAX(id) FROM messenger_messages WHERE peer_id = chat.peer_id)
WHERE member.user_id = ?
"""


@dataclass(frozen=True)
class Chat:
    """A chat as one of its members sees it in the list."""

    peer_id: int
    title: str
    profile: Profile
    last_text: str
    sent_at: float | None
    unread: int


@dataclass(frozen=True)
class Message:
    """A message and when it was sent (seconds since the epoch); the class teacher has no `user_id`."""

    id: int
    user_id: int | None
    author: str
    text: str
    sent_at: float


class MessengerRecords:
    """People, chats and messages of one stand's messenger; its sign-ins and sessions are in `sessions`."""

    def __init__(self, shared: Shared) -> None:
        self._database = shared.database
        self._clock = shared.clock
        self._database.create(SCHEMA)
        self.sessions = Sessions(shared)

    def remember_person(self, user_id: int, name: str) -> None:
        """Store what VK ID told of a person who signed in."""
        self._database.run("INSERT OR REPLACE INTO messenger_people VALUES (?, ?)", user_id, name)

    def name(self, user_id: int) -> str:
        """Return a person's name; whoever has never signed in is nameless here."""
        row = self._database.row("SELECT name FROM messenger_people WHERE user_id = ?", user_id)
        return str(row["name"]) if row else _NAMELESS

    def keep_educational_alone(self, user_id: int) -> None:
        """Take the personal profile away from an account: it has both otherwise."""
        self._database.run("INSERT OR IGNORE INTO messenger_educational_alone VALUES (?)", user_id)

    def profiles(self, user_id: int) -> Sequence[Profile]:
        """Return an account's profiles, the educational one last."""
        alone = self._database.row("SELECT 1 FROM messenger_educational_alone WHERE user_id = ?", user_id)
        return ("edu",) if alone else PROFILES

    def add_chat(self, user_id: int, title: str, messages: Sequence[str], profile: Profile = "edu") -> int:
        """Make a chat with the teacher's messages, unread, that an account belongs to; return its peer id."""
        with self._database.transaction():
            peer_id = self._new_chat(user_id, title, profile)
            self._add_guest(peer_id, TEACHER)
            for text in messages:
                self._new_message(peer_id, None, text)
        return peer_id

    def create_chat(
        self, user_id: int, title: str, members: Sequence[str], profile: Profile, key: str | None = None
    ) -> int:
        """Make the chat an account asked for and return its peer id; the same `key` twice is one chat."""
        with self._database.transaction():
            earlier = self._created_before(user_id, key)
            if earlier is not None:
                return earlier
            peer_id = self._new_chat(user_id, title, profile)
            for name in dict.fromkeys(members):
                self._add_guest(peer_id, name)
            if key is not None:
                self._database.run("INSERT INTO messenger_creations VALUES (?, ?, ?)", user_id, key, peer_id)
        return peer_id

    def chats(self, user_id: int, profile: Profile) -> Sequence[Chat]:
        """Return the chats of a profile, the one with the latest news first."""
        rows = self._database.rows(
            f"{_CHAT} AND member.profile = ? ORDER BY chat.activity DESC", user_id, profile
        )
        return [Chat(**row) for row in rows]

    def chat(self, peer_id: int, user_id: int) -> Chat | None:
        """Return one chat, None where there is none or the account does not belong to it."""
        if peer_id.bit_length() > _SQLITE_BITS:
            return None
        row = self._database.row(f"{_CHAT} AND member.peer_id = ?", user_id, peer_id)
        return Chat(**row) if row else None

    def members(self, peer_id: int) -> Sequence[str]:
        """Return the names of those who belong to a chat, the accounts first."""
        accounts = self._database.rows(
            "SELECT user_id FROM messenger_members WHERE peer_id = ? ORDER BY user_id", peer_id
        )
        guests = self._database.rows(
            "SELECT name FROM messenger_guests WHERE peer_id = ? ORDER BY name", peer_id
        )
        return [self.name(row["user_id"]) for row in accounts] + [str(row["name"]) for row in guests]

    def messages(self, peer_id: int) -> Sequence[Message]:
        """Return a chat's messages, the oldest first."""
        rows = self._database.rows("SELECT * FROM messenger_messages WHERE peer_id = ? ORDER BY id", peer_id)
        return [self._message(row) for row in rows]

    def send(self, peer_id: int, user_id: int, text: str) -> Message:
        """Add an account's message to a chat and put the chat first in the lists of its members."""
        with self._database.transaction():
            message_id = self._new_message(peer_id, user_id, text)
            self._touch(peer_id)
        row = self._database.row("SELECT * FROM messenger_messages WHERE id = ?", message_id)
        assert row is not None, "the message was stored a line ago and nothing deletes messages"
        return self._message(row)

    def mark_read(self, peer_id: int, user_id: int) -> None:
        """Note that an account has seen all there is in a chat."""
        self._database.run(
            "UPDATE messenger_members SET read_up_to = (SELECT COALESCE(MAX(id), 0) FROM messenger_messages"
            " WHERE peer_id = ?1) WHERE peer_id = ?1 AND user_id = ?2",
            peer_id,
            user_id,
        )

    def _created_before(self, user_id: int, key: str | None) -> int | None:
        row = self._database.row(
            "SELECT peer_id FROM messenger_creations WHERE user_id = ? AND key = ?", user_id, key
        )
        return int(row["peer_id"]) if row else None

    def _new_chat(self, user_id: int, title: str, profile: Profile) -> int:
        peer_id = self._database.run("INSERT INTO messenger_chats (title, activity) VALUES (?, 0)", title)
        self._touch(peer_id)
        self._database.run(
            "INSERT INTO messenger_members (peer_id, user_id, profile) VALUES (?, ?, ?)",
            peer_id,
            user_id,
            profile,
        )
        return peer_id

    def _add_guest(self, peer_id: int, name: str) -> None:
        self._database.run("INSERT INTO messenger_guests VALUES (?, ?)", peer_id, name)

    def _new_message(self, peer_id: int, user_id: int | None, text: str) -> int:
        return self._database.run(
            "INSERT INTO messenger_messages (peer_id, user_id, text, sent_at) VALUES (?, ?, ?, ?)",
            peer_id,
            user_id,
            text,
            self._clock.now(),
        )

    def _touch(self, peer_id: int) -> None:
        """Put a chat first: a counter, because several chats may have news in the same instant."""
        self._database.run(
            "UPDATE messenger_chats SET activity = (SELECT MAX(activity) + 1 FROM messenger_chats)"
            " WHERE peer_id = ?",
            peer_id,
        )

    def _message(self, row: sqlite3.Row) -> Message:
        user_id = row["user_id"]
        author = TEACHER if user_id is None else self.name(user_id)
        return Message(row["id"], user_id, author, row["text"], row["sent_at"])
