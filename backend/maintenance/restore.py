"""Restoring a backup: check it whole, put the present state aside, bring it to today, erase again who was erased."""

from __future__ import annotations

import shutil
import sqlite3
import tarfile
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.audit import checkpoints
from backend.audit.chain import Break
from backend.audit.erasures import FILE, erase_again
from backend.audit.keys import OWN_KEYS, own_keys
from backend.audit.queries import head, verify
from backend.audit.service import record
from backend.audit.signing import signed
from backend.config import Settings
from backend.db.engine import make_engine, open_session
from backend.maintenance.backup import (
    POSTGRESQL,
    SQLITE,
    SUFFIX,
    hashes,
    read_manifest,
    run_postgresql,
    sqlite_path,
)
from backend.maintenance.restore_releases import lost_charges, put_releases
from backend.schema import metadata, upgrade
from rules.faults import Fault, InputError
from rules.text import Text

ASIDE = "before-restore"
JOURNALS = (FILE, OWN_KEYS, "release_charges.jsonl", "release_charges-demo.jsonl")
OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore brought back."""

    backup: Path
    made_at: str
    rows: int
    erased: int
    # Windows whose charge the journal knows and the store of releases does not: they stop releases.
    stopped: tuple[str, ...] = ()


def choose(source: Path, at: datetime | None) -> Path:
    """Return the backup to restore: the file itself, or the newest of a folder made at or before `at`.

    Raises:
        InputError: no such backup; or a moment is asked of a single file, which holds one moment only.
    """
    if not source.is_dir():
        if at is not None:
            raise InputError([_one_moment()])
        return source
    made = [(read_manifest(path)["made_at"], path) for path in sorted(source.glob(f"*{SUFFIX}"))]
    fitting = [(moment, path) for moment, path in made if at is None or datetime.fromisoformat(moment) <= at]
    if not fitting:
        raise InputError([_none_fits(source)])
    return max(fitting)[1]


def restore(settings: Settings, backup: Path, now: datetime) -> Restored:
    """Restore a backup into the data folder of the settings; the server must stand still.

    Raises:
        InputError: the backup is broken, or of another kind, or the database is in use; nothing was changed then. Or
            its log is broken: the former files stand in the folder before-restore.
    """
    manifest = read_manifest(backup)
    _check_unused(settings)
    former = _former_rows(settings)
    with TemporaryDirectory(dir=settings.data, prefix=".restore-") as folder:
        room = Path(folder)
        with tarfile.open(backup, "r:gz") as archive:
            archive.extractall(room, filter="data")
        if dict(hashes(room)) != manifest["files"]:
            raise InputError([_broken(backup)])
        _put_database(settings, room, now)
        put_releases(settings, room, lambda path: _put_aside([path], settings, now))
        _put_files(settings, room, now)
    rows, erased = _bring_to_today(settings, manifest, former, now)
    return Restored(backup, manifest["made_at"], rows, erased, lost_charges(settings))


def _check_unused(settings: Settings) -> None:
    """Leaving the write-ahead log needs the database for oneself: it fails while a server has it open."""
    path = sqlite_path(settings.database_url)
    if path is None:
        _check_nobody_connected(settings.database_url)
        return
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path, timeout=1.0)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        raise InputError([_in_use()]) from None


def _check_nobody_connected(url: str) -> None:
    """On PostgreSQL a restore would wait for whoever reads, without an end and without a word."""
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            others = connection.execute(text(OTHERS)).scalar_one()
    finally:
        engine.dispose()
    if others:
        raise InputError([_in_use()])


def _put_database(settings: Settings, room: Path, now: datetime) -> None:
    path = sqlite_path(settings.database_url)
    if (path is None) != (room / POSTGRESQL).exists():
        raise InputError([_other_kind()])
    if path is None:
        arguments = ["--clean", "--if-exists", "--single-transaction", "--no-owner", str(room / POSTGRESQL)]
        run_postgresql("pg_restore", settings.database_url, arguments)
        return
    _put_aside((path.with_name(path.name + end) for end in ("", "-wal", "-shm")), settings, now)
    shutil.move(room / SQLITE, path)


def _put_files(settings: Settings, room: Path, now: datetime) -> None:
    files = room / "files"
    for path in sorted(files.iterdir()) if files.exists() else ():
        if settings.data / path.name == settings.checkpoints.parent and settings.checkpoints.exists():
            continue  # what was signed after the backup says what the restore takes away
        # Journals only grow: what was erased after the backup must be erased again, what a former key signed is good.
        if path.name in JOURNALS and (settings.data / path.name).exists():
            _join_journals(settings.data / path.name, path)
            continue
        _put_aside([settings.data / path.name], settings, now)
        shutil.move(path, settings.data / path.name)


def _join_journals(present: Path, restored: Path) -> None:
    lines = [line for path in (restored, present) for line in path.read_text(encoding="utf-8").splitlines()]
    present.write_text("".join(f"{line}\n" for line in dict.fromkeys(lines)), encoding="utf-8")


def _put_aside(paths: Iterable[Path], settings: Settings, now: datetime) -> None:
    aside = settings.data / ASIDE / f"{now:%Y-%m-%dT%H-%M-%SZ}"
    for path in paths:
        if path.exists():
            aside.mkdir(parents=True, exist_ok=True)
            shutil.move(path, aside / path.name)


def _former_rows(settings: Settings) -> int:
    """Return the last row that the log was known to have, 0 where nobody knows."""
    kept: list[int] = []
    with suppress(InputError):  # what is wrong with it the nightly check says
        kept = [line["seq"] for line in checkpoints.read_own(settings, own_keys(settings)).lines]
    return max([_present_rows(settings), *kept])


def _present_rows(settings: Settings) -> int:
    path = sqlite_path(settings.database_url)
    if path is not None and not path.exists():
        return 0
    engine = make_engine(settings.database_url)
    try:
        with open_session(engine) as session:
            return int(head(session).seq)
    except DBAPIError:  # broken: that may be why there is a restore
        return 0
    finally:
        engine.dispose()


def _bring_to_today(settings: Settings, manifest: dict[str, Any], former: int, now: datetime) -> tuple[int, int]:
    """Migrate, check the log against the backup's own checkpoint, erase again; return rows of the log and erasures.

    What the log loses is said in its next row, and among the checkpoints.
    """
    metadata()
    engine = make_engine(settings.database_url)
    try:
        upgrade(engine)
        with open_session(engine, write=True) as session:
            kept = manifest["checkpoint"]
            found = verify(session, {kept["seq"]: kept["hash"]} if kept["seq"] else None)
            if isinstance(found, Break):
                raise InputError([_log_broken(found)])
            erased = erase_again(session, settings.data, now)
            gone = f"{found.seq + 1}-{former}" if former > found.seq else "none"
            record(session, None, "log.restore", "log", gone, None, now)
            session.commit()
        line = {"seq": found.seq, "hash": found.hash, "at": now.isoformat(), "restored": max(former, found.seq)}
        checkpoints.append(settings.checkpoints, signed(line, settings))
    finally:
        engine.dispose()
    return found.seq, erased


def _one_moment() -> Fault:
    message = Text(
        "В одном файле один момент; выбрать время в нём нельзя.", "One file holds one moment; none can be chosen in it."
    )
    remedy = Text(
        "Укажите папку с копиями: возьмём последнюю до этого времени. Точнее умеет архив журналов PostgreSQL.",
        "Name a folder of backups: the last one before that time is taken. The WAL archive of PostgreSQL is finer.",
    )
    return Fault("one_moment", "at", message, remedy)


def _none_fits(folder: Path) -> Fault:
    message = Text(
        f"В папке {folder.name} нет копии не позже этого времени.", f"No backup in {folder.name} is that old."
    )
    return Fault("no_backup", "file", message, Text("Возьмите время позже.", "Take a later time."))


def _broken(path: Path) -> Fault:
    message = Text(
        f"{path.name}: файлы внутри не те, что в списке копии.", f"{path.name}: its files are not those of its list."
    )
    return Fault("backup_broken", "file", message, Text("Возьмите другую копию.", "Take another backup."))


def _in_use() -> Fault:
    message = Text("База открыта: сервер работает.", "The database is open: the server runs.")
    return Fault("in_use", None, message, Text("Остановите сервер и повторите.", "Stop the server and try again."))


def _other_kind() -> Fault:
    message = Text("Копия сделана с базы другого вида.", "The backup is of another kind of database.")
    return Fault("other_kind", "file", message, Text("Сверьте YASNO_DATABASE_URL.", "Check YASNO_DATABASE_URL."))


def _log_broken(found: Break) -> Fault:
    remedy = Text("Прежние файлы лежат в папке before-restore.", "The former files stand in the folder before-restore.")
    return Fault("log_broken", "file", found.message, remedy)
