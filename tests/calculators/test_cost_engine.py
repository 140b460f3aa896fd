"""The cost engine: the invariants of a cost model on scenarios drawn at random, and figures made by hand."""

from __future__ import annotations

import copy
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.annuity import equivalent_annual, present_value, purchase_per_year, recovery_factor
from calculators.engine import reckon
from calculators.results import ADDITIVE, TOTALS, cost_document, total_of
from calculators.scenario import read_scenario
from rules.faults import InputError


def item(name: str = "x", **more) -> dict:
    plain = {
        "id": name,
        "timing": "recurring",
        "frequency": "12",
        "labour": [{"minutes": "30", "hourly_rate": "600"}],
        "purchases": [{"unit_cost": "200"}],
    }
    return plain | more


def scenario(*items: dict, **more) -> dict:
    return {"method": "ru-personal", "items": list(items) or [item()]} | more


def totals(document: dict) -> dict[str, Fraction | None]:
    return total_of(reckon(read_scenario(document)))


def shown(document: dict) -> dict[str, str | None]:
    return cost_document(document)["totals"]


def test_one_business_thirty_minutes_a_month_and_two_hundred_rubles():
    found = shown(scenario())
    assert found["annual"] == "6000.00"
    assert found["annual_hours"] == "6.00"
    assert found["per_entity_per_year"] == "6000.00"
    assert found["total_over_horizon"] == "60000.00"
    assert found["headline"] == "6000.00"


def test_what_is_not_defined_is_null():
    found = shown(scenario())
    assert found["present_value"] is None
    assert found["equivalent_annual"] is None


def test_a_monthly_wage_gets_contributions_of_the_year_and_category():
    parameters = {"year": 2026, "category": "general"}
    labour = [{"hours": "1972", "monthly_wage": "100000"}]
    once = item(frequency="1", labour=labour, purchases=[])
    assert shown(scenario(once, labour_parameters=parameters))["annual"] == "1560000.00"


def test_a_flat_contribution_rate_and_norm_need_no_year():
    parameters = {"annual_norm_hours": "2000", "contribution_rate": "0.3"}
    once = item(frequency="1", labour=[{"hours": "1", "monthly_wage": "100000"}], purchases=[])
    assert shown(scenario(once, labour_parameters=parameters))["annual"] == "780.00"


def test_an_hourly_wage_is_the_same_as_its_month():
    parameters = {"year": 2026, "category": "general", "annual_norm_hours": "1972"}
    by_hour = item(labour=[{"hours": "3", "hourly_wage": "600"}])
    by_month = item(labour=[{"hours": "3", "monthly_wage": "98600"}])
    assert totals(scenario(by_hour, labour_parameters=parameters)) == totals(
        scenario(by_month, labour_parameters=parameters)
    )


def test_the_share_done_anyway_is_named_and_the_rest_is_burden():
    found = shown(scenario(item(bau_share="0.25")))
    assert (found["annual"], found["bau"], found["burden"]) == ("6000.00", "1500.00", "4500.00")


def test_who_complies_already_bears_nothing_more():
    segments = [{"id": "a", "entities": 100, "already_compliant_share": "0.4"}]
    found = cost_document(scenario(segments=segments))
    assert found["segments"][0]["affected"] == "60"
    assert found["totals"]["annual"] == "360000.00"


def test_a_figure_for_one_entity_means_nothing_where_segments_differ_in_items():
    segments = [{"id": "a", "entities": 10}, {"id": "b", "entities": 20}]
    differ = scenario(item("x", segments=["a"]), item("y"), segments=segments)
    assert shown(differ)["per_entity_per_year"] is None
    assert shown(scenario(item("x"), item("y"), segments=segments))["per_entity_per_year"] == "12000.00"


def test_a_fee_is_shown_apart_and_enters_no_total():
    fee = item("f", requirement_type="fee", frequency="1", labour=[], purchases=[], external=[{"price": "7500"}])
    found = cost_document(scenario(item(), fee))
    assert found["fees"] == "7500.00"
    assert found["totals"] == shown(scenario())
    assert found["items"][1]["price_per_occurrence"] == "7500.00"


def test_a_one_off_stands_in_its_own_line_and_is_spread_as_asked():
    buy = {"purchases": [{"unit_cost": "12000", "useful_life_years": 5, "residual_value": "2000"}], "labour": []}
    spread = {
        how: shown(scenario(item(timing="one_off", annualise=how, **buy)))["annualised"]
        for how in ("none", "simple_average", "straight_line", "annuity")
    }
    assert spread == {"none": "0.00", "simple_average": "1200.00", "straight_line": "2000.00", "annuity": "2000.00"}
    assert shown(scenario(item(timing="one_off", **buy)))["one_off"] == "12000.00"


