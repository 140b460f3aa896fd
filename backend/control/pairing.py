"""Papers of a merged copy meet the official ones: by number, else by their days. Each is then shown once.

A paper that only the business knows stays a row of its own copy: its own, with its terms running, in no byte that the
authority gets. One that has an official counterpart gives way to it, and its terms end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.audit.service import record
from backend.control.models import ControlEvent, ControlWarning, DocumentRequest, Postponement, Prescription
from backend.control.prescriptions.prescribing import is_inside
from backend.procedures.queries import open_terms
from backend.risk.models import Source

DRAFT = "DRAFT"
PAPERS: tuple[tuple[str, Any], ...] = (
    ("document_request", DocumentRequest),
    ("postponement", Postponement),
    ("prescription", Prescription),
)
WARNING = "warning"


def copies_of(session: Session, event: ControlEvent) -> list[ControlEvent]:
    """Return the own copies that gave way to an event."""
    return list(session.exec(select(ControlEvent).where(ControlEvent.merged_into == event.id)))


def private_papers(session: Session, event: ControlEvent, model: Any) -> list[Any]:
    """Return what only the business knows of an event: the papers of its copies without a counterpart, last first."""
    ids = [copy.id for copy in copies_of(session, event)]
    alone = col(model.event_id).in_(ids), col(model.paired_with).is_(None), model.state != DRAFT
    return list(session.exec(select(model).where(*alone).order_by(col(model.created_at).desc()))) if ids else []


def paired_papers(session: Session, model: Any, official_id: str, business_id: str | None) -> list[Any]:
    """Return what a business had written down of an official paper."""
    same = model.paired_with == official_id, model.business_id == business_id
    return list(session.exec(select(model).where(*same))) if business_id else []


def pair_papers(session: Session, event: ControlEvent, now: datetime) -> int:
    """Pair the papers of an event's copies with its own, where exactly one fits; return how many were."""
    ids = [copy.id for copy in copies_of(session, event)]
    if not ids:
        return 0
    count = 0
    for procedure, model in PAPERS:
        own = private_papers(session, event, model)
        shown = [row for row in session.exec(select(model).where(model.event_id == event.id)) if _known(session, row)]
        count += _pair(session, procedure, own, shown, now)
    return count


def pair_warnings(session: Session, business_id: str | None, now: datetime) -> int:
    """Pair the warnings a business wrote down with those it was given; return how many were."""
    mine = ControlWarning.business_id == (business_id or ""), ControlWarning.state != DRAFT
    rows = session.exec(select(ControlWarning).where(*mine, col(ControlWarning.paired_with).is_(None))).all()
    own = [row for row in rows if row.source is Source.BUSINESS]
    return _pair(session, WARNING, own, [row for row in rows if row.source is not Source.BUSINESS], now)


def pair_after(session: Session, case: Any, now: datetime) -> None:
    """Pair what a step of a case may have made known, or named: its number, its day."""
    if isinstance(case, ControlWarning):
        pair_warnings(session, case.business_id, now)
    elif event_id := getattr(case, "event_id", None):
        event = session.get(ControlEvent, event_id)
        if event is not None:
            pair_papers(session, event, now)


def _known(session: Session, row: Any) -> bool:
    """Whether an official paper has reached the business: before that nothing tells it that there is one."""
    return not is_inside(session, row) if isinstance(row, Prescription) else row.state != DRAFT


def _pair(session: Session, procedure: str, own: Sequence[Any], official: Sequence[Any], now: datetime) -> int:
    if not own or not official:
        return 0
    query = select(type(own[0]).paired_with).where(col(type(own[0]).paired_with).in_([row.id for row in official]))
    taken = set(session.exec(query))
    free, count = [row for row in official if row.id not in taken], 0
    for row in own:
        fits = [one for one in free if same_paper(row, one)]
        rivals = [
            one for one in own if fits and one is not row and one.paired_with is None and same_paper(one, fits[0])
        ]
        if len(fits) == 1 and not rivals:
            row.paired_with = fits[0].id
            session.add(row)
            free.remove(fits[0])
            _close(session, procedure, row, now)
            count += 1
    return count


def _close(session: Session, procedure: str, row: Any, now: datetime) -> None:
    for term in open_terms(session, procedure, row.id):
        term.closed_at = now
        session.add(term)
    session.flush()
    record(session, None, "control.pair_papers", procedure, row.id, {"with": row.paired_with}, now)


def same_paper(own: Any, official: Any) -> bool:
    """Whether two rows tell of one paper: numbers decide where both have one, else kind and days."""
    if isinstance(own, Postponement):
        return (own.route, own.filed_on) == (official.route, official.filed_on) and own.filed_on is not None
    numbers = plain_number(own.number), plain_number(official.number)
    if all(numbers):
        return numbers[0] == numbers[1]
    kinds = {(getattr(row, "kind", None), getattr(row, "control_type", None)) for row in (own, official)}
    return len(kinds) == 1 and _same_day(own, official, ("issued_on", "received_on"))


def _same_day(own: Any, official: Any, names: Iterable[str]) -> bool:
    """Whether one day is the same, and none differs."""
    pairs: list[tuple[date | None, date | None]] = [(getattr(own, one), getattr(official, one)) for one in names]
    known = [(mine, theirs) for mine, theirs in pairs if mine and theirs]
    return bool(known) and all(mine == theirs for mine, theirs in known)


def plain_number(number: str | None) -> str:
    """Return the letters and digits of a number, however it was typed.

    >>> plain_number("№ 12-А")
    '12а'
    """
    return re.sub(r"[\W_]", "", (number or "").casefold())
