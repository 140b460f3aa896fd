"""What the history keeps of people's words: a salted hash. It proves the words while the salt is there, nothing after.

The salt goes with the business, so whoever holds an old history cannot try short texts against it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from sqlmodel import Session

from backend.procedures.models import StepRecord, StepSalt


def new_salt() -> str:
    """Return a salt for the words of one step."""
    return secrets.token_hex(16)


def hash_of_words(words: str, salt: str) -> str:
    """Return what the history keeps of words.

    >>> hash_of_words("нет кухни", "a") == hash_of_words("нет кухни", "b")
    False
    """
    plain = hashlib.sha256(words.encode()).hexdigest()
    return hashlib.sha256(f"{salt}\n{plain}".encode()).hexdigest()


def proves(session: Session, step: StepRecord, words: str) -> bool:
    """Return whether a step was taken with these words; after an erasure nothing is proven."""
    kept = session.get(StepSalt, step.id)
    if kept is None or step.comment_hash is None:
        return False
    return hmac.compare_digest(step.comment_hash, hash_of_words(words, kept.words_salt))
