"""What a condition asks of an answer, in words without a colon: it stands after «Условие:»."""

from __future__ import annotations

import pytest

from backend.law import current_law
from backend.profiles.words import unwanted_text, wanted_text
from rules.conditions import Atom, parse_condition

CASES = [
    ({"fact": "employees", "op": "gte", "value": 5}, "от 5", "меньше 5"),
    ({"fact": "employees", "op": "lte", "value": 5}, "до 5 включительно", "больше 5"),
    ({"fact": "legal_form", "op": "is", "value": "ip"}, "ИП", "не «ИП»"),
    ({"fact": "legal_form", "op": "in", "value": ["ip", "ooo"]}, "«ИП» или «ООО»", "ни «ИП», ни «ООО»"),
    (
        {"fact": "tax_regime", "op": "in", "value": ["usn_income", "psn"]},
        "«Упрощёнка „доходы“» или «Патент»",
        "ни «Упрощёнка „доходы“», ни «Патент»",
    ),
]


@pytest.mark.parametrize(("condition", "wanted", "unwanted"), CASES)
def test_what_is_wanted_and_what_is_not_is_said_plainly(condition, wanted, unwanted):
    vocabulary = current_law().vocabulary
    atom, _ = parse_condition(condition, vocabulary, "applies_when")
    assert isinstance(atom, Atom)
    fact = vocabulary.facts[atom.fact]
    assert wanted_text(atom, fact, vocabulary).ru == wanted
    assert unwanted_text(atom, fact, vocabulary).ru == unwanted


def test_a_long_list_is_counted_to_its_end_in_both_languages():
    vocabulary = current_law().vocabulary
    fact = vocabulary.facts["premises"]
    condition = {"fact": "premises", "op": "contains_any", "value": list(fact.values)[:7]}
    atom, _ = parse_condition(condition, vocabulary, "applies_when")
    assert isinstance(atom, Atom)
    assert wanted_text(atom, fact, vocabulary).ru.endswith("» или ещё 3")
    assert unwanted_text(atom, fact, vocabulary).ru.endswith("», ни ещё 3")
    assert wanted_text(atom, fact, vocabulary).en.endswith("” or 3 more")
    assert unwanted_text(atom, fact, vocabulary).en.startswith("none of “")
