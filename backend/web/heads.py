"""HEAD: what GET would answer, without its body. The same route, guard and headers, so no rights of its own."""

from __future__ import annotations

from litestar.types import HTTPScope, Message, Send


def asked_as_get(scope: HTTPScope, send: Send) -> tuple[HTTPScope, Send]:
    """Return the scope as a GET and a `send` that leaves the body out; any other method passes as it is."""
    if scope["method"] != "HEAD":
        return scope, send
    asked: HTTPScope = {**scope, "method": "GET"}

    async def without_body(message: Message) -> None:
        if message["type"] == "http.response.body":
            message["body"] = b""
        await send(message)

    return asked, without_body


def also_head(allowed: str) -> str:
    """Return a value of `Allow` that names HEAD wherever GET is allowed, and no OPTIONS: nothing answers that here.

    >>> also_head("GET, OPTIONS"), also_head("POST")
    ('GET, HEAD', 'POST')
    """
    methods = {method.strip() for method in allowed.split(",")} - {"OPTIONS"}
    return ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods))
