"""One run over one file: each event is kept with the place it was read at, so a run that was cut off goes on.

Two may not run over one file at once; a run whose process died is free again after a minute.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.audit.service import record
from backend.control.erknm.events import Checkpoint, ErknmEvent, Report
from backend.control.erknm.opening import sha256_of
from backend.control.erknm.reading import ErknmImport as Reading
from backend.control.erknm.reading import Key
from backend.control.erknm.storing import Kept, store_event
from backend.control.erknm.words import read_words, unknown_words
from backend.control.models import ErknmImport, ErknmRecord
from backend.db.engine import open_session
from backend.db.types import new_id
from backend.errors import Conflict, Invalid
from backend.jobs.models import OutboxRow
from backend.jobs.service import enqueue
from backend.permissions import Actor
from rules.faults import Fault, InputError
from rules.text import Text

IMPORT = "control.import_erknm"
FOLDER = "imports"
HELD = timedelta(seconds=60)
# Finding the place where a broken run stopped takes its time in a large file, and nothing is written meanwhile.
HELD_AT_FIRST = timedelta(minutes=10)
BETWEEN_NOTES = 5.0
# So many remarks and unknown words are kept with a run; beyond that they are counted.
KEPT_REMARKS = 200
SUFFIXES = (".zip", ".xml")
# Says when it is: a run may be longer than a request.
Now = Callable[[], datetime]


def folder_of(data: Path) -> Path:
    """Return where files of the register are put for the admin's page."""
    return data / FOLDER


def files_in(data: Path) -> list[Path]:
    """Return the files there, by name."""
    folder = folder_of(data)
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(one for one in found if one.is_file() and one.suffix.lower() in SUFFIXES)


def known_inns(session: Session) -> frozenset[str]:
    """Return the ИНН of the businesses with an account: nobody else's events are kept."""
    query = select(Business.inn).where(col(Business.run_key_hash).is_(None), col(Business.inn).is_not(None))
    return frozenset(inn for inn in session.exec(query) if inn)


def begin(session: Session, path: Path, now: datetime) -> ErknmImport:
    """Return the unfinished run over a file, else a new one.

    Raises:
        InputError: the file cannot be read.
    """
    digest = sha256_of(path)
    open_ = ErknmImport.file_sha256 == digest, col(ErknmImport.finished_at).is_(None)
    row = session.exec(select(ErknmImport).where(*open_).order_by(col(ErknmImport.started_at))).first()
    if row is None:
        row = ErknmImport(file_sha256=digest, name=path.name[:300], started_at=now)
        session.add(row)
        session.flush()
    return row


def ask_for_import(session: Session, actor: Actor, data: Path, name: str, now: datetime) -> ErknmImport:
    """Put the import of a file of the folder into the queue.

    Raises:
        Invalid: there is no such file, or it cannot be read.
        Conflict: it is being imported.
    """
    path = next((one for one in files_in(data) if one.name == name), None)
    if path is None:
        raise Invalid([_no_file(data)])
    try:
        row = begin(session, path, now)
    except InputError as error:
        raise Invalid(error.faults) from error
    if _held(row, now):
        raise _running()
    row.fault = {}
    session.add(row)
    key = f"{IMPORT}:{row.id}:{now.isoformat()}"
    enqueue(session, IMPORT, {"run": row.id, "file": path.name, "key": key}, due_at=now, key=key)
    record(session, actor, "erknm.import", "erknm_import", row.id, {"file": row.file_sha256}, now)
    return row


def run_import(
    engine: Engine,
    path: Path,
    run_id: str,
    now: Now,
    *,
    key: str | None = None,
    stop: Callable[[int], bool] = lambda kept: False,
) -> ErknmImport:
    """Go on with a run to its end, or until `stop(kept)`; return how it stands.

    `key` names the work of the queue that does it: its claim is kept alive.

    Raises:
        Conflict: somebody else is at it.
        InputError: the file is refused or broken; what was read stays, and the run says why.
    """
    run = _Run(engine, path, run_id, now, key)
    run.hold()
    try:
        for event in run.reading:
            run.keep(event)
            if stop(run.kept):
                run.release()
                return run.row()
    except InputError as error:
        run.fail(error)
        raise
    except BaseException:
        # What was not committed is gone with the session; whoever goes on need not wait.
        run.release()
        raise
    return run.finish()


