"""Papers that confirm answers: rows beside the files, which the room of papers keeps. Nothing here commits."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session, col, select

from backend.assessments.models import Evidence
from backend.assessments.turns import take_turn
from backend.errors import Invalid, NotFound
from backend.papers.files import Checked
from backend.papers.service import refuse_hoard, store, sweep_later
from rules.faults import Fault
from rules.requirements import Requirement
from rules.text import Text

MOST_FILES = 10


def keep_paper(
    session: Session,
    data: Path,
    business_id: str,
    requirement: Requirement,
    file: Checked,
    now: datetime,
    *,
    expires_on: date | None = None,
    replaces: str = "",
) -> Evidence:
    """Store a file and its row; `replaces` names the paper it supersedes.

    Raises:
        Invalid: the requirement has as many papers as are kept, or all of them together are too large.
        NotFound: `replaces` is not a present paper of this requirement.
    """
    take_turn(session, business_id)
    rows = papers_of(session, business_id, requirement.id)
    older = _older(rows, replaces)
    if len(rows) >= MOST_FILES:
        message = Text(
            f"Файлов уже {MOST_FILES}, больше не сохранить.", f"There are {MOST_FILES} files already; that is the most."
        )
        raise Invalid([Fault("too_many_files", "file", message, Text("Уберите лишний.", "Remove one."))])
    refuse_hoard(session, business_id, len(file.content))
    row = Evidence(
        business_id=business_id,
        requirement=requirement.id,
        sha256=store(data, file.content),
        name=file.name,
        size=len(file.content),
        type=file.type,
        version=older.version + 1 if older else 1,
        expires_on=expires_on,
        at=now,
    )
    session.add(row)
    session.flush()
    if older is not None:
        older.superseded_by = row.id
        session.add(older)
        session.flush()
    return row


def _older(rows: list[Evidence], replaces: str) -> Evidence | None:
    if not replaces:
        return None
    found = next((row for row in rows if row.id == replaces and row.superseded_by is None), None)
    if found is None:
        raise NotFound
    return found


def papers_of(session: Session, business_id: str, requirement: str) -> list[Evidence]:
    """Return the papers of one requirement, newest first."""
    return list(
        session.exec(
            select(Evidence)
            .where(Evidence.business_id == business_id, Evidence.requirement == requirement)
            .order_by(col(Evidence.at).desc(), col(Evidence.version).desc(), col(Evidence.id))
        )
    )


def find_paper(session: Session, business_id: str, evidence_id: str) -> Evidence:
    """Return a paper of a business.

    Raises:
        NotFound: there is none of this id, or it is another's.
    """
    row = session.get(Evidence, evidence_id)
    if row is None or row.business_id != business_id:
        raise NotFound
    return row


def remove_paper(session: Session, row: Evidence, now: datetime) -> None:
    """Remove a paper; the one it superseded is present again. The file goes when nobody else has it."""
    for older in session.exec(select(Evidence).where(Evidence.superseded_by == row.id)):
        older.superseded_by = None
        session.add(older)
    session.flush()
    session.delete(row)
    session.flush()
    sweep_later(session, now)
