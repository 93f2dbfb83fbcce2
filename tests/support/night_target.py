"""The table of a site that a stand plays: nothing of it but its addresses is known to whoever walks there."""

from __future__ import annotations

from pathlib import Path

from stand.server import Stand


def write_targets(folder: Path, stand: Stand, more: str = "") -> None:
    """Write `targets.toml` with a site «night» at a stand's addresses, `more` lines in its table, and its authority."""
    at = stand.addresses
    (folder / "authority.pem").write_bytes(stand.gateway.authority_pem)
    (folder / "targets.toml").write_text(
        f"""default = "night"
        [targets.night]
        kind = "site"
        product = "diary_chats"
        diary = "{at.diary}"
        vk_id = ["{at.vk_id}", "{at.vk_id_former}"]
        messenger = "{at.messenger}"
        accounts = "NIGHT"
        allowed = "everything"
        patience_s = 10
        certificate_authority = "authority.pem"
        {more}
        """,
        encoding="utf-8",
    )
