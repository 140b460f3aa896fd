"""When inspectors are away: entered by themselves or their head, taken out again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.audit.service import record
from backend.authorities.models import AuthorityBody
from backend.control.cases.asking import Ask, AskKind
from backend.control.desk.coming import inspectors_of
from backend.control.models import InspectorAbsence
from backend.errors import Invalid, NotFound
from backend.permissions import Actor
from rules.faults import Fault
from rules.roles import Role
from rules.text import Text


def absence_asks(people: Mapping[str, str]) -> tuple[Ask, ...]:
    """Return the fields of an absence; `people` are those for whom the actor may enter one."""
    who = tuple((one, Text(name, name)) for one, name in people.items())
    return (
        Ask("person_id", AskKind.CHOICE, Text("Кого нет", "Who is away"), choices=who),
        Ask("first", AskKind.DATE, Text("С какого дня", "From"), to_come=True),
        Ask("last", AskKind.DATE, Text("По какой день", "To"), to_come=True),
        Ask("reason", AskKind.TEXT, Text("Почему: отпуск, учёба", "Why: leave, study"), most=200, optional=True),
    )


def people_for(session: Session, actor: Actor, body: AuthorityBody) -> dict[str, str]:
    """Return for whom an actor may enter absences: a head for all inspectors, an inspector for themselves."""
    people = inspectors_of(session, body)
    if Role.AUTHORITY_HEAD in actor.roles:
        return people
    return {one: name for one, name in people.items() if one == actor.person_id}


def enter_absence(
    session: Session, actor: Actor, body: AuthorityBody, typed: Mapping[str, Any], now: datetime
) -> InspectorAbsence:
    """Enter an absence.

    Raises:
        NotFound: not somebody for whom the actor may.
        Invalid: the last day before the first.
    """
    if typed["person_id"] not in people_for(session, actor, body):
        raise NotFound
    if typed["last"] < typed["first"]:
        message = Text("Последний день раньше первого.", "The last day is before the first.")
        raise Invalid([Fault("order", "last", message, Text("Исправьте дату.", "Correct the date."))])
    row = InspectorAbsence(**{**typed, "reason": typed["reason"] or ""}, created_at=now)
    session.add(row)
    session.flush()
    told = row.model_dump(mode="json", include={"person_id", "first", "last"})
    record(session, actor, "absence.enter", "inspector_absence", row.id, told, now)
    return row


def drop_absence(session: Session, actor: Actor, body: AuthorityBody, absence_id: str, now: datetime) -> None:
    """Take an absence out.

    Raises:
        NotFound: none, or not theirs to take out.
    """
    row = session.get(InspectorAbsence, absence_id)
    if row is None or row.person_id not in people_for(session, actor, body):
        raise NotFound
    session.delete(row)
    record(session, actor, "absence.drop", "inspector_absence", absence_id, None, now)
