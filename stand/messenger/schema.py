"""The messenger's tables."""

from __future__ import annotations

SCHEMA = """
CREATE TABLE messenger_people (
    user_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);
CREATE TABLE messenger_educational_alone (user_id INTEGER PRIMARY KEY);
CREATE TABLE messenger_sign_ins (
    cookie TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    verifier TEXT NOT NULL,
    profile TEXT NOT NULL CHECK (profile IN ('personal', 'edu')),
    next_path TEXT NOT NULL,
    expires_at REAL NOT NULL
);
CREATE TABLE messenger_sessions (
    cookie TEXT PRIMARY KEY,
    user_id INTEGER NOT NULL,
    profile TEXT NOT NULL CHECK (profile IN ('personal', 'edu')),
    expires_at REAL NOT NULL
);
CREATE TABLE messenger_chats (
    peer_id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL CHECK (title <> ''),
    activity INTEGER NOT NULL
);
CREATE INDEX messenger_chats_by_activity ON messenger_chats (activity);
CREATE TABLE messenger_members (
    peer_id INTEGER NOT NULL REFERENCES messenger_chats,
    user_id INTEGER NOT NULL,
    profile TEXT NOT NULL CHECK (profile IN ('personal', 'edu')),
    read_up_to INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (peer_id, user_id)
);
CREATE INDEX messenger_members_by_user ON messenger_members (user_id, profile);
CREATE TABLE messenger_guests (
    peer_id INTEGER NOT NULL REFERENCES messenger_chats,
    name TEXT NOT NULL,
    PRIMARY KEY (peer_id, name)
);
CREATE TABLE messenger_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    peer_id INTEGER NOT NULL REFERENCES messenger_chats,
    user_id INTEGER,
    text TEXT NOT NULL CHECK (text <> ''),
    sent_at REAL NOT NULL
);
CREATE INDEX messenger_messages_by_chat ON messenger_messages (peer_id, id);
CREATE TABLE messenger_creations (
    user_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    peer_id INTEGER NOT NULL REFERENCES messenger_chats,
    PRIMARY KEY (user_id, key)
);
INSERT INTO sqlite_sequence (name, seq) VALUES ('messenger_chats', 2000000000);
"""
"""Group chats are numbered from 2000000001, as VK does it; the class teacher's messages have no `user_id`."""
