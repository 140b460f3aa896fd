"""Reading a request for a token: a form, each parameter once, the secret in one place."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from backend.clients.transport import is_secure
from backend.web.context import AnyRequest

FORM = "application/x-www-form-urlencoded"
MOST_BYTES = 16 * 1024
MOST_FIELDS = 20


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """What was sent, or the RFC's name of what is wrong with it."""

    fields: dict[str, str] = field(default_factory=dict)
    authorization: str = ""
    error: str | None = None


async def provide_asked(request: AnyRequest) -> TokenRequest:
    """Return what was sent; nothing of it is kept."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != FORM or request.scope["query_string"] or not is_secure(request):
        return TokenRequest(error="invalid_request")
    body = await request.body()
    fields = _fields(body) if len(body) <= MOST_BYTES else None
    headers = request.headers.getall("authorization", [])
    if fields is None or len(headers) > 1:
        return TokenRequest(error="invalid_request")
    authorization = headers[0] if headers else ""
    if authorization and "client_secret" in fields:
        return TokenRequest(error="invalid_request")
    if authorization and not _is_basic(authorization):
        return TokenRequest(error="invalid_client")
    return TokenRequest(fields, authorization)


def _fields(body: bytes) -> dict[str, str] | None:
    """Return the parameters that have a value; None where one comes twice or cannot be read."""
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        return None
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names) or any("\x00" in name + value for name, value in pairs):
        return None
    return {name: value for name, value in pairs if value}


def _is_basic(authorization: str) -> bool:
    """Whether HTTP Basic can be read: Authlib fails on what is no UTF-8."""
    scheme, _, given = authorization.partition(" ")
    try:
        return scheme.lower() == "basic" and ":" in base64.b64decode(given.strip(), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return False
