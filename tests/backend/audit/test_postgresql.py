"""On PostgreSQL the log has one chain too, however many write at once, and its triggers refuse changes."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.audit.chain import Head
from backend.audit.queries import verify
from backend.audit.service import record
from backend.db.engine import make_engine, open_session
from backend.schema import downgrade, upgrade

pytestmark = [pytest.mark.services]


@pytest.fixture
def server(postgresql_url):
    engine = make_engine(postgresql_url)
    upgrade(engine)
    yield engine
    engine.dispose()


def test_eight_writers_make_one_chain(server, clock):
    def write(name):
        for number in range(25):
            with open_session(server, write=True) as session:
                record(session, None, "rehearsal.note", "note", f"{name}-{number}", {"n": number}, clock.now())
                session.commit()

    writers = [threading.Thread(target=write, args=(name,)) for name in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with open_session(server) as session:
        found = verify(session)
    assert isinstance(found, Head)
    assert found.seq == 200


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_log SET actor = 'x'", "DELETE FROM audit_log", "TRUNCATE audit_log"]
)
def test_the_database_itself_refuses_changes(server, clock, statement):
    with open_session(server, write=True) as session:
        record(session, None, "rehearsal.note", "note", "n1", None, clock.now())
        session.commit()
        with pytest.raises(DBAPIError, match="only be added"):
            session.execute(text(statement))


def test_the_triggers_come_and_go_with_their_migration(server):
    downgrade(server)
    upgrade(server)
    with server.connect() as connection:
        names = (
            connection.execute(text("SELECT tgname FROM pg_trigger WHERE tgname LIKE '%append_only'")).scalars().all()
        )
    assert sorted(names) == ["audit_log_append_only", "step_history_append_only"]