def test_years_outside_the_start_and_end_cost_nothing():
    found = shown(scenario(item(start_year=3, end_year=4)))
    assert found["total_over_horizon"] == "12000.00"
    assert found["average_annual"] == "1200.00"
    assert found["annual"] == "6000.00"


def test_waiting_less_is_a_negative_cost():
    faster = item(delay={"before": "10", "after": "4", "unit": "day", "cost_per_unit": "100"}, labour=[], purchases=[])
    assert shown(scenario(faster | {"frequency": "1"}))["annual"] == "-600.00"


def test_a_delay_within_the_time_needed_anyway_costs_nothing():
    delay = {"application_delay": "2", "approval_delay": "3", "ready_after": "9", "cost_per_unit": "100"}
    assert shown(scenario(item(delay=delay, labour=[], purchases=[])))["annual"] == "0.00"


def test_present_value_follows_the_timing():
    whole = scenario(item(frequency="1", labour=[], purchases=[{"unit_cost": "110"}]), horizon_years=1)
    worth = {
        timing: shown(whole | {"discount_rate": "0.21", "discount_timing": timing})["present_value"]
        for timing in ("start_of_period", "end_of_period", "mid_period", "none")
    }
    assert worth == {"start_of_period": "110.00", "end_of_period": "90.91", "mid_period": "100.00", "none": "110.00"}


def test_every_total_has_its_formula_inputs_and_source():
    found = cost_document(scenario())
    figures = {row["figure"]: row for row in found["trace"]}
    for name in TOTALS:
        if found["totals"][name] is not None and name != "headline":
            row = figures[f"totals.{name}"]
            assert row["formula"]
            assert row["inputs"]
            assert row["source"]["ru"]


def test_strange_numbers_are_answered_with_a_warning():
    long = item(labour=[{"hours": "30", "hourly_rate": "600"}], frequency="400")
    codes = {warning["code"] for warning in cost_document(scenario(long))["warnings"]}
    assert codes == {"hours_over_day", "more_than_daily"}
    cheap = item(labour=[{"hours": "1", "hourly_rate": "5"}])
    assert [one["code"] for one in cost_document(scenario(cheap))["warnings"]] == ["rate_far_from_mean"]


BAD = [
    ({"method": "nobody"}, "method", "ru-personal"),
    ({"items": []}, "items", "no item"),
    ({"itemz": []}, "itemz", "items"),
    ({"horizon_years": True}, "horizon_years", "whole"),
    ({"horizon_years": 31}, "horizon_years", "30"),
    ({"horizon_years": "10"}, "horizon_years", "whole"),
    ({"discount_rate": 0}, "discount_rate", "as text"),
    ({"overhead_rate": "1e3"}, "overhead_rate", "as text"),
    ({"overhead_rate": "0,25"}, "overhead_rate", "as text"),
    ({"overhead_rate": "1_000"}, "overhead_rate", "as text"),
    ({"overhead_rate": "٢"}, "overhead_rate", "as text"),
    ({"overhead_rate": "-1"}, "overhead_rate", "as text"),
    ({"overhead_rate": "NaN"}, "overhead_rate", "as text"),
    ({"overhead_rate": "1/0"}, "overhead_rate", "as text"),
    ({"segments": [{"id": "a", "entities": -1}]}, "segments[0].entities", "at least 0"),
    ({"segments": [{"id": "a"}]}, "segments[0].entities", "missing"),
    ({"segments": [{"id": "a", "entities": 1, "already_compliant_share": "1.2"}]}, "segments[0].already", "at most 1"),
    ({"segments": [{"id": "a", "entities": 1}, {"id": "a", "entities": 2}]}, "segments", "repeated"),
    ({"items": [item(frequency="0")]}, "items[0].frequency", "more than 0"),
    ({"items": [item(frequency=12)]}, "items[0].frequency", "as text"),
    ({"items": [item(segments=["z"])]}, "items[0].segments", "“z”"),
    ({"items": [item(labour=[{"hours": "1", "minutes": "2", "hourly_rate": "1"}])]}, "items[0].labour[0].hours", "one"),
    ({"items": [item(labour=[{"hours": "1"}])]}, "items[0].labour[0].hourly_rate", "one is needed"),
    ({"items": [item(labour=[{"hours": "1", "monthly_wage": "50000"}])]}, "monthly_wage", "labour_parameters.year"),
    ({"items": [item(labour=None, purchases=None)]}, "items[0].labour", "no labour"),
    ({"items": [item(), item()]}, "items", "repeated"),
    ({"items": ["x"]}, "items[0]", "object"),
    ({"labour_parameters": {"year": 2027}}, "labour_parameters.year", "2027 is not known"),
    ({"labour_parameters": {"year": 2026, "category": "sme"}}, "labour_parameters.category", "msp_priority"),
    ({"items": [item(frequency={"dist": "pert", "min": "1", "mode": "2", "max": "3"})]}, "frequency", "spread"),
]


