"""Every state, every step, everybody: only the rows of the table are open, and the rest changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from backend.errors import PlatformError
from backend.feedback.models import Door, Feedback, FeedbackKind
from backend.feedback.routing import NAME
from backend.permissions import ALL_SCOPES, Actor
from backend.procedures.models import StepRecord
from backend.procedures.runner import take_step
from rules.procedures import procedures
from rules.roles import Role
from tests.backend.feedback.conftest import NEUTRAL

TABLE = procedures()[NAME]
ACTIONS = sorted({step.action for step in TABLE.steps})
ROLES = (*Role, "system")
GIVEN = {
    **dict.fromkeys(("statement", "reason", "answer", "action", "done", "verified_by", "merged_into"), NEUTRAL),
    "action_due_on": date(2027, 3, 1),
}


def cast(role, office, owner):
    """Return whoever acts as a role: the right person of it."""
    if role == "system":
        return None
    if role in (Role.BUSINESS, Role.REPRESENTATIVE):
        scopes = {owner.business.id: ALL_SCOPES}
        return Actor(person_id=owner.person.id, roles=frozenset({role}), scopes=scopes, business_id=owner.business.id)
    person = office.person.id if role is Role.REGULATOR else f"somebody, {role}"
    return Actor(person_id=person, roles=frozenset({role}), authority="rospotrebnadzor", region="")


def made(state, door, owner, clock, entry):
    """Return an item in a state, as its door needs it."""
    about = {"requirement": entry.id, "requirement_version": entry.version, "authority": entry.authority}
    named = {"business_id": owner.business.id, "named_as": "Кафе"} if door is Door.NAMED else {}
    named |= {"release": "2026Q3"} if door is Door.RELEASED else {}
    number = None if state in ("OPEN", "TRIAGED") else 1
    return Feedback(
        kind=FeedbackKind.CLARITY,
        state=state,
        door=door,
        statement=NEUTRAL,
        number=number,
        created_at=clock.now(),
        action_due_on=date(2027, 3, 1),
        **about,
        **named,
    )


def rows_open(state, action, role, door):
    """Return the rows of the table that are open for a role."""
    kinds = {"is_named": door is Door.NAMED, "is_systemic": door is Door.SYSTEMIC, "is_sorted": door is Door.NEUTRAL}
    kinds["is_released"] = door is Door.RELEASED
    return [
        step
        for step in TABLE.steps_from(state)
        if step.action == action and role in step.actors and (step.only_if is None or kinds[step.only_if])
    ]


@pytest.mark.parametrize("door", [Door.NEUTRAL, Door.NAMED, Door.SYSTEMIC, Door.RELEASED])
@pytest.mark.parametrize("state", TABLE.states)
def test_only_the_rows_of_the_table_are_open(state, door, session, owner, office, clock, entry):
    wrong = []
    for action in ACTIONS:
        for role in ROLES:
            row = made(state, door, owner, clock, entry)
            session.add(row)
            session.flush()
            actor = cast(role, office, owner)
            allowed = rows_open(state, action, role, door)
            if role in (Role.BUSINESS, Role.REPRESENTATIVE) and door is not Door.NAMED:
                allowed = []
            try:
                took = take_step(session, NAME, row, action, actor, role, clock.now(), given=GIVEN)
                if took not in allowed or row.state != took.to:
                    wrong.append((action, role, "taken"))
            except PlatformError as refusal:
                left = session.exec(select(StepRecord).where(StepRecord.subject_id == row.id)).all()
                if allowed or row.state != state or left:
                    wrong.append((action, role, refusal.message.ru))
            session.rollback()
    assert wrong == []


@pytest.mark.parametrize("state", ["WITH_REGULATOR", "ACCEPTED", "ACTION_PLANNED"])
@pytest.mark.parametrize("other", [{"authority": "mchs"}, {"region": "77"}, {"person_id": "another"}])
def test_a_regulator_of_elsewhere_takes_no_step(state, other, session, owner, office, clock, entry):
    actor = replace(cast(Role.REGULATOR, office, owner), **other)
    for step in TABLE.steps_from(state):
        if Role.REGULATOR not in step.actors:
            continue
        row = made(state, Door.NEUTRAL, owner, clock, entry)
        session.add(row)
        session.flush()
        with pytest.raises(PlatformError) as refusal:
            take_step(session, NAME, row, step.action, actor, Role.REGULATOR, clock.now(), given=GIVEN)
        assert refusal.value.status_code == 404
        session.rollback()
