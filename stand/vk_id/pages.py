"""VK ID's pages: their words, their language, and the headers an identity provider sends with them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from stand.page_frame import PageFrame
from stand.vk_id.texts import ENGLISH

_ENGLISH_LANG_ID = "3"


class Pages:
    """Renders the templates in `web/`; `texts` may be changed while the stand runs."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts
        self.frame = PageFrame(Path(__file__).parent / "web", texts)

    def page(self, template: str, parameters: Mapping[str, str], **values: object) -> HTMLResponse:
        """Render a page of a sign-in that a client asked for with these parameters."""
        english = parameters.get("lang_id") == _ENGLISH_LANG_ID
        texts = {**self._texts, **ENGLISH} if english else self._texts
        response = self.frame.page(template, 200, lang="en" if english else "ru", texts=texts, **values)
        client = urlsplit(parameters["redirect_uri"])
        return _guarded(response, f"{client.scheme}://{client.netloc}")

    def error(self, trouble: str, status: int, technical: str = "") -> HTMLResponse:
        """Render the page that says why nothing can be done here; `trouble` is the key of a text."""
        response = self.frame.page(
            "error.html", status, lang="ru", trouble=self._texts[trouble], technical=technical
        )
        return _guarded(response)

    def failed(self, error: HTTPException) -> HTMLResponse:
        """Answer a request that a handler refused; the error's detail may be the key of a text."""
        key = error.detail if error.detail in self._texts else "bad_request"
        response = self.error("not_found" if error.status_code == 404 else key, error.status_code)
        response.headers.update(error.headers or {})
        return response


def _guarded(response: HTMLResponse, *clients: str) -> HTMLResponse:
    """Forbid frames and everything foreign, but for forms: their answer may lead on to the client."""
    allowed = " ".join(("'self'", *clients))
    response.headers.update(
        {
            "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none';"
            " img-src 'self' data:; script-src 'self'; style-src 'self'; font-src 'self';"
            f" form-action {allowed}",
            "X-Frame-Options": "DENY",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
        }
    )
    return response
