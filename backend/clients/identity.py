"""Who asks, by the token of a machine client. Asked first at every request, so anybody else costs a few comparisons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Request
from sqlmodel import Session

from backend.clients.models import ApiClient
from backend.clients.secrets import SECRET_PREFIX, TOKEN_PREFIX, holder_of
from backend.clients.transport import refuse_insecure, refuse_secret_in_address
from backend.errors import TokenRefused
from backend.permissions import CLIENT_SCOPES, Actor


def identify(session: Session, request: Request[Any, Any, Any], now: datetime) -> tuple[Actor, dict[str, Any]] | None:
    """Return the client behind a token, or None where no token of ours is sent.

    Raises:
        TokenRefused: a token that is good no more, or a secret in its place.
        BadRequest: a token or secret in the address, or one that came in the clear.
    """
    if not request.url.path.startswith("/api/"):
        return None
    refuse_secret_in_address(request)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.startswith((TOKEN_PREFIX, SECRET_PREFIX)):
        return None
    refuse_insecure(request)
    found = holder_of(session, token, now)
    if found is None:
        raise TokenRefused
    return actor_of(*found), {}


def actor_of(client: ApiClient, scopes: frozenset[str]) -> Actor:
    """Return who acts with a token: no person, no role; the client's organisation, and what the scopes allow."""
    return Actor(
        client_id=client.id,
        business_id=client.business_id,
        authority=client.authority or None,
        region=client.region or None,
        client_scopes=scopes,
        allowed=frozenset(CLIENT_SCOPES[scope] for scope in scopes if scope in CLIENT_SCOPES),
    )
