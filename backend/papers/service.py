"""Keeping files under their hash: written whole or not at all, limited together, swept when no row has them."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from backend.accounts.models import Business
from backend.errors import Invalid, NotFound
from backend.jobs.service import enqueue
from backend.papers.files import MEGABYTE
from backend.papers.queries import bytes_of, held_hashes
from rules.faults import Fault
from rules.text import Text

FOLDER = "evidence"
# All papers of one business together; of a browser without an account less, since nobody answers for it.
MOST_BYTES, MOST_BYTES_OF_RUN = 1024 * MEGABYTE, 50 * MEGABYTE
SWEEP = "papers.sweep"
AT_ONCE = "at_once"
# A file younger than this may belong to a request that has not been committed yet.
GRACE = timedelta(minutes=15)


def refuse_hoard(session: Session, business_id: str, size: int, field: str = "file") -> None:
    """Refuse `size` more bytes where the papers of a business would be too large together.

    Raises:
        Invalid: they would; the fault stands at `field`.
    """
    business = session.get_one(Business, business_id)
    most = MOST_BYTES if business.run_key_hash is None else MOST_BYTES_OF_RUN
    if bytes_of(session, business_id) + size > most:
        limit = most // MEGABYTE
        message = Text(f"Все файлы вместе больше {limit} МБ.", f"All files together exceed {limit} MB.")
        raise Invalid([Fault("too_many_bytes", field, message, Text("Уберите лишние.", "Remove some."))])


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


def load(data: Path, digest: str) -> bytes:
    """Return a file.

    Raises:
        NotFound: the file is gone, or is not what was stored.
    """
    path = path_of(data, digest)
    if not path.is_file():
        raise NotFound
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise NotFound
    return content


def sweep_later(session: Session, now: datetime) -> None:
    """Have the files of a removed row deleted when nobody else has them."""
    enqueue(session, SWEEP, {}, due_at=now + GRACE)


def sweep(session: Session, data: Path, now: datetime, *, at_once: bool = False) -> int:
    """Delete files that belong to no row any more; return how many.

    `at_once` takes the young ones too where it is safe: on SQLite files are stored under the one writer's lock, which
    the caller's session holds now.
    """
    held = held_hashes(session)
    safe = at_once and session.get_bind().dialect.name == "sqlite"
    gone = 0
    for path in _files(data):
        if path.name not in held and (safe or path.stat().st_mtime < (now - GRACE).timestamp()):
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _files(data: Path) -> Iterator[Path]:
    return (path for path in (data / FOLDER).glob("*/*") if path.is_file())
