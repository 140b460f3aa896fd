"""What a business says of itself is read strictly, and every slip is answered."""

from datetime import date
from decimal import Decimal

import pytest

from rules.exact_json import read_json
from rules.faults import InputError
from rules.profiles import check_facts, nearest_okved, read_facts, read_profile
from rules.reading import load_edition

VOCABULARY = load_edition().vocabulary

# fact, what is written in JSON, code of the fault, a word of the answer
SLIPS = [
    ("employes", "12", "unknown_fact", "employees"),
    ("employees", '"12"', "wrong_value", "без кавычек"),
    ("employees", "true", "wrong_value", "число"),
    ("employees", "-1", "wrong_value", "не меньше 0"),
    ("employees", "12.5", "wrong_value", "целое"),
    ("employees", "[12]", "wrong_value", "число"),
    ("employees", '"²"', "wrong_value", "число"),
    ("foreign_owned", "1", "wrong_value", "true"),
    ("foreign_owned", '"true"', "wrong_value", "true"),
    ("legal_form", '"ОOO"', "unknown_value", "ooo"),
    ("legal_form", '["ooo"]', "wrong_value", "кавычках"),
    ("region", "77", "wrong_value", "кавычках"),
    ("region", '"100"', "unknown_value", "region"),
    ("activities", '"serves_food"', "wrong_value", "список"),
    ("activities", '["serves_foods"]', "unknown_value", "serves_food"),
    ("activities", '["serves_food", "serves_food"]', "repeated_value", "дважды"),
    ("activities", "[null]", "wrong_value", "код"),
    ("okved", '["56"]', "short_okved", "56.10"),
    ("okved", '["56.1"]', "short_okved", "56.10"),
    ("okved", '["5610"]', "unknown_okved", "56.10"),
    ("okved", '["56.10.9"]', "unknown_okved", "56.10"),
    ("okved", "[56.10]", "wrong_value", "кавычках"),
    ("registered_on", '"29.02.2027"', "wrong_value", "2026-09-01"),
    ("registered_on", '"2027-02-29"', "wrong_value", "2026-09-01"),
    ("registered_on", '"2024-1-1"', "wrong_value", "2026-09-01"),
    ("registered_on", "20240101", "wrong_value", "2026-09-01"),
]


@pytest.mark.parametrize(("name", "written", "code", "word"), SLIPS)
def test_a_slip_in_a_profile_is_answered(name, written, code, word):
    found, faults = check_facts(read_json(f'{{"{name}": {written}, "seats": 40}}'), VOCABULARY)
    assert found["seats"] == Decimal(40)
    (fault,) = faults
    assert fault.code == code
    assert fault.field.startswith(f"facts.{name}")
    assert word in f"{fault.message.ru} {fault.remedy.ru}"
    assert fault.message.en
    assert fault.remedy.en


def test_all_slips_are_named_at_once():
    with pytest.raises(InputError) as refusal:
        read_facts({"employees": -1, "legal_form": "x", "nothing": 1, "okved": ["1", "2"]}, VOCABULARY)
    assert [fault.field for fault in refusal.value.faults] == [
        "facts.employees",
        "facts.legal_form",
        "facts.nothing",
        "facts.okved[0]",
        "facts.okved[1]",
    ]


def test_facts_are_typed_exactly():
    document = read_json(
        '{"facts": {"floor_area_m2": 80.10, "employees": 12.0, "okved": ["56.10"], "activities": [],'
        ' "legal_form": null, "registered_on": "2024-02-29", "foreign_owned": false}}'
    )
    assert read_profile(document, VOCABULARY) == {
        "floor_area_m2": Decimal("80.10"),
        "employees": Decimal("12.0"),
        "okved": ("56.10",),
        "activities": (),
        "legal_form": None,
        "registered_on": date(2024, 2, 29),
        "foreign_owned": False,
    }


def test_a_day_ahead_is_refused_when_the_present_day_is_known():
    facts = {"registered_on": "2026-12-01"}
    assert read_facts(facts, VOCABULARY)["registered_on"] == date(2026, 12, 1)
    with pytest.raises(InputError):
        read_facts(facts, VOCABULARY, on=date(2026, 11, 28))


@pytest.mark.parametrize("document", [None, [], "x", {}, {"facts": None}, {"facts": []}, {"facts": {}, "name": "кафе"}])
def test_a_document_that_is_no_profile_is_refused(document):
    with pytest.raises(InputError):
        read_profile(document, VOCABULARY)


def test_the_nearest_code_shares_the_longest_beginning():
    assert nearest_okved("56.19", VOCABULARY.okved) == "56.10"
    assert nearest_okved("96.02.7", VOCABULARY.okved).startswith("96.02")


def test_after_fifty_faults_the_closest_word_is_not_looked_for_any_more():
    _, faults = check_facts({"okved": [f"00.{n:02}" for n in range(90)]}, VOCABULARY)
    assert len(faults) == 90
    said = [fault.remedy.ru for fault in faults]
    assert all("Ближайший код" in one for one in said[:50])
    assert set(said[50:]) == {"Сверьте его с классификатором."}
    _, faults = check_facts({f"fact{n}": 1 for n in range(60)}, VOCABULARY)
    assert faults[-1].remedy.ru == "Сверьте его со словарём."


def test_more_codes_than_the_list_has_are_one_fault():
    _, faults = check_facts({"okved": ["56.10"] * 50_000}, VOCABULARY)
    assert [(fault.code, fault.field) for fault in faults] == [("wrong_value", "facts.okved")]
