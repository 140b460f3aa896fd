"""A fire office of Moscow with objects of high risk, two inspectors, two heads; a prosecutor of Moscow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from sqlmodel import select

from backend.authorities.models import AuthorityBody, BodyLevel
from backend.control.models import EventPlan, EventPlanEntry
from backend.db.engine import open_session
from backend.jobs.work import Hands, run_due
from backend.risk.models import ControlObject, Source
from rules.roles import Role

INNS = ("7707083893", "7736050003", "7728168971", "7702070139")


@pytest.fixture
def office(person, engine, clock) -> SimpleNamespace:
    """The body, its people and its objects."""
    with open_session(engine, write=True) as session:
        body = AuthorityBody(
            authority="mchs",
            region="77",
            name="ГУ МЧС по Москве",
            level=BodyLevel.TERRITORIAL,
            created_at=clock.now(),
        )
        session.add(body)
        session.commit()
    return SimpleNamespace(
        body=body,
        inspector=person("inspector@example.ru", Role.INSPECTOR, name="Павел Огнев"),
        second=person("second@example.ru", Role.INSPECTOR, name="Роман Дымов"),
        head=person("head@example.ru", Role.AUTHORITY_HEAD, name="Глеб Старшов"),
        other_head=person("other-head@example.ru", Role.AUTHORITY_HEAD, name="Ирина Вторая"),
        prosecutor=person("prosecutor@example.ru", Role.PROSECUTOR, name="Нина Законова"),
    )


@pytest.fixture
def objects(office, engine, clock) -> list[ControlObject]:
    """Four objects: three due in 2027, one without planned events."""
    assigned = (date(2025, 3, 10), date(2025, 6, 2), date(2024, 2, 1), date(2025, 5, 5))
    rows = [
        ControlObject(
            source=Source.AUTHORITY,
            body_id=office.body.id,
            inn=inn,
            business_name=f"Объект {number}",
            address=f"Москва, Лесная, {number}",
            region="77",
            control_type="fire",
            category="MEDIUM" if number == 4 else "HIGH",
            decision="№ 7",
            assigned_on=day,
            created_at=clock.now(),
        )
        for number, (inn, day) in enumerate(zip(INNS, assigned, strict=True), 1)
    ]
    with open_session(engine, write=True) as session:
        session.add_all(rows)
        session.commit()
    return rows


@pytest.fixture
def plan(office, objects, engine) -> EventPlan:
    """The draft of 2027, opened by an inspector."""
    said = {"control_type": "fire", "year": "2027", "kind": "ON_SITE", "days": "10"}
    answer = office.inspector.post_form("/desk/control/plans", said)
    assert answer.status_code == 303, answer.text
    with open_session(engine) as session:
        return session.exec(select(EventPlan)).one()


@pytest.fixture
def work(settings, engine, clock) -> Callable[[], None]:
    """Do everything that is due in the outbox."""

    def work_off() -> None:
        while run_due(Hands(settings, engine, clock)):
            pass

    return work_off


@pytest.fixture
def entries(engine) -> Callable[[], list[EventPlanEntry]]:
    """Read the entries as they stand, by their day."""

    def read() -> list[EventPlanEntry]:
        with open_session(engine) as session:
            rows = session.exec(select(EventPlanEntry)).all()
            return sorted(rows, key=lambda row: (row.start or date.max, row.window_first))

    return read


@pytest.fixture
def accepted(office, plan, work, engine) -> EventPlan:
    """The draft with a proposal that an inspector accepted."""
    home = f"/desk/control/plans/{plan.id}"
    assert office.inspector.post_form(f"{home}/count").status_code == 303
    work()
    with open_session(engine) as session:
        run = session.get_one(EventPlan, plan.id).solution["run"]
    assert office.inspector.post_form(f"{home}/accept", {"run": run}).status_code == 303
    return plan


@pytest.fixture
def sent(office, accepted) -> EventPlan:
    """The plan before the prosecutor."""
    answer = office.head.post_form(f"/cases/event_plan/{accepted.id}/send", {"sent_on": "2026-11-28"})
    assert answer.status_code == 303, answer.text
    return accepted


@pytest.fixture
def approved(office, sent) -> EventPlan:
    """The plan in force."""
    answer = office.head.post_form(f"/cases/event_plan/{sent.id}/approve", {"approved_on": "2026-11-28"})
    assert answer.status_code == 303, answer.text
    return sent
