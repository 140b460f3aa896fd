"""«Check the check»: what is wrong with the event itself; the business's own, and whom it lets in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.control.cases.view import term_of
from backend.control.models.room import Side
from backend.control.own.checking import LEVELS, Checked, Point, check, kept, missing_words
from backend.control.parts import Part
from backend.control.rooms import RoomContext
from backend.procedures.queries import open_terms
from calculators.event_check import Result
from rules.text import Text

PART, TEMPLATE = Part.CHECK, "control/parts/check.html"
TERMS = ("appeal.file", "appeal.file_prescription")
WHERE = Text(
    "Жалобу подают только через Госуслуги или региональный портал (248-ФЗ, ст. 40 ч. 1). "
    "Организация подписывает её усиленной квалифицированной подписью.",
    "An appeal is filed only through Gosuslugi or the portal of the region (248-ФЗ, art. 40(1)). "
    "An organisation signs it with a qualified signature.",
)
UNTIL = Text(
    "30 календарных дней с дня, когда вы узнали о нарушении (248-ФЗ, ст. 40 ч. 5); "
    "на предписание 10 рабочих дней (ст. 40 ч. 6).",
    "30 calendar days from the day you learnt of the breach (248-ФЗ, art. 40(5)); "
    "10 working days against a prescription (art. 40(6)).",
)


def make(context: RoomContext) -> Mapping[str, Any]:
    """Return breaches by level, what is clean, what is not known and what would settle it, how to appeal."""
    answers, chosen = kept(context.session, context.event.id)
    found = check(context.session, context.event, answers)
    terms = [term_of(row, context.now) for row in open_terms(context.session, "control_event", context.event.id)]
    taken = [point.code for point in found.of(Result.BREACH) if point.code in chosen]
    return {
        "address": f"/control-events/{context.event.id}/check",
        "may_change": context.side is Side.BUSINESS,
        "note": found.note,
        "faults": [fault.message for fault in found.faults],
        "levels": _levels(found, taken),
        "clean": [_line(point) for point in found.of(Result.CLEAN)],
        "unknown": [_line(point) | {"missing": missing_words(point.finding)} for point in found.of(Result.UNKNOWN)],
        "questions": len(found.asks),
        "chosen": taken,
        "where": WHERE,
        "until": UNTIL,
        "terms": [term for term in terms if term["key"] in TERMS],
    }


def _levels(found: Checked, taken: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "level": level.value,
            "title": title,
            "words": words,
            "points": [_line(point) | {"chosen": point.code in taken} for point in found.of(Result.BREACH, level)],
        }
        for level, (title, words, _) in LEVELS.items()
        if found.of(Result.BREACH, level)
    ]


def _line(point: Point) -> dict[str, Any]:
    return {
        "code": point.code,
        "title": point.title,
        "article": point.finding.article,
        "evidence": point.finding.evidence,
        "wording": point.wording,
    }
