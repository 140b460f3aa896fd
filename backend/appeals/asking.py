"""What the hearing body asked and the applicant answered (43(3)): every question and answer stays, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.appeals.filing import NAME
from backend.appeals.models import Appeal
from backend.control.models import CaseNote
from backend.control.models.room import Side

ASKED, GIVEN = "ask_information", "give_information"
LABELS = {ASKED: ("Запрошено", "Asked for"), GIVEN: ("Ответ заявителя", "The applicant's answer")}


def keep_words(session: Session, row: Appeal, action: str, words: str, now: datetime) -> None:
    """Keep the words of a question or an answer beside those before; the appeal itself holds the last of each."""
    side = Side.AUTHORITY if action == ASKED and row.shared else Side.BUSINESS
    # What a body heard stays with its appeal when the business goes, until the term of keeping is over.
    about: dict[str, Any] = {
        "procedure": NAME,
        "case_id": row.id,
        "business_id": None if row.shared else row.business_id,
    }
    session.add(CaseNote(**about, side=side, action=action, text=words, at=now))


def words_kept(session: Session, appeal_ids: Iterable[str]) -> Sequence[CaseNote]:
    """Return the questions and answers of appeals, in order."""
    mine = CaseNote.procedure == NAME, col(CaseNote.case_id).in_(list(appeal_ids)), col(CaseNote.action).in_(LABELS)
    order = col(CaseNote.case_id), col(CaseNote.at), col(CaseNote.action)
    return session.exec(select(CaseNote).where(*mine).order_by(*order)).all()


def said_between(session: Session, row: Appeal) -> Iterator[tuple[str, str, str]]:
    """Yield questions and answers as labelled lines; of an appeal heard before they were kept, the last of each."""
    kept = [(note.action, note.text) for note in words_kept(session, [row.id])] or [
        (ASKED, row.question),
        (GIVEN, row.answer),
    ]
    yield from ((*LABELS[action], words) for action, words in kept)
