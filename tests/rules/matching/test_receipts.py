"""Receipts hold what was answered and show any change of it."""

from __future__ import annotations

import copy
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.exact_json import json_in_order, read_json
from rules.faults import InputError
from rules.matching.documents import interview_of, match_document
from rules.matching.receipts import make_receipt, verify_receipt
from rules.reading import load_edition

ON = date(2026, 11, 28)
FACTS = {"legal_form": "ooo", "okved": ("56.10", "47.11"), "employees": Decimal(12), "floor_area_m2": Decimal("80.50")}


@pytest.fixture(scope="module")
def edition():
    return load_edition()


@pytest.fixture(scope="module")
def asking(edition):
    return interview_of(edition)


@pytest.fixture(scope="module")
def answer(edition, asking):
    return read_json(json_in_order(match_document(edition, FACTS, ON, asking)))


def test_an_answer_fits_its_receipt(answer):
    assert verify_receipt(answer).as_dict() == {"valid": True}


def test_the_same_input_gives_the_same_bytes(edition, asking, answer):
    again = json_in_order(match_document(edition, dict(reversed(FACTS.items())), ON, asking))
    assert again == json_in_order(answer)


@pytest.mark.parametrize(
    ("key", "value"),
    [("edition", "0" * 64), ("on", "2026-11-29"), ("facts", {}), ("requirements", []), ("counts", {"applies": 1})],
)
def test_changing_any_part_shows(answer, key, value):
    assert not verify_receipt({**answer, key: value}).valid


def test_a_count_that_is_true_is_not_one():
    receipt = make_receipt("e", ON, {}, [("a", "applies")]).as_dict()
    document = {"edition": "e", "on": "2026-11-28", "facts": {}, "receipt": receipt}
    document |= {"requirements": [{"id": "a", "verdict": "applies"}]}
    counts = {"applies": 1, "does_not_apply": 0, "unknown": 0}
    assert verify_receipt(document | {"counts": counts}).valid
    assert verify_receipt(document | {"counts": counts | {"applies": True}}).differs == ("counts",)


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_changing_one_verdict_or_one_fact_shows(answer, data):
    altered = copy.deepcopy(answer)
    if data.draw(st.booleans()):
        entry = data.draw(st.sampled_from(altered["requirements"]))
        others = [verdict for verdict in ("applies", "does_not_apply", "unknown") if verdict != entry["verdict"]]
        entry["verdict"] = data.draw(st.sampled_from(others))
    else:
        altered["facts"]["employees"] = data.draw(st.integers(13, 400))
    found = verify_receipt(altered).as_dict()
    assert found["valid"] is False
    assert found["expected"] != found["found"] == answer["receipt"]["sha256"]


def test_one_meaning_has_one_hash():
    one = make_receipt("e", ON, {"okved": ("b", "a"), "area": Decimal("80.50"), "night": None}, [])
    other = make_receipt("e", "2026-11-28", {"area": Decimal("80.5"), "okved": ("a", "b")}, [])
    assert one == other


@pytest.mark.parametrize("document", [None, [], {}, {"receipt": {}}, {"requirements": [1], "receipt": 5}])
def test_what_is_no_answer_is_refused(document):
    with pytest.raises(InputError):
        verify_receipt(document)


def test_early_days_and_odd_answers_carry_warnings(edition, asking):
    facts = {"legal_form": "npd", "tax_regime": "osn", "customer_area_m2": Decimal(9), "floor_area_m2": Decimal(5)}
    codes = [warning["code"] for warning in match_document(edition, facts, date(2026, 11, 22), asking)["warnings"]]
    assert codes == ["before_catalogue", "npd_form_other_tax", "customer_area_m2_exceeds_floor_area_m2"]


def test_the_document_names_source_reasons_and_the_next_question(edition, asking):
    document = match_document(edition, FACTS, ON, asking)
    assert sum(document["counts"].values()) == len(document["requirements"])
    ids = [entry["id"] for entry in document["requirements"]]
    assert ids == sorted(ids)
    for entry in document["requirements"]:
        assert set(entry) >= {"id", "verdict", "because", "missing", "source"}
        assert bool(entry["missing"]) is (entry["verdict"] == "unknown")
    missing = {fact for entry in document["requirements"] for fact in entry["missing"]}
    assert document["next_question"]["fact"] in missing
    assert document["next_question"]["settles"] >= 1


def test_on_the_first_of_january_nothing_is_lost_silently(edition, asking):
    now, then = (match_document(edition, FACTS, day, asking) for day in (ON, date(2027, 1, 1)))
    gone = {entry["id"] for entry in now["requirements"]} - {entry["id"] for entry in then["requirements"]}
    assert all(edition.requirements[name].replaced_by for name in gone)
    assert any(entry.get("status") == "ended_successor_unknown" for entry in then["requirements"])
