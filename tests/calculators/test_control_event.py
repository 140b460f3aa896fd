"""What a control event takes: the law's bounds by kind and size, what is unknown, sums that are exact."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.control_event import (
    SIZES,
    EventCost,
    events,
    onsite_bound,
    onsite_hours,
    plan_and_fact,
    remote_allowed,
)
from calculators.control_event_documents import control_event_document
from rules.faults import InputError

hours = st.decimals(0, 400, places=2, allow_nan=False).map(Fraction)
CAFE = {
    "entity_size": "micro",
    "event": "ON_SITE",
    "requested_onsite_hours": "12",
    "participants": [{"role": "директор", "hourly_rate": "600"}, {"role": "повар", "hourly_rate": "400"}],
    "preparation": [{"hours": "6", "hourly_rate": "500"}],
}


def codes(found) -> list[str]:
    return [flag["code"] for flag in found["flags"]]


def faults(document) -> set[tuple[str, str]]:
    with pytest.raises(InputError) as refused:
        control_event_document(document)
    return {(fault.code, fault.field) for fault in refused.value.faults}


@pytest.mark.parametrize(
    ("event", "size", "ground", "bound", "article"),
    [
        ("ON_SITE", "micro", None, 15, "73 ч. 7"),
        ("ON_SITE", "micro", "RISK_INDICATOR", 15, "73 ч. 7"),
        ("ON_SITE", "micro", "PROGRAMME_EVENT", 40, "73 ч. 7"),
        ("ON_SITE", "small", None, 50, "73 ч. 7"),
        ("ON_SITE", "small", "PROGRAMME_EVENT", 80, "73 ч. 7"),
        ("ON_SITE", "medium", None, 80, "73 ч. 7"),
        ("ON_SITE", "large", None, 80, "73 ч. 7"),
        ("DOCUMENTARY", "micro", None, 80, "72 ч. 7"),
        ("INSPECTION_VISIT", "large", None, 8, "70 ч. 5"),
        ("RAID", "small", None, 8, "71 ч. 7"),
        ("TEST_PURCHASE", "small", None, 8, "65 ч. 4"),
        ("SELECTIVE_CONTROL", "micro", None, 8, "65 ч. 4"),
        ("MANDATORY_VISIT", "micro", None, 80, "52.1 ч. 8"),
    ],
)
def test_the_bound_of_hours_is_that_of_the_article(event, size, ground, bound, article):
    found = onsite_bound(event, size, ground=ground)
    assert found.hours == bound
    assert found.article == f"248-ФЗ, ст. {article}"
    assert found.verified


def test_a_planned_purchase_has_no_bound_and_one_nobody_calls_planned_or_not_has_no_answer():
    assert onsite_bound("TEST_PURCHASE", "micro", planned=True).hours is None
    assert onsite_hours(Fraction(9), "TEST_PURCHASE", "micro", planned=None).hours is None
    assert onsite_hours(Fraction(7), "TEST_PURCHASE", "micro", planned=None).hours == 7


@pytest.mark.parametrize(
    ("size", "hours", "counted"),
    [("micro", 15, 15), ("micro", 20, None), ("small", 50, 50), ("small", 60, None), ("medium", 60, 60)],
)
def test_a_ground_nobody_knows_is_answered_only_where_every_ground_gives_the_same(size, hours, counted):
    assert onsite_hours(Fraction(hours), "ON_SITE", size, ground=None).hours == counted
    asked = {"entity_size": size, "event": "ON_SITE", "requested_onsite_hours": str(hours), "participants": []}
    found = control_event_document(asked | {"ground": None})
    assert found["onsite_hours"] == (None if counted is None else f"{counted}.00")
    assert ("bound_depends" in [flag["code"] for flag in found["flags"]]) is (counted is None)
    assert control_event_document(asked)["onsite_hours"] is not None


def test_an_inspection_visit_may_take_a_working_day_in_each_place():
    assert onsite_bound("INSPECTION_VISIT", "small", places=3).hours == 24
    found = control_event_document(CAFE | {"event": "INSPECTION_VISIT", "places": 2})
    assert (found["onsite_hours"], found["bound"]["hours"]) == ("12.00", "16.00")
    assert faults(CAFE | {"places": 2}) == {("places_of_visits_only", "places")}


def test_within_the_bound_nothing_is_cut_or_flagged():
    found = control_event_document(CAFE)
    assert (found["onsite_hours"], found["cost"], found["flags"]) == ("12.00", "15000.00", [])
    assert found["parts"] == {"onsite": "12000.00", "preparation": "3000.00"}
    assert found["not_counted"] == [
        "copies",
        "samples",
        "representation",
        "travel",
        "remediation",
        "appeal",
        "downtime",
    ]


@pytest.mark.parametrize(("asked", "counted", "flags"), [("15", "15.00", []), ("15.01", "15.00", ["hours_over_bound"])])
def test_hours_over_the_bound_are_cut_and_flagged_with_the_article(asked, counted, flags):
    found = control_event_document(CAFE | {"requested_onsite_hours": asked})
    assert (found["onsite_hours"], codes(found)) == (counted, flags)
    assert all("73" in flag["article"] for flag in found["flags"])


def test_a_bound_nobody_has_read_says_so():
    found = control_event_document(CAFE | {"event": "PREVENTIVE_VISIT", "requested_onsite_hours": "5"})
    assert found["bound"] == {"hours": "8.00", "article": "положение о виде контроля", "verified": False}
    assert codes(found) == ["bound_not_read"]


def test_what_is_unknown_stays_null():
    found = control_event_document(CAFE | {"requested_onsite_hours": None})
    assert (found["onsite_hours"], found["cost"], found["parts"]["preparation"]) == (None, None, "3000.00")
    assert codes(found) == ["hours_unknown", "cost_unknown"]
    unpaid = control_event_document(CAFE | {"participants": [{"role": "директор", "hourly_rate": None}]})
    assert (unpaid["onsite_hours"], unpaid["cost"]) == ("12.00", None)
    nobody = control_event_document(CAFE | {"participants": None})
    assert nobody["parts"]["onsite"] is None
    half = control_event_document(CAFE | {"remediation": None})
    assert (half["cost"], half["parts"]["remediation"]) == (None, None)


def test_a_zero_is_no_unknown():
    free = control_event_document(CAFE | {"participants": [], "preparation": []})
    assert (free["cost"], free["flags"]) == ("0.00", [])
    none = control_event_document(CAFE | {"requested_onsite_hours": "0", "participants": [{"hourly_rate": None}]})
    assert none["parts"]["onsite"] == "0.00"


def test_an_unknown_size_is_answered_only_where_every_size_gives_the_same():
    few = control_event_document(CAFE | {"entity_size": None})
    assert (few["onsite_hours"], few["bound"], codes(few)) == ("12.00", None, [])
    many = control_event_document(CAFE | {"entity_size": None, "requested_onsite_hours": "20"})
    assert (many["onsite_hours"], many["cost"], codes(many)) == (None, None, ["bound_depends", "cost_unknown"])


def test_further_parts_are_added_and_moving_the_date_stands_beside():
    found = control_event_document(
        CAFE
        | {
            "copies": {"pages": "200", "price_per_page": "5"},
            "samples": [{"what": "проба", "price": "4000"}],
            "representation": [{"hours": "4", "hourly_rate": "3000"}, {"price": "10000"}],
            "travel": [{"price": "700"}],
            "downtime": {"hours": "8", "margin_per_hour": "1200"},
            "remediation": [{"price": "2500"}],
            "appeal": [{"hours": "2", "hourly_rate": "3000"}],
            "moving": [{"hours": "3", "hourly_rate": "500"}],
        }
    )
    assert found["cost"] == "60800.00"
    assert found["moving"] == "1500.00"
    assert found["not_counted"] == []


def test_held_by_video_an_event_takes_no_travel_and_no_downtime():
    document = CAFE | {"travel": [{"price": "700"}], "downtime": {"hours": "8", "margin_per_hour": "1200"}}
    found = control_event_document(document)
    assert found["scenarios"] == {"in_person": "25300.00", "remote": "15000.00"}
    remote = control_event_document(document | {"form": "remote"})
    assert (remote["cost"], remote["parts"]["downtime"]) == ("15000.00", "0.00")


def test_an_event_that_cannot_be_held_by_video_is_counted_as_in_person():
    document = CAFE | {"event": "TEST_PURCHASE", "requested_onsite_hours": "2", "travel": [{"price": "700"}]}
    found = control_event_document(document | {"form": "remote"})
    assert (found["cost"], found["scenarios"]["remote"]) == ("5700.00", None)
    assert codes(found) == ["remote_not_provided"]
    assert not remote_allowed("TEST_PURCHASE")
    assert remote_allowed("ON_SITE")


def test_a_documentary_inspection_takes_no_hours_at_the_place():
    found = control_event_document(CAFE | {"event": "DOCUMENTARY"})
    assert codes(found) == ["held_at_the_authority"]


@pytest.mark.parametrize("name", ["ON_SITE", "on_site", "выездная проверка", "on-site inspection", "Выездная проверка"])
def test_an_event_goes_by_its_code_or_its_name(name):
    assert control_event_document(CAFE | {"event": name})["event"] == "ON_SITE"


def test_the_fact_is_compared_with_the_plan():
    found = control_event_document(CAFE | {"fact": {"hours": "16", "cost": "14000.50"}})
    assert found["fact"] == {
        "hours": {"planned": "12.00", "actual": "16.00", "more": "4.00"},
        "cost": {"planned": "15000.00", "actual": "14000.50", "more": "-999.50"},
    }
    assert codes(found) == ["actual_hours_over_bound"]
    unknown = control_event_document(CAFE | {"fact": {"hours": "10"}})
    assert unknown["fact"]["cost"] == {"planned": "15000.00", "actual": None, "more": None}
    assert codes(unknown) == []


def test_plan_and_fact_keep_the_unknown():
    plan = EventCost(None, {"onsite": None})
    time, rubles = plan_and_fact(plan, Fraction(3), Fraction(100))
    assert (time.planned, time.actual, time.more) == (None, 3, None)
    assert (rubles.planned, rubles.more) == (None, None)


def test_a_figure_shows_how_it_was_made_exactly():
    found = control_event_document(CAFE | {"participants": [{"hourly_rate": "1000/3"}]})
    figures = {row["figure"]: row for row in found["trace"]}
    assert figures["parts.onsite"]["value"] == "4000"
    assert figures["parts.onsite"]["inputs"] == {"onsite_hours": "12", "hourly_rate[0]": "1000/3"}
    assert figures["parts.preparation"]["inputs"] == {"hours[0]": "6", "hourly_rate[0]": "500"}
    assert figures["onsite_hours"]["inputs"]["bound"] == "15"
    assert figures["cost"]["value"] == "7000"


def test_the_sum_is_rounded_once_half_up_and_its_parts_add_up_to_it():
    third = [{"hours": "1", "hourly_rate": "1/3"}]
    found = control_event_document(CAFE | {"participants": [], "preparation": third, "samples": third, "appeal": third})
    assert found["cost"] == "1.00"
    assert sum(Decimal(part) for part in found["parts"].values()) == 1
    half = control_event_document(CAFE | {"participants": [], "preparation": [{"hours": "1", "hourly_rate": "0.005"}]})
    assert half["cost"] == "0.01"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"entity_size": "tiny"}, ("not_a_choice", "entity_size")),
        ({"event": "MONITORING"}, ("not_a_choice", "event")),
        ({"event": ["ON_SITE"]}, ("not_a_choice", "event")),
        ({"ground": "WHIM"}, ("not_a_choice", "ground")),
        ({"planned": "yes"}, ("not_yes_or_no", "planned")),
        ({"form": "by_post"}, ("not_a_choice", "form")),
        ({"requested_onsite_hours": 12}, ("not_a_quantity", "requested_onsite_hours")),
        ({"requested_onsite_hours": "12,5"}, ("not_a_quantity", "requested_onsite_hours")),
        ({"requested_onsite_hours": "1e3"}, ("not_a_quantity", "requested_onsite_hours")),
        ({"requested_onsite_hours": "-1"}, ("not_a_quantity", "requested_onsite_hours")),
        ({"requested_onsite_hours": "١٢"}, ("not_a_quantity", "requested_onsite_hours")),
        ({"requested_onsite_hours": "99999"}, ("too_large", "requested_onsite_hours")),
        ({"requested_onsite_hours": True}, ("not_a_quantity", "requested_onsite_hours")),
        ({"participants": {"hourly_rate": "1"}}, ("not_a_list", "participants")),
        ({"participants": [{"role": "директор"}]}, ("missing", "participants[0].hourly_rate")),
        ({"participants": [{"hourly_rate": "1", "rank": "x"}]}, ("unknown_key", "participants[0].rank")),
        ({"preparation": [{"price": "1"}]}, ("unknown_key", "preparation[0].price")),
        ({"samples": [{"price": "1", "hours": "1"}]}, ("only_one", "samples[0].price")),
        ({"copies": {"pages": "1"}}, ("missing", "copies.price_per_page")),
        ({"downtime": "8"}, ("not_an_object", "downtime")),
        ({"fact": {"days": "1"}}, ("unknown_key", "fact.days")),
        ({"lawyer": "1"}, ("unknown_key", "lawyer")),
        ({"places": 0}, ("too_small", "places")),
    ],
)
def test_a_wrong_document_is_refused_by_field(change, expected):
    assert expected in faults(CAFE | change)


@pytest.mark.parametrize("name", ["entity_size", "event", "requested_onsite_hours", "participants"])
def test_what_must_be_there_is_named_when_it_is_not(name):
    assert ("missing", name) in faults({key: value for key, value in CAFE.items() if key != name})


def test_every_fault_is_told_at_once():
    assert len(faults({"event": "x", "participants": [{}], "lawyer": 1})) == 5


@pytest.mark.parametrize("document", [None, [], "ON_SITE", 1])
def test_what_is_no_document_is_refused(document):
    assert ("not_an_object", "document") in faults(document)


@given(hours, st.sampled_from(sorted(events())), st.sampled_from(SIZES))
def test_counted_hours_never_exceed_the_bound_or_what_was_asked(asked, event, size):
    found = onsite_hours(asked, event, size)
    (bound,) = found.bounds
    assert found.hours == (asked if bound.hours is None else min(asked, bound.hours))
    assert found.exceeded is (found.hours < asked)


@given(hours, hours, st.sampled_from(SIZES))
def test_asking_for_more_hours_never_costs_less(one, other, size):
    low, high = sorted((one, other))
    assert onsite_hours(low, "ON_SITE", size).hours <= onsite_hours(high, "ON_SITE", size).hours
