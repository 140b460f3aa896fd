"""`yasno plan` in its corners: a window without a working day, two checks that change places."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from backend.cli import main

DAYS = ["2027-01-11", "2027-01-12", "2027-01-13", "2027-01-14", "2027-01-15"]


def check(name: str, business: str, window: list[str]) -> dict[str, Any]:
    """Return a check of two days that anybody can hold."""
    return {
        "id": name,
        "business": business,
        "region": "77",
        "days": 2,
        "window": window,
        "skill": "fire",
        "weight": 1,
    }


def world(*checks: dict[str, Any]) -> dict[str, Any]:
    """Return an input with one inspector and one week."""
    inspector = {"id": "ivanova", "region": "77", "skills": ["fire"]}
    return {"year_days": DAYS, "inspectors": [inspector], "checks": list(checks)}


def plan(document: dict[str, Any], *words: str) -> dict[str, Any]:
    """Return what the command answers to a document on stdin."""
    done = CliRunner().invoke(main, ["plan", "-", "--json", "--rounds", "20", *words], input=json.dumps(document))
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("window", [["2027-01-16", "2027-01-17"], ["2026-12-01", "2026-12-31"], ["2028-01-11"] * 2])
def test_a_check_whose_window_has_no_working_day_is_left_out_with_the_reason(window: list[str]) -> None:
    found = plan(world(check("late", "cafe", window), check("good", "shop", [DAYS[0], DAYS[4]])))
    assert [one["check"] for one in found["assignments"]] == ["good"]
    (left_out,) = found["unassigned"]
    assert (left_out["check"], left_out["reason"]["ru"], left_out["reason"]["en"]) == (
        "late",
        "В окне проверки рабочих дней подряд не хватает: нужно 2, есть 0.",
        "The window is too short: 2 working days in a row are needed, it has 0.",
    )
    assert (found["objective"], found["bound"]) == (3000, 3000)


def test_two_checks_change_places_where_nothing_else_makes_room() -> None:
    week = [DAYS[0], DAYS[4]]
    stands = {"one": {"inspector": "ivanova", "start": DAYS[0]}, "two": {"inspector": "ivanova", "start": DAYS[3]}}
    document = world(check("one", "cafe", week), check("two", "shop", week)) | {"previous": stands}
    found = plan(document, "--postpone", "one", "--not-before", DAYS[2])
    assert found["postponement"]["possible"] is True
    assert {one["check"]: one["start"] for one in found["assignments"]} == {"one": DAYS[2], "two": DAYS[0]}
    assert found["moved"] == ["one", "two"]


def test_a_plan_in_which_nothing_stands_is_a_plan_too() -> None:
    document = world(check("one", "cafe", [DAYS[0], DAYS[4]])) | {"previous": {}}
    found = plan(document, "--postpone", "one", "--not-before", DAYS[1])
    assert found["postponement"]["possible"] is True
    assert [(one["check"], one["start"]) for one in found["assignments"]] == [("one", DAYS[1])]
    assert found["moved"] == []
