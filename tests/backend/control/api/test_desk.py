"""The desk of a body by keys: what its calendar, load, conflicts and decisions show, programs get too."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from backend.control.models import ControlEvent, InspectorAbsence
from backend.db.engine import open_session
from rules.roles import Role
from tests.backend.control.api.conftest import EVENTS, make_event

DESK = "/api/v1/control-desk"
LISTS = ("calendar", "workload", "conflicts", "decisions")
# Monday to Wednesday, as the events of this room stand.
MONDAY, WEDNESDAY = "2026-12-07", "2026-12-09"


@pytest.fixture
def planned(fire, engine, clock, owner, inspector, event_id) -> dict[str, str]:
    """Two events of one inspector at two businesses on the same days, and the inspector away on one of them."""
    with open_session(engine, write=True) as session:
        second = make_event(
            session,
            fire.body_id,
            owner.business.id,
            clock.now(),
            number=2,
            business_name="Пекарня «Рожь»",
            inn="7707083893",
            inspector_id=inspector.person.id,
            hours_planned=Decimal(12),
        )
        first = session.get_one(type(second), event_id)
        first.inspector_id = inspector.person.id
        session.add(
            InspectorAbsence(
                person_id=inspector.person.id,
                first=date(2026, 12, 9),
                last=date(2026, 12, 11),
                reason="Учёба",
                created_at=clock.now(),
            )
        )
        session.commit()
        return {"first": event_id, "second": second.id}


def test_the_calendar_tells_what_begins_goes_on_and_who_is_away(sides, planned, inspector) -> None:
    shown = sides["head"].get(f"{DESK}/calendar", params={"week": "2026-W50"})
    assert shown.status_code == 200, shown.text
    told = shown.json()
    assert (told["month"], told["before"], told["after"]) == (None, "2026-W49", "2026-W51")
    days = {day["day"]: day for day in told["weeks"][0]["days"]}
    assert {one["id"] for one in days[MONDAY]["begin"]} == set(planned.values())
    assert {one["inspector"] for one in days[MONDAY]["begin"]} == {inspector.person.name.partition(",")[0]}
    assert (days[MONDAY]["go_on"], days[MONDAY]["off"]) == ([], False)
    assert {one["id"] for one in days[WEDNESDAY]["go_on"]} == set(planned.values())
    assert [one["reason"] for one in days[WEDNESDAY]["away"]] == ["Учёба"]
    assert days["2026-12-13"]["off"] is True
    month = sides["inspector"].get(f"{DESK}/calendar", params={"month": "2026-12"}).json()
    assert (month["month"], month["before"], month["after"], len(month["weeks"])) == (
        "2026-12",
        "2026-11",
        "2027-01",
        5,
    )
    assert sides["inspector"].get(f"{DESK}/calendar").json()["month"] == "2026-11"


def test_the_calendar_of_a_year_nobody_knows_says_so(sides, planned) -> None:
    days = sides["head"].get(f"{DESK}/calendar", params={"week": "2040-W10"}).json()["weeks"][0]["days"]
    assert {day["off"] for day in days} == {None}


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"month": "2026-13"}, "month"),
        ({"month": "x"}, "month"),
        ({"week": "2027-W53"}, "week"),
        ({"month": "2026-12", "week": "2026-W50"}, "month"),
    ],
)
def test_no_month_and_no_week_are_refused_by_name(fire, sides, asked: dict[str, str], field: str) -> None:
    refused = sides["inspector"].get(f"{DESK}/calendar", params=asked)
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["errors"]] == [field]


def test_the_load_is_by_name_and_unknown_hours_are_no_zero(sides, planned, inspector, person) -> None:
    person("anna@mchs.example", Role.INSPECTOR, office=("mchs", "77"), name="Анна Первая")
    rows = sides["head"].get(f"{DESK}/workload").json()["items"]
    assert [row["name"] for row in rows] == sorted(row["name"] for row in rows)
    weeks = {row["id"]: {week["first"]: week for week in row["weeks"]} for row in rows}
    busy = weeks[inspector.person.id][MONDAY]
    assert busy == {"first": MONDAY, "days": 3, "hours": None, "away": 3}
    idle = next(weeks[row["id"]][MONDAY] for row in rows if row["name"] == "Анна Первая")
    assert (idle["days"], Decimal(idle["hours"]), idle["away"]) == (0, 0, 0)
    assert len(rows[0]["weeks"]) == 8


def test_conflicts_say_what_to_do_and_come_in_parts(sides, planned, inspector) -> None:
    seen = sides["head"].get(f"{DESK}/conflicts").json()
    assert seen["next"] is None
    crowd = [one for one in seen["items"] if one["inspector"] == inspector.person.name]
    assert [{event["id"] for event in one["events"]} for one in crowd] == [set(planned.values())]
    assert crowd[0]["business_name"] is None
    away = [one for one in seen["items"] if one["what"]["en"] == "The inspector is away on these days."]
    assert {one["events"][0]["id"] for one in away} == set(planned.values())
    assert {one["remedy"]["ru"] for one in away} == {"Назначьте другого."}
    found, cursor = [], ""
    while cursor is not None:
        part = sides["head"].get(f"{DESK}/conflicts", params={"limit": 1, "cursor": cursor}).json()
        assert len(part["items"]) == 1
        found, cursor = [*found, *part["items"]], part["next"]
    assert found == seen["items"]


def test_what_waits_for_the_body_is_told_with_its_case_and_term(sides, planned) -> None:
    assert sides["inspector"].get(f"{DESK}/decisions").json()["items"] == []
    asked = {"ground": "ILLNESS", "proof": "Больничный № 5", "cause_from": "2026-11-28", "filed_on": "2026-11-28"}
    made = sides["owner"].open(planned["first"], "postponement", asked)
    for name in ("inspector", "head"):
        (waiting,) = sides[name].get(f"{DESK}/decisions").json()["items"]
        assert (waiting["procedure"], waiting["id"]) == ("postponement", made["id"])
        assert sides[name].get(f"/api/v1/cases/postponement/{waiting['id']}").status_code == 200


@pytest.mark.parametrize("list_", LISTS)
def test_the_desk_is_of_its_body_alone_and_tagged(sides, planned, list_: str) -> None:
    for name, program in sides.items():
        answer = program.get(f"{DESK}/{list_}")
        assert answer.status_code == (200 if name in ("inspector", "head") else 404), name
        assert "Рожь" not in answer.text or name in ("inspector", "head"), name
    tag = sides["head"].get(f"{DESK}/{list_}").headers["ETag"]
    assert sides["head"].get(f"{DESK}/{list_}", headers={"If-None-Match": tag}).status_code == 304


def test_an_own_copy_of_a_business_is_on_no_desk(fire, sides, engine, clock, owner) -> None:
    with open_session(engine, write=True) as session:
        make_event(
            session, fire.body_id, owner.business.id, clock.now(), source="business", business_name="Тайна", number=7
        )
        session.commit()
    assert sides["owner"].get(EVENTS).json()["items"]
    for list_ in LISTS:
        asked = {"month": "2026-12"} if list_ == "calendar" else {}
        assert "Тайна" not in sides["head"].get(f"{DESK}/{list_}", params=asked).text


def test_an_event_that_waits_for_a_new_date_has_no_day_in_any_list(sides, planned, engine) -> None:
    listed = {"from": "2026-12-01", "until": "2026-12-31"}
    assert planned["first"] in sides["head"].get(EVENTS, params=listed).text
    with open_session(engine, write=True) as session:
        session.get_one(ControlEvent, planned["first"]).state = "POSTPONED"
        session.commit()
    assert sides["head"].get(f"{EVENTS}/{planned['first']}").json()["planned_start"] is None
    for address, asked in ((EVENTS, listed), (f"{DESK}/calendar", {"month": "2026-12"}), (f"{DESK}/conflicts", {})):
        seen = sides["head"].get(address, params=asked).text
        assert planned["first"] not in seen, address
        assert planned["second"] in seen, address
