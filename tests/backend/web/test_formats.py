"""Numbers as people read them."""

from __future__ import annotations

import pytest

from backend.web.formats import half_width, interval, percent


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (2.69, 2.71, "2,6–2,8"),
        (2.7, 2.8, "2,7–2,8"),
        (2.4000000000000004, 2.8, "2,4–2,8"),
        (2.7, 2.7, "2,70–2,70"),
        (1.0, 1.01, "1,0–1,1"),
        (4.99, 5.0, "4,9–5,0"),
    ],
)
def test_an_interval_never_reads_narrower_than_it_is(low: float, high: float, told: str) -> None:
    assert interval(low, high, "ru") == told


def test_a_half_width_is_rounded_up_and_never_reads_as_exact() -> None:
    assert [half_width(one, "ru") for one in (0.01, 0.2, 0.21, 0.30000000000000004)] == ["0,1", "0,2", "0,3", "0,3"]
    assert half_width(0.281, "en", digits=2) == "0.29"


def test_percent_stands_apart_in_russian_and_close_in_english() -> None:
    assert (percent(30, "ru"), percent(30, "en")) == ("30\u00a0%", "30%")
