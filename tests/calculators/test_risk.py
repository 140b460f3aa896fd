"""The category of risk: assigned, computed, low by default; what-if; levers; learning a fact turns no verdict."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.risk import Assigned, Basis, RiskObject, assess, whatif
from calculators.risk_documents import read_object, risk_document, verdict_document
from rules.control import RiskCategory, control_type, control_types
from rules.faults import InputError
from rules.reading import load_edition

TODAY = date(2026, 11, 28)
EDUCATION = control_type("education")
FACTS = tuple(EDUCATION.vocabulary.facts)
PROBABILITY, INTEGRITY = FACTS[:4], FACTS[4:]
NO_GOOD_FAITH = dict.fromkeys(INTEGRITY, False)
ANSWERS = st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in FACTS})
ASSIGNED = st.sampled_from([None, Assigned(RiskCategory.HIGH, date(2025, 3, 10)), Assigned(RiskCategory.MEDIUM)])


def school(facts: dict[str, Any], assigned: Assigned | None = None) -> RiskObject:
    """Return an object of education control."""
    return RiskObject(EDUCATION, facts, assigned)


@pytest.mark.parametrize(
    ("count", "category"),
    [(0, RiskCategory.LOW), (1, RiskCategory.MEDIUM), (2, RiskCategory.HIGH), (4, RiskCategory.HIGH)],
)
def test_one_criterion_of_probability_makes_medium_and_two_make_high(count: int, category: RiskCategory) -> None:
    facts = {name: index < count for index, name in enumerate(PROBABILITY)}
    found = assess(school({**facts, **NO_GOOD_FAITH}), TODAY)
    assert (found.category, found.basis) == (category, Basis.COMPUTED)


def test_all_signs_of_good_faith_lower_the_category_by_one_step_of_the_type() -> None:
    facts = {**dict.fromkeys(PROBABILITY, True), **dict.fromkeys(INTEGRITY, True)}
    assert assess(school(facts), TODAY).category is RiskCategory.MEDIUM


def test_some_signs_of_good_faith_leave_it_open_because_the_act_was_not_read_there() -> None:
    facts = {**dict.fromkeys(PROBABILITY, True), **NO_GOOD_FAITH, INTEGRITY[0]: True}
    found = assess(school(facts), TODAY)
    assert (found.category, found.missing, found.rule_open) == (None, (), True)
    assert found.range == (RiskCategory.MEDIUM, RiskCategory.HIGH)


def test_an_object_nobody_has_assigned_is_low_where_the_criteria_are_not_known() -> None:
    for code in ("sanitary", "fire", "labour", "ecology", "consumer", "personal_data"):
        found = assess(RiskObject(control_type(code)), TODAY)
        assert (found.category, found.basis) == (RiskCategory.LOW, Basis.DEFAULT_LOW)
        assert found.next_planned is not None
        assert found.next_planned.often.value is not None
        assert found.next_planned.often.value.never


def test_a_missing_fact_is_one_that_can_still_decide() -> None:
    two = {PROBABILITY[0]: True, PROBABILITY[1]: True}
    assert set(assess(school(two), TODAY).missing) == set(INTEGRITY)
    assert set(assess(school(NO_GOOD_FAITH), TODAY).missing) == set(PROBABILITY)
    assert assess(school({**two, **NO_GOOD_FAITH}), TODAY).missing == ()


def test_an_assigned_category_counts_and_the_clock_runs_from_its_day() -> None:
    found = assess(school({}, Assigned(RiskCategory.HIGH, date(2025, 3, 10))), TODAY)
    assert (found.category, found.basis) == (RiskCategory.HIGH, Basis.ASSIGNED)
    assert found.next_planned is not None
    assert found.next_visit is not None
    assert found.next_planned.on == date(2027, 3, 10)
    assert found.next_visit.on == date(2026, 3, 10)
    assert found.next_planned.either


def test_after_an_event_the_interval_runs_from_the_event() -> None:
    thing = RiskObject(EDUCATION, {}, Assigned(RiskCategory.HIGH, date(2024, 1, 10)), last_planned=date(2026, 2, 1))
    found = assess(thing, TODAY).next_planned
    assert found is not None
    assert found.on == date(2028, 2, 1)


@pytest.mark.parametrize(("category", "years"), [("SIGNIFICANT", 3), ("MEDIUM", 5), ("MODERATE", 6)])
def test_middle_categories_have_visits_and_no_planned_events(category: str, years: int) -> None:
    thing = RiskObject(control_type("sanitary"), {}, Assigned(RiskCategory(category), date(2026, 1, 31)))
    found = assess(thing, TODAY)
    assert found.next_planned is not None
    assert found.next_visit is not None
    assert found.next_planned.often.value is not None
    assert found.next_planned.often.value.never
    assert found.next_visit.on == date(2026 + years, 1, 31)
    assert found.barred is True


def test_the_act_of_the_type_may_switch_visits_off_for_a_category() -> None:
    found = assess(school({}, Assigned(RiskCategory.MEDIUM, date(2026, 1, 31))), TODAY).next_visit
    assert found is not None
    assert found.often.value is not None
    assert found.often.value.never


def test_where_another_law_governs_nothing_is_said() -> None:
    answer = risk_document({"control_type": "tax"}, TODAY)
    assert (answer["category"], answer["next_planned"], answer["moratorium"]) == (None, None, None)
    assert "Налоговый кодекс" in answer["text"]["ru"]


@settings(max_examples=150)
@given(facts=ANSWERS, assigned=ASSIGNED)
def test_a_lever_becomes_what_the_engine_says_of_the_changed_fact(
    facts: dict[str, Any], assigned: Assigned | None
) -> None:
    thing = school(facts, assigned)
    found = assess(thing, TODAY)
    for lever in found.levers:
        after = whatif(thing, {lever.fact: lever.value}, TODAY)
        assert after.computed is lever.becomes
        assert lever.becomes.level < (found.category or found.range[1]).level  # type: ignore[index]


@settings(max_examples=150)
@given(facts=ANSWERS, assigned=ASSIGNED, name=st.sampled_from(FACTS), value=st.sampled_from([True, False, None]))
def test_what_if_equals_the_engine_on_the_changed_object(
    facts: dict[str, Any], assigned: Assigned | None, name: str, value: bool | None
) -> None:
    assert whatif(school(facts, assigned), {name: value}, TODAY) == assess(
        school({**facts, name: value}, assigned), TODAY
    )


@settings(max_examples=200)
@given(facts=ANSWERS, assigned=ASSIGNED, learned=st.dictionaries(st.sampled_from(FACTS), st.booleans()))
def test_learning_a_fact_never_turns_a_settled_category(
    facts: dict[str, Any], assigned: Assigned | None, learned: dict[str, bool]
) -> None:
    more = {name: learned.get(name) if value is None else value for name, value in facts.items()}
    before, after = assess(school(facts, assigned), TODAY), assess(school(more, assigned), TODAY)
    if before.category:
        assert after.category is before.category
    if before.barred is not None:
        assert after.barred is before.barred
    assert before.range is not None
    assert after.range is not None
    assert before.range[0].level <= after.range[0].level <= after.range[1].level <= before.range[1].level


@settings(max_examples=100)
@given(facts=ANSWERS)
def test_a_fact_that_is_not_missing_cannot_settle_anything(facts: dict[str, Any]) -> None:
    found = assess(school(facts), TODAY)
    for name in FACTS:
        if facts[name] is None and name not in found.missing and found.computed is None:
            for value in (True, False):
                assert assess(school({**facts, name: value}), TODAY).range == found.range


def test_every_fault_of_an_object_is_told_at_once() -> None:
    wrong = {
        "control_type": "education",
        "facts": {"complaint": True, "penalty_in_three_years": "yes"},
        "assigned": {"category": "HUGE", "on": "2026-13-01", "who": "я"},
        "last_visit": "2027-01-01",
        "name": "x",
    }
    with pytest.raises(InputError) as refused:
        read_object(wrong, TODAY)
    assert {fault.field for fault in refused.value.faults} == {
        *("facts.complaint", "facts.penalty_in_three_years", "assigned.category", "assigned.on", "assigned.who"),
        *("last_visit", "name"),
    }


def test_a_category_is_not_assigned_by_a_decision_of_a_day_to_come() -> None:
    thing = {"control_type": "fire", "assigned": {"category": "HIGH", "on": TODAY.isoformat()}}
    assert read_object(thing, TODAY).assigned == Assigned(RiskCategory.HIGH, TODAY)
    thing["assigned"] = {"category": "HIGH", "on": (TODAY + timedelta(days=1)).isoformat()}
    with pytest.raises(InputError) as refused:
        read_object(thing, TODAY)
    assert [one.field for one in refused.value.faults] == ["assigned.on"]


def test_an_unknown_type_of_control_is_refused_naming_the_closest() -> None:
    with pytest.raises(InputError) as refused:
        read_object({"control_type": "eduction"}, TODAY)
    assert "education" in refused.value.faults[0].remedy.ru


@pytest.mark.parametrize("code", list(control_types()))
def test_every_sentence_of_the_answer_is_there_in_both_languages(code: str) -> None:
    thing = RiskObject(control_type(code), {}, Assigned(RiskCategory.HIGH, date(2025, 3, 10)))
    answer = verdict_document(thing, assess(thing, TODAY), TODAY)
    texts = [answer["text"], *(row["text"] for row in (*answer["because"], *answer["levers"]))]
    texts += [answer[name]["text"] for name in ("next_planned", "next_visit", "moratorium") if answer[name]]
    assert all(text["ru"].strip() and text["en"].strip() for text in texts)


def test_a_lever_carries_the_effort_of_the_requirement_behind_its_criterion_and_others_are_not_estimated() -> None:
    requirements = load_edition().requirements
    late = {**dict.fromkeys(PROBABILITY[:2], True), **dict.fromkeys(PROBABILITY[2:], False)}
    thing = school({**late, **dict.fromkeys(INTEGRITY, True), "data_submitted_in_time": False})
    found = assess(thing, TODAY)
    levers = {one["criterion"]: one for one in verdict_document(thing, found, TODAY, requirements)["levers"]}
    ((code, effort),) = [(one["requirement"], one) for one in levers["data_in_time"]["effort"]]
    known = requirements[code].effort
    assert known is not None
    assert (code, effort["one_off_hours"]) == ("education.frdo", str(known.one_off_hours))
    assert (
        "Оценка сил: сразу 10\u00a0ч, 20\u00a0000–120\u00a0000\u00a0₽, потом каждый раз 1\u00a0ч."
        in levers["data_in_time"]["text"]["ru"]
    )
    without = verdict_document(thing, found, TODAY)["levers"]
    assert {one["effort"] for one in without} == {None}
    assert all("не оценено" in one["text"]["ru"] for one in without)


def test_criteria_name_only_requirements_of_the_catalogue() -> None:
    known = load_edition().requirements
    named = [code for type_ in control_types().values() for one in type_.criteria for code in one.requirements]
    assert named
    assert [code for code in named if code not in known] == []


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_category_assigned_in_a_year_without_control_is_refused_by_name(day: str) -> None:
    with pytest.raises(InputError) as refused:
        risk_document({"control_type": "fire", "assigned": {"category": "HIGH", "on": day}}, TODAY)
    assert [fault.field for fault in refused.value.faults] == ["assigned.on"]
