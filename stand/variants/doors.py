"""How the diary may let its pupils in: with a code after the password, or through «Госуслуги»."""

from __future__ import annotations

from stand.defects.patch import Patch
from stand.server import Stand
from stand.variants.catalogue import variant


@variant("diary-code-by-sms", "После пароля дневник просит код из СМС.")
def _code_by_sms(stand: Stand, patch: Patch) -> None:
    patch.method(stand.diary.second_step, "by", "sms")


@variant(
    "diary-code-by-max",
    "После пароля дневник просит код, который приходит в MAX.",
    instead_of="diary-code-by-sms",
)
def _code_by_max(stand: Stand, patch: Patch) -> None:
    patch.method(stand.diary.second_step, "by", "max")


@variant("gosuslugi", "В дневник входят через «Госуслуги», с выбором роли.")
def _gosuslugi(stand: Stand, patch: Patch) -> None:
    patch.method(stand.diary.gosuslugi, "is_open", True)
