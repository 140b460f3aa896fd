"""Forms without files are small: reading a million fields would keep everybody else waiting for half a minute."""

from __future__ import annotations

from litestar.types import HTTPScope, Receive, ReceiveMessage

from backend.errors import TooLarge
from rules.text import Text

MOST_BYTES = 1024 * 1024
MOST_FIELDS = 5_000
FORM = b"application/x-www-form-urlencoded"


def counting(scope: HTTPScope, receive: Receive) -> Receive:
    """Return `receive` for a request; a form without files that is too large is refused while it comes in."""
    kinds = [value for name, value in scope["headers"] if name.lower() == b"content-type"]
    if not any(kind.strip().lower().startswith(FORM) for kind in kinds):
        return receive
    came, fields = 0, 0

    async def counted() -> ReceiveMessage:
        nonlocal came, fields
        message = await receive()
        if message["type"] == "http.request":
            part = message.get("body", b"")
            came, fields = came + len(part), fields + part.count(b"&")
            if came > MOST_BYTES or fields > MOST_FIELDS:
                raise TooLarge(
                    Text("В форме слишком много данных.", "The form holds too much data."),
                    Text("Сократите её и отправьте ещё раз.", "Shorten it and send it again."),
                )
        return message

    return counted
