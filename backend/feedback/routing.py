"""Who is who to an item of feedback: the editor, the office that answers, the ombudsman, those who flagged."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from backend.accounts.models import MemberKind, RoleGrant
from backend.errors import NotFound
from backend.feedback.models import Door, Feedback, FeedbackSignal
from backend.notifications.recipients import people_with_role
from backend.permissions import Actor, Scope
from backend.procedures.queries import history
from backend.requirements.routing import members_of, regulators_of
from rules.procedures import CLIENTS
from rules.roles import Role

NAME = "feedback"


def answers(session: Session, row: Feedback, actor: Actor) -> bool:
    """Whether an item is on the actor's desk: it was sent, to their authority and their region."""
    if row.number is None or Role.REGULATOR not in actor.roles:
        return False
    # The office they act from now decides, where they have several.
    if row.authority != (actor.authority or "") or (actor.region or "") not in ("", row.region):
        return False
    return actor.person_id in regulators_of(session, row.authority, row.region)


def acts(session: Session, row: Feedback, actor: Actor, role: str) -> bool:
    """Whether somebody is what they act as in an item."""
    if role in CLIENTS:
        return row.business_id is not None and actor.may_for(row.business_id, Scope.DISPUTE)
    if role == Role.REGULATOR:
        return answers(session, row, actor)
    if role == Role.OMBUDSMAN:
        return Role.OMBUDSMAN in actor.roles and _in_region(row, actor)
    return role == Role.EDITOR and Role.EDITOR in actor.roles


def _in_region(row: Feedback, actor: Actor) -> bool:
    """Text of a federal act concerns the ombudsman of every region."""
    return not row.region or (actor.region or "") in ("", row.region)


def check_office(session: Session, row: Feedback, actor: Actor | None) -> None:
    """Let in only the office that answers.

    Raises:
        NotFound: it is on another desk.
    """
    if actor is not None and not answers(session, row, actor):
        raise NotFound


def businesses_behind(session: Session, row: Feedback) -> list[str]:
    """Return the businesses whose signals stand behind an item, and the one that named itself."""
    query = select(FeedbackSignal.business_id).where(FeedbackSignal.feedback_id == row.id).distinct()
    return sorted({*session.exec(query), *([row.business_id] if row.business_id else [])})


def recipients(session: Session, row: Feedback, role: str) -> list[str]:
    """Return whom of a role to tell. Each who flagged is told alone: a notice names no other."""
    if role == Role.REGULATOR:
        return regulators_of(session, row.authority, row.region)
    if role == Role.EDITOR:
        return people_with_role(session, Role.EDITOR)
    if role == Role.OMBUDSMAN:
        return ombudsmen_of(session, row) if row.door is Door.SYSTEMIC else []
    kinds = (MemberKind.REPRESENTATIVE,) if role == Role.REPRESENTATIVE else (MemberKind.OWNER, MemberKind.MEMBER)
    at = _last_step(session, row)
    behind = businesses_behind(session, row)
    return sorted({one for business in behind for one in members_of(session, business, at, kinds)})


def ombudsmen_of(session: Session, row: Feedback) -> list[str]:
    """Return the ombudsmen of the region of an item; a federal one is told too."""
    query = select(RoleGrant.person_id).where(RoleGrant.role == Role.OMBUDSMAN)
    if row.region:
        query = query.where(col(RoleGrant.region).in_(("", row.region)))
    return sorted(set(session.exec(query)))


def _last_step(session: Session, row: Feedback) -> datetime:
    steps = history(session, NAME, row.id)
    return steps[-1].at if steps else row.created_at


def link(row: Feedback, role: str) -> str:
    """Return the page of an item for a role."""
    if role == Role.REGULATOR:
        return f"/desk/statements/{row.number}"
    if role == Role.EDITOR:
        return f"/desk/feedback/{row.id}"
    return f"/statements/{row.number}" if role == Role.OMBUDSMAN else "/my-feedback"
