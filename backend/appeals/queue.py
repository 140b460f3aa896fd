"""The queue of a hearing body: each appeal with the terms that run for the body, the nearest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Response
from sqlmodel import Session, col, select

from backend.appeals.checks import raised
from backend.appeals.filing import NAME
from backend.appeals.models import Appeal
from backend.appeals.naming import ALARMS, title_of
from backend.appeals.timely import TO_REFUSE
from backend.clock import MOSCOW
from backend.control.cases.marks import MARKS
from backend.control.cases.naming import state_name
from backend.procedures.models import DeadlineRow
from backend.requirements.dispute_views import late_words
from backend.requirements.tables import csv_answer
from calculators.calendar import zone_of
from rules.procedures import procedures
from rules.reading_terms import read_deadlines
from rules.text import Text

WARNING = frozenset(MARKS[mark] for mark in ALARMS)
# The terms of the business: they say nothing of when the body is due.
NOT_THE_BODYS = frozenset({"appeal.extra_info", "appeal.file", "appeal.file_prescription"})
HEADS = (
    Text("Жалоба", "Appeal"),
    Text("Кто подал", "Filed by"),
    Text("Чьё решение", "Whose act"),
    Text("Состояние", "State"),
    Text("Ближайший срок", "Nearest term"),
    Text("Какой", "Which"),
    Text("Просрочено", "Overdue"),
    Text("Отметки", "Marks"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One appeal in the queue; `due` and `which` are its nearest term, None where nothing is due."""

    row: Appeal
    title: Text
    state: Text
    due: datetime | None
    which: Text | None
    late: bool
    open: bool
    marks: tuple[Text, ...]


def queue_of(session: Session, rows: Sequence[Appeal], now: datetime) -> list[Line]:
    """Return the appeals of a body: those that wait by the day they are due, then the ended ones."""
    terms = _terms(session, rows)
    lines = [_line(session, row, terms.get(row.id, {}), now) for row in rows]
    return sorted(lines, key=_place)


def due_of_body(session: Session, row: Appeal, now: datetime) -> datetime | None:
    """Return the nearest term of an appeal that runs for its body, as the queue shows it."""
    return queue_of(session, [row], now)[0].due


def _place(line: Line) -> tuple[bool, bool, str, int]:
    # An ended appeal may still owe its publication.
    waits = line.open or line.due is not None
    return not waits, line.due is None, line.due.isoformat() if line.due else "", -line.row.platform_number


def _line(session: Session, row: Appeal, terms: Mapping[str, datetime], now: datetime) -> Line:
    running = {key: due for key, due in terms.items() if key not in NOT_THE_BODYS and not _lapsed(row, key, due, now)}
    which = min(running, key=lambda key: running[key], default=None)
    known = read_deadlines().get(which or "")
    return Line(
        row=row,
        title=title_of(row),
        state=state_name(NAME, row.state),
        due=running[which] if which else None,
        which=known.title if known else None,
        late=bool(which and running[which] < now),
        open=not procedures()[NAME].states[row.state].terminal,
        marks=tuple(MARKS[mark] for mark in sorted(raised(session, row)) if mark in MARKS),
    )


def _lapsed(row: Appeal, key: str, due: datetime, now: datetime) -> bool:
    """Whether only the right to refuse ended: the clock of the decision runs beside it (42(1), 43(2))."""
    return key == TO_REFUSE and row.state != "SUBMITTED" and due < now


def _terms(session: Session, rows: Sequence[Appeal]) -> dict[str, dict[str, datetime]]:
    found: dict[str, dict[str, datetime]] = {}
    query = select(DeadlineRow).where(
        DeadlineRow.procedure == NAME,
        col(DeadlineRow.subject_id).in_([row.id for row in rows]),
        col(DeadlineRow.closed_at).is_(None),
        col(DeadlineRow.due_at).is_not(None),
    )
    for term in session.exec(query):
        mine = found.setdefault(term.subject_id, {})
        if term.due_at is not None:
            mine[term.key] = min(term.due_at, mine.get(term.key, term.due_at))
    return found


def csv_of(lines: Sequence[Line], language: str) -> Response[bytes]:
    """Return the queue as text for a spreadsheet."""
    rows = [[head.in_(language) for head in HEADS], *(_cells(line, language) for line in lines)]
    return csv_answer("yasno-appeals", rows)


def _cells(line: Line, language: str) -> list[str]:
    late = Text("да", "yes") if line.late else Text("", "")
    return [
        line.title.in_(language),
        line.row.filer_name,
        line.row.authority_name,
        line.state.in_(language),
        line.due.astimezone(MOSCOW).isoformat(timespec="minutes") if line.due else "",
        line.which.in_(language) if line.which else "",
        late.in_(language),
        ", ".join(mark.in_(language) for mark in line.marks),
    ]


def shown(line: Line, now: datetime) -> dict[str, Any]:
    """Return a line as the page of the queue shows it: the term with what is left of it."""
    zone = zone_of(line.row.region)
    return {
        "href": f"/desk/appeals/{line.row.id}",
        "title": line.title,
        "who": line.row.filer_name,
        "whose": line.row.authority_name,
        "state": line.state,
        "due": late_words(line.due.astimezone(zone).date(), now.astimezone(zone).date()) if line.due else None,
        "which": line.which,
        "late": line.late,
        "open": line.open,
        "alarms": [mark for mark in line.marks if mark in WARNING],
        "marks": [mark for mark in line.marks if mark not in WARNING],
    }
