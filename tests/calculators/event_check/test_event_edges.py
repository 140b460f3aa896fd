"""Corners of the twelve tests: no ground in the decision, a notice in time whatever else is open, what is missing."""

from __future__ import annotations

from typing import Any

import pytest

from calculators.event_check import event_check_document
from rules.exact_json import read_json

VISIT = {"kind": "ON_SITE", "planned": False, "start": "2026-11-30T10:00+03:00"}


def numbered(number: int, **event: Any) -> dict[str, Any]:
    """Return one test of an event."""
    found: dict[str, Any] = event_check_document({**VISIT, **event})["tests"][number - 1]
    return found


@pytest.mark.parametrize("ground", ["", "  ", "none", "NONE"])
def test_an_empty_ground_is_no_ground(ground: str) -> None:
    found = numbered(1, ground=ground)
    assert (found["result"], found["level"]) == ("breach", "gross")


def test_without_the_kind_nobody_knows_whether_a_ground_was_needed() -> None:
    found = numbered(1, ground="", kind=None)
    assert (found["result"], found["missing"]) == ("unknown", ["kind"])


@pytest.mark.parametrize(
    "open_case",
    [{"urgent": None, "ground": "HARM_INFO"}, {"urgent": True, "ground": None}, {"after_cash_purchase": None}],
)
def test_a_notice_in_time_is_in_time_whether_it_was_needed_or_not(open_case: dict[str, Any]) -> None:
    assert numbered(3, notice_at="2026-11-29T10:00+03:00", **open_case)["result"] == "clean"
    assert numbered(3, notice_at="2026-11-29T10:00:01+03:00", **open_case)["result"] == "unknown"


def test_what_was_told_is_never_called_missing() -> None:
    found = numbered(2, ground=None, seized_goods_or_housing=True)
    assert (found["result"], found["missing"]) == ("unknown", ["ground"])


UTC_VISIT = {"kind": "INSPECTION_VISIT", "actions": [], "start": "2026-11-30T23:00:00Z", "end": "2026-12-01T06:00:00Z"}


def test_days_are_counted_where_the_event_is_and_not_by_the_clock_the_time_is_written_in() -> None:
    found = numbered(8, **UTC_VISIT, region="25", interaction_hours=1)
    assert found["result"] == "clean"
    assert "1; limit: 1" in found["evidence"]["en"]


def test_ten_days_in_the_east_written_in_utc_are_ten() -> None:
    dates = {"start": "2026-11-30T23:00:00Z", "end": "2026-12-14T08:00:00Z", "size": "large", "actions": []}
    assert numbered(8, **dates, region="25")["result"] == "clean"
    later = {**dates, "end": "2026-12-14T21:00:00Z"}
    assert numbered(8, **later, region="77")["result"] == "breach"


def test_where_the_place_decides_on_which_day_an_hour_falls_the_region_is_missing() -> None:
    found = numbered(8, **{**UTC_VISIT, "start": "2026-11-30T20:00:00Z"})
    assert (found["result"], found["missing"]) == ("unknown", ["working_days", "region"])
    assert numbered(8, **{**UTC_VISIT, "start": "2026-12-01T05:00:00Z"})["result"] == "clean"


def test_two_years_that_end_on_one_of_two_days_are_settled_by_the_place() -> None:
    event = {"planned": True, "ground": "PLAN", "category": "HIGH", "previous_same_event": "2024-12-01"}
    start = "2026-11-30T20:00:00Z"
    assert numbered(4, **event, start=start)["missing"] == ["region"]
    assert numbered(4, **event, start=start, region="25")["result"] == "clean"
    assert numbered(4, **event, start=start, region="77")["result"] == "breach"


def test_parts_of_a_second_are_read_and_count() -> None:
    start = "2026-11-30T10:00:00.000+03:00"
    assert numbered(3, start=start, notice_at="2026-11-29T07:00:00.000Z")["result"] == "clean"
    assert numbered(3, start=start, notice_at="2026-11-29T07:00:00.001Z")["result"] == "breach"


def test_hours_written_with_an_exponent_are_said_in_digits() -> None:
    found = event_check_document(read_json(b'{"kind": "ON_SITE", "size": "micro", "interaction_hours": 4e1}'))["tests"][
        7
    ]
    assert "Hours of contact: 40" in found["evidence"]["en"]
