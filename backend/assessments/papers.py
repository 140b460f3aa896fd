"""Keeping papers that confirm answers: files under their hash, rows beside. Nothing here commits."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, func, select

from backend.accounts.models import Business
from backend.assessments.files import MEGABYTE, Checked
from backend.assessments.models import Evidence
from backend.assessments.turns import take_turn
from backend.errors import Invalid, NotFound
from backend.jobs.service import enqueue
from rules.faults import Fault
from rules.requirements import Requirement
from rules.text import Text

FOLDER = "evidence"
MOST_FILES = 10
# All papers of one business together; of a browser without an account less, since nobody answers for it.
MOST_BYTES, MOST_BYTES_OF_RUN = 1024 * MEGABYTE, 50 * MEGABYTE
SWEEP = "assessments.sweep_papers"
# A file younger than this may belong to a request that has not been committed yet.
GRACE = timedelta(minutes=15)


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
    _refuse_hoard(session, business_id, len(file.content))
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


def _refuse_hoard(session: Session, business_id: str, size: int) -> None:
    business = session.get_one(Business, business_id)
    most = MOST_BYTES if business.run_key_hash is None else MOST_BYTES_OF_RUN
    kept = session.exec(select(func.sum(Evidence.size)).where(Evidence.business_id == business_id)).one() or 0
    if kept + size > most:
        limit = most // MEGABYTE
        message = Text(f"Все файлы вместе больше {limit} МБ.", f"All files together exceed {limit} MB.")
        raise Invalid([Fault("too_many_bytes", "file", message, Text("Уберите лишние.", "Remove some."))])


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
    enqueue(session, SWEEP, {}, due_at=now + GRACE)


def store(data: Path, content: bytes) -> str:
    """Write content under its hash, whole or not at all; return the hash."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(data, digest)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists():
        path.touch()  # a sweep leaves young files alone
        return digest
    draft = path.with_name(f".{digest}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return digest


def path_of(data: Path, digest: str) -> Path:
    """Return where a file lies: outside of what the web server hands out."""
    return data / FOLDER / digest[:2] / digest


def load(data: Path, row: Evidence) -> bytes:
    """Return a paper's file.

    Raises:
        NotFound: the file is gone, or is not what was stored.
    """
    path = path_of(data, row.sha256)
    if not path.is_file():
        raise NotFound
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise NotFound
    return content


def sweep(session: Session, data: Path, now: datetime) -> int:
    """Delete files that belong to no row any more; return how many."""
    held = set(session.exec(select(Evidence.sha256).distinct()))
    gone = 0
    for path in _files(data):
        if path.name not in held and path.stat().st_mtime < (now - GRACE).timestamp():
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _files(data: Path) -> Iterator[Path]:
    return (path for path in (data / FOLDER).glob("*/*") if path.is_file())
