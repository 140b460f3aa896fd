"""Corners of the twelve tests: no ground in the decision, a notice in time whatever else is open, what is missing."""

from __future__ import annotations

from typing import Any

import pytest

from calculators.event_check import event_check_document

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
