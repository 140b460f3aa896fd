"""What a schema says of an input is what its reader says: null, a missing key, and values of another kind."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from calculators.calculator_documents import contributions_document, hours_document
from calculators.control_event_documents import control_event_document
from calculators.event_check import event_check_document
from calculators.results import cost_document
from calculators.risk_documents import risk_document
from calculators.schedule_documents import plan_document
from rules.exact_json import json_in_order, read_json
from rules.faults import InputError
from rules.reading import read_schema

Place = tuple[str | int, ...]
EVENT = Path(__file__).parents[2] / "cases" / "event_check" / "base.yaml"
COST = {
    "method": "ru-personal",
    "currency": "RUB",
    "horizon_years": 5,
    "discount_rate": "0.1",
    "discount_timing": "mid_period",
    "overhead_rate": "0.1",
    "registration_year": 2026,
    "segments": [{"id": "s", "entities": 10, "growth_rate": "0.02", "already_compliant_share": "1/3"}],
    "items": [
        {
            "id": "i",
            "requirement_id": "r",
            "requirement_type": "content",
            "timing": "recurring",
            "frequency": "1/3",
            "start_year": 1,
            "end_year": 5,
            "segments": ["s"],
            "bau_share": "0.2",
            "annualise": "none",
            "labour": [{"hours": "2", "staff": 2, "monthly_wage": "90000"}, {"minutes": "30", "hourly_rate": "500"}],
            "purchases": [{"unit_cost": "10.01", "quantity": "3", "useful_life_years": 3, "residual_value": "1"}],
            "external": [{"price": "7"}],
            "delay": {"before": "1", "after": "2", "unit": "day", "cost_per_unit": "3"},
        },
        {"id": "o", "requirement_type": "fee", "timing": "one_off", "occurrence_years": [1, 3]}
        | {"external": [{"price": "7.005"}]},
    ],
    "labour_parameters": {"year": 2026, "category": "msp", "annual_norm_hours": "1972", "contribution_rate": "0.3"},
}
PLAN = {
    "year_days": ["2027-01-11", "2027-01-12"],
    "inspectors": [{"id": "i", "region": "77", "skills": ["f"], "absences": [["2027-01-12", "2027-01-12"]]}],
    "checks": [
        {"id": "a", "business": "b", "region": "77", "days": 1, "window": ["2027-01-11", "2027-01-12"]}
        | {"skill": "f", "weight": 1, "fixed": {"inspector": "i", "start": "2027-01-11"}}
    ],
    "travel": {"77": {"50": 1}},
    "previous": {"a": {"inspector": "i", "start": "2027-01-11"}},
}
RISK = {
    "control_type": "education",
    "facts": {"penalty_in_three_years": None},
    "assigned": {"category": "HIGH", "on": "2025-01-01"},
    "last_planned": "2024-01-01",
    "last_visit": None,
}
HOURS = {
    "entity_size": "micro",
    "event": "ON_SITE",
    "requested_onsite_hours": "12",
    "participants": [{"role": "owner", "hourly_rate": "500"}],
    "preparation": [{"hours": "3", "hourly_rate": "500"}],
}
FORMATS: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "event-check": (yaml.safe_load(EVENT.read_text("utf-8")), event_check_document),
    "risk": (RISK, lambda document: risk_document(document, date(2026, 11, 28))),
    "plan": (PLAN, lambda document: plan_document(document, lambda rounds: rounds >= 2)),
    "control-event-cost": (HOURS, control_event_document),
    "cost-scenario": (COST, cost_document),
    "contributions": ({"year": 2026, "category": "msp", "monthly_wage": "90000", "months": 12}, contributions_document),
    "hours": ({"year": 2026, "week_hours": "36"}, hours_document),
}
RESULTS = {"cost-scenario": "cost-result"}
STRANGE: tuple[Any, ...] = (
    None,
    True,
    -1,
    "",
    "  ",
    "1_000",
    "٣",
    "NaN",
    "1e3",
    "-1",
    "1/0",
    [],
    [None],
    {},
    "2026-02-30",
    "2026-11-30T10:00:00.5Z",
)
# What a place may say depends on the rest of the document there: no schema can know it.
OF_THE_WHOLE = {
    *("labour_year_missing", "unknown_segment", "unknown_code", "unknown_way", "no_skill", "backwards", "fixed_twice"),
    *("not_a_working_day", "outside_window", "absent", "repeated", "repeated_id", "too_large", "nothing_priced"),
    *("one_needed", "only_one", "wrong_value", "unknown_fact", "not_a_choice", "missing", "empty", "not_a_text"),
    *("spread_not_counted", "unknown_key", "not_a_person"),
}


def places(document: Any, at: Place = ()) -> Iterator[Place]:
    """Yield every place of a document."""
    if at:
        yield at
    if not isinstance(document, dict | list):
        return
    for key, part in document.items() if isinstance(document, dict) else enumerate(document):
        yield from places(part, (*at, key))


def changed(document: Any, at: Place, value: Any) -> Any:
    """Return the document with another value at one place."""
    whole = copy.deepcopy(document)
    holder = whole
    for key in at[:-1]:
        holder = holder[key]
    holder[at[-1]] = value
    return whole


def codes_of(read: Callable[[Any], Any], document: Any) -> set[str]:
    """Return the codes of what the reader finds wrong."""
    try:
        read(read_json(json.dumps(document).encode()))
    except InputError as refused:
        return {fault.code for fault in refused.faults}
    return set()


def schema(name: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json.loads(read_schema(name)), validate_formats=True)


@pytest.mark.parametrize("name", FORMATS)
def test_what_the_reader_takes_satisfies_the_schema_and_what_only_the_reader_refuses_needs_the_whole(name: str) -> None:
    document, read = FORMATS[name]
    check, wrong = schema(name), []
    for at in places(document):
        for value in STRANGE:
            other = changed(document, at, value)
            codes = codes_of(read, other)
            if not codes and not check.is_valid(other):
                wrong.append((at, value, "the schema refuses what is read"))
            # A pattern of times knows no lengths of months.
            beyond = OF_THE_WHOLE | ({"not_a_time", "not_a_date"} if value == "2026-02-30" else set())
            if codes and not codes & beyond and check.is_valid(other):
                wrong.append((at, value, f"the schema takes what is refused: {codes}"))
    assert wrong == []


@pytest.mark.parametrize("name", FORMATS)
def test_every_answer_to_a_changed_input_satisfies_its_schema(name: str) -> None:
    document, read = FORMATS[name]
    check = schema(RESULTS.get(name, f"{name}-result"))
    answered = 0
    for at in places(document):
        other = changed(document, at, None)
        if not codes_of(read, other):
            check.validate(json.loads(json_in_order(read(read_json(json.dumps(other).encode())))))
            answered += 1
    assert answered


def test_a_year_that_is_null_is_not_left_out_in_silence() -> None:
    assert "not_whole" in codes_of(cost_document, changed(COST, ("items", 1, "occurrence_years", 0), None))