@pytest.mark.parametrize(("change", "place", "words"), BAD)
def test_a_wrong_scenario_is_refused_with_its_place_and_cure(change, place, words):
    with pytest.raises(InputError) as refused:
        cost_document(scenario() | change)
    found = [fault for fault in refused.value.faults if place in (fault.field or "") and words in fault.message.en]
    assert found, [(fault.field, fault.message.en) for fault in refused.value.faults]
    assert all(fault.remedy.ru and fault.message.ru for fault in refused.value.faults)


def test_all_faults_are_found_at_once():
    with pytest.raises(InputError) as refused:
        cost_document(scenario(item(frequency="0", bau_share="2"), horizon_years=99))
    assert len(refused.value.faults) == 3


def test_numbers_the_scenario_gives_itself_need_no_known_year():
    own = {"year": 2031, "annual_norm_hours": "1900", "contribution_rate": "0.302"}
    wage = item(labour=[{"hours": "1", "monthly_wage": "95000"}], purchases=[], frequency="1")
    assert shown(scenario(wage, labour_parameters=own))["annual"] == "781.20"


def test_a_thousand_items_are_answered():
    many = [item(f"i{index}") for index in range(1000)]
    assert shown(scenario(*many))["annual"] == "6000000.00"


def test_a_year_whose_tariffs_are_not_known_is_refused():
    wage = item(labour=[{"hours": "1", "monthly_wage": "50000"}])
    with pytest.raises(InputError, match="2027"):
        cost_document(scenario(wage, labour_parameters={"year": 2027, "category": "general"}))


shares = st.sampled_from(["0", "0.1", "1/3", "0.5", "1"])
moneys = st.decimals(0, 99999, places=2).map(str)
frequencies = st.sampled_from(["1/3", "0.5", "1", "4", "12", "365"])
labours = st.lists(
    st.fixed_dictionaries(
        {"hours": st.sampled_from(["0.25", "1", "7.5"]), "hourly_rate": moneys, "staff": st.integers(1, 3)}
    ),
    max_size=2,
)
purchases = st.lists(
    st.fixed_dictionaries({"unit_cost": moneys, "quantity": st.sampled_from(["1", "2.5"])}), max_size=2
)


@st.composite
def scenarios(draw, timings=("recurring", "one_off")) -> dict:
    segments = [
        {"id": f"s{index}", "entities": draw(st.integers(0, 5000)), "already_compliant_share": draw(shares)}
        for index in range(draw(st.integers(1, 3)))
    ]
    items = [
        {
            "id": f"i{index}",
            "timing": draw(st.sampled_from(timings)),
            "frequency": draw(frequencies),
            "bau_share": draw(shares),
            "labour": draw(labours),
            "purchases": draw(purchases),
            "external": [{"price": draw(moneys)}],
            "segments": draw(st.lists(st.sampled_from([one["id"] for one in segments]), min_size=1, unique=True)),
            "requirement_type": draw(st.sampled_from(["information", "content", "control_event"])),
        }
        for index in range(draw(st.integers(1, 4)))
    ]
    return scenario(*items, segments=segments)


@given(scenarios())
@settings(max_examples=60)
def test_shown_items_and_segments_add_up_to_the_shown_totals(document):
    found = cost_document(document)
    for name in (*ADDITIVE, "burden"):
        total = found["totals"][name]
        if total is not None:
            for parts in (found["items"], found["segments"]):
                assert sum(Fraction(part["totals"][name]) for part in parts) == Fraction(total), name


@given(scenarios())
@settings(max_examples=60)
def test_annual_is_bau_and_burden_exactly(document):
    exact, rounded = totals(document), shown(document)
    assert exact["annual"] == exact["bau"] + exact["burden"]
    assert Fraction(rounded["annual"]) == Fraction(rounded["bau"]) + Fraction(rounded["burden"])


@given(scenarios(), st.randoms())
@settings(max_examples=40)
def test_the_order_of_items_and_segments_changes_nothing(document, random):
    other = copy.deepcopy(document)
    random.shuffle(other["items"])
    random.shuffle(other["segments"])
    assert totals(other) == totals(document)


