"""When a business is erased: drafts go with it; of cases that ended only what the ombudsman wrote is left."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from backend.control.models import CaseNote, EventFile
from backend.ombudsman.models import OmbudsmanCase, OmbudsmanConsent, OmbudsmanView
from backend.ombudsman.rights import NAME
from backend.procedures.models import DeadlineRow

PRIVATE = frozenset({"DRAFT", "DISCARDED"})
OF_CLIENT = ("request", "answer", "answer_to_position")


def after_erasure(session: Session, now: datetime) -> None:
    """Take away what the client wrote, showed and added."""
    for row in session.exec(select(OmbudsmanCase).where(col(OmbudsmanCase.business_id).is_(None))).all():
        _delete(session, OmbudsmanConsent, col(OmbudsmanConsent.case_id) == row.id)
        _delete(session, OmbudsmanView, col(OmbudsmanView.case_id) == row.id)
        _delete(session, EventFile, col(EventFile.procedure) == NAME, col(EventFile.case_id) == row.id)
        _delete(session, CaseNote, col(CaseNote.procedure) == NAME, col(CaseNote.case_id) == row.id)
        if row.state in PRIVATE:
            _delete(session, DeadlineRow, col(DeadlineRow.procedure) == NAME, col(DeadlineRow.subject_id) == row.id)
            _delete(session, OmbudsmanCase, col(OmbudsmanCase.id) == row.id)
            continue
        for name in OF_CLIENT:
            setattr(row, name, "")
        row.prepared_by = None
        session.add(row)
    session.flush()


def _delete(session: Session, model: type[SQLModel], *conditions: Any) -> None:
    session.execute(sa.delete(model).where(*conditions), execution_options={"synchronize_session": False})
