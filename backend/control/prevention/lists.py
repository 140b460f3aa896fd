"""Lists of warnings and visits: the nearest term first. Nobody is ranked by warnings or breaches: 248-ФЗ art. 30(7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.control.cases.ends import End, ends_of
from backend.control.cases.kinds import case_kinds
from backend.control.cases.marks import MARKS
from backend.control.cases.naming import state_name, type_name
from backend.control.models import PreventiveVisit
from backend.control.models.room import Side
from backend.control.prevention.shared import day_text
from backend.procedures.queries import marks
from rules.procedures import procedures
from rules.text import Text

HEADS = (
    Text("Номер", "Number"),
    Text("Что", "What"),
    Text("Вид контроля", "Type of control"),
    Text("Бизнес", "Business"),
    Text("ИНН", "Tax number (INN)"),
    Text("Орган", "Authority"),
    Text("Состояние", "State"),
    Text("Срок", "Due"),
    Text("Отметки", "Marks"),
)
MANDATORY, REQUESTED, WARNING = "mandatory_visit", "preventive_visit", "warning"


def procedure_of(case: Any) -> str:
    """Return which procedure a case goes by."""
    if isinstance(case, PreventiveVisit):
        return MANDATORY if case.mandatory else REQUESTED
    return WARNING


def lines_of(session: Session, cases: Sequence[Any], side: Side, now: datetime) -> list[dict[str, Any]]:
    """Return cases as lines: open ones first, the nearest term first, then by number; closed ones last."""
    due: dict[str, End] = {}
    raised: dict[str, frozenset[str]] = {}
    for name in (MANDATORY, REQUESTED, WARNING):
        states = {case.id: case.state for case in cases if procedure_of(case) == name}
        due |= ends_of(session, name, states, now, rights=side is Side.BUSINESS) if states else {}
        raised |= marks(session, name, states) if states else {}
    far = End(now.replace(year=now.year + 50))
    ordered = sorted(cases, key=lambda case: (_closed(case), due.get(case.id, far).at, -case.platform_number))
    return [_line(session, case, side, due.get(case.id), raised.get(case.id, frozenset()), now) for case in ordered]


def _line(
    session: Session, case: Any, side: Side, due: End | None, raised: Iterable[str], now: datetime
) -> dict[str, Any]:
    name = procedure_of(case)
    kind = case_kinds()[name]
    title = kind.standing.title(session, case) if kind.standing else procedures()[name].title
    late = due.said(now) if due else None
    day = day_text(case.agreed_date) if isinstance(case, PreventiveVisit) else None
    who = case.business_name if side is Side.AUTHORITY else case.authority_name
    return {
        "case": case,
        "title": title,
        "href": f"/cases/{name}/{case.id}",
        "kind": procedures()[name].title,
        "state": state_name(name, case.state),
        "closed": _closed(case),
        "due": late,
        "parts": [part for part in (who or None, day, late) if part],
        "labels": [MARKS.get(mark, Text(mark, mark)) for mark in sorted(raised)],
        "overdue": bool(set(raised) & {"OVERDUE", "DATE_OVERDUE", "START_VISIT_OVERDUE"}),
    }


def _closed(case: Any) -> bool:
    return procedures()[procedure_of(case)].states[case.state].terminal


def table_of(lines: Iterable[dict[str, Any]], language: str) -> list[list[str]]:
    """Return lines as rows of a table to download, the heads first."""
    rows = [[head.in_(language) for head in HEADS]]
    for line in lines:
        case = line["case"]
        rows.append(
            [
                str(case.platform_number),
                line["kind"].in_(language),
                type_name(case.control_type).in_(language),
                case.business_name,
                case.inn,
                case.authority_name,
                line["state"].in_(language),
                line["due"].in_(language) if line["due"] else "",
                ", ".join(mark.in_(language) for mark in line["labels"]),
            ]
        )
    return rows
