"""Passwords as Argon2id hashes, at most two at a time: a flood of sign-ins must not stop the site."""

from __future__ import annotations

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
AT_ONCE = BoundedSemaphore(2)
SHORTEST, LONGEST = 10, 128


def hash_password(password: str) -> str:
    """Return the hash that is kept."""
    with AT_ONCE:
        return HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether the password fits; as slow without an account as with one, so addresses cannot be guessed."""
    try:
        with AT_ONCE:
            HASHER.verify(kept or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


@cache
def _nobody() -> str:
    return HASHER.hash("nobody has this password")
