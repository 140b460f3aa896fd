"""A business hands over what it noted of a paper the other side does not know: a step of its own, with a receipt.

Before it no byte of the note is anybody else's. What is handed over is what the note says at that moment, as words in
the case; later changes of the note stay the business's own.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.audit.service import record
from backend.control.cases.files import new_receipt
from backend.control.models.room import Side
from backend.control.pairing import PAPERS, private_papers
from backend.control.paper_differences import paper_words
from backend.control.queries import Seen
from backend.control.talking import write
from backend.errors import Conflict, NotFound
from backend.permissions import Actor
from rules.procedures import procedures
from rules.text import Text

LONGEST = 4000


def hand_paper(session: Session, seen: Seen, actor: Actor, procedure: str, case_id: str, now: datetime) -> Any:
    """Hand a note over; return it with its receipt.

    Raises:
        NotFound: no such note in this room, or not the business's own step.
        Conflict: it was handed over already.
    """
    model = dict(PAPERS).get(procedure)
    notes = private_papers(session, seen.event, model) if model and seen.side is Side.BUSINESS else []
    row = next((one for one in notes if one.id == case_id), None)
    if row is None:
        raise NotFound
    if row.handed_at is not None:
        raise Conflict(
            Text("Эта запись уже передана.", "This note was handed over already."),
            Text("Квитанция стоит рядом с ней.", "Its receipt stands beside it."),
        )
    row.receipt, row.handed_at = new_receipt(), now
    session.add(row)
    title = procedures()[procedure].title.ru
    text = f"{title}: запись бизнеса, передана по квитанции {row.receipt}\n{paper_words(session, row)}"
    write(session, seen, actor, text[:LONGEST], now)
    record(session, actor, "control.hand_paper", procedure, row.id, {"receipt": row.receipt}, now)
    return row
