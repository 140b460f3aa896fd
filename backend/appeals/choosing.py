"""Files of an appeal: chosen one by one from the room of its event, or added; nothing goes in unasked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from backend.appeals.effects import files_of
from backend.appeals.models import Appeal
from backend.appeals.sections import refuse_filed
from backend.control.cases.files import files_of_event, keep
from backend.control.cases.stepping import CaseSeen
from backend.control.models import EventFile
from backend.control.models.room import Side
from backend.errors import Conflict, NotFound
from backend.papers.files import Checked
from rules.procedures.appeal_states import OPEN
from rules.text import Text

EVIDENCE, SIGNATURE, PROOF = "evidence", "signature", "filing_proof"


def choosable(session: Session, row: Appeal) -> Sequence[EventFile]:
    """Return the files of the room that the business may read and that are not in the appeal yet."""
    if not row.event_id:
        return []
    taken = {one.sha256 for one in files_of(session, row)}
    here = files_of_event(session, row.event_id, Side.BUSINESS)
    return [one for one in here if one.procedure != "appeal" and one.sha256 not in taken]


def choose(session: Session, row: Appeal, file_id: str, now: datetime) -> EventFile:
    """Put one file of the room into the appeal: the same bytes under the same hash, a row of its own.

    Raises:
        NotFound: no such file there, or not for this business.
        Conflict: it is filed already.
    """
    refuse_filed(row)
    found = next((one for one in choosable(session, row) if one.id == file_id), None)
    if found is None:
        raise NotFound
    kept = {"sha256", "name", "size", "type"}
    copy = EventFile(
        business_id=row.business_id,
        side=Side.BUSINESS,
        part=EVIDENCE,
        procedure="appeal",
        case_id=row.id,
        at=now,
        **found.model_dump(include=kept),
    )
    session.add(copy)
    session.flush()
    return copy


def add(session: Session, data: Path, seen: CaseSeen, files: Sequence[Checked], part: str, now: datetime) -> None:
    """Add files of one's own; after filing they are material of 43(4.1) and go to the body at once.

    Raises:
        Conflict: the appeal has ended: nobody would read them.
    """
    if seen.case.state not in ("DRAFT", *OPEN):
        raise Conflict(
            Text("Жалоба завершена, файл уже никто не рассмотрит.", "The appeal has ended; nobody would read it."),
            Text("Не согласны с решением? Приложите файл в суде.", "You disagree? Bring it to the court."),
        )
    keep(session, data, seen, part, files, now, handed=seen.case.shared and seen.case.state != "DRAFT")


def take_out(session: Session, row: Appeal, file_id: str) -> None:
    """Take a file out of a draft.

    Raises:
        NotFound: it is not in it.
        Conflict: it is filed already.
    """
    refuse_filed(row)
    found = next((one for one in files_of(session, row) if one.id == file_id), None)
    if found is None:
        raise NotFound
    session.delete(found)
    session.flush()
