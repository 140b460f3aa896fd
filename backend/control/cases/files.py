"""Files of cases under control: kept under their hash, read by their side, by the other only when handed over."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from backend.control.cases.stepping import CaseSeen
from backend.control.models import EventFile
from backend.control.models.room import Side
from backend.errors import NotFound
from backend.papers.files import Checked
from backend.papers.service import refuse_hoard, store

# Steps between the authority and the prosecutor: their files are not for the business (59(4), 66(5)).
INTERNAL = frozenset(
    {"propose_decision", "return_draft", "sign_decision", "send_for_approval", "approve", "refuse_approval", "approval"}
)
# Who reads the files of a procedure whose sides are others than those of an event; rooms above add themselves.
READERS: dict[str, Callable[[EventFile, Side], bool]] = {}
# Letters and digits that nobody mixes up when a receipt is read out.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def keep(
    session: Session, data: Path, seen: CaseSeen, part: str, files: Iterable[Checked], now: datetime, *, handed: bool
) -> list[EventFile]:
    """Keep files of a case; `handed` gives them to the other side at once, with a receipt.

    Raises:
        Invalid: all papers of the business together would be too large.
    """
    kept = list(files)
    business_id = getattr(seen.case, "business_id", None)
    if seen.side is Side.BUSINESS and business_id:
        refuse_hoard(session, business_id, sum(len(file.content) for file in kept))
    rows = [_row(data, seen, part, file, business_id, now, handed=handed) for file in kept]
    session.add_all(rows)
    session.flush()
    return rows


def keep_proof(
    session: Session, data: Path, seen: CaseSeen, action: str, files: Sequence[Checked], now: datetime
) -> str:
    """Keep the file that came with a step; return its hash, which the history names.

    Sent with a step of a shared case a file is handed over by it; in an own copy there is no other side. Papers of
    preparing an event stay with the authority and the prosecutor: they may name who complained (59(4)).
    """
    handed = not seen.kind.own_copy(session, seen.case) and action not in INTERNAL
    return keep(session, data, seen, action, files, now, handed=handed)[0].sha256


def hand_over(session: Session, row: EventFile, person_id: str, now: datetime) -> EventFile:
    """Let the other side read a file from now on; the receipt says what was handed over and when."""
    if row.handed_at is None:
        row.receipt, row.handed_at, row.handed_by = new_receipt(), now, person_id
        session.add(row)
        session.flush()
    return row


def list_files(session: Session, case_ids: Iterable[str], side: Side) -> Sequence[EventFile]:
    """Return the files a side may read: its own, and those handed over to it; oldest first."""
    query = select(EventFile).where(col(EventFile.case_id).in_(list(case_ids))).order_by(col(EventFile.at))
    return [row for row in session.exec(query) if may_read(row, side)]


def files_of_event(session: Session, event_id: str, side: Side) -> Sequence[EventFile]:
    """Return the files of an event's room that a side may read, oldest first."""
    query = select(EventFile).where(EventFile.event_id == event_id).order_by(col(EventFile.at))
    return [row for row in session.exec(query) if may_read(row, side)]


def find_file(session: Session, file_id: str, side: Side, case_ids: Iterable[str]) -> EventFile:
    """Return a file of one of the cases.

    Raises:
        NotFound: no such file, or not for this side.
    """
    row = session.get(EventFile, file_id)
    if row is None or row.case_id not in set(case_ids) or not may_read(row, side):
        raise NotFound
    return row


def may_read(row: EventFile, side: Side) -> bool:
    """Whether a side may read a file; of what was handed over the prosecutor reads nothing, of 66(5) everything."""
    if row.procedure in READERS:
        return READERS[row.procedure](row, side)
    if side is Side.PROSECUTOR:
        return row.side is side or (row.side is Side.AUTHORITY and row.part in INTERNAL)
    if row.part in INTERNAL:
        return side in (Side.AUTHORITY, Side.PROSECUTOR)
    return row.side is side or row.handed_at is not None


def new_receipt() -> str:
    """Return a random number of a receipt."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(3))


def _row(
    data: Path, seen: CaseSeen, part: str, file: Checked, business_id: str | None, now: datetime, *, handed: bool
) -> EventFile:
    # What stands by itself, such as an appeal about an event, keeps its files to itself: its own rights decide.
    apart = seen.kind.standing is not None
    event_id = seen.case.id if seen.kind.procedure == "control_event" else getattr(seen.case, "event_id", None)
    event_id = None if apart else event_id
    return EventFile(
        event_id=event_id,
        business_id=business_id,
        side=seen.side,
        part=part,
        procedure=seen.kind.procedure,
        case_id=seen.case.id,
        sha256=store(data, file.content),
        name=file.name,
        size=len(file.content),
        type=file.type,
        receipt=new_receipt() if handed else None,
        handed_at=now if handed else None,
        at=now,
    )
