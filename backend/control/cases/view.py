"""What every page of a case shows: whom it waits for and until when, what can be done, which marks it bears."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.control.cases.marks import MARKS
from backend.control.cases.stepping import ROLES, CaseSeen, Offer, offers
from backend.control.models.room import Side
from backend.permissions import Actor
from backend.procedures.models import DeadlineRow
from backend.procedures.outside import working_copies
from backend.procedures.queries import marks, open_terms
from backend.procedures.timers import zone_of_row
from backend.requirements.dispute_views import late_words
from calculators.procedure_clocks import Standing
from rules.procedures import SYSTEM, procedures, terms_of_state, waiting_for
from rules.reading_terms import read_deadlines
from rules.roles import ROLE_NAMES, Role
from rules.text import Text

STANDINGS: Mapping[str, Text] = {
    Standing.DATE_MISSING: Text("не хватает даты, срок не посчитан", "a date is missing, the term is not counted"),
    Standing.PAUSED: Text("срок стоит", "the clock stands"),
    Standing.TERM_UNKNOWN: Text("сверьте с положением: срок не знаем", "check the act: the term is not known"),
    Standing.CALENDAR_UNKNOWN: Text("календаря этого года ещё нет", "the calendar of that year is not known yet"),
}


APPEAL = "appeal"
FILED = Text("Записать поданную жалобу", "Record an appeal that was filed")
# How the page of a new appeal names what it is about, and the attribute that holds its id.
ABOUT: Mapping[str, tuple[str, str]] = {
    "control_event": ("event_id", "id"),
    "prescription": ("prescription_id", "id"),
    "mandatory_visit": ("visit_id", "id"),
    "preventive_visit": ("visit_id", "id"),
    "warning": ("warning_id", "id"),
    "risk_category_change": ("object_id", "object_id"),
}
NOT_OFFICIAL = Text(
    "У части шагов другой стороны здесь нет официальной записи: сверьтесь с бумагами.",
    "Some steps of the other side have no official record here: check the papers.",
)
# Steps that an authority takes; in its own copy a business writes them down from papers.
OFFICIAL = frozenset({Role.INSPECTOR, Role.AUTHORITY_HEAD, Role.PROSECUTOR})


def mark_names(session: Session, procedure: str, case_id: str) -> list[Text]:
    """Return the marks of a case in words."""
    raised = marks(session, procedure, [case_id]).get(case_id, frozenset())
    return [MARKS.get(mark, Text(mark, mark)) for mark in sorted(raised)]


def waiting_of(session: Session, seen: CaseSeen, now: datetime) -> dict[str, Any] | None:
    """Return whom the case waits for, its terms with their articles, and what to say where there is none."""
    waiting = waiting_for(procedures()[seen.kind.procedure], seen.case.state)
    if waiting is None:
        return None
    rows = open_terms(session, seen.kind.procedure, seen.case.id)
    bound = terms_of_state(procedures()[seen.kind.procedure], seen.case.state)
    notes = [] if seen.kind.own_copy(session, seen.case) else _unofficial(session, seen)
    if waiting.no_term and not {row.key for row in rows} & bound:
        notes.insert(0, waiting.no_term)
    names = [ROLE_NAMES[role] for role in ROLE_NAMES if role in waiting.whom]
    whom = Text(", ".join(name.ru for name in names), ", ".join(name.en for name in names))
    return {
        "whom": Text(f"Ход за: {whom.ru}", f"Waiting for: {whom.en}"),
        "terms": [term_of(row, now) for row in rows],
        "articles": list(waiting.articles),
        "notes": notes,
    }


def _unofficial(session: Session, seen: CaseSeen) -> list[Text]:
    """Return which steps still have to be done officially: to whoever took them what to do, to others that it is so."""
    copies = working_copies(session, seen.kind.procedure, seen.case.id)
    roles = {*ROLES[seen.side], *({SYSTEM} if seen.side is Side.AUTHORITY else ())}
    mine = [copy.words for copy in copies if copy.record.acting_as in roles]
    return mine if len(mine) == len(copies) else [*mine, NOT_OFFICIAL]


def term_of(row: DeadlineRow, now: datetime) -> dict[str, Any]:
    """Return a term in words: its name, until when, by which article, and whether somebody checked it."""
    known = read_deadlines().get(row.key)
    said = STANDINGS.get(row.standing, STANDINGS[Standing.DATE_MISSING])
    if row.due_at is not None:
        zone = zone_of_row(row)
        said = late_words(row.due_at.astimezone(zone).date(), now.astimezone(zone).date())
    term = known.editions[-1].term if known and known.editions else None
    return {
        "key": row.key,
        "name": known.title if known else Text(row.key, row.key),
        "said": said,
        "due": row.due_at,
        "standing": row.standing,
        "source": row.basis or (term.source if term else ""),
        "verified": bool(term and term.verified),
        "calendar": row.calendar_status,
        "anchor": row.anchor,
    }


def links_of(session: Session, seen: CaseSeen, actor: Actor) -> list[dict[str, Any]]:
    """Return the steps this side can take now, each with the address of its form."""
    return [link for offer in offers(session, seen, actor) for link in _links(seen, offer)]


def _links(seen: CaseSeen, offer: Offer) -> list[dict[str, Any]]:
    step = offer.step
    link = {
        "action": step.action,
        "name": step.name or Text(step.action, step.action),
        "href": f"/cases/{seen.kind.procedure}/{seen.case.id}/{step.action}",
        "source": step.source,
        "official": bool(OFFICIAL & set(step.actors)),
    }
    if step.action != APPEAL or seen.side is not Side.BUSINESS or seen.kind.procedure not in ABOUT:
        return [link]
    # An appeal is drawn up in its own pages; the step only records one that was filed.
    field, name = ABOUT[seen.kind.procedure]
    return [{**link, "href": f"/appeals/new?{field}={getattr(seen.case, name)}"}, {**link, "name": FILED}]
