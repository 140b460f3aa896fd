"""Objects of control, absences of inspectors and ways of a plan by keys: what the desk's forms do, programs do too."""

from __future__ import annotations

from datetime import date

import pytest

from backend.control.models import InspectorAbsence
from backend.risk.models import ControlObject, Source
from rules.roles import Role
from tests.backend.control.desk.conftest import INN

OBJECTS, ABSENCES, PLANS = "/api/v1/control-objects", "/api/v1/inspector-absences", "/api/v1/control-plans"
CAFE = {
    "inn": INN,
    "business_name": "Кафе «Лён»",
    "control_type": "fire",
    "address": "Москва, Лесная, 5",
    "region": "77",
    "registry_number": "77-0042",
    "category": "HIGH",
    "decision": "№ 7",
    "assigned_on": "2025-03-10",
    "facts": {"sme_category": "small", "people_at_once": 60, "floors": None},
}
AWAY = {"first": "2027-07-05", "last": "2027-07-30", "reason": "Отпуск"}


@pytest.fixture
def second(person):
    """Another inspector of the fire service of Moscow."""
    return person("second.inspector@mchs.example", Role.INSPECTOR, office=("mchs", "77"), name="Зоя Вторая")


def test_an_object_is_entered_found_and_changed_by_keys_of_its_body_alone(fire, sides) -> None:
    staff = sides["inspector"]
    made = staff.post(OBJECTS, json=CAFE, headers={"Idempotency-Key": "one"})
    assert made.status_code == 201, made.text
    again = staff.post(OBJECTS, json=CAFE, headers={"Idempotency-Key": "one"})
    assert again.json() == made.json()
    thing = made.json()
    assert (thing["category_name"]["en"], thing["facts"]) == (
        "high risk",
        {"sme_category": "small", "people_at_once": 60},
    )
    (row,) = fire.read(ControlObject)
    assert (row.source, row.assigned_on, row.inn) == (Source.AUTHORITY, date(2025, 3, 10), INN)
    for name, program in sides.items():
        seen = name in ("inspector", "head")
        assert program.get(f"{OBJECTS}/{thing['id']}").status_code == (200 if seen else 404), name
        assert (thing["id"] in program.get(OBJECTS).text) is seen, name
        if not seen:
            assert program.put(f"{OBJECTS}/{thing['id']}", json=CAFE).status_code == 404, name
    assert [one["id"] for one in staff.get(OBJECTS, params={"q": "лесная"}).json()["items"]] == [thing["id"]]
    assert staff.get(OBJECTS, params={"q": "Тверь"}).json()["items"] == []
    assert "77-0042" in sides["head"].get("/api/v1/control-objects").text


def test_of_two_who_change_an_object_the_second_is_told(fire, sides) -> None:
    home = f"{OBJECTS}/{sides['inspector'].post(OBJECTS, json=CAFE).json()['id']}"
    tag = sides["head"].get(home).headers["ETag"]
    lower = CAFE | {"category": "MEDIUM", "decision": "№ 9", "assigned_on": "2026-11-02"}
    changed = sides["inspector"].put(home, json=lower, headers={"If-Match": tag})
    assert (changed.status_code, changed.json()["category"]) == (200, "MEDIUM")
    assert sides["head"].put(home, json=CAFE, headers={"If-Match": tag}).status_code == 412
    assert fire.read(ControlObject)[0].decision == "№ 9"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"inn": "1234567890"}, "inn"),
        ({"region": "７７"}, "region"),
        ({"decision": None}, "decision"),
        ({"assigned_on": "2026-11-29"}, "assigned_on"),
        ({"assigned_on": 20000}, "assigned_on"),
        ({"last_visit_on": "2027-01-01"}, "last_visit_on"),
        ({"control_type": "tax"}, "control_type"),
        ({"facts": {"no_such_fact": 1}}, "facts.no_such_fact"),
        ({"facts": {"people_at_once": "60"}}, "facts.people_at_once"),
        ({"facts": []}, "facts"),
        ({"fact_people_at_once": 60}, "fact_people_at_once"),
        ({"source": "import"}, "source"),
    ],
)
def test_a_wrong_object_is_refused_by_its_field_and_nothing_is_kept(sides, fire, changes, field: str) -> None:
    answer = sides["inspector"].post(OBJECTS, json=CAFE | changes)
    assert answer.status_code == 422, answer.text
    assert field in {one["field"] for one in answer.json()["errors"]}
    assert fire.read(ControlObject) == []


