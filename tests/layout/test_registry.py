"""Every requirement says where it stands, since when and until when, and what it was tried on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rules.conditions import Always
from rules.matching import RuleSet, compile_requirements
from rules.reading import read_registry
from rules.requirements import Edition, Requirement

YEAR_END, NEW_YEAR = date(2026, 12, 31), date(2027, 1, 1)


@pytest.fixture(scope="module")
def edition() -> Edition:
    """The registry as it stands in the files."""
    return read_registry()


@pytest.fixture(scope="module")
def ruleset(edition: Edition) -> RuleSet:
    """Its conditions, compiled."""
    return compile_requirements(edition.requirements, edition.vocabulary)


def lacks(entry: Requirement, edition: Edition) -> Iterator[str]:
    """Yield what an entry does not say and should."""
    act = entry.act
    if not (act.type and act.number and act.date and entry.provision):
        yield "source"
    if entry.in_force.from_ is None:
        yield "in_force.from"
    if entry.case_applies is None or (entry.case_not is None and entry.applies_when != Always()):
        yield "cases"
    if not entry.situations or set(entry.situations) - {*edition.situations, "all"}:
        yield "situations"
    if entry.plain is None or not (entry.plain.ru and entry.plain.en and entry.title.ru and entry.title.en):
        yield "plain words in both languages"
    if entry.verified and not entry.checked_in:
        yield "where it was read"


def floats(value: Any, path: str = "") -> Iterator[str]:
    """Yield where a float stands."""
    if isinstance(value, float):
        yield path
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from floats(part, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value):
            yield from floats(part, f"{path}[{number}]")


def test_every_requirement_says_its_source_its_days_its_cases_and_its_situations(edition: Edition) -> None:
    entries = edition.requirements.values()
    assert [f"{entry.id}: no {what}" for entry in entries for what in lacks(entry, edition)] == []


def test_money_is_never_a_float(edition: Edition) -> None:
    entries = edition.requirements.values()
    assert [f"{entry.id}{path}" for entry in entries for path in floats(dict(entry.raw))] == []
    fines = [
        amount
        for entry in entries
        for sanction in entry.sanctions
        for span in (sanction.citizen, sanction.ip, sanction.official, sanction.company)
        for amount in span or ()
    ]
    assert {type(amount) for amount in fines} == {Decimal}


def test_an_entry_that_has_ended_without_a_successor_stays_and_says_so(edition: Edition, ruleset: RuleSet) -> None:
    match = ruleset.match({}, NEW_YEAR)
    ended = [entry for entry in edition.requirements.values() if entry.in_force.until == YEAR_END]
    assert ended
    lost = [one.id for one in ended if not one.replaced_by and match.status(one.id) != "ended_successor_unknown"]
    assert lost == []


def test_an_entry_that_names_a_successor_names_one_that_exists(edition: Edition) -> None:
    named = {entry.id: entry.replaced_by for entry in edition.requirements.values() if entry.replaced_by}
    assert {entry: other for entry, other in named.items() if other not in edition.requirements} == {}


def test_overlaps_name_entries_that_exist(edition: Edition) -> None:
    named = [(entry.id, overlap.with_) for entry in edition.requirements.values() for overlap in entry.overlaps]
    assert [pair for pair in named if pair[1] not in edition.requirements] == []
