"""After a refusal because it was late: the same appeal once more, with the motion to restore the term (40(7))."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from backend.appeals.choosing import PROOF, SIGNATURE
from backend.appeals.effects import files_of
from backend.appeals.filing import NAME, grounds_of
from backend.appeals.models import Appeal, AppealGround
from backend.appeals.opening import choose_addressee
from backend.appeals.queries import next_number
from backend.control.models import EventFile
from backend.control.models.room import Side
from backend.errors import Conflict
from backend.permissions import Actor
from backend.procedures.bindings import bindings
from backend.procedures.terms import begin_terms
from rules.text import Text

# What is filed anew, decided anew, or belongs to the first appeal alone.
ANEW = {
    "id", "platform_number", "filed_at", "proof_at", "received_on", "registered_on", "registry_number", "package",
    "package_sha256", "material", "knows_no_repeat", "restore_reason", "term_reason", "stay_decided_on", "stay_reason",
    "stay_told_on", "question", "papers_asked_on", "answer", "information_on", "resumed_on", "refusal_ground",
    "decision_text", "decided_on", "decided_by", "ordered", "decision_draft", "published_on", "position_id",
    "position_text", "answer_to_position", "court_note", "shared", "state", "version", "created_at", "prepared_by",
}  # fmt: skip
LATE = 1


def may_try_again(row: Appeal) -> bool:
    """Whether an appeal was refused because it was late and no motion asked to restore the term (42(1)1)."""
    return row.state == "REFUSED_TO_CONSIDER" and row.refusal_ground == LATE


def open_again(session: Session, actor: Actor, row: Appeal, now: datetime) -> Appeal:
    """Return a new draft of the same appeal, with the motion; why it was late is for the business to say.

    Raises:
        Conflict: it was not refused for that.
    """
    if not may_try_again(row):
        raise Conflict(
            Text("Эту жалобу с просьбой восстановить срок не повторить.", "This one is not filed again so."),
            Text("Откройте её: там то, что можно сделать.", "Open it: it shows what can be done."),
        )
    new = Appeal(
        platform_number=next_number(session),
        prepared_by=actor.person_id,
        created_at=now,
        **row.model_dump(exclude=ANEW | {"asks_to_restore", "new_arguments"}),
        asks_to_restore=True,
        # The motion itself is what the refusal lacked (42(1)7).
        new_arguments=True,
    )
    session.add(new)
    session.flush()
    _copy(session, row, new, now)
    choose_addressee(session, new)
    begin_terms(session, bindings()[NAME], new, now)
    return new


def _copy(session: Session, row: Appeal, new: Appeal, now: datetime) -> None:
    for ground in grounds_of(session, row):
        kept = ground.model_dump(exclude={"id", "appeal_id", "accepted", "answer"})
        session.add(AppealGround(appeal_id=new.id, **kept))
    for file in files_of(session, row):
        if file.side is Side.BUSINESS and file.part not in (PROOF, SIGNATURE):
            kept = file.model_dump(include={"business_id", "side", "part", "sha256", "name", "size", "type"})
            session.add(EventFile(procedure=NAME, case_id=new.id, at=now, **kept))
    session.flush()
