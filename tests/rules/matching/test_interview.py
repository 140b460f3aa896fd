"""The interview: only what matters, first what settles most, never twice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from rules.conditions import truth
from rules.matching.documents import interview_of
from rules.matching.offers import offer
from rules.profiles import read_profile
from rules.reading import load_edition
from rules.reading_build import plain
from rules.strict_yaml import read_yaml

ON = date(2026, 11, 28)
PROFILES = sorted((Path(__file__).parents[3] / "rules" / "examples").glob("*.yaml"))


@pytest.fixture(scope="module")
def edition():
    return load_edition()


@pytest.fixture(scope="module")
def asking(edition):
    return interview_of(edition)


def _facts(path, vocabulary):
    return read_profile(plain(read_yaml(path.read_text("utf-8"))[0]), vocabulary, ON)


def _asked(asking, facts, limit=60):
    """The questions in order, each with the answers given before it."""
    given, asked = {}, []
    while len(asked) < limit:
        question = asking.next_question(given, ON)
        if question is None:
            break
        asked.append((question, dict(given)))
        given = asking.record(given, {name: facts.get(name) for name in question.facts})
    return given, asked


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_fifteen_questions_leave_at_most_a_tenth_open(path, asking, edition):
    given, _ = _asked(asking, _facts(path, edition.vocabulary), limit=15)
    counts = asking.match(given, ON).counts()
    assert counts["unknown"] <= sum(counts.values()) / 10


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_all_questions_lead_to_the_list_of_the_full_profile(path, asking, edition):
    facts = _facts(path, edition.vocabulary)
    given, _ = _asked(asking, facts)
    match = asking.match(given, ON)
    assert not match.open
    assert dict(match.verdicts) == dict(asking.rules.match(facts, ON).verdicts)


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_nothing_is_asked_twice_or_without_need(path, asking, edition):
    _, asked = _asked(asking, _facts(path, edition.vocabulary))
    names = [name for question, _ in asked for name in question.facts]
    assert len(names) == len(set(names))
    for question, given in asked:
        known = asking.known(given).facts
        for name in question.facts:
            relevant = edition.vocabulary.facts[name].relevant_if
            assert relevant is None or truth(relevant, known) is not False
            assert name not in known


def test_the_activity_comes_first_when_nothing_is_known(asking):
    assert asking.next_question({}, ON).facts == ("okved",)


def test_what_a_person_does_not_know_is_not_asked_again(asking):
    given, asked = _asked(asking, {})
    names = [name for question, _ in asked for name in question.facts]
    assert len(names) == len(set(names))
    assert asking.match(given, ON).open


def test_the_same_answers_give_the_same_question(asking, edition):
    given = {"okved": ("56.10",), "legal_form": "ooo"}
    fresh = interview_of(edition)
    assert fresh.next_question(given, ON) == asking.next_question(given, ON)


def test_facts_of_one_screen_are_asked_together(asking, edition):
    _, asked = _asked(asking, _facts(PROFILES[0], edition.vocabulary))
    assert ("employees", "contractors_gph") in [question.facts for question, _ in asked]


def test_certain_answers_are_written_with_their_origin(asking):
    known = asking.known({"legal_form": "npd"})
    assert (known.facts["tax_regime"], known.facts["employees"]) == ("npd", Decimal(0))
    assert (known.origin("tax_regime"), known.origin("legal_form")) == ("implied", "given")
    assert known.origin("seats") is None


def test_an_edited_answer_takes_back_what_followed_from_it(asking):
    given = asking.record({"legal_form": "npd"}, {"legal_form": "ooo"})
    assert "tax_regime" not in asking.known(given).facts


def test_a_given_answer_is_never_overruled(asking):
    assert asking.known({"legal_form": "npd", "tax_regime": "osn"}).facts["tax_regime"] == "osn"


def test_a_value_brings_the_values_it_implies(asking):
    given = asking.record({}, {"activities": ("dental_services",)})
    assert given["activities"] == ("dental_services", "medical_services", "services_to_people")


def test_without_staff_the_question_about_them_is_settled(asking):
    known = asking.known({"employees": Decimal(0), "contractors_gph": Decimal(0), "activities": ("freight",)})
    assert known.facts["staff"] == ()


def test_likely_values_come_first_and_certain_ones_are_ticked(asking):
    given = {"okved": ("56.10",), "legal_form": "ooo"}
    question = asking.next_question(given, ON)
    assert question.facts == ("activities",)
    offer = question.offers["activities"]
    assert {"serves_food", "delivers_food"} <= offer.ticked
    assert "serves_food" in offer.likely
    assert len(offer.likely) <= 7
    shown = [*offer.likely, *(value for section in offer.sections for value in section.values)]
    assert sorted(shown) == sorted(asking.vocabulary.facts["activities"].values)


def test_sections_that_cannot_matter_are_folded_or_left_out(asking):
    given = {
        "okved": ("62.01",),
        "legal_form": "ooo",
        "activities": ("software_development",),
        "premises": ("office",),
        "vehicles_trucks": Decimal(0),
        "vehicles_buses": Decimal(0),
    }
    found = offer(asking.vocabulary.facts["equipment"], asking.known(given).facts, asking.priors)
    assert "tachograph_vehicles" in found.skipped
    assert {section.id: section.folded for section in found.sections}["medical"] is True


def test_the_reason_to_ask_counts_open_requirements(asking):
    question = asking.next_question({"okved": ("56.10",)}, ON)
    match = asking.match({"okved": ("56.10",)}, ON)
    depending = [name for name in match.open if set(match.missing(name)) & set(question.facts)]
    assert question.depends == len(depending)
