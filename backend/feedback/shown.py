"""An item as the public sees it: one shape for pages, exports and the API. Nothing of who stands behind it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from backend.feedback.models import Door, Feedback, FeedbackKind, FeedbackWords
from backend.feedback.queries import words_of
from backend.feedback.routing import NAME
from backend.feedback.service import title_of
from backend.feedback.words import DOORS, KINDS
from backend.law import current_law
from backend.procedures.queries import due_dates, marks
from calculators.calendar import zone_of
from rules.procedures import procedures
from rules.text import Text

AWAITS_REGULATOR = frozenset({"WITH_REGULATOR", "REOPENED"})
LATE = frozenset({"OVERDUE", "ACTION_LATE"})
HEADS = (
    Text("Номер", "Number"),
    Text("О чём", "About"),
    Text("Требование", "Requirement"),
    Text("Что не так", "What is wrong"),
    Text("Откуда", "Where from"),
    Text("Вопрос", "Statement"),
    Text("Кто отвечает", "Who answers"),
    Text("Регион", "Region"),
    Text("Отправлен", "Sent"),
    Text("Состояние", "State"),
    Text("Срок", "Due"),
    Text("Просрочено", "Overdue"),
    Text("Ответ", "Answer"),
    Text("День ответа", "Answered"),
    Text("Меры", "Measures"),
    Text("Срок мер", "Measures due"),
    Text("Сделано", "Done"),
)
ACTIONS = {step.action: step.name for step in procedures()[NAME].steps if step.name}


@dataclass(frozen=True, slots=True)
class Line:
    """One public item with its clock; `due` is a day in Moscow."""

    row: Feedback
    title: Text
    kind: Text
    door: Text
    office: Text
    state: Text
    statement: str
    due: date | None
    overdue: bool
    late: bool
    open: bool


def lines(session: Session, rows: Sequence[Feedback], now: datetime) -> list[Line]:
    """Return items as lines, in the order given."""
    ids = [row.id for row in rows]
    dues, raised = due_dates(session, NAME, ids), marks(session, NAME, ids)
    return [line_of(row, dues.get(row.id), raised.get(row.id, frozenset()), now) for row in rows]


def line_of(row: Feedback, due: datetime | None, raised: frozenset[str], now: datetime) -> Line:
    """Return one item as a line."""
    state = procedures()[NAME].states[row.state]
    return Line(
        row=row,
        title=title_of(row),
        kind=KINDS[row.kind],
        door=DOORS[row.door] if row.door else Text("", ""),
        office=office_of(row.authority),
        state=state.name,
        statement=public_statement(row),
        due=due.astimezone(zone_of(row.region or None)).date() if due else None,
        overdue=due is not None and due < now,
        late=bool(raised & LATE),
        open=not state.terminal,
    )


def public_statement(row: Feedback) -> str:
    """Return the words that everybody may read: what a named business wrote is for the authority alone."""
    return "" if row.door is Door.NAMED else row.statement


def office_of(authority: str) -> Text:
    """Return an authority's name."""
    known = current_law().edition.authorities.get(authority)
    return known.name if known else Text(authority, authority)


def by_due(found: Sequence[Line]) -> list[Line]:
    """Return lines with the nearest term first, the ended ones last."""
    return sorted(found, key=lambda one: (not one.open, one.due is None, one.due or date.max, -(one.row.number or 0)))


def document(line: Line, said: Sequence[FeedbackWords] = ()) -> dict[str, Any]:
    """Return a public item as JSON: what the public page shows, and no more."""
    row = line.row
    return {
        "number": row.number,
        "title": line.title.as_dict(),
        "requirement": row.requirement,
        "requirement_version": row.requirement_version,
        "kind": row.kind.value,
        "kind_name": line.kind.as_dict(),
        "door": row.door.value if row.door else None,
        "door_name": line.door.as_dict(),
        "statement": line.statement,
        "authority": row.authority,
        "region": row.region,
        "sent_on": _day(row.sent_on),
        "state": row.state,
        "state_name": line.state.as_dict(),
        "open": line.open,
        "due": _day(line.due),
        "overdue": line.overdue,
        "answer": row.answer,
        "answered_on": _day(row.answered_on),
        "action": row.action,
        "action_due_on": _day(row.action_due_on),
        "done": row.done,
        "done_on": _day(row.done_on),
        "course": [{"action": one.action, "text": one.text, "on": one.said_on.isoformat()} for one in said],
    }


def full_document(session: Session, row: Feedback, now: datetime) -> dict[str, Any]:
    """Return a public item with everything that was said of it."""
    return document(lines(session, [row], now)[0], words_of(session, row))


def course(session: Session, row: Feedback) -> list[dict[str, Any]]:
    """Return what was said, for a page: the step, its words, its day; who said it is not told."""
    return [{"name": ACTIONS[one.action], "text": one.text, "day": one.said_on} for one in words_of(session, row)]


def table(found: Sequence[Line], language: str) -> list[list[str]]:
    """Return public items as rows for a spreadsheet, the heads first."""
    return [[head.in_(language) for head in HEADS], *(_cells(line, language) for line in found)]


def _cells(line: Line, language: str) -> list[str]:
    row = line.row
    overdue = Text("да", "yes") if line.overdue else Text("нет", "no")
    return [
        str(row.number),
        line.title.in_(language),
        row.requirement or "",
        line.kind.in_(language),
        line.door.in_(language),
        line.statement,
        line.office.in_(language),
        row.region,
        _day(row.sent_on) or "",
        line.state.in_(language),
        _day(line.due) or "",
        overdue.in_(language),
        row.answer,
        _day(row.answered_on) or "",
        row.action,
        _day(row.action_due_on) or "",
        row.done,
    ]


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def kinds(language: str, *, practice: bool = False) -> list[dict[str, str]]:
    """Return the kinds to choose from; a practice is the ombudsman's to tell."""
    return [
        {"value": kind.value, "label": name.in_(language)}
        for kind, name in KINDS.items()
        if practice or kind is not FeedbackKind.PRACTICE
    ]
