"""Signatures of the Standard Webhooks specification. No secret lies in the database, so none is in a copy of it.

A secret is HMAC-SHA256 of a random salt under the server's own secret, as the second factor's is. Whoever copies the
database can sign nothing.
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from standardwebhooks import Webhook

PREFIX = "whsec_"


def new_salt() -> str:
    """Return what a new secret is derived from."""
    return secrets.token_urlsafe(32)


def secret_of(server: str, salt: str) -> str:
    """Return the secret of a salt, as its owner is shown it once: `whsec_…`, 32 bytes."""
    return PREFIX + base64.b64encode(_derived(server, b"webhook\n", salt)).decode()


def token_of(server: str, salt: str) -> str:
    """Return the word a receiver says back to prove that the address is its own."""
    return _derived(server, b"webhook challenge\n", salt).hex()[:40]


def headers_of(message_id: str, body: bytes, now: datetime, given: Iterable[str]) -> Mapping[str, str]:
    """Return the three headers; every secret of `given` signs, so that either of two in rotation verifies."""
    at = now.astimezone(UTC)  # the library takes the clock of any zone for UTC
    signed = [Webhook(secret).sign(message_id, at, body.decode()) for secret in given]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signed),
    }


def says_token(answer: bytes, token: str) -> bool:
    """Whether a receiver said the word itself: alone, or as {"token": …}.

    A server that throws every message back as it came has the word deeper inside, and proves nothing.
    """
    text = answer.decode("utf-8", "replace").strip()
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        said = text
    if isinstance(said, dict):
        said = said.get("token")
    return isinstance(said, str) and hmac.compare_digest(said.strip().encode(), token.encode())


def _derived(server: str, purpose: bytes, salt: str) -> bytes:
    return hmac.new(server.encode(), purpose + salt.encode(), "sha256").digest()
