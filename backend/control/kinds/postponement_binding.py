"""What the step runner is given for requests to move an event: checks of the law, effects on the event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.clock import MOSCOW
from backend.control.cases.binding import acts_in, control_type_of, left_by, recipients, region_of, shared_guards
from backend.control.cases.files import list_files
from backend.control.cases.naming import event_title
from backend.control.kinds.postponement import NAME, event_of, listed
from backend.control.models import Postponement
from backend.control.models.room import Side
from backend.control.moving import EVENT, move_event, postpone_event
from backend.errors import Conflict
from backend.permissions import Actor, Scope
from backend.procedures.bindings import Binding, bind
from backend.procedures.recomputing import dates_changed
from backend.procedures.runner import SYSTEM, take_step
from backend.risk.models import Source
from rules.control import event_rules
from rules.control.postponing import NO_RIGHT, NOT_OVER, OVER, PERSONS, Route, refusals, unannounced
from rules.procedures import procedures
from rules.text import Text

ANOTHER_WAY = Text("Откройте «Перенести»: там другие способы.", "Open “Move it”: it shows other ways.")


def event_not_over(session: Session, case: Postponement, actor: Actor | None) -> None:
    """See that the event with its interaction is not over, and that whoever asks may have the right.

    Raises:
        Conflict: it is, or a company asks.
    """
    event = event_of(session, case)
    known = event_rules().kinds.get(event.kind)
    if event.state not in NOT_OVER or (known is not None and not known.contact):
        raise Conflict(OVER, ANOTHER_WAY)
    if event.person_type is not None and event.person_type not in PERSONS:
        raise Conflict(NO_RIGHT, ANOTHER_WAY)


def event_announced_and_not_begun(session: Session, case: Postponement, actor: Actor | None) -> None:
    """See that a shift is asked for in time, of an event that is announced.

    Raises:
        Conflict: it is not.
    """
    event = event_of(session, case)
    if event.state != "SCHEDULED" or unannounced(event.kind):
        raise Conflict(
            Text("Просить о другом дне можно, пока проверка не началась.", "You may ask until the event begins."),
            ANOTHER_WAY,
        )


def can_be_judged_without_presence(session: Session, case: Postponement, actor: Actor | None) -> None:
    """See that both conditions of 31(7) hold: all can be judged without presence, and proper notice was given.

    Raises:
        Conflict: one does not; in an own copy the business writes down what the authority decided.
    """
    event = event_of(session, case)
    if event.source is Source.BUSINESS:
        return
    if case.judged_without is False:
        raise Conflict(
            Text("Без присутствия этого не оценить: 31(7).", "It cannot be judged without presence: 31(7)."),
            Text("Перенесите проверку.", "Move the event."),
        )
    if event.noticed_at is None:
        raise Conflict(
            Text("Нет отметки об уведомлении, а без него нельзя: 31(7).", "No notice is recorded: 31(7) needs one."),
            Text("Перенесите проверку или отметьте уведомление.", "Move the event, or record the notice."),
        )


def one_of_three_refusals(session: Session, case: Postponement, actor: Actor | None) -> None:
    """See that a refusal rests on a ground that can hold here; before one is chosen there is nothing to check.

    Raises:
        Conflict: it does not.
    """
    event = event_of(session, case)
    if event.source is Source.BUSINESS or case.refusal is None:
        return
    if case.refusal not in refusals(event.person_type, case.ground, listed(event)):
        raise Conflict(
            Text("На это основание здесь не сослаться: 31(8).", "This ground cannot hold here: 31(8)."),
            Text("Перенесите проверку.", "Move the event."),
        )


def check_at_once(session: Session, case: Postponement, actor: Actor | None, now: datetime) -> None:
    """The platform compares a request with the conditions as soon as it is filed."""
    take_step(session, NAME, case, "check", None, SYSTEM, now)


def compare_with_conditions(session: Session, case: Postponement, actor: Actor | None, now: datetime) -> None:
    """Keep what was found: who asks, whether the cause is listed, whether a paper proves it. Unknown is not no."""
    event = event_of(session, case)
    found = {"person": _truth(None if event.person_type is None else event.person_type in PERSONS)}
    if case.route == Route.ABSENCE:
        causes = listed(event)
        found["ground"] = _truth(case.ground in causes if causes else None)
        found["paper"] = _truth(bool(list_files(session, [case.id], Side.BUSINESS)))
    case.findings = found
    session.add(case)


def _truth(value: bool | None) -> str:
    return "unknown" if value is None else ("yes" if value else "no")


def move(session: Session, case: Postponement, actor: Actor | None, now: datetime) -> None:
    """The event goes to its new day by its own steps."""
    if case.new_start is not None:
        move_event(session, event_of(session, case), case.new_start, now, f"{NAME}:{case.id}")


def postpone(session: Session, case: Postponement, actor: Actor | None, now: datetime) -> None:
    """The event waits for the end of the cause."""
    postpone_event(session, event_of(session, case), now, f"{NAME}:{case.id}")


def note_cause_asked(session: Session, case: Postponement, actor: Actor | None, now: datetime) -> None:
    """The next question about the cause is counted from this one."""
    case.cause_asked_on = now.astimezone(MOSCOW).date()
    session.add(case)


def ask_for_new_day(session: Session, case: Postponement, actor: Actor | None, now: datetime) -> None:
    """The cause has ended: the new day is due now."""
    event = event_of(session, case)
    if event.state == "POSTPONED":
        dates_changed(session, EVENT, event, now)


def about(session: Session, case: Postponement) -> Mapping[str, Any]:
    """Return what notices say of a request."""
    event = event_of(session, case)
    return {"about": event_title(event), "number": event.number, "business": event.business_name, "new": case.new_start}


def whom(session: Session, case: Postponement, role: str) -> Iterable[str]:
    """Return whom of a role to tell: as of its event."""
    return recipients(session, event_of(session, case), role)


bind(
    Binding(
        table=procedures()[NAME],
        find=lambda session, case_id: session.get(Postponement, case_id),
        recipients=whom,
        link=lambda case, role: f"/control-events/{case.event_id}#postponements",
        about=about,
        region=lambda session, case: region_of(session, event_of(session, case)),
        guards={
            **shared_guards(NAME),
            "event_not_over": event_not_over,
            "event_announced_and_not_begun": event_announced_and_not_begun,
            "can_be_judged_without_presence": can_be_judged_without_presence,
            "one_of_three_refusals": one_of_three_refusals,
        },
        conditions={
            "by_absence": lambda session, case: case.route == Route.ABSENCE,
            "by_agreement": lambda session, case: case.route == Route.SHIFT,
        },
        effects={
            "check_at_once": check_at_once,
            "compare_with_conditions": compare_with_conditions,
            "move_event": move,
            "postpone_event": postpone,
            "note_cause_asked": note_cause_asked,
            "ask_for_new_day": ask_for_new_day,
        },
        scope=Scope.CONTROL,
        left=left_by,
        control_type=lambda session, case: control_type_of(session, event_of(session, case)),
        acts=acts_in(NAME),
    )
)
