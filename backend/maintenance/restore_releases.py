"""Restoring the store of releases: the present one stays where it knows what the backup knows; its rows only grow."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from backend.config import Settings
from backend.maintenance.backup import RELEASES, RELEASES_POSTGRESQL, run_postgresql, sqlite_path
from backend.statistics.journal import Journal
from backend.statistics.store import check_info, store_engine
from backend.statistics.store_tables import announcement, burned, charge, pilot_choice, release
from rules.faults import InputError

# What may not be forgotten: the first column of each names its row.
KEPT = (charge, burned, pilot_choice, release, announcement)
Known = set[tuple[str, str]]


def put_releases(settings: Settings, room: Path, put_aside: Callable[[Path], None]) -> None:
    """Put the store of a backup into its place, unless the present one knows every charge, burned window and release.

    Going back would forget them; the journal would stop releases then. A present store that nobody can read is put
    aside, never preferred.
    """
    path = sqlite_path(settings.release_url)
    if path is None:
        _put_postgresql(settings, room)
        return
    kept = room / RELEASES
    if not kept.exists():
        return
    present, copy = (_known(f"sqlite:///{one}", settings) for one in (path, kept))
    if copy is None or (path.exists() and present is not None and present >= copy):
        return
    for end in ("", "-journal"):  # a journal left beside another file would spoil it
        put_aside(path.with_name(path.name + end))
    shutil.move(kept, path)


def lost_charges(settings: Settings) -> tuple[str, ...]:
    """Return the windows that the journal knows to be charged, burned or piloted and the store does not."""
    known = _known(settings.release_url, settings)
    if known is None:  # what is wrong with it the doctor says
        return ()
    try:
        journal = Journal(settings.release_journal)
        charged, burns = journal.read().keys(), journal.burns().values()
    except InputError:
        return ()
    stand = {window for table, window in known if table in (burned.name, release.name)}
    burnt = {one.window for one in burns if one.dataset == settings.dataset}
    return tuple(sorted({*(window for window in charged if (charge.name, window) not in known), *(burnt - stand)}))


def _put_postgresql(settings: Settings, room: Path) -> None:
    """A store on a server is put back only where it is empty: its rows cannot be taken away one by one."""
    if (room / RELEASES_POSTGRESQL).exists() and _known(settings.release_url, settings) == set():
        arguments = ["--clean", "--if-exists", "--single-transaction", "--no-owner", str(room / RELEASES_POSTGRESQL)]
        run_postgresql("pg_restore", settings.release_url, arguments)


def _known(url: str, settings: Settings) -> Known | None:
    """Return what a store knows; None where it cannot be read or is another's."""
    path = sqlite_path(url)
    if path is not None and not path.exists():
        return set()
    engine = store_engine(url, read_only=True)
    try:
        if path is not None and not _is_whole(engine):
            return None
        if not sa.inspect(engine).has_table("store_info"):
            return set()
        with engine.connect() as connection:
            check_info(connection, settings.dataset)
            rows = ((table, connection.execute(sa.select(table.c[0])).scalars()) for table in KEPT)
            return {(table.name, str(key)) for table, keys in rows for key in keys}
    except (InputError, DBAPIError):
        return None


def _is_whole(engine: Engine) -> bool:
    with engine.connect() as connection:
        return connection.exec_driver_sql("PRAGMA quick_check").scalar() == "ok"
