"""What rooms above know of a requirement of a business: they register here, the list reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlmodel import Session

# Returns {requirement id: status}; statuses are those of `status(…)` in components/cards.html.
StatusOf = Callable[[Session, str], Mapping[str, str]]

_STATUSES: list[StatusOf] = []


def register_status(source: StatusOf) -> StatusOf:
    """Let a room say how far each requirement of a business has got (self-assessment)."""
    if source not in _STATUSES:
        _STATUSES.append(source)
    return source


def statuses_of(session: Session, business_id: str) -> dict[str, str]:
    """Return the statuses of a business's requirements; those nobody has marked are left out."""
    found: dict[str, str] = {}
    for source in _STATUSES:
        found.update(source(session, business_id))
    return found
