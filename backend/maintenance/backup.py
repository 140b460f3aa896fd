"""Backups: one file with the database, the files beside it and a list of their hashes, made while the site runs."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.engine import URL, make_url

from backend.audit import checkpoints
from backend.config import Settings
from backend.db.engine import open_session
from rules.faults import Fault, InputError
from rules.text import Text

SUFFIX = ".yasno.tar.gz"
MANIFEST = "manifest.json"
SQLITE, POSTGRESQL = "database.sqlite3", "database.pgdump"
RELEASES, RELEASES_POSTGRESQL = "releases.sqlite3", "releases.pgdump"  # the store of releases, a database of its own
BACKUPS = "backups.jsonl"  # when each was made, so that the admin's page can say how old the last one is
# Not in a backup: the databases (copied through their own doors), the keys of this installation, sent letters, and
# frozen answers on their way to a release, which nobody may have twice.
LEFT_OUT = (
    "secret",
    "audit.key",
    "release.key",
    "release-demo.key",
    "handover",
    "handover-demo",
    "mail",
    "before-restore",
)


ENDINGS = (".gz", ".tgz", ".tar")


def make_backup(settings: Settings, engine: Engine, target: Path, now: datetime) -> Path:
    """Make a backup in the file `target`, or in the folder `target` under a name of the moment; return the file.

    A name that ends in .gz, .tgz or .tar is a file's, any other a folder's, which is made where it is missing: every
    night's backup finds its place, also the first.

    Raises:
        InputError: the target exists already, or pg_dump is needed and absent.
    """
    named = target.is_file() or (target.suffix in ENDINGS and not target.is_dir())
    path = target if named else target / f"{now:%Y-%m-%dT%H-%M-%SZ}{SUFFIX}"
    if path.exists():
        raise InputError([_exists(path)])
    with TemporaryDirectory(dir=settings.data, prefix=".backup-") as folder:
        room = Path(folder)
        # In this order the copy holds the checkpoint's row, and every file that its rows speak of.
        with open_session(engine) as session:
            checkpoint = checkpoints.take(session, now)
        _copy_database(settings, room)
        _copy_releases(settings, room)
        _copy_files(settings, room)
        manifest = {"made_at": now.isoformat(), "checkpoint": checkpoint, "files": dict(hashes(room))}
        (room / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
        _pack(room, path)
    made = {"at": now.isoformat(), "file": path.name, "bytes": path.stat().st_size}
    checkpoints.append(settings.data / BACKUPS, made)
    return path


def hashes(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the path and the SHA-256 of every file in a folder but the list itself."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != MANIFEST:
            with path.open("rb") as file:
                yield path.relative_to(folder).as_posix(), hashlib.file_digest(file, "sha256").hexdigest()


def sqlite_path(url: str) -> Path | None:
    """Return the file of an SQLite database, or None for another kind."""
    found = make_url(url)
    return Path(str(found.database)) if found.get_backend_name() == "sqlite" else None


def _copy_database(settings: Settings, room: Path) -> None:
    path = sqlite_path(settings.database_url)
    if path is None:
        run_postgresql("pg_dump", settings.database_url, ["--format=custom", f"--file={room / POSTGRESQL}"])
        return
    _copy_sqlite(path, room / SQLITE)


def _copy_releases(settings: Settings, room: Path) -> None:
    """Copy the store of releases; where another process publishes, the store is that one's to keep."""
    path = sqlite_path(settings.release_url)
    if path is None:
        if settings.release_jobs:
            arguments = ["--format=custom", f"--file={room / RELEASES_POSTGRESQL}"]
            run_postgresql("pg_dump", settings.release_url, arguments)
    elif path.exists():
        _copy_sqlite(path, room / RELEASES)


def _copy_sqlite(path: Path, target: Path) -> None:
    # The backup interface of SQLite gives a whole copy under writes; a copy of the file would be corrupt.
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def run_postgresql(program: str, url: str, arguments: list[str]) -> None:
    """Run a program of PostgreSQL against the database; the password goes through the environment.

    Raises:
        InputError: the program is absent or fails; its own words are in the message.
    """
    found, target = shutil.which(program), make_url(url)
    if found is None:
        raise InputError([_absent(program)])
    done = subprocess.run(  # noqa: S603  (a program of the machine, arguments of ours)
        [found, *arguments, f"--dbname={_address(target)}"],
        env={"PGPASSWORD": target.password or "", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise InputError([_failed(program, done.stderr)])


def _address(url: URL) -> str:
    return url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)


def _copy_files(settings: Settings, room: Path) -> None:
    databases = tuple(
        path.name for url in (settings.database_url, settings.release_url) if (path := sqlite_path(url)) is not None
    )
    for path in settings.data.iterdir():
        own = path.name.startswith(databases) if databases else False
        if own or path.name in LEFT_OUT or path.name.startswith(".") or path.name.endswith(SUFFIX):
            continue
        copy = room / "files" / path.name
        copy.parent.mkdir(exist_ok=True)
        if path.is_dir():
            shutil.copytree(path, copy, ignore=shutil.ignore_patterns(f"*{SUFFIX}"))
        else:
            shutil.copy2(path, copy)


def _pack(room: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    with tarfile.open(unfinished, "w:gz", compresslevel=3) as archive:
        for entry in sorted(room.iterdir()):
            archive.add(entry, arcname=entry.name)
    unfinished.chmod(0o600)
    unfinished.replace(path)


def read_manifest(path: Path) -> dict[str, Any]:
    """Return the list of a backup.

    Raises:
        InputError: the file is no backup of ours.
    """
    try:
        with tarfile.open(path, "r:gz") as archive:
            member = archive.extractfile(MANIFEST)
            manifest: dict[str, Any] = json.loads(member.read()) if member else {}
    except (OSError, tarfile.TarError, KeyError, ValueError, EOFError):
        raise InputError([_no_backup(path)]) from None
    if not {"made_at", "files", "checkpoint"} <= set(manifest):
        raise InputError([_no_backup(path)])
    return manifest


def _exists(path: Path) -> Fault:
    message = Text(f"Файл {path.name} уже есть.", f"The file {path.name} exists already.")
    return Fault("exists", "file", message, Text("Возьмите другое имя или папку.", "Take another name, or a folder."))


def _absent(program: str) -> Fault:
    message = Text(
        f"База PostgreSQL, а программы {program} нет.", f"The database is PostgreSQL, but {program} is absent."
    )
    remedy = Text("Установите клиент PostgreSQL.", "Install the client programs of PostgreSQL.")
    return Fault("program_absent", None, message, remedy)


def _failed(program: str, words: str) -> Fault:
    said = words.strip()[-400:]
    message = Text(f"Программа {program} не справилась: {said}", f"{program} failed: {said}")
    return Fault("program_failed", None, message, Text("Исправьте и повторите.", "Mend that and try again."))


def _no_backup(path: Path) -> Fault:
    message = Text(
        f"{path.name}: это не копия «Ясно», или она повреждена.", f"{path.name} is no backup of Yasno, or broken."
    )
    remedy = Text("Возьмите файл, который сделала yasno backup.", "Take a file that yasno backup made.")
    return Fault("no_backup", "file", message, remedy)
