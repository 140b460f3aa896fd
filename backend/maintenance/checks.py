"""What makes an installation healthy, one check each: doctor prints them all, readiness asks four."""

from __future__ import annotations

import shutil
import smtplib
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from backend.audit import checkpoints
from backend.audit.chain import Break
from backend.audit.keys import own_keys
from backend.audit.queries import verify
from backend.clock import MOSCOW
from backend.config import Settings
from backend.db.engine import open_session
from backend.errors import PlatformError
from backend.jobs.queries import count_given_up, oldest_due
from backend.maintenance.backup import BACKUPS, sqlite_path
from backend.schema import newest_revision
from backend.statistics.logged import logged
from backend.statistics.state import state_of
from backend.web import formats
from rules.faults import InputError
from rules.text import Text

LEAST_FREE = 0.05
LONGEST_WAIT = timedelta(minutes=5)
LARGEST_WAL = 256  # megabytes
DIAL_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class House:
    """What is checked."""

    settings: Settings
    engine: Engine
    now: datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found."""

    ok: bool
    message: Text
    only_tells: bool = False  # nothing is judged: «not yet» is neither a fault nor in order


Check = Callable[[House], Finding]


def database(house: House) -> Finding:
    """Whether the database answers."""
    with house.engine.connect() as connection:
        connection.execute(sa.text("SELECT 1"))
    return Finding(True, Text("База данных отвечает.", "The database answers."))


def migrations(house: House) -> Finding:
    """Whether the database stands at the newest revision."""
    with house.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    newest = newest_revision()
    if current == newest:
        return Finding(True, Text(f"Схема новейшая: {newest}.", f"The schema is the newest: {newest}."))
    return Finding(
        False,
        Text(
            f"Схема {current or 'пуста'}, новейшая {newest}. Выполните yasno migrate.",
            f"The schema is {current or 'empty'}, the newest is {newest}. Run yasno migrate.",
        ),
    )


def audit(house: House) -> Finding:
    """Whether the log is as it was written, also against the checkpoints of the nights."""
    kept = checkpoints.read_own(house.settings, own_keys(house.settings))
    with open_session(house.engine) as session:
        found = verify(session, kept.hashes)
    if isinstance(found, Break):
        return Finding(False, found.message)
    return Finding(True, Text(f"Журнал цел, записей: {found.seq}.", f"The log is whole, rows: {found.seq}."))


def outbox(house: House) -> Finding:
    """Whether somebody does the work that is due."""
    with open_session(house.engine) as session:
        oldest = oldest_due(session, house.now)
        failed = count_given_up(session)
    waited = house.now - oldest if oldest else timedelta()
    minutes = int(waited.total_seconds() // 60)
    return Finding(
        waited < LONGEST_WAIT,
        Text(
            f"Очередь: старшее дело ждёт {minutes} мин; не выполнено и оставлено: {failed}.",
            f"The outbox: the oldest row waits {minutes} min; given up: {failed}.",
        ),
    )


def night(house: House) -> Finding:
    """When the log was last found whole in the night, and when the last backup was made; tells, fails nothing."""
    checked = checkpoints.last_moment(house.settings.checkpoints)
    copied = checkpoints.last_moment(house.settings.data / BACKUPS)
    return Finding(
        True,
        Text(
            f"{_when(checked, house, 'ru', 'Журнал цел,', 'Журнал ещё не проверялся')} · "
            f"{_when(copied, house, 'ru', 'копия', 'копии ещё не было')}",
            f"{_when(checked, house, 'en', 'Log whole,', 'Log not checked yet')} · "
            f"{_when(copied, house, 'en', 'backup', 'no backup yet')}",
        ),
        only_tells=checked is None or copied is None,
    )


def _when(moment: datetime | None, house: House, language: str, known: str, unknown: str) -> str:
    """Return «копия 02:10» on the same day in Moscow, with the day else."""
    if moment is None:
        return unknown
    local = moment.astimezone(MOSCOW)
    if local.date() == house.now.astimezone(MOSCOW).date():
        return f"{known} {local:%H:%M}"
    return f"{known} {formats.moment(moment, language)}"


def wal(house: House) -> Finding:
    """Whether SQLite's write-ahead log is emptied into the database: where a reader never ends, it grows for good."""
    path = sqlite_path(house.settings.database_url)
    if path is None:
        return Finding(True, Text("Журнал записи ведёт PostgreSQL.", "PostgreSQL keeps its own write-ahead log."))
    file = path.with_name(f"{path.name}-wal")
    size = Decimal(file.stat().st_size if file.exists() else 0) / 2**20
    amount = {language: formats.number(size, language, 1) for language in ("ru", "en")}
    return Finding(
        size <= LARGEST_WAL,
        Text(
            f"Журнал записи SQLite: {amount['ru']}\u00a0МБ, нужно не больше {LARGEST_WAL}.",
            f"SQLite's write-ahead log: {amount['en']}\u00a0MB; at most {LARGEST_WAL} is allowed.",
        ),
    )


def disk(house: House) -> Finding:
    """Whether the disk of the data folder has room."""
    used = shutil.disk_usage(house.settings.data)
    percent = used.free * 100 // used.total
    return Finding(
        used.free > used.total * LEAST_FREE,
        Text(
            f"На диске свободно {percent} %, нужно больше 5 %.",
            f"{percent} % of the disk is free; above 5 % is needed.",
        ),
    )


def mail(house: House) -> Finding:
    """Whether letters can leave: the folder takes them, or the server answers."""
    url = urlsplit(house.settings.smtp_url or "")
    if not url.hostname:
        return Finding(True, Text("Письма складываются в папку mail.", "Letters are kept in the folder mail."))
    server = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
    with server(url.hostname, url.port or 0, timeout=DIAL_SECONDS) as connection:
        connection.noop()
    return Finding(True, Text("Почтовый сервер отвечает.", "The mail server answers."))


def broker(house: House) -> Finding:
    """Whether the broker answers; memory of the process always does."""
    url = urlsplit(house.settings.broker_url or "")
    if not url.hostname:
        return Finding(True, Text("Дела выполняет сам сервер.", "The server itself does the work."))
    port = url.port or {"amqp": 5672, "amqps": 5671}.get(url.scheme, 6379)
    with socket.create_connection((url.hostname, port), timeout=DIAL_SECONDS):
        return Finding(True, Text("Брокер отвечает.", "The broker answers."))


def releases(house: House) -> Finding:
    """Whether the store knows every charge and pilot that the journal and the log know, and its policy holds."""
    state = state_of(house.settings, logged(house.engine))
    return Finding(state.ok, state.message)


CHECKS: dict[str, Check] = {
    check.__name__: check for check in (database, migrations, audit, night, outbox, releases, disk, wal, mail, broker)
}
READINESS = ("migrations", "disk", "outbox", "wal")


def examine(house: House, names: tuple[str, ...] = tuple(CHECKS)) -> dict[str, Finding]:
    """Return what each of the checks finds; one that cannot be made has failed."""
    return {name: _make(CHECKS[name], house) for name in names}


def _make(check: Check, house: House) -> Finding:
    try:
        return check(house)
    except (SQLAlchemyError, OSError, smtplib.SMTPException, PlatformError, InputError) as error:
        kind = type(error).__name__
        return Finding(False, Text(f"Не отвечает: {kind}.", f"No answer: {kind}."))