@dataclass
class _Run:
    """A run under way: what stood before it, and what it adds."""

    engine: Engine
    path: Path
    run_id: str
    now: Now
    key: str | None
    kept: int = 0
    holder: str = field(default_factory=new_id)
    unknown: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    noted: float = 0.0

    def __post_init__(self) -> None:
        with open_session(self.engine) as session:
            self.before = session.get_one(ErknmImport, self.run_id)
            columns = ErknmRecord.number, ErknmRecord.inn, ErknmRecord.register_version
            self.versions = {(number, inn): version for number, inn, version in session.exec(select(*columns))}
            known = known_inns(session)
        place = self.before.position
        start = Checkpoint(place["sha256"], place["members"], place["records"]) if "sha256" in place else None
        self.reading = Reading(self.path, known, start, self._already, progress=self._progress)

    def _already(self, key: Key) -> bool:
        number, version, inn = key
        return self.versions.get((number, inn)) == version[:80]

    def hold(self) -> None:
        """Claim the file for this process.

        Raises:
            Conflict: another has it.
        """
        with open_session(self.engine, write=True) as session:
            row = session.get_one(ErknmImport, self.run_id, with_for_update=True)
            if _held(row, self.now()):
                raise _running()
            self._note(session, row, HELD_AT_FIRST)
            session.commit()

    def keep(self, event: ErknmEvent) -> None:
        """Keep one event and the place, in one transaction."""
        with open_session(self.engine, write=True) as session:
            found = store_event(session, event, self.now())
            if found in (Kept.NEW, Kept.CHANGED, Kept.CONFIRMED):
                self.kept += 1
                self.versions[(event.number, event.inn)] = event.version[:80]
                for words in unknown_words(event, read_words()):
                    self.unknown[words] = self.unknown.get(words, 0) + 1
            else:
                self.left[found.value] = self.left.get(found.value, 0) + 1
            self._note(session, session.get_one(ErknmImport, self.run_id, with_for_update=True))
            session.commit()

    def _progress(self, report: Report) -> None:
        if time.monotonic() - self.noted < BETWEEN_NOTES:
            return
        with open_session(self.engine, write=True) as session:
            self._note(session, session.get_one(ErknmImport, self.run_id, with_for_update=True))
            session.commit()

    def _note(self, session: Session, row: ErknmImport, held_for: timedelta = HELD) -> None:
        """Write the place and the counts; keep the claims on the file and on the work alive."""
        self.noted = time.monotonic()
        place, report = self.reading.checkpoint, self.reading.report
        until = (self.now() + held_for).isoformat()
        held = {"holder": self.holder, "until": until}
        row.position = {"sha256": place.sha256, "members": place.members, "records": place.records, **held}
        row.read = self.before.read + report.records
        row.kept = self.before.kept + self.kept
        row.repeated = self.before.repeated + report.repeated + self.left.get(Kept.OLDER.value, 0)
        row.others = self.before.others + report.foreign
        row.skipped = self._said(report)
        session.add(row)
        if self.key is not None:
            work = session.exec(select(OutboxRow).where(OutboxRow.key == self.key)).first()
            if work is not None and work.lease is not None:
                work.lease_until = self.now() + held_for
                session.add(work)

    def _said(self, report: Report) -> dict[str, Any]:
        before = self.before.skipped
        prevention = {k: v for k, v in self.left.items() if k == Kept.PREVENTION.value}
        remarks = [*before.get("remarks", ()), *(one.as_dict() for one in report.remarks[:KEPT_REMARKS])]
        return {
            "skipped": _sum(before.get("skipped", {}), report.skipped, prevention),
            "flawed": _sum(before.get("flawed", {}), report.flawed),
            "unmapped": _sum(before.get("unmapped", {}), report.unmapped),
            "unknown": _sum(before.get("unknown", {}), self.unknown),
            "remarks": [_worded(one) for one in remarks[:KEPT_REMARKS]],
        }

    def release(self) -> None:
        """Let go of the file: a run that was stopped may go on at once."""
        with open_session(self.engine, write=True) as session:
            row = session.get_one(ErknmImport, self.run_id, with_for_update=True)
            row.position = {name: value for name, value in row.position.items() if name not in ("holder", "until")}
            session.add(row)
            session.commit()

    def fail(self, error: InputError) -> None:
        """Write down why the file cannot be read further."""
        with open_session(self.engine, write=True) as session:
            row = session.get_one(ErknmImport, self.run_id, with_for_update=True)
            self._note(session, row)
            first = error.faults[0]
            row.fault = {"ru": f"{first.message.ru} {first.remedy.ru}", "en": f"{first.message.en} {first.remedy.en}"}
            row.position = {name: value for name, value in row.position.items() if name not in ("holder", "until")}
            session.commit()

    def finish(self) -> ErknmImport:
        """Close the run."""
        with open_session(self.engine, write=True) as session:
            row = session.get_one(ErknmImport, self.run_id, with_for_update=True)
            self._note(session, row)
            row.finished_at, row.fault = self.now(), {}
            session.commit()
        return row

    def row(self) -> ErknmImport:
        """Return how the run stands."""
        with open_session(self.engine) as session:
            return session.get_one(ErknmImport, self.run_id)


def _sum(*counts: dict[str, int]) -> dict[str, int]:
    names = sorted({name for one in counts for name in one})
    return {name: sum(one.get(name, 0) for one in counts) for name in names}


def _worded(remark: dict[str, Any]) -> dict[str, Any]:
    """Return a remark as JSON: its words in both languages."""
    message = remark["message"]
    return {**remark, "message": message.as_dict() if isinstance(message, Text) else dict(message)}


def _held(row: ErknmImport, now: datetime) -> bool:
    until = row.position.get("until")
    return until is not None and datetime.fromisoformat(until) > now


def _running() -> Conflict:
    return Conflict(
        Text("Этот файл уже загружают.", "This file is being imported."),
        Text("Дождитесь конца; если процесс остановили, через минуту можно снова.", "Wait; a dead run frees it soon."),
    )


def _no_file(data: Path) -> Fault:
    message = Text(f"Такого файла нет в папке {FOLDER}.", f"There is no such file in the folder {FOLDER}.")
    cure = Text(f"Положите .zip или .xml в YASNO_DATA/{FOLDER}.", f"Put a .zip or .xml into YASNO_DATA/{FOLDER}.")
    return Fault("missing", "file", message, cure)
