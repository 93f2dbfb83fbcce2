"""The SQLite database behind the stand's three systems."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any


class Database:
    """One in-memory SQLite database, shared by the server's thread and the object that started it.

    Every statement runs under one lock; `transaction` holds it over several. A broken rule of the schema
    (a VK account linked twice, say) is an `sqlite3.IntegrityError`.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA foreign_keys = ON")

    def create(self, schema: str) -> None:
        """Create the tables of one system."""
        with self._lock:
            self._connection.executescript(schema)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make the statements inside one: all of them count, or none."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def run(self, sql: str, *values: Any) -> int:
        """Run one statement and return the id of the inserted row, or else the number of rows changed."""
        with self._lock:
            cursor = self._connection.execute(sql, values)
            if sql.lstrip()[:6].upper() == "INSERT":
                return cursor.lastrowid or 0
            return cursor.rowcount

    def row(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """Return the first row, if there is one."""
        with self._lock:
            row: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
            return row

    def rows(self, sql: str, *values: Any) -> Sequence[sqlite3.Row]:
        """Return all rows."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            self._connection.close()
