"""«Вопросы для подготовки»: the scope of the event as questions, answered for oneself; no authority reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from backend.control.own.preparing import NO, NOT_APPLICABLE, WORDS, YES, Prepared, prepared
from backend.control.parts import Part
from backend.control.rooms import RoomContext

PART, TEMPLATE = Part.PREPARATION, "control/parts/preparation.html"


def make(context: RoomContext) -> Mapping[str, Any] | None:
    """Return the questions with their answers, and how many are answered how; None where there is none."""
    found = prepared(context.session, context.event)
    if not found:
        return None
    counts = Counter(one.answer for one in found)
    return {
        "address": f"/control-events/{context.event.id}/preparation",
        "questions": [_line(one) for one in found],
        "counts": {"yes": counts[YES], "no": counts[NO], "not_applicable": counts[NOT_APPLICABLE]},
        "open": counts[None],
    }


def _line(one: Prepared) -> dict[str, Any]:
    return {
        "key": one.key,
        "text": one.question.text,
        "unit": one.question.unit,
        "requirements": [{"id": entry.id, "title": entry.title} for entry in one.requirements],
        "proof": one.proof,
        "choices": [(code, WORDS[code]) for code in one.question.answers],
        "answer": one.answer,
        "said": WORDS.get(one.answer or ""),
        "own": one.own,
        "note": one.note,
    }
