"""What a business writes for itself moves its own computed risk alone; an authority's object rests on its row."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from backend.assessments.models import Answer, AnswerValue, Mark, Rated
from backend.risk.facts import kept_facts, known_facts
from backend.risk.integrity import criteria, facts_from
from backend.risk.models import ControlObject, IntegrityMeasure, Source
from backend.risk.objects import as_business_sees, compare, own_risk_object, risk_object
from calculators.risk import assess, whatif
from rules.control import control_type

TODAY = date(2026, 11, 28)
NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
EDUCATION = control_type("education")
FACTS = tuple(EDUCATION.vocabulary.facts)
ANSWERS = st.dictionaries(st.sampled_from(FACTS), st.sampled_from([True, False, None]))
CATEGORIES = st.sampled_from([None, "LOW", "MEDIUM", "HIGH"])
PLENTY = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def note(facts, category=None, source=Source.BUSINESS):
    return ControlObject(
        source=source, control_type="education", facts=kept_facts(facts), category=category, created_at=NOW
    )


def measure(criterion, since=date(2025, 1, 1), until=None, place_id=""):
    return IntegrityMeasure(
        business_id="b",
        kind="no_breaches",
        criterion=criterion,
        since=since,
        until=until,
        place_id=place_id,
        created_at=NOW,
    )


@PLENTY
@given(ANSWERS, ANSWERS, CATEGORIES)
def test_what_if_says_what_the_engine_says_of_the_changed_facts(held, changes, category):
    thing = own_risk_object(note(held, category), (), TODAY)
    now, then = compare(thing, changes, TODAY)
    changed = {name: value for name, value in {**held, **changes}.items() if value is not None}
    assert now == assess(thing, TODAY)
    assert then == whatif(thing, changes, TODAY)
    assert (then.category, then.computed, then.range) == _engine(changed, category)


def _engine(facts, category):
    found = assess(risk_object(note(facts, category)), TODAY)
    return found.category, found.computed, found.range


@PLENTY
@given(ANSWERS)
def test_facts_survive_being_kept(facts):
    assert known_facts(EDUCATION, kept_facts(facts)) == facts


def test_a_fact_the_criteria_ask_for_no_more_is_passed_over():
    assert known_facts(EDUCATION, {"gone": True, FACTS[0]: False}) == {FACTS[0]: False}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (measure("education.no_breaches"), {"no_breaches_in_three_years": True}),
        (measure("education.no_breaches", date(2020, 1, 1), date(2023, 11, 27)), {}),
        (measure("education.no_breaches", date(2026, 11, 29)), {}),
        (measure("education.no_breaches", place_id="another"), {}),
        (measure(""), {}),
        (measure("education.gone"), {}),
    ],
)
def test_the_ledger_speaks_by_criterion_place_and_window(row, expected):
    assert facts_from([row], EDUCATION, "", TODAY) == expected


def test_a_measure_of_one_type_says_nothing_of_another():
    assert facts_from([measure("education.no_breaches")], control_type("labour"), "", TODAY) == {}


def test_an_answer_of_the_owner_outweighs_the_ledger():
    row = note({"no_breaches_in_three_years": False})
    thing = own_risk_object(row, [measure("education.no_breaches")], TODAY)
    assert thing.facts["no_breaches_in_three_years"] is False


def test_every_criterion_of_good_faith_can_be_met():
    assert {code for code in criteria() if code.startswith("education.")} == {
        "education.no_breaches",
        "education.accreditation_met",
        "education.data_in_time",
        "education.monitoring_met",
    }


@PLENTY
@given(ANSWERS, CATEGORIES)
def test_an_authoritys_object_is_the_same_in_a_world_with_and_without_the_business_side(held, category):
    row = note(held, category, Source.AUTHORITY)
    before = assess(risk_object(row), TODAY)
    measures = [measure(code) for code in criteria()]
    assert assess(risk_object(row), TODAY) == before
    assert measures  # they are there, and nobody asks for them


def test_ledger_answers_and_marks_of_a_business_change_nothing_of_its_authoritys_object(owner, session: Session):
    facts = {"penalty_in_three_years": True, "no_breaches_in_three_years": None}
    row = note(facts, None, Source.AUTHORITY)
    row.business_id = owner.business.id
    session.add(row)
    session.flush()
    before = assess(risk_object(row), TODAY)
    about = {"business_id": owner.business.id, "requirement": "fire.report", "requirement_version": "x"}
    session.add(Answer(value=AnswerValue.NO, at=NOW, **about))
    session.add(Mark(rated=Rated.LAW, clarity=1, at=NOW, **about))
    for code in criteria():
        session.add(
            IntegrityMeasure(
                business_id=owner.business.id,
                kind="no_breaches",
                criterion=code,
                since=date(2025, 1, 1),
                created_at=NOW,
            )
        )
    session.flush()
    session.refresh(row)
    assert assess(risk_object(row), TODAY) == before
    seen = as_business_sees(session, row, TODAY)
    assert seen is not None
    assert dict(seen.facts) == {}
