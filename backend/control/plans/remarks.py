"""What the prosecutor remarks upon in a draft, entry by entry, and what the authority answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from backend.audit.service import record
from backend.control.models import CaseNote, EventPlan, EventPlanEntry
from backend.control.models.room import Side
from backend.control.plans.forming import ENTRY, PLAN
from backend.control.plans.queries import entries_of
from backend.errors import Conflict
from backend.permissions import Actor
from rules.text import Text

REMARK, ANSWER = "remark", "answer"
# Written and not sent: the prosecutor's alone.
UNSENT = "remark_unsent"


@dataclass(frozen=True, slots=True)
class Talk:
    """The remarks on one thing and the answers, in order; `open`: the last word is the prosecutor's."""

    notes: tuple[CaseNote, ...]

    @property
    def open(self) -> bool:
        """Whether an answer is owed."""
        return bool(self.notes) and self.notes[-1].side is Side.PROSECUTOR


def talks_of(session: Session, plan: EventPlan, side: Side) -> Mapping[str, Talk]:
    """Return the remarks of a plan and its entries by case id; an unsent remark is the prosecutor's alone."""
    ids = [plan.id, *(row.id for row in entries_of(session, plan))]
    shown = (REMARK, ANSWER, UNSENT) if side is Side.PROSECUTOR else (REMARK, ANSWER)
    found: dict[str, list[CaseNote]] = {}
    for start in range(0, len(ids), 500):
        query = select(CaseNote).where(
            col(CaseNote.procedure).in_((PLAN, ENTRY)),
            col(CaseNote.case_id).in_(ids[start : start + 500]),
            col(CaseNote.action).in_(shown),
        )
        for note in session.exec(query.order_by(col(CaseNote.at), col(CaseNote.id))):
            found.setdefault(note.case_id, []).append(note)
    return {case_id: Talk(tuple(sorted(notes, key=_turn))) for case_id, notes in found.items()}


def _turn(note: CaseNote) -> tuple[datetime, bool]:
    """Order notes by time; of the same moment the answer comes after what it answers."""
    return note.at, note.action == ANSWER


def remark_on(
    session: Session, actor: Actor, plan: EventPlan, entry: EventPlanEntry, words: str, now: datetime
) -> None:
    """Keep a remark on an entry; it is told with all the others when the prosecutor sends them.

    Raises:
        Conflict: the plan is not with the prosecutor.
    """
    if plan.state != "WITH_PROSECUTOR":
        raise Conflict(
            Text("План сейчас не у вас.", "The plan is not with you now."), Text("Откройте план.", "Open the plan.")
        )
    _note(session, ENTRY, entry.id, Side.PROSECUTOR, UNSENT, words, now)
    record(session, actor, "event_plan.remark_on_entry", ENTRY, entry.id, None, now)


def answer(
    session: Session, actor: Actor, plan: EventPlan, entry: EventPlanEntry | None, words: str, now: datetime
) -> None:
    """Answer the remarks on an entry, or on the plan as a whole.

    Raises:
        Conflict: nothing was remarked.
    """
    case_id = entry.id if entry else plan.id
    talk = talks_of(session, plan, Side.AUTHORITY).get(case_id)
    if plan.state != "REMARKS" or talk is None:
        raise Conflict(
            Text("Отвечать не на что.", "There is nothing to answer."), Text("Откройте план.", "Open the plan.")
        )
    _note(session, ENTRY if entry else PLAN, case_id, Side.AUTHORITY, ANSWER, words, now)
    record(session, actor, "event_plan.answer", ENTRY if entry else PLAN, case_id, None, now)


def send_remarks(session: Session, plan: EventPlan, words: str, now: datetime) -> None:
    """Send what was remarked upon entries, with the remarks on the plan as a whole."""
    ids = [row.id for row in entries_of(session, plan)]
    for start in range(0, len(ids), 500):
        mine = col(CaseNote.case_id).in_(ids[start : start + 500])
        for note in session.exec(select(CaseNote).where(CaseNote.procedure == ENTRY, CaseNote.action == UNSENT, mine)):
            note.action, note.at = REMARK, now
            session.add(note)
    _note(session, PLAN, plan.id, Side.PROSECUTOR, REMARK, words, now)


def unanswered(session: Session, plan: EventPlan) -> int:
    """Return how many remarks have no answer: one on an entry that went out of the plan is met by that."""
    out = {row.id for row in entries_of(session, plan, "EXCLUDED")}
    talks = talks_of(session, plan, Side.AUTHORITY)
    return sum(talk.open for case_id, talk in talks.items() if case_id not in out)


def _note(session: Session, procedure: str, case_id: str, side: Side, action: str, words: str, now: datetime) -> None:
    session.add(CaseNote(procedure=procedure, case_id=case_id, side=side, action=action, text=words, at=now))
    session.flush()
