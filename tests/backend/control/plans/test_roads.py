"""A way that nobody told is not known: not free, and not made up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from backend.authorities.models import AuthorityBody
from backend.control.models import EventPlan
from backend.control.plans.problem import standing_of
from backend.control.plans.roads import NO_HOME
from backend.db.engine import open_session
from backend.risk.models import ControlObject
from rules.roles import Role


@pytest.fixture
def country(office, person, engine):
    """The same office for the whole country: its people have no region, its objects lie in two."""
    from sqlmodel import select

    from backend.accounts.models import RoleGrant

    with open_session(engine, write=True) as session:
        body = session.get_one(AuthorityBody, office.body.id)
        body.region = ""
        session.add(body)
        for grant in session.exec(select(RoleGrant).where(RoleGrant.role != Role.PROSECUTOR)):
            grant.region = ""
            session.add(grant)
        session.commit()
    return office


@pytest.fixture
def far(country, objects, engine):
    """One of its objects is far away."""
    with open_session(engine, write=True) as session:
        row = session.get_one(ControlObject, objects[1].id)
        row.region = "25"
        session.add(row)
        session.commit()
    return objects


def counted(office, plan, work, engine) -> dict:
    assert office.inspector.post_form(f"/desk/control/plans/{plan.id}/count").status_code == 303
    work()
    with open_session(engine) as session:
        return session.get_one(EventPlan, plan.id).solution


def tell(office, plan, road: str = "", **homes: str):
    named = {f"home_{person}": region for person, region in homes.items()}
    return office.inspector.post_form(f"/desk/control/plans/{plan.id}/roads", {**named, "road_days": road})


def test_a_body_of_the_whole_country_sends_nobody_while_it_is_not_told_from_where(
    country, far, plan, work, engine
) -> None:
    found = counted(country, plan, work, engine)
    assert found["assignments"] == []
    assert {row["reason"]["ru"] for row in found["unassigned"]} == {NO_HOME.ru}
    assert "Откуда едут инспекторы" in country.inspector.get(f"/desk/control/plans/{plan.id}").text


def test_each_goes_where_it_is_near_once_homes_are_told(country, far, plan, work, engine, entries) -> None:
    near, away = country.inspector.person.id, country.second.person.id
    assert tell(country, plan, **{near: "77", away: "25"}).status_code == 303
    found = counted(country, plan, work, engine)
    by_entry = {row["check"]: row["inspector"] for row in found["assignments"]}
    assert found["unassigned"] == []
    assert {by_entry[row.id] for row in entries() if row.object_id == far[1].id} == {away}
    assert {by_entry[row.id] for row in entries() if row.object_id != far[1].id} == {near}


def test_the_way_into_another_region_has_its_price_once_it_is_told(country, far, plan, work, engine) -> None:
    tell(country, plan, **{country.inspector.person.id: "77"})
    assert len(counted(country, plan, work, engine)["unassigned"]) == 1
    tell(country, plan, "4", **{country.inspector.person.id: "77"})
    found = counted(country, plan, work, engine)
    assert found["unassigned"] == []
    with open_session(engine) as session:
        problem = standing_of(session, session.get_one(EventPlan, plan.id)).problem
    assert problem.travel_cost("77", "25") == Decimal(4)


def test_an_entry_placed_by_hand_stands_though_its_way_is_not_known(country, far, plan, work, engine, entries) -> None:
    row = entries()[0]
    place = {"inspector_id": country.second.person.id, "start": "2027-09-01", "days": "10"}
    assert country.inspector.post_form(f"/desk/control/plans/{plan.id}/entries/{row.id}", place).status_code == 303
    tell(country, plan, **{country.inspector.person.id: "77"})
    found = counted(country, plan, work, engine)
    kept = next(one for one in found["assignments"] if one["check"] == row.id)
    assert (kept["inspector"], kept["start"]) == (country.second.person.id, date(2027, 9, 1).isoformat())


def test_a_region_that_is_none_is_refused_with_its_field(country, plan, engine) -> None:
    answer = tell(country, plan, **{country.inspector.person.id: "Мо"})
    assert answer.status_code == 422
    assert "Регион пишут двумя цифрами." in answer.text
    with open_session(engine) as session:
        assert "homes" not in session.get_one(EventPlan, plan.id).solution


def test_a_plan_that_was_sent_keeps_its_ways(office, sent) -> None:
    assert tell(office, sent, **{office.inspector.person.id: "50"}).status_code == 409
