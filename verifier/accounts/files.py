"""Files and folders that nobody else may read, and how it is made sure of."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from verifier.accounts.errors import AccountError


def read_secret(path: Path, named_by: str) -> str:
    """Return a secret file's text; `named_by` is the variable that names it.

    Raises `AccountError` when there is none, when it is not ours, and when others may read it. Windows has neither
    owners nor modes of this kind: there the rights of the folder decide.
    """
    try:
        with path.open(encoding="utf-8") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise AccountError(f"{named_by}: {path} — не файл; назовите файл с учётными записями")
            if sys.platform != "win32" and about.st_uid not in (os.geteuid(), 0):
                raise AccountError(
                    f"{named_by}: {path} принадлежит другому пользователю; сделайте его своим (chown)"
                )
            if sys.platform != "win32" and about.st_mode & 0o077:
                mode = f"{stat.S_IMODE(about.st_mode):03o}"
                raise AccountError(
                    f"{named_by}: {path} доступен другим (права {mode}); закройте его: chmod 600 {path}"
                )
            return file.read()
    except UnicodeDecodeError:
        raise AccountError(f"{named_by}: {path} — это не UTF-8; сохраните файл в кодировке UTF-8") from None
    except OSError as error:
        raise AccountError(
            f"{named_by}: {path} не читается ({error.strerror}); исправьте путь или права"
        ) from None


def own_folder(path: Path, named_by: str) -> Path:
    """Make a folder that nobody else may enter, and return it; `named_by` is the variable that names another.

    Raises `AccountError`.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if stat.S_IMODE(path.stat().st_mode) != 0o700:
            path.chmod(0o700)
    except OSError as error:
        raise AccountError(
            f"{path}: папку для состояния учётных записей не создать ({error.strerror});"
            f" назовите другую в {named_by}"
        ) from None
    return path
