"""Which files are in use: every room that keeps some says so in a module `held_papers.py`, which is found by itself.

It has `hashes(session) -> Iterable[str]` and `size_of(session, business_id) -> int`. What a room does not name there
is swept away, so the rooms are looked up, not left to register when somebody happens to import them.
"""

from __future__ import annotations

from sqlmodel import Session

from backend.jobs.registry import offering

HOLDERS = "held_papers"


def held_hashes(session: Session) -> set[str]:
    """Return the hashes of all files that some row has."""
    return {digest for room in offering(HOLDERS) for digest in room.hashes(session)}


def bytes_of(session: Session, business_id: str) -> int:
    """Return how many bytes the files of a business have together."""
    return sum(room.size_of(session, business_id) for room in offering(HOLDERS))
