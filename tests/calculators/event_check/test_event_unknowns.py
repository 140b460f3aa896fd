"""What is not known never becomes no: learning a fact of an event never turns a settled answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.event_check import event_check_document
from rules.control import event_rules
from rules.faults import InputError

BASE = yaml.safe_load((Path(__file__).parents[2] / "cases" / "event_check" / "base.yaml").read_text("utf-8"))
RULES = event_rules()
TRUTH = st.booleans()
TIMES = st.sampled_from(
    [
        "2026-11-27T10:00+03:00",
        "2026-11-29T10:00+03:00",
        "2026-11-29T10:00:01+03:00",
        "2026-11-29T23:00+10:00",
        "2026-11-28",
        "2026-11-29",
        "2026-11-29T09:00",
        "none",
    ]
)
# Whole events: the type of control, special cases and the words of people are given, the facts may be anything.
EVENTS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(list(RULES.kinds)),
        "ground": st.sampled_from([*RULES.grounds, "NONE"]),
        "planned": TRUTH,
        "in_plan": TRUTH,
        "category": st.sampled_from(["LOW", "MEDIUM", "HIGH", "EXTREME"]),
        "region": st.sampled_from(["77", "16", "25"]),
        "previous_same_event": st.sampled_from(["none", "2024-11-30", "2025-01-10", "2026-06-01"]),
        "approval": st.sampled_from(["given", "refused", "not_asked"]),
        "notice_at": TIMES,
        "start": st.sampled_from(["2026-11-30T10:00+03:00", "2026-11-30", "2026-11-30T10:00"]),
        "end": st.sampled_from(["2026-11-30T18:00+03:00", "2026-12-11T18:00+03:00", "2026-12-14", "2026-12-18T18:00"]),
        "size": st.sampled_from(["micro", "small", "medium", "large"]),
        "interaction_hours": st.sampled_from([1, 8, 9, 15, 16, 40, 41, 50, 51]),
        "actions": st.lists(st.sampled_from(list(RULES.actions)), unique=True, max_size=4),
        "people_named": st.sampled_from([["А"], ["А", "Б"]]),
        "people_present": st.sampled_from([["А"], ["Б"], [], [{"name": "В", "role": "expert"}]]),
        "registry_number": st.sampled_from(["", "77260011100200300400"]),
        "norms": st.lists(
            st.sampled_from(["in_force", "ended", "not_a_requirement", "not_applicable"]).map(
                lambda status: {"act": "Закон", "status": status}
            ),
            max_size=3,
        ),
        "act_shown": TRUTH,
        "irrelevant_papers_asked": TRUTH,
        "originals_seized": TRUTH,
        "usual_working_days": st.sampled_from([1, 5]),
        "same_events_in_year": st.sampled_from([1, 2, 3]),
    }
)
TYPES = st.sampled_from(["education", "sanitary", "personal_data", "tax"])


def results(event: dict[str, Any]) -> list[str]:
    """Return the twelve answers."""
    return [test["result"] for test in event_check_document(event)["tests"]]


@settings(max_examples=200)
@given(event=EVENTS, type_=TYPES, data=st.data())
def test_learning_a_fact_never_turns_a_settled_answer(event: dict[str, Any], type_: str, data: Any) -> None:
    whole = {"control_type": type_, **event}
    hidden = data.draw(st.sets(st.sampled_from(sorted(event)), max_size=len(event)))
    still = data.draw(st.sets(st.sampled_from(sorted(hidden)))) if hidden else set()
    less = {name: None if name in hidden else value for name, value in whole.items()}
    more = {name: None if name in still else value for name, value in whole.items()}
    for n, (before, after) in enumerate(zip(results(less), results(more), strict=True), 1):
        assert before in ("unknown", after), (n, before, after)


@settings(max_examples=100)
@given(event=EVENTS, data=st.data())
def test_an_unknown_answer_names_something_that_is_not_known(event: dict[str, Any], data: Any) -> None:
    hidden = data.draw(st.sets(st.sampled_from(sorted(event)), max_size=len(event)))
    shown = {name: None if name in hidden else value for name, value in event.items()}
    for test in event_check_document({"control_type": "education", **shown})["tests"]:
        if test["result"] == "unknown":
            assert test["missing"], test
        else:
            assert test["missing"] == []


def test_an_event_of_which_nothing_is_known_is_unknown_in_every_test() -> None:
    assert results({}) == ["unknown"] * 12


def test_tax_control_is_outside_the_law_and_nothing_is_called_a_breach() -> None:
    found = event_check_document({**BASE, "control_type": "tax", "registry_number": ""})
    assert {test["result"] for test in found["tests"]} == {"unknown"}
    assert "Налоговый кодекс" in found["note"]["ru"]


def test_personal_data_control_without_interaction_is_outside_the_law() -> None:
    inside = event_check_document({**BASE, "control_type": "personal_data"})
    outside = event_check_document({**BASE, "control_type": "personal_data", "kind": "MONITORING"})
    assert "note" not in inside
    assert "note" in outside


def test_every_fault_of_an_event_is_told_at_once() -> None:
    wrong = {
        "kind": "ONSITE",
        "ground": 7,
        "planned": "yes",
        "region": "777",
        "notice_at": "2026-02-30",
        "start": "tomorrow",
        "interaction_hours": -1,
        "actions": ["обыск"],
        "norms": [{"status": "old"}],
        "people_present": [5],
        "colour": "red",
    }
    with pytest.raises(InputError) as refused:
        event_check_document(wrong)
    fields = {fault.field for fault in refused.value.faults}
    assert fields == {
        *("kind", "ground", "planned", "region", "notice_at", "start", "interaction_hours"),
        *("actions[0]", "norms[0].status", "people_present[0]", "colour"),
    }


def test_facts_that_cannot_be_true_together_are_refused() -> None:
    wrong = {**BASE, "end": "2026-11-29T10:00+03:00", "previous_same_event": "2027-01-01"}
    with pytest.raises(InputError) as refused:
        event_check_document(wrong)
    assert {fault.code for fault in refused.value.faults} == {"end_before_start", "previous_after_start"}


@pytest.mark.parametrize("name", ["notice_at", "start", "end", "previous_same_event"])
@pytest.mark.parametrize("year", ["0001", "1989", "2101", "9999"])
def test_a_year_without_control_is_refused_by_name(name: str, year: str) -> None:
    day = f"{year}-01-01" if name == "previous_same_event" else f"{year}-01-01T00:00:00+03:00"
    with pytest.raises(InputError) as refused:
        event_check_document({"kind": "ON_SITE", name: day})
    assert [fault.field for fault in refused.value.faults] == [name]


def test_where_the_kind_decides_which_law_holds_nothing_is_settled_before_it_is_known() -> None:
    found = event_check_document({**BASE, "control_type": "personal_data", "kind": None})
    assert {test["result"] for test in found["tests"]} == {"unknown"}
    assert all(test["missing"] == ["kind"] for test in found["tests"])
    assert found["others"] == []
