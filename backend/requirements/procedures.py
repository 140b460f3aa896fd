"""What the step runner is given for disputes."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from backend.notifications.recipients import people_with_role
from backend.notifications.service import notify
from backend.permissions import Actor
from backend.procedures.bindings import Binding, bind
from backend.requirements import service
from backend.requirements.disputes import about, title_of
from backend.requirements.models import Choice, Dispute, EditorTask
from backend.requirements.routing import NAME, check_desk, recipients
from rules.procedures import procedures
from rules.roles import Role

DESK = (Role.REGULATOR, Role.EDITOR)
TASK = "requirements.task"


def find(session: Session, dispute_id: str) -> Dispute | None:
    """Return a dispute by its id."""
    return session.get(Dispute, dispute_id)


def link(dispute: Dispute, role: str) -> str:
    """Return the page of a dispute for a role."""
    return f"/desk/disputes/{dispute.id}" if role in DESK else f"/disputes/{dispute.id}"


def region(session: Session, dispute: Dispute) -> str | None:
    """Return whose days off count."""
    return dispute.region or None


def mark_not_concerned(session: Session, dispute: Dispute, actor: Actor | None, now: datetime) -> None:
    """Settle that the requirement does not concern this business; others keep it."""
    service.settle(
        session,
        dispute.business_id,
        dispute.requirement,
        dispute.requirement_version,
        Choice.NOT_CONCERNED,
        now,
        dispute.id,
    )


def open_editor_task(session: Session, dispute: Dispute, actor: Actor | None, now: datetime) -> None:
    """Ask an editor to look at the condition: what was wrong for one may be wrong for many."""
    session.add(EditorTask(requirement=dispute.requirement, dispute_id=dispute.id, created_at=now))
    session.flush()
    editors = people_with_role(session, Role.EDITOR)
    notify(session, editors, TASK, {"about": title_of(dispute), "number": dispute.number}, "/desk/tasks", now)


bind(
    Binding(
        table=procedures()[NAME],
        find=find,
        recipients=recipients,
        link=link,
        about=about,
        region=region,
        guards={"answers_for_the_authority": check_desk},
        effects={"mark_not_concerned": mark_not_concerned, "open_editor_task": open_editor_task},
    )
)
