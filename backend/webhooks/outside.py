"""The one door to other people's servers. Tests put a sender of their own in its place; no setting does."""

from __future__ import annotations

from functools import cache

from backend.webhooks.sending import Sender


@cache
def sender() -> Sender:
    """Return the sender of the house: the system's names, network and authorities."""
    return Sender()
