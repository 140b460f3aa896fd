"""The input of a plan: every fault at once, by the name of its field, with a cure."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from calculators.schedule import Slot
from calculators.schedule_reading import read_problem
from rules.faults import InputError

GOOD: dict[str, Any] = {
    "year_days": ["2027-01-11", "2027-01-12", "2027-01-13", "2027-01-14", "2027-01-15"],
    "inspectors": [
        {"id": "ivanova", "region": "77", "skills": ["fire"], "absences": [["2027-01-15", "2027-01-20"]]},
        {"id": "petrov", "region": "50", "skills": ["fire", "trade"]},
    ],
    "checks": [
        {
            "id": "one",
            "business": "cafe",
            "region": "77",
            "days": 2,
            "window": ["2027-01-09", "2027-01-31"],
            "skill": "fire",
            "weight": Decimal("1.5"),
            "fixed": {"inspector": "ivanova", "start": "2027-01-12"},
        },
        {
            "id": "two",
            "business": "shop",
            "region": "50",
            "days": 1,
            "window": ["2027-01-11", "2027-01-15"],
            "skill": "trade",
            "weight": 2,
        },
    ],
    "travel": {"77": {"50": 2}},
    "previous": {"two": {"inspector": "petrov", "start": "2027-01-16"}},
}


def changed(path: str, value: Any) -> dict[str, Any]:
    document = deepcopy(GOOD)
    *way, last = [int(step) if step.isdigit() and len(step) == 1 else step for step in path.split(".")]
    place: Any = document
    for step in way:
        place = place[step]
    place[last] = value
    return document


def fields_of(document: Any, plan: Any = None) -> list[str | None]:
    with pytest.raises(InputError) as caught:
        read_problem(document, plan)
    assert all(
        fault.message.ru and fault.message.en and fault.remedy.ru and fault.remedy.en for fault in caught.value.faults
    )
    return [fault.field for fault in caught.value.faults]


def test_a_sound_document_becomes_a_problem() -> None:
    problem = read_problem(GOOD)
    assert problem.checks[0].fixed == Slot("ivanova", date(2027, 1, 12))
    assert problem.checks[0].weight == Decimal("1.5")
    assert problem.travel_cost("50", "77") == problem.travel_cost("77", "50") == 2
    assert problem.travel_cost("50", "50") == 0
    assert problem.previous == {"two": Slot("petrov", date(2027, 1, 16))}


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("year_days.1", "2027-01-11", "year_days[1]"),
        ("year_days.1", "2027-02-30", "year_days[1]"),
        ("inspectors.0.skills", "fire", "inspectors[0].skills"),
        ("inspectors.0.absences.0", ["2027-01-20", "2027-01-15"], "inspectors[0].absences[0]"),
        ("inspectors.0.absences.0", ["2027-01-20"], "inspectors[0].absences[0]"),
        ("checks.1.weight", -1, "checks[1].weight"),
        ("checks.1.weight", "2", "checks[1].weight"),
        ("checks.1.weight", True, "checks[1].weight"),
        ("checks.1.days", 0, "checks[1].days"),
        ("checks.1.days", Decimal("1.5"), "checks[1].days"),
        ("checks.1.window", ["2027-01-15", "2027-01-11"], "checks[1].window"),
        ("checks.1.skill", "", "checks[1].skill"),
        ("checks.1.wieght", 1, "checks[1].wieght"),
        ("checks.0.fixed.inspector", "ivanowa", "checks[0].fixed.inspector"),
        ("checks.0.fixed.start", "2027-01-16", "checks[0].fixed.start"),
        ("checks.0.fixed.start", "2027-01-14", "checks[0].fixed.start"),
        ("checks.0.window", ["2027-01-13", "2027-01-31"], "checks[0].fixed.start"),
        ("checks.0.days", 10**15, "checks[0].fixed.start"),
        ("checks.0.skill", "trade", "checks[0].fixed.inspector"),
        ("travel", {}, "travel.50.77"),
        ("travel.77.50", -1, "travel.77.50"),
        ("previous", {"three": {"inspector": "petrov", "start": "2027-01-11"}}, "previous.three"),
        ("previous.two.inspector", "nobody", "previous.two.inspector"),
        ("previous.two.start", "16.01.2027", "previous.two.start"),
    ],
)
def test_a_fault_is_told_by_the_name_of_its_field(path: str, value: Any, field: str) -> None:
    assert fields_of(changed(path, value)) == [field]


def test_an_id_that_stands_twice_is_told_before_what_follows_from_it() -> None:
    assert fields_of(changed("inspectors.1.id", "ivanova"))[0] == "inspectors[1].id"
    assert fields_of(changed("checks.1.id", "one"))[0] == "checks[1].id"


def test_two_fixed_checks_in_one_place_are_told() -> None:
    document = changed("checks.1.fixed", {"inspector": "petrov", "start": "2027-01-12"})
    document["checks"][1]["business"] = "cafe"
    assert fields_of(document) == ["checks[1].fixed"]


def test_every_fault_is_told_at_once() -> None:
    document = changed("checks.1.weight", -1)
    document["inspectors"][0]["region"] = 77
    document["checks"][0]["days"] = None
    assert fields_of(document) == ["inspectors[0].region", "checks[0].days", "checks[1].weight"]


@pytest.mark.parametrize("document", [None, [], "plan", {}, {"year_days": {}, "inspectors": [], "checks": []}])
def test_another_shape_is_refused(document: Any) -> None:
    assert fields_of(document)


def test_a_result_document_stands_in_for_previous() -> None:
    document = changed("previous", None)
    row = {"check": "two", "inspector": "petrov", "start": "2027-01-13", "end": "2027-01-13"}
    result = {"assignments": [row], "unassigned": [], "objective": 1, "moved": []}
    assert read_problem(document, result).previous == {"two": Slot("petrov", date(2027, 1, 13))}
    assert fields_of(GOOD, result) == ["previous"]
    assert fields_of(document, {"assignments": [row, row]}) == ["plan.assignments[1].check"]
    assert fields_of(document, {"assignments": [row | {"check": "three"}]}) == ["plan.assignments[0].check"]
    assert fields_of(document, {"plan": []}) == ["plan.plan", "plan.assignments"]
