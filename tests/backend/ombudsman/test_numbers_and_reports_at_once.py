"""Numbers that people are told and reports of a year, asked for by many at the same moment, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from backend.accounts.models import Person, RoleGrant
from backend.db.engine import make_engine, open_session
from backend.errors import Conflict
from backend.ombudsman.models import OmbudsmanReport, SystemicCard
from backend.ombudsman.reporting import make_report
from backend.ombudsman.systemic import open_card
from backend.permissions import Actor
from backend.schema import upgrade
from rules.roles import Role

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
NEXT_YEAR = datetime(2027, 2, 1, 9, tzinfo=UTC)
OLGA = Actor(person_id="olga", roles=frozenset({Role.OMBUDSMAN}), region="77")
AT_ONCE, EACH = 6, 5


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Engine]:
    """A database of each kind with an ombudsman of Moscow."""
    name = request.getfixturevalue("postgresql_url") if request.param == "postgresql" else f"sqlite:///{tmp_path / 'a'}"
    engine = make_engine(name)
    upgrade(engine)
    with open_session(engine, write=True) as session:
        session.add(Person(id="olga", email="olga@example.org", name="Ольга", language="ru", created_at=NOW))
        session.flush()
        session.add(RoleGrant(person_id="olga", role=Role.OMBUDSMAN, region="77", granted_by="admin", granted_at=NOW))
        session.commit()
    yield engine
    engine.dispose()


def at_once(engine: Engine, do: Callable[[Session], Any]) -> list[Exception]:
    """Do something in many transactions at the same time; return what was raised."""
    start, raised = threading.Barrier(AT_ONCE), []

    def run() -> None:
        start.wait()
        for _ in range(EACH):
            try:
                with open_session(engine, write=True) as session:
                    do(session)
                    session.commit()
            except Exception as error:
                raised.append(error)

    threads = [threading.Thread(target=run) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_everybody_gets_a_number_of_their_own(server: Engine) -> None:
    assert at_once(server, lambda session: open_card(session, OLGA, "Журнал уборки", None, NOW)) == []
    with open_session(server) as session:
        numbers = sorted(session.exec(select(SystemicCard.number)))
    assert numbers == list(range(1, AT_ONCE * EACH + 1))


def test_a_report_of_a_year_is_made_once_and_the_others_are_told_so(server: Engine) -> None:
    raised = at_once(server, lambda session: make_report(session, OLGA, 2026, NEXT_YEAR))
    assert {type(error) for error in raised} == {Conflict}
    with open_session(server) as session:
        assert len(session.exec(select(OmbudsmanReport)).all()) == 1
