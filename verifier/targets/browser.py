"""A target as a browser has to be told of it: Playwright's options for launching one and for its contexts."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from verifier.targets.errors import TargetError
from verifier.targets.model import BasicAuth, SiteTarget, StandTarget, Target
from verifier.targets.pins import pins

_TAKES_AUTHORITIES = ("chromium", "firefox")


def refuse(target: Target, browsers: Iterable[str]) -> None:
    """Raise `TargetError` for a browser that cannot do what the target needs."""
    if not isinstance(target, SiteTarget) or target.certificate_authority is None:
        return
    for browser in browsers:
        if browser not in _TAKES_AUTHORITIES:
            raise TargetError(
                f"targets.toml: certificate_authority: {browser} о нём не узнает; поставьте сертификат в систему "
                "(update-ca-certificates) и уберите поле или возьмите --browser chromium"
            )


def launching(target: Target, browser: str, folder: Path) -> dict[str, Any]:
    """Return the options of `BrowserType.launch` for a target; files that they name are put into `folder`.

    Chromium is told the keys that the target's own authority vouches for, Firefox the authority itself.
    Raises `UnreachedError` when a system does not show its key.
    """
    if not isinstance(target, SiteTarget) or target.certificate_authority is None:
        return {}
    if browser == "firefox":
        policies = folder / "policies.json"
        authority = {"Certificates": {"Install": [str(target.certificate_authority)]}}
        policies.write_text(json.dumps({"policies": authority}), encoding="utf-8")
        # https://playwright.dev/docs/api/class-browsertype#browser-type-launch-option-firefox-user-prefs
        return {"env": {**os.environ, "PLAYWRIGHT_FIREFOX_POLICIES_JSON": str(policies)}}
    found = pins(target)
    return {"args": [f"--ignore-certificate-errors-spki-list={','.join(found)}"]} if found else {}


def context(target: Target) -> dict[str, Any]:
    """Return the options of `Browser.new_context` for a target; a device's own go before them."""
    told: dict[str, Any] = {"locale": target.locale, "timezone_id": target.timezone}
    if target.size:
        told["viewport"] = target.size
    if isinstance(target, StandTarget):
        return told
    if target.extra_headers:
        told["extra_http_headers"] = dict(target.extra_headers)
    if target.basic_auth:
        told["http_credentials"] = _credentials(target, target.basic_auth)
    if target.proxy:
        told["proxy"] = {"server": target.proxy.server, "bypass": ",".join(target.proxy.bypass)}
        if target.proxy.user:
            told["proxy"] |= {"username": target.proxy.user, "password": target.proxy.password}
    return told


def driver(target: Target) -> dict[str, str]:
    """Return the variables that Playwright's driver needs for the requests that it makes itself."""
    if isinstance(target, SiteTarget) and target.certificate_authority is not None:
        return {"NODE_EXTRA_CA_CERTS": str(target.certificate_authority)}
    return {}


def _credentials(target: SiteTarget, told: BasicAuth) -> dict[str, Any]:
    found = {"username": told.user, "password": told.password}
    if target.authenticated == "all":
        return found
    return found | {"origin": target.sites.origin(target.authenticated)}