@given(scenarios(), st.integers(0, 4999))
@settings(max_examples=40)
def test_splitting_a_segment_changes_no_total(document, part):
    first = document["segments"][0]
    part = min(part, first["entities"])
    split = copy.deepcopy(document)
    split["segments"][0]["entities"] = first["entities"] - part
    split["segments"].append(first | {"id": "split", "entities": part})
    for one in split["items"]:
        if first["id"] in one["segments"]:
            one["segments"].append("split")
    whole, parts = totals(document), totals(split)
    assert {name: whole[name] for name in ADDITIVE} == {name: parts[name] for name in ADDITIVE}


@given(scenarios())
@settings(max_examples=40)
def test_rubles_are_linear_in_rates_and_prices(document):
    doubled = copy.deepcopy(document)
    for one in doubled["items"]:
        for row, name in (
            *((row, "hourly_rate") for row in one["labour"]),
            *((row, "unit_cost") for row in one["purchases"]),
            *((row, "price") for row in one["external"]),
        ):
            row[name] = (
                str(Fraction(row[name]) * 2) if "/" in str(Fraction(row[name]) * 2) else f"{Fraction(row[name]) * 2}"
            )
    before, after = totals(document), totals(doubled)
    for name in ("annual", "one_off", "annualised", "bau", "burden", "total_over_horizon"):
        assert after[name] == 2 * before[name]
    assert after["annual_hours"] == before["annual_hours"]


@given(scenarios(), st.integers(2, 9))
@settings(max_examples=40)
def test_cost_is_linear_in_frequency_and_in_entities(document, factor):
    often, many = copy.deepcopy(document), copy.deepcopy(document)
    for one in often["items"]:
        one["frequency"] = str(Fraction(one["frequency"]) * factor)
    for one in many["segments"]:
        one["entities"] *= factor
    before = totals(document)
    assert totals(often)["annual"] == before["annual"] * factor
    for name in ADDITIVE:
        if before[name] is not None:
            assert totals(many)[name] == before[name] * factor


@given(scenarios())
@settings(max_examples=40)
def test_minutes_are_sixtieths_of_hours(document):
    minutes = copy.deepcopy(document)
    for one in minutes["items"]:
        for row in one["labour"]:
            row["minutes"] = str(Fraction(row.pop("hours")) * 60)
    assert totals(minutes) == totals(document)


@given(scenarios(), scenarios(), scenarios())
@settings(max_examples=12)
def test_a_difference_has_a_sign_and_differences_add_up(a, b, c):
    exact = [totals(one) for one in (a, b, c)]
    for name in ("annual", "one_off", "burden", "total_over_horizon"):
        there, back = (Fraction(cost_document(x, y)["delta"][name]) for x, y in ((a, b), (b, a)))
        assert there == -back
        assert cost_document(a, a)["delta"][name] == "0.00"
        ab, bc, ac = (exact[y][name] - exact[x][name] for x, y in ((0, 1), (1, 2), (0, 2)))
        assert ac == ab + bc


@given(scenarios(), st.sampled_from(["0", "0.03", "0.07", "0.2"]))
@settings(max_examples=40)
def test_present_value_is_at_most_the_plain_sum_and_equal_without_a_rate(document, rate):
    for timing in ("start_of_period", "end_of_period"):
        found = totals(document | {"discount_rate": rate, "discount_timing": timing})
        assert found["present_value"] <= found["total_over_horizon"]
        if rate == "0":
            assert found["present_value"] == found["total_over_horizon"]


@given(scenarios(timings=("recurring",)), st.sampled_from(["0", "0.03", "0.07"]))
@settings(max_examples=30)
def test_the_equivalent_annual_cost_of_an_even_stream_is_the_stream(document, rate):
    for timing in ("start_of_period", "end_of_period", "none"):
        found = totals(document | {"discount_rate": rate, "discount_timing": timing})
        assert found["equivalent_annual"] == found["annual"]


@given(scenarios())
@settings(max_examples=30)
def test_a_fee_leaves_the_burden_as_it_is(document):
    fee = item("fee", requirement_type="fee")
    with_fee = document | {"items": [*document["items"], fee]}
    assert totals(with_fee)["burden"] == totals(document)["burden"]
    assert totals(with_fee)["annual"] == totals(document)["annual"]


@given(st.fractions(0, 1, max_denominator=50), st.integers(1, 30))
def test_recovery_factor_and_annuity_are_inverse(rate, years):
    ones = [Fraction(1)] * years
    assert recovery_factor(rate, years) * present_value(ones, rate, "end_of_period") == 1
    assert equivalent_annual(present_value(ones, rate, "start_of_period"), rate, years, "start_of_period") == 1


def test_without_interest_a_purchase_is_written_off_evenly():
    assert purchase_per_year(Fraction(100), Fraction(30), Fraction(0), 7) == 10
