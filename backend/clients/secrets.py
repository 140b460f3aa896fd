"""Secrets and tokens of clients: random, shown once, kept as hashes.

A password is hashed slowly because people choose it; these are 256 random bits, which nobody finds by trying, so one
SHA-256 is enough, and a call does not pay for a slow hash.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from hmac import compare_digest

import sqlalchemy as sa
from sqlmodel import Session, col, select

from backend.accounts.tokens import hash_of, new_token
from backend.clients.models import ApiClient, ClientSecret, ClientToken
from backend.clients.organisations import keepers_of

# Prefixes let scanners of public code find what got out.
SECRET_PREFIX, TOKEN_PREFIX = "ycs_", "yct_"
TOKEN_LASTS = timedelta(minutes=15)


def new_secret() -> str:
    """Return a new secret of a client."""
    return SECRET_PREFIX + new_token()


def matching(secrets: Iterable[ClientSecret], given: str) -> ClientSecret | None:
    """Return the secret that was given; each is compared, in a time that tells nothing of it."""
    hashed, found = hash_of(given), None
    for one in secrets:
        if compare_digest(one.secret_hash, hashed):
            found = one
    return found


def issue_token(session: Session, secret: ClientSecret, scopes: list[str], now: datetime) -> str:
    """Return a new token, once; tokens of the client that have run out go."""
    over = (col(ClientToken.client_id) == secret.client_id, col(ClientToken.expires_at) <= now)
    session.execute(sa.delete(ClientToken).where(*over))
    token = TOKEN_PREFIX + new_token()
    row = ClientToken(
        client_id=secret.client_id,
        secret_id=secret.id,
        token_hash=hash_of(token),
        scopes=scopes,
        created_at=now,
        expires_at=now + TOKEN_LASTS,
    )
    secret.used_at = now
    session.add_all([row, secret])
    session.flush()
    return token


def holder_of(session: Session, token: str, now: datetime) -> tuple[ApiClient, frozenset[str]] | None:
    """Return the client behind a token with the token's scopes, or None.

    Asked of the database at every call, nothing is remembered: what was ended a moment ago opens nothing.
    """
    query = (
        select(ClientToken, ClientSecret, ApiClient)
        .where(ClientToken.token_hash == hash_of(token))
        .where(ClientToken.secret_id == ClientSecret.id, ClientToken.client_id == ApiClient.id)
    )
    found = session.exec(query).first()
    if found is None:
        return None
    row, secret, client = found
    ended = row.ended_at is not None or secret.ended_at is not None
    if ended or min(row.expires_at, secret.expires_at) <= now or not in_force(session, client, now):
        return None
    return client, frozenset(row.scopes) & frozenset(client.scopes)


def in_force(session: Session, client: ApiClient, now: datetime) -> bool:
    """Whether a client may have and use tokens: approved, not ended, and somebody keeps it."""
    decided = client.approved_at is not None and client.refused_at is None and client.ended_at is None
    return decided and bool(keepers_of(session, client, now))


def end_token(session: Session, client_id: str, token: str, now: datetime) -> None:
    """End a token of this client; another's, or one that is none, is left alone."""
    theirs = (col(ClientToken.client_id) == client_id, col(ClientToken.token_hash) == hash_of(token))
    session.execute(sa.update(ClientToken).where(*theirs, col(ClientToken.ended_at).is_(None)).values(ended_at=now))
