"""When a message is tried again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.webhooks.schedule import LONGEST_ASKED, OFF_AFTER, PAUSES, asked_pause, next_try
from tests.conftest import NOW


def test_the_pauses_grow_and_last_for_five_days() -> None:
    assert list(PAUSES) == sorted(PAUSES)
    assert OFF_AFTER <= sum(PAUSES, timedelta()) <= OFF_AFTER + timedelta(days=1)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("120", 120), ("", 0), ("-5", 0), ("soon", 0), ("١٢", 0), ("Sat, 28 Nov 2026 09:10:00 GMT", 600)],
)
def test_a_receiver_asks_for_a_pause_in_seconds_or_by_a_moment(said: str, seconds: int) -> None:
    assert asked_pause(said, NOW) == timedelta(seconds=seconds)


def test_a_pause_that_is_asked_for_is_kept_within_bounds() -> None:
    assert next_try(1, NOW, 503, "3600") == NOW + timedelta(hours=1)
    assert next_try(1, NOW, 503, "1") == NOW + PAUSES[0]
    assert next_try(1, NOW, 429, "999999999") == NOW + LONGEST_ASKED
    assert next_try(1, NOW, 500, "3600") == NOW + PAUSES[0]
    assert next_try(len(PAUSES) + 1, NOW, 503, "60") is None
