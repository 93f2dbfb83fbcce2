"""Routes of the systems' APIs: one for each path, so that a refused method is answered with all that it takes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

Endpoint = Callable[[Request], Awaitable[Response]]


def by_method(path: str, endpoints: Mapping[str, Endpoint]) -> Route:
    """Return the route of a path whose methods have an endpoint each.

    Of several routes for one path, Starlette would name the methods of the first alone in `Allow`, which has to name
    all of them (RFC 9110 §15.5.6).
    """

    async def endpoint(request: Request) -> Response:
        return await endpoints["GET" if request.method == "HEAD" else request.method](request)

    return Route(path, endpoint, methods=list(endpoints))
