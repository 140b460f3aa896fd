"""Each requirement has its cases: one it binds, one it does not, and one that leaves the answer open."""

import pytest

from rules.conditions import Always, truth
from rules.profiles import check_facts, read_facts
from rules.reading import load_edition

EDITION = load_edition()
ENTRIES = sorted(EDITION.requirements)


def case(name, which):
    return read_facts(getattr(EDITION.requirements[name], which), EDITION.vocabulary)


@pytest.mark.parametrize("name", ENTRIES)
def test_the_cases_give_the_verdicts_they_promise(name):
    entry = EDITION.requirements[name]
    assert truth(entry.applies_when, case(name, "case_applies")) is True
    if entry.applies_when == Always():
        return
    assert truth(entry.applies_when, case(name, "case_not")) is False


@pytest.mark.parametrize("name", ENTRIES)
def test_leaving_out_deciding_facts_leaves_the_answer_open(name):
    condition = EDITION.requirements[name].applies_when
    if condition == Always():
        return
    facts = case(name, "case_applies")
    answers = set()
    while facts:
        facts.pop(next(iter(facts)))
        answers.add(truth(condition, facts))
    assert None in answers


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_says_its_source_and_its_dates(name):
    entry = EDITION.requirements[name]
    assert entry.act.type
    assert entry.act.number
    assert entry.act.title
    assert entry.provision
    assert entry.in_force.from_ is not None
    assert entry.authority in EDITION.authorities
    assert entry.plain is not None
    assert entry.plain.ru
    assert entry.plain.en
    assert entry.checked_in or not entry.verified


def test_no_case_uses_a_class_where_a_code_is_meant():
    short = [
        name
        for name in ENTRIES
        for which in ("case_applies", "case_not")
        if check_facts(getattr(EDITION.requirements[name], which) or {}, EDITION.vocabulary)[1]
    ]
    assert short == []


def test_a_frequency_is_a_whole_number_or_a_fraction():
    inexact = [
        name
        for name in ENTRIES
        if not isinstance((EDITION.requirements[name].raw.get("recurrence") or {}).get("times_per_year", 1), int | str)
    ]
    assert inexact == []
