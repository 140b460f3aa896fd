"""Which days a requirement is on the list."""

from __future__ import annotations

from datetime import date

import pytest

from rules.conditions import Always
from rules.matching import Rule, RuleSet
from rules.requirements import InForce

FIRST, LAST = date(2026, 3, 1), date(2026, 12, 31)


def _match(on, replaced_by=None):
    rule = Rule("r", Always(), InForce(FIRST, LAST), replaced_by)
    return RuleSet([rule], None).match({}, on)


@pytest.mark.parametrize("on", [FIRST, LAST, date(2026, 6, 1)])
def test_the_first_and_the_last_day_are_in_force(on):
    assert dict(_match(on).verdicts) == {"r": "applies"}
    assert _match(on).status("r") is None


def test_the_day_before_is_not_yet():
    match = _match(date(2026, 2, 28))
    assert (dict(match.verdicts), match.not_in_force()) == ({}, {"not_yet": 1, "ended": 0})


@pytest.mark.parametrize("on", [date(2027, 1, 1), date(2027, 12, 31)])
def test_for_a_year_an_ended_entry_without_successor_stays_and_says_so(on):
    match = _match(on)
    assert dict(match.verdicts) == {"r": "applies"}
    assert match.status("r") == "ended_successor_unknown"
    assert match.not_in_force() == {"not_yet": 0, "ended": 0}


def test_after_a_year_it_is_gone():
    match = _match(date(2028, 1, 1))
    assert (dict(match.verdicts), match.not_in_force()) == ({}, {"not_yet": 0, "ended": 1})


def test_an_entry_with_a_successor_goes_at_once():
    match = _match(date(2027, 1, 1), replaced_by="other")
    assert (dict(match.verdicts), match.not_in_force()) == ({}, {"not_yet": 0, "ended": 1})


def test_without_a_day_everything_is_in_force():
    assert dict(_match(None).verdicts) == {"r": "applies"}
