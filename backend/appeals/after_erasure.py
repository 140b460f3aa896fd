"""When a business is erased: drafts and own copies of appeals go with it, filed ones keep number, subject, decision.

Who filed one and its texts stay for the term `appeal.keep` (the privacy page names it), then they are wiped.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from backend.appeals.filing import NAME
from backend.appeals.models import Appeal, AppealGround
from backend.appeals.rights import PRIVATE
from backend.clock import MOSCOW
from backend.control.models import CaseNote, EventFile
from backend.control.models.room import Side
from backend.procedures.models import DeadlineRow
from calculators.deadlines import add_months, term_for

# Who filed it, and in what words; number, subject, body, days and decision are not among them.
WIPED = (
    *("contested", "arguments", "event_number", "object_number", "filer_name", "filer_address", "representative"),
    *("proxy", "contact_way", "decision_way", "material", "restore_reason", "stay_asked_reason", "question", "answer"),
    *("author_name", "position_text", "answer_to_position", "court_note"),
)
KEPT = "appeal.keep"


def after_erasure(session: Session, now: datetime) -> None:
    """Delete what was the business's alone; wipe filed appeals whose term of keeping is over."""
    nobodys = select(Appeal).where(col(Appeal.business_id).is_(None))
    for row in session.exec(nobodys).all():
        if row.state in PRIVATE or not row.shared:
            _delete_whole(session, row)
        elif kept_until(row) < now.astimezone(MOSCOW).date():
            _wipe(session, row)
    session.flush()


def kept_until(row: Appeal) -> date:
    """Return the last day on which who filed an appeal and its texts are kept."""
    began = row.decided_on or row.received_on or row.created_at.astimezone(MOSCOW).date()
    return add_months(began, 12 * term_for(KEPT, began).amount)


def _delete_whole(session: Session, row: Appeal) -> None:
    _delete(session, DeadlineRow, col(DeadlineRow.procedure) == NAME, col(DeadlineRow.subject_id) == row.id)
    _delete(session, EventFile, col(EventFile.procedure) == NAME, col(EventFile.case_id) == row.id)
    _delete(session, CaseNote, col(CaseNote.procedure) == NAME, col(CaseNote.case_id) == row.id)
    _delete(session, AppealGround, col(AppealGround.appeal_id) == row.id)
    _delete(session, Appeal, col(Appeal.id) == row.id)


def _wipe(session: Session, row: Appeal) -> None:
    for name in WIPED:
        setattr(row, name, "")
    row.demands, row.package, row.decision_draft = [], {}, {}
    row.filer_kind, row.prepared_by, row.author_id = None, None, None
    session.add(row)
    for ground in _grounds(session, row):
        ground.text, ground.evidence = "", ""
        session.add(ground)
    mine = col(EventFile.procedure) == NAME, col(EventFile.case_id) == row.id
    _delete(session, EventFile, *mine, col(EventFile.side) == Side.BUSINESS)
    _delete(session, CaseNote, col(CaseNote.procedure) == NAME, col(CaseNote.case_id) == row.id)


def _grounds(session: Session, row: Appeal) -> Sequence[AppealGround]:
    return session.exec(select(AppealGround).where(AppealGround.appeal_id == row.id)).all()


def _delete(session: Session, model: type[SQLModel], *conditions: Any) -> None:
    session.execute(sa.delete(model).where(*conditions), execution_options={"synchronize_session": False})
