"""The bench prints what the contract names, and asks other engines exactly what ours is asked."""

from __future__ import annotations

import json

import pytest

from tests.bench.businesses import examples, with_gaps
from tests.bench.figures import Figure
from tests.bench.foreign import in_json_logic, in_zen, plain, verdicts_of
from tests.rules.registry.places import edition

KEYS = ["bench", "ours", "peer", "peer_name", "ratio", "unit", "n"]


def test_a_line_has_the_keys_of_the_contract() -> None:
    line = json.loads(Figure("match", 0.25, 1.0, "zen-engine", "ms", 562).line())
    assert list(line) == KEYS
    assert line["ratio"] == 4


def test_a_ratio_above_one_is_in_our_favour_also_where_more_is_better() -> None:
    assert Figure("right", 0.9, 0.6, "x", "share", 1, more_is_better=True).ratio == pytest.approx(1.5)


def test_without_a_peer_there_is_no_ratio() -> None:
    line = json.loads(Figure("step", 5.0, None, None, "ms", 1).line())
    assert (line["peer"], line["peer_name"], line["ratio"]) == (None, None, None)


def test_a_copy_of_a_business_lacks_a_quarter_of_its_facts() -> None:
    known, left = len(examples()[0]), len(with_gaps()[0])
    assert left == known - round(known / 4)


def test_two_questions_of_two_values_say_what_one_of_three_says() -> None:
    assert verdicts_of([(True, True), (False, True), (False, False)]) == ["applies", "unknown", "does_not_apply"]


def test_every_condition_of_the_registry_can_be_written_for_other_engines() -> None:
    for entry in edition().requirements.values():
        assert in_zen(entry.applies_when)
        assert json.dumps(in_json_logic(entry.applies_when))


def test_facts_for_other_engines_are_plain_json() -> None:
    facts = plain(examples()[0], edition().vocabulary.facts)
    assert json.loads(json.dumps(facts)) == facts
