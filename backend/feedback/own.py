"""What a business sees of its own feedback: what it said, where that stands, what came of it; nobody else's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from backend.clock import MOSCOW
from backend.feedback import queries, shown
from backend.feedback.models import Feedback
from backend.feedback.words import KINDS
from rules.text import Text

# Before it is sent all look alike: what the editor does with it is said when it is done.
WITH_EDITOR = Text("У редактора", "With the editor")
HEADS = (
    Text("О чём", "About"),
    Text("Что вы сказали", "What you said"),
    Text("Когда", "When"),
    Text("Что с этим", "Where it stands"),
    Text("Номер", "Number"),
    Text("Ответ", "Answer"),
    Text("Причина", "Reason"),
)


@dataclass(frozen=True, slots=True)
class OwnItem:
    """One signal of a business, or what it sent in its own name."""

    id: str
    title: Text
    requirement: str
    kind: Text
    on: date
    state: Text
    number: int | None
    answer: str
    reason: str
    statement: str = ""
    due: date | None = None
    may_take_back: bool = False


def items_of(session: Session, business_id: str, now: datetime) -> list[OwnItem]:
    """Return the business's own signals, newest first."""
    pairs = queries.own_signals(session, business_id)
    known = {line.row.id: line for line in shown.lines(session, [item for _, item in pairs], now)}
    return [_item(known[item.id], KINDS[signal.kind], signal.at) for signal, item in pairs]


def named_of(session: Session, business_id: str, now: datetime) -> list[OwnItem]:
    """Return what it sent in its own name, newest first."""
    rows = queries.own_named(session, business_id)
    return [_item(line, line.kind, line.row.created_at, named=True) for line in shown.lines(session, rows, now)]


def _item(line: shown.Line, kind: Text, at: datetime, *, named: bool = False) -> OwnItem:
    row = line.row
    return OwnItem(
        id=row.id,
        title=line.title,
        requirement=row.requirement or "",
        kind=kind,
        on=at.astimezone(MOSCOW).date(),
        state=line.state if named else _state(row, line.state),
        number=row.number,
        answer=row.answer,
        # A reason of the editor is for those who flagged; one of sending back is public anyway.
        reason=row.reason if row.state == "DISMISSED" else "",
        statement=row.statement if named else line.statement if row.number else "",
        due=line.due if row.number else None,
        may_take_back=named and row.state == "TRIAGED",
    )


def _state(row: Feedback, state: Text) -> Text:
    return WITH_EDITOR if row.number is None and row.state in ("OPEN", "TRIAGED") else state


def table(items: list[OwnItem], language: str) -> list[list[str]]:
    """Return own items as rows for a spreadsheet, the heads first."""
    rows = [[head.in_(language) for head in HEADS]]
    for one in items:
        told = [one.title.in_(language), one.kind.in_(language), one.on.isoformat(), one.state.in_(language)]
        rows.append([*told, str(one.number or ""), one.answer, one.reason])
    return rows
