"""Accounts from the CI's store: a secret's text becomes a private file, for as long as it is needed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from verifier.whole import write_private

_TEXT, _FILE = "_ACCOUNTS_TOML", "_ACCOUNTS_FILE"


class AccountsText(Exception):
    """A variable of accounts cannot be used; the message is one line of Russian, without its value."""


def without(variables: Mapping[str, str]) -> Mapping[str, str]:
    """Return the variables without those of accounts, for what has no need of them."""
    return {name: text for name, text in variables.items() if not name.endswith((_TEXT, _FILE))}


@contextmanager
def environment(variables: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """Yield the variables with every `…_ACCOUNTS_TOML`, the text of a secret, as the file `…_ACCOUNTS_FILE`.

    CI's stores hold texts, and some write them where others may read them. The file has mode 600 and is removed
    at the end; the text is not passed on. Raises `AccountsText` where both are set.
    """
    told = {name: text for name, text in variables.items() if name.endswith(_TEXT) and text.strip()}
    kept = {name: text for name, text in variables.items() if not name.endswith(_TEXT)}
    with tempfile.TemporaryDirectory(prefix="accounts-") as folder:
        for name, text in told.items():
            named = name.removesuffix(_TEXT) + _FILE
            if kept.get(named):
                raise AccountsText(f"окружение: заданы и {name}, и {named}; оставьте что-нибудь одно")
            path = Path(folder) / f"{named}.toml"
            write_private(path, text)
            kept[named] = str(path)
        yield kept
