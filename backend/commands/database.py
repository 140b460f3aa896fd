"""The database for commands; one that does not answer is said so, with exit code 3."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from backend.commands.shared import ServiceSilent
from backend.config import ConfigError, Settings, read_settings
from backend.db.engine import make_engine, open_session
from backend.errors import Busy
from rules.faults import Fault, InputError
from rules.text import Text


def settings() -> Settings:
    """Return the settings of this process.

    Raises:
        InputError: a setting makes no sense.
    """
    try:
        return read_settings()
    except ConfigError as error:
        raise refused(error) from None


def refused(error: ConfigError) -> InputError:
    """Return the refusal for a setting that makes no sense."""
    remedy = Text("Переменные описаны в docs/operations.md.", "docs/operations.md describes the variables.")
    return InputError([Fault("setting", None, error.message, remedy)])


@contextmanager
def reading_session() -> Iterator[Session]:
    """Give a session that reads.

    Raises:
        ServiceSilent: the database does not answer, or was never migrated.
    """
    engine = make_engine(settings().database_url)
    try:
        with open_session(engine) as session:
            yield session
    except DBAPIError:
        raise silent() from None
    finally:
        engine.dispose()


@contextmanager
def writing_session() -> Iterator[Session]:
    """Give a session that writes; what it wrote stays when the block ends well, and nothing of it otherwise.

    Raises:
        ServiceSilent: the database does not answer, is busy, or was never migrated.
    """
    engine = make_engine(settings().database_url)
    try:
        with open_session(engine, write=True) as session:
            yield session
            session.commit()
    except (DBAPIError, Busy):
        raise silent() from None
    finally:
        engine.dispose()


def silent() -> ServiceSilent:
    """Return the refusal for a database that does not answer."""
    return ServiceSilent(
        Text("База данных не отвечает, или в ней нет таблиц.", "The database does not answer, or has no tables."),
        Text("Запустите её и выполните yasno migrate.", "Start it and run yasno migrate."),
    )
