"""Secrets that are shown once and kept as hashes."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """Return a random token of 256 bits, URL-safe."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what is kept of a token: SHA-256 is enough for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()
