"""Security headers on every answer, also on those no handler gave; foreign sites may not post to us."""

from __future__ import annotations

import secrets
from typing import Any

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from backend.web.etags import weak
from backend.web.heads import also_head, asked_as_get
from backend.web.small_forms import counting

POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class SecurityHeaders:
    """Wrap the whole application: Litestar's own middleware does not run where no route matches."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self.app = app
        self.https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give the request a nonce and its answer the headers."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        asked, send = asked_as_get(scope, send)
        extended: Any = asked
        extended["nonce"] = nonce

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(message, nonce)
            await send(message)

        await self.app(asked, counting(asked, receive), send_with_headers)

    def _add(self, message: Any, nonce: str) -> None:
        message.setdefault("headers", [])
        headers = MutableScopeHeaders.from_message(message)
        for name, value in FIXED.items():
            headers.setdefault(name, value)
        headers.setdefault("Content-Security-Policy", POLICY.format(nonce=nonce))
        if "etag" in headers and "content-encoding" in headers:
            headers["etag"] = weak(headers["etag"])
        if "allow" in headers:
            headers["allow"] = also_head(headers["allow"])
        if self.https:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
            message["headers"] = [(name, _secure(name, value)) for name, value in message["headers"]]


def _secure(name: bytes, value: bytes) -> bytes:
    """Every cookie goes over https only, also one that is taken off: else the browser would keep it."""
    if name.lower() != b"set-cookie" or b"; secure" in value.lower():
        return value
    return value + b"; Secure"
