"""The frame that every page of the stand shares: the mark «Стенд», the style sheet, escaping."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from stand import VERSION

_SHARED = Path(__file__).parent / "web"


class PageFrame:
    """The pages of one system: Jinja templates of its own folder `web/`, with the stand's base page behind them."""

    def __init__(self, folder: Path, texts: dict[str, str]) -> None:
        self._folder = folder
        self._environment = Environment(
            loader=FileSystemLoader([folder, _SHARED]),
            autoescape=select_autoescape(),
            undefined=StrictUndefined,
        )
        self._environment.globals |= {"texts": texts, "version": VERSION}

    def page(self, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """Render a template as a page that is never cached."""
        html = self._environment.get_template(template).render(**values)
        return HTMLResponse(html, status, headers={"Cache-Control": "no-store"})

    def routes(self) -> list[Mount]:
        """Routes of the shared files (`/stand/…`) and of the system's own (`/static/…`)."""
        return [
            Mount("/stand", StaticFiles(directory=_SHARED / "static")),
            Mount("/static", StaticFiles(directory=self._folder / "static")),
        ]
