"""Which cases can be opened in the room of an event, by whom, and a new one of a kind."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from backend.control.cases.kinds import CaseKind, case_kinds
from backend.control.cases.stepping import ROLES, CaseSeen
from backend.control.models.room import Side
from backend.control.queries import Seen
from backend.errors import NotFound
from backend.permissions import Actor
from rules.procedures import procedures


def begin(session: Session, room: Seen, actor: Actor, procedure: str, now: datetime) -> tuple[CaseSeen, str]:
    """Return a new case of the event, not stored yet, and the step that opens it.

    Raises:
        NotFound: no such kind of case here, or this side does not open it.
        Conflict: it cannot be opened now.
    """
    kind = case_kinds().get(procedure)
    if kind is None or kind.begin is None:
        raise NotFound
    action = kind.first(session, room.event, room.side)
    if action is None:
        raise NotFound
    return CaseSeen(kind, kind.begin(session, room.event, actor, room.side, now), room.side), action


def openings(session: Session, room: Seen, actor: Actor) -> list[tuple[CaseKind, str]]:
    """Return the kinds of case the actor may open in the room now, each with its first step."""
    found = []
    for kind in case_kinds().values():
        action = kind.first(session, room.event, room.side) if kind.begin else None
        if action is not None and _takes(kind, action, room, actor):
            found.append((kind, action))
    return found


def _takes(kind: CaseKind, action: str, room: Seen, actor: Actor) -> bool:
    """Whether one of the roles in which somebody is here takes a step: a head does not demand papers."""
    roles = ROLES[room.side]
    mine = roles if room.side is Side.BUSINESS else [role for role in roles if role in actor.roles]
    rows = [step for step in procedures()[kind.procedure].steps if step.action == action]
    return any(role in step.actors for step in rows for role in mine)
