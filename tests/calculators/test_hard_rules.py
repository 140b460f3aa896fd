"""Rules of 248-ФЗ that the pure cores keep: each a test."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
import yaml

from calculators.event_check import event_check_document
from calculators.risk import RiskObject, assess
from rules.control import RiskCategory, control_type, control_types, event_rules

BASE = yaml.safe_load((Path(__file__).parents[1] / "cases" / "event_check" / "base.yaml").read_text("utf-8"))
TODAY = date(2026, 11, 28)


def points(**change: object) -> dict[str, str]:
    """Return the further points of an event by code, with their result."""
    return {point["code"]: point["result"] for point in event_check_document({**BASE, **change})["others"]}


def test_a_consultation_never_reaches_the_category_of_risk() -> None:
    # 50(7): an object of risk has no place for questions, messages or marks.
    assert {one.name for one in fields(RiskObject)} == {
        *("control_type", "facts", "assigned", "last_planned", "last_visit"),
    }
    names = {fact for type_ in control_types().values() for fact in type_.vocabulary.facts}
    assert [name for name in names if "consult" in name or "question" in name or "score" in name] == []


@pytest.mark.parametrize("code", [code for code, type_ in control_types().items() if not type_.criteria_known])
def test_an_unassigned_object_is_low(code: str) -> None:
    # 24(4)
    found = assess(RiskObject(control_type(code)), TODAY)
    assert found.category is (RiskCategory.LOW if control_type(code).has_clocks else None)


def test_an_event_without_a_number_in_the_register_is_a_breach() -> None:
    # 19(4), 64(2)
    assert event_check_document({**BASE, "registry_number": ""})["tests"][10]["result"] == "breach"


def test_papers_that_the_state_holds_and_papers_before_the_start_are_breaches() -> None:
    # 37(6), 37(8)
    assert points(papers_held_by_state_asked=True, papers_asked_before_start=True) == {
        "papers_held_by_state_asked": "breach",
        "papers_asked_before_start": "breach",
    }
    assert points(papers_held_by_state_asked=False) == {"papers_held_by_state_asked": "clean"}
    assert points(papers_held_by_state_asked=None) == {"papers_held_by_state_asked": "unknown"}


def test_filming_may_not_be_hindered() -> None:
    # 37(11)
    assert points(filming_hindered=True) == {"filming_hindered": "breach"}


def test_a_mandatory_visit_is_no_control_event_and_has_no_ground_of_57() -> None:
    # 45(1)7, 52.1: visits stand among preventive measures.
    assert "PREVENTIVE_VISIT" in event_rules().preventive
    assert not any("VISIT" in code and "INSPECTION" not in code for code in event_rules().kinds)


def test_compulsory_preventive_measures_of_state_control_are_1_2_4_5_7() -> None:
    # 45(2)
    compulsory = [number for number, one in enumerate(event_rules().preventive.values(), 1) if one.compulsory_for_state]
    assert compulsory == [1, 2, 4, 5, 7]