def test_an_absence_is_entered_by_oneself_or_by_the_head_and_taken_out_again(fire, sides, inspector) -> None:
    mine = AWAY | {"person_id": inspector.person.id}
    made = sides["inspector"].post(ABSENCES, json=mine, headers={"Idempotency-Key": "away"})
    assert made.status_code == 201, made.text
    assert sides["inspector"].post(ABSENCES, json=mine, headers={"Idempotency-Key": "away"}).json() == made.json()
    assert len(fire.read(InspectorAbsence)) == 1
    shown = sides["head"].get(ABSENCES).json()
    assert [(one["first"], one["reason"]) for one in shown["items"]] == [("2027-07-05", "Отпуск")]
    assert inspector.person.id in {one["id"] for one in shown["people"]}
    own = f"{ABSENCES}/{made.json()['id']}"
    for name, program in sides.items():
        if name not in ("inspector", "head"):
            assert program.delete(own).status_code == 404, name
            assert made.json()["id"] not in program.get(ABSENCES).text, name
    assert sides["head"].delete(own).status_code == 204
    assert sides["inspector"].delete(own).status_code == 404
    assert fire.read(InspectorAbsence) == []


def test_an_inspector_enters_no_absence_of_a_colleague(fire, sides, second) -> None:
    theirs = AWAY | {"person_id": second.person.id}
    refused = sides["inspector"].post(ABSENCES, json=theirs)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "person_id")
    assert sides["head"].post(ABSENCES, json=theirs).status_code == 201
    backwards = sides["head"].post(ABSENCES, json=theirs | {"last": "2027-07-04"})
    assert backwards.json()["errors"][0]["field"] == "last"
    assert len(fire.read(InspectorAbsence)) == 1


def test_who_is_away_gets_no_entry_and_ways_are_told_by_keys(fire, sides, second, inspector, work) -> None:
    staff = sides["inspector"]
    assert staff.post(OBJECTS, json=CAFE).status_code == 201
    far = CAFE | {"business_name": "Дальняя", "inn": "7707083893", "region": "25"}
    assert staff.post(OBJECTS, json=far).status_code == 201
    whole_year = {"person_id": second.person.id, "first": "2027-01-01", "last": "2027-12-31"}
    assert sides["head"].post(ABSENCES, json=whole_year).status_code == 201
    made = staff.post(PLANS, json={"control_type": "fire", "year": "2027", "kind": "ON_SITE", "days": 5}).json()
    home = f"{PLANS}/{made['id']}"
    assert made["roads"]["road_days"] is None
    assert placed(staff, home, work) == {"Кафе «Лён»": inspector.person.id}
    told = {"homes": {inspector.person.id: "77"}, "road_days": 2}
    for name in ("owner", "prosecutor", "inspector of another region"):
        assert sides[name].put(f"{home}/roads", json=told).status_code == 404, name
    shown = staff.put(f"{home}/roads", json=told)
    assert shown.status_code == 200, shown.text
    assert shown.json()["roads"]["road_days"] == 2
    assert placed(staff, home, work) == dict.fromkeys(("Кафе «Лён»", "Дальняя"), inspector.person.id)
    for wrong, field in (
        ({"homes": {"nobody": "77"}}, "homes.nobody"),
        ({"homes": {inspector.person.id: "7"}}, f"homes.{inspector.person.id}"),
        ({"homes": {}, "road_days": 31}, "road_days"),
        ({"homes": []}, "homes"),
    ):
        refused = staff.put(f"{home}/roads", json=wrong)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)


def placed(staff, home: str, work) -> dict[str, str]:
    """Have the plan counted and accepted; return who goes where."""
    assert staff.post(f"{home}/count").status_code == 200
    work()
    run = staff.get(f"{home}/count").json()["run"]
    assert staff.post(f"{home}/accept", json={"run": run}).status_code == 200
    entries = staff.get(f"{home}/entries").json()["items"]
    return {one["business"]: one["inspector_id"] for one in entries if one["start"]}
