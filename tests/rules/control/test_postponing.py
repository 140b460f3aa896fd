"""Which way to get more time is open, by cases; on what a request by right may be refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from rules.control import event_rules
from rules.control.postponing import NOT_OVER, REFUSALS, Route, Standing, refusals, unannounced, ways
from rules.procedures import procedures

CASES = yaml.safe_load(
    (Path(__file__).parents[2] / "cases" / "control" / "postponing" / "ways.yaml").read_text("utf-8")
)
WORDS = {True: True, False: False, None: "unknown"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_way_is_open_closed_or_not_known(case):
    found = {way.route.value: way for way in ways(Standing(**case["event"]))}
    assert {route: WORDS[found[route].opened] for route in case["ways"]} == case["ways"]
    for route, words in case.get("says", {}).items():
        assert words in found[route].why.ru


def test_every_way_says_in_both_languages_what_it_is_worth_and_what_proves_it():
    for way in ways(Standing("ON_SITE", "SCHEDULED", "organisation")):
        for text in (way.title, way.why, way.worth, way.proof):
            assert text.ru
            assert text.en
        assert way.article


def test_a_listed_cause_of_a_person_is_refused_for_want_of_proof_alone():
    assert list(refusals("citizen", "ILLNESS", ("ILLNESS", "SUMMONS"))) == ["NO_PROOF"]
    assert list(refusals("citizen", "BUSINESS_TRIP", ("ILLNESS",))) == ["NOT_LISTED", "NO_PROOF"]
    assert list(refusals("organisation", "ILLNESS", ("ILLNESS",))) == ["NOT_A_PERSON", "NO_PROOF"]


def test_what_is_not_known_may_be_refused_with_reasons():
    assert list(refusals(None, "ILLNESS", ())) == list(REFUSALS)


def test_the_four_kinds_that_come_without_notice_are_those_of_the_law():
    kinds = {
        code for code, kind in event_rules().kinds.items() if kind.contact and not kind.special and unannounced(code)
    }
    assert kinds == {"TEST_PURCHASE", "MONITORING_PURCHASE", "SELECTIVE_CONTROL", "INSPECTION_VISIT"}


def test_the_event_can_be_postponed_exactly_where_the_right_is_open():
    step = next(step for step in procedures()["control_event"].steps if step.action == "postpone")
    assert set(step.froms) == NOT_OVER


def test_the_two_ways_of_the_event_are_the_rows_of_its_procedure():
    conditions = {step.only_if for step in procedures()["postponement"].steps if step.action == "submit"}
    assert conditions == {"by_absence", "by_agreement"}
    assert list(Route)[:2] == [Route.ABSENCE, Route.SHIFT]
