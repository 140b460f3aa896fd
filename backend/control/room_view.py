"""What the room's page is given: where the event stands, whom it waits for, what can be done, and its parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.clock import MOSCOW
from backend.control.cases.ends import End, ends_of
from backend.control.cases.marks import MARKS
from backend.control.cases.naming import event_title, state_name, type_name
from backend.control.cases.numbering import owed_numbers
from backend.control.cases.opening import openings
from backend.control.cases.stepping import find_case
from backend.control.cases.view import links_of, mark_names, waiting_of
from backend.control.models import ControlEvent
from backend.control.models.room import Side
from backend.control.parts import PART_NAMES, Part
from backend.control.queries import Seen
from backend.control.rooms import furnish
from backend.permissions import Actor
from backend.procedures.queries import marks
from backend.risk.models import Source
from rules.procedures import procedures
from rules.text import Text

NAME = "control_event"
# The first offer is the main button of a room; these are none, in this order.
SELDOM = ("find_impossible", "appeal")
BACK = {
    Side.BUSINESS: ("/control-events", Text("Проверки", "Control events")),
    Side.AUTHORITY: ("/desk/control", Text("Стол инспектора", "Inspector's desk")),
    Side.PROSECUTOR: ("/desk/prosecutor", Text("Стол прокурора", "Prosecutor's desk")),
    Side.OMBUDSMAN: ("/desk/ombudsman", Text("Стол уполномоченного", "Ombudsman's desk")),
}


# How a room is read: what is asked of one first, the course of things last; the quiet ones are folded.
ORDER = (
    Part.EVENT,
    Part.DIFFERENCES,
    Part.REQUESTS,
    Part.CHECK,
    Part.APPROVAL,
    Part.DRAFT,
    Part.SCOPE_CHECK,
    Part.POSTPONEMENTS,
    Part.ACT,
    Part.PRESCRIPTIONS,
    Part.REMEDY,
    Part.HOURS,
    Part.COSTS,
    Part.PREPARATION,
    Part.RATING,
    Part.MESSAGES,
)
FOLDED = frozenset(
    {Part.DECISION, Part.SCOPE, Part.TERMS, Part.TIMELINE, Part.CONSENTS, Part.VIDEO, Part.CHECKLIST, Part.FILES}
)


def room(session: Session, seen: Seen, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return the page of the room for one side."""
    event = seen.event
    case = find_case(session, actor, NAME, event.id, now.astimezone(MOSCOW).date())
    back, label = BACK[seen.side]
    own = event.source is Source.BUSINESS
    links = links_of(session, case, actor)
    return {
        "event_id": event.id,
        "title": event_title(event),
        "caption": Text(f"Проверка № {event.number}", f"Event No. {event.number}"),
        "state": state_name(NAME, event.state),
        "marks": mark_names(session, NAME, event.id),
        "own_copy": own,
        "back": back,
        "back_label": label,
        "waiting": waiting_of(session, case, now),
        "to_number": owed_numbers(session, case),
        "offers": _offers(session, seen, actor, [link for link in links if not (own and link["official"])]),
        "records": [link for link in links if own and link["official"]],
        "parts": _parts(session, seen, actor, now),
    }


def _offers(session: Session, seen: Seen, actor: Actor, links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what this side can do; last what ends the usual course, or is always open and seldom first."""
    found = links if seen.side is not Side.BUSINESS else [*_openings(session, seen, actor), *links]
    rest = _openings(session, seen, actor) if seen.side is not Side.BUSINESS else []
    return sorted([*found, *rest], key=lambda link: SELDOM.index(link["action"]) if link["action"] in SELDOM else -1)


def _parts(session: Session, seen: Seen, actor: Actor, now: datetime) -> list[dict[str, Any]]:
    made = furnish(session, seen, actor, now)
    rest = [part for part in made if part not in ORDER]
    return [
        {
            "code": part.value,
            "name": PART_NAMES[part],
            "template": made[part][0].template,
            "data": made[part][1],
            "folded": part in FOLDED,
        }
        for part in (*ORDER, *rest)
        if part in made
    ]


def _openings(session: Session, seen: Seen, actor: Actor) -> list[dict[str, Any]]:
    """Return what can be opened in the room: the first step of each kind of case."""
    found = []
    for kind, action in openings(session, seen, actor):
        step = next(step for step in procedures()[kind.procedure].steps if step.action == action)
        href = f"/control-events/{seen.event.id}/new/{kind.procedure}"
        name = step.name or procedures()[kind.procedure].title
        found.append({"action": action, "name": name, "href": href, "source": step.source})
    return found


def rows_of(
    session: Session, events: Sequence[ControlEvent], now: datetime, *, rights: bool = False
) -> list[dict[str, Any]]:
    """Return events as lines of a list: running ones first, the nearest term first among them.

    With `rights`, of the business alone, until when it may appeal stands where no term binds anybody.
    """
    due = ends_of(session, NAME, {event.id: event.state for event in events}, now, rights=rights)
    raised = marks(session, NAME, [event.id for event in events])
    far = End(now.replace(year=now.year + 50))
    ordered = sorted(events, key=lambda event: (_closed(event), due.get(event.id, far).at))
    return [_row(event, due.get(event.id), raised.get(event.id, frozenset()), now) for event in ordered]


def _row(event: ControlEvent, due: End | None, raised: Iterable[str], now: datetime) -> dict[str, Any]:
    parts: list[Any] = [f"№\u00a0{event.number}", event.authority_name or None, event.address or None]
    return {
        "id": event.id,
        "event": event,
        "title": event_title(event),
        "type": type_name(event.control_type),
        "state": state_name(NAME, event.state),
        "closed": _closed(event),
        "start": event.start_at if event.state != "POSTPONED" else None,
        "due": due.said(now) if due else None,
        "parts": [part for part in parts if part],
        "labels": [MARKS[mark] for mark in raised if mark in ("OVERDUE", "ACT_LATE", "APPEALED")],
    }


def _closed(event: ControlEvent) -> bool:
    return procedures()[NAME].states[event.state].terminal
