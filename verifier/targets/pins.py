"""Keys of servers whose certificates come from a target's own authority, for browsers that cannot be told of it.

Chromium takes no certificate authority on its command line, but single keys to trust
(`--ignore-certificate-errors-spki-list`). Each key given to it has been seen here, in a certificate that the
target's authority has signed for that very host and that is in force; every other unknown key stays refused.
"""

from __future__ import annotations

import base64
import hashlib
import ssl

from verifier.targets.model import SiteTarget
from verifier.targets.reach import Address, UnreachedError, places, trust, visit


def pins(target: SiteTarget) -> list[str]:
    """Return the Base64 SHA-256 of each key that only the target's own authority vouches for.

    Raises `UnreachedError`, which names the system, when one cannot be reached or shows a certificate that is
    not to be trusted.
    """
    if target.certificate_authority is None:
        return []
    own, usual = trust(target), ssl.create_default_context()
    return sorted(
        {_pin(target, place, own) for place in places(target) if not _is_usual(target, place, usual)}
    )


def _is_usual(target: SiteTarget, place: Address, usual: ssl.SSLContext) -> bool:
    try:
        visit(target, place, usual)
    except UnreachedError as error:
        if error.stage == "certificate":
            return False
        raise UnreachedError(error.stage, f"{place.name}: {error.observed}", error.remedy) from None
    return True


def _pin(target: SiteTarget, place: Address, own: ssl.SSLContext) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    try:
        shown = visit(target, place, own).certificate
    except UnreachedError as error:
        raise UnreachedError(error.stage, f"{place.name}: {error.observed}", error.remedy) from None
    key = shown.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(key).digest()).decode()
