"""`yasno plan` as a program calls it."""

from __future__ import annotations

import json
from copy import deepcopy

import jsonschema_rs
import pytest
from click.testing import CliRunner

from backend.cli import main
from rules.reading import read_schema

DAYS = ["2027-01-11", "2027-01-12", "2027-01-13", "2027-01-14", "2027-01-15"]
SHAPE = {"region": "77", "days": 2, "window": [DAYS[0], DAYS[4]], "skill": "fire"}
WORLD = {
    "year_days": DAYS,
    "inspectors": [{"id": "ivanova", "region": "77", "skills": ["fire"], "absences": []}],
    "checks": [
        {"id": "one", "business": "cafe", "weight": 3, **SHAPE},
        {"id": "two", "business": "shop", "weight": 1, **SHAPE},
        {"id": "three", "business": "mill", "weight": 0.5, **SHAPE},
    ],
    "travel": {"77": {"77": 1}},
}
PLAN = {"one": {"inspector": "ivanova", "start": DAYS[0]}, "two": {"inspector": "ivanova", "start": DAYS[2]}}


@pytest.fixture
def written(tmp_path):
    def write(name: str, document: object) -> str:
        page = tmp_path / name
        page.write_text(json.dumps(document), encoding="utf-8")
        return str(page)

    return write


def yasno(*words: str, code: int = 0) -> dict:
    done = CliRunner().invoke(main, ["plan", *words, "--json"])
    assert done.exit_code == code, done.output
    return json.loads(done.stdout)


def valid(name: str, document: object) -> None:
    jsonschema_rs.Draft202012Validator(json.loads(read_schema(name)), validate_formats=True).validate(document)


def test_a_plan_is_answered_in_the_shape_of_the_contract(written):
    valid("plan", WORLD)
    found = yasno(written("world.json", WORLD), "--seconds", "0.3")
    valid("plan-result", found)
    assert found["assignments"] == [
        {"check": "one", "inspector": "ivanova", "start": DAYS[0], "end": DAYS[1]},
        {"check": "two", "inspector": "ivanova", "start": DAYS[2], "end": DAYS[3]},
    ]
    assert [one["check"] for one in found["unassigned"]] == ["three"]
    assert found["unassigned"][0]["reason"]["ru"].startswith("Все инспекторы")
    # 3000 × 0.5 left out, two ways of 1, and two days of delay at weight 1.
    assert (found["objective"], found["greedy_objective"], found["moved"]) == (1502.5, 1502.5, [])
    assert found["bound"] == 3


def test_the_same_seed_and_rounds_print_the_same_bytes(written):
    page = written("world.json", WORLD)
    runs = [CliRunner().invoke(main, ["plan", page, "--rounds", "50", "--json"]).stdout for _ in range(2)]
    assert runs[0] == runs[1]


def test_a_new_plan_stays_near_the_earlier_one(written):
    moved = deepcopy(WORLD)
    moved["inspectors"][0]["absences"] = [[DAYS[0], DAYS[0]]]
    found = yasno(written("world.json", moved | {"previous": PLAN}), "--seconds", "0.2")
    places = {one["check"]: one["start"] for one in found["assignments"]}
    # Both move by a day: 50 each, a day of delay at weight 3, three at weight 1, two ways of 1; the third is left out.
    assert (places, found["moved"]) == ({"one": DAYS[1], "two": DAYS[3]}, ["one", "two"])
    assert found["objective"] == 1603.5


def test_a_check_is_moved_in_the_plan_that_previous_holds(written):
    roomy = deepcopy(WORLD)
    roomy["checks"].pop()
    roomy["year_days"] = [*DAYS, "2027-01-18", "2027-01-19"]
    for check in roomy["checks"]:
        check["window"] = [DAYS[0], "2027-01-19"]
    page = written("world.json", roomy | {"previous": PLAN})
    found = yasno(page, "--postpone", "one", "--not-before", DAYS[1])
    valid("plan-result", found)
    assert found["postponement"] == {"check": "one", "possible": True, "reason": None}
    assert found["moved"] == ["one"]
    assert found["assignments"][0]["start"] == DAYS[4]
    # Two ways of 1, four days of delay at weight 3, two at weight 1, and 50 for the move.
    assert found["objective"] == 55.5


def test_a_move_that_cannot_be_made_leaves_the_plan_and_says_why(written):
    page = written("world.json", WORLD | {"previous": PLAN})
    found = yasno(page, "--postpone", "one", "--not-before", DAYS[4])
    valid("plan-result", found)
    assert found["postponement"]["possible"] is False
    assert found["postponement"]["reason"]["en"]
    assert found["moved"] == []
    assert found["assignments"][0]["start"] == DAYS[0]


def test_an_earlier_answer_is_taken_as_the_plan(written):
    page = written("world.json", WORLD)
    earlier = yasno(page, "--rounds", "20")
    found = yasno(page, "--plan", written("plan.json", earlier), "--postpone", "two", "--not-before", DAYS[3])
    assert found["moved"] == ["two"]
    assert found["assignments"][1]["start"] == DAYS[3]


@pytest.mark.parametrize(
    ("words", "document", "field"),
    [
        ((), WORLD | {"checks": [WORLD["checks"][0] | {"weight": -1}]}, "checks[0].weight"),
        (("--postpone", "one"), WORLD, "postpone"),
        (("--not-before", "2027-01-12"), WORLD, "postpone"),
        (("--postpone", "one", "--not-before", "2027-02-30"), WORLD, "not_before"),
        (("--postpone", "one", "--not-before", "2027-01-12"), WORLD, "previous"),
        (("--postpone", "on", "--not-before", "2027-01-12"), WORLD | {"previous": PLAN}, "postpone"),
        (
            ("--postpone", "one", "--not-before", "2027-01-12"),
            WORLD | {"previous": PLAN | {"three": PLAN["one"]}},
            "previous.three",
        ),
        (("--seconds", "-1"), WORLD, "seconds"),
        (("--seconds", "nan"), WORLD, "seconds"),
        (("--rounds", "-1"), WORLD, "rounds"),
    ],
)
def test_a_wrong_input_is_refused_by_field_with_a_cure(written, words, document, field):
    found = yasno(written("world.json", document), *words, code=2)
    assert found["error"]["field"] == field
    assert found["error"]["remedy"]["ru"]
    valid("error", found)


def test_a_person_reads_days_and_reasons(written):
    done = CliRunner().invoke(main, ["plan", written("world.json", WORLD), "--rounds", "5"])
    assert "2027-01-11 – 2027-01-12  one  ivanova" in done.stdout
    assert "three: Все инспекторы" in done.stdout
