"""The deadline second: in eleven offsets, with a proof earlier than our clock, over leap days and holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from calculators.appeal import Filing, FilingTerm, Subject, Timeliness, filing_term, term_of, timeliness
from calculators.calendar import work_calendar, zone_of
from rules.faults import InputError

# One region of each of the eleven zones, from UTC+2 to UTC+12.
REGIONS = ("39", "77", "63", "66", "55", "54", "38", "14", "25", "49", "41")
PAIRS = [(authority, business) for authority in REGIONS for business in REGIONS]
SECOND = timedelta(seconds=1)
DUE = date(2026, 5, 12)


def term(authority: str = "77", business: str = "77", subject: Subject = Subject.DECISION) -> FilingTerm:
    """Return the term of an appeal on what became known on 9 April 2026."""
    return filing_term(subject, date(2026, 4, 9), zone_of(authority), zone_of(business), work_calendar(authority))


def test_the_regions_stand_for_eleven_offsets() -> None:
    noon = datetime(2026, 5, 12, 12, tzinfo=UTC)
    offsets = [noon.astimezone(zone_of(region)).utcoffset() for region in REGIONS]
    assert offsets == [timedelta(hours=hours) for hours in range(2, 13)]


@pytest.mark.parametrize(("authority", "business"), PAIRS)
def test_the_last_second_is_that_of_the_day_in_both_zones(authority: str, business: str) -> None:
    found = term(authority, business)
    ends = [datetime(2026, 5, 12, 23, 59, 59, tzinfo=zone_of(region)) for region in (authority, business)]
    assert found.due == DUE
    assert [found.authority_last_moment, found.business_last_moment] == ends
    assert (found.shown_until, found.admissible_until) == (min(ends), max(ends))


@pytest.mark.parametrize(("authority", "business"), PAIRS)
def test_one_second_decides_before_between_and_after(authority: str, business: str) -> None:
    found = term(authority, business)
    same = found.shown_until == found.admissible_until
    assert timeliness(found, found.shown_until - SECOND) is Timeliness.IN_TIME
    assert timeliness(found, found.shown_until) is Timeliness.IN_TIME
    after_shown = timeliness(found, found.shown_until + SECOND)
    assert after_shown is (Timeliness.LATE if same else Timeliness.BETWEEN)
    assert timeliness(found, found.admissible_until) is (Timeliness.IN_TIME if same else Timeliness.BETWEEN)
    assert timeliness(found, found.admissible_until + SECOND) is Timeliness.LATE


@pytest.mark.parametrize(("authority", "business"), PAIRS)
def test_the_proof_decides_and_not_our_clock(authority: str, business: str) -> None:
    found = term(authority, business)
    late = (found.admissible_until + timedelta(hours=5)).astimezone(UTC)
    assert timeliness(found, late) is Timeliness.LATE
    assert timeliness(found, late, proof_at=found.shown_until.astimezone(UTC)) is Timeliness.IN_TIME
    assert timeliness(found, late, registered_at=found.shown_until.astimezone(UTC)) is Timeliness.IN_TIME
    early = found.shown_until - timedelta(days=1)
    assert timeliness(found, early, proof_at=found.admissible_until + SECOND) is Timeliness.LATE


def test_the_last_second_is_whole() -> None:
    found = term()
    assert timeliness(found, found.admissible_until + timedelta(microseconds=999_999)) is Timeliness.IN_TIME
    assert timeliness(found, found.admissible_until + timedelta(seconds=1)) is Timeliness.LATE


@pytest.mark.parametrize(
    ("subject", "anchor", "due"),
    [
        pytest.param(Subject.DECISION, "2024-01-30", "2024-02-29", id="ends on 29 February"),
        pytest.param(Subject.DECISION, "2024-02-29", "2024-04-01", id="begins on 29 February, ends on a Saturday"),
        pytest.param(Subject.ACT, "2028-01-30", "2028-02-29", id="the next leap year, a provisional calendar"),
        pytest.param(Subject.ACTIONS, "2025-12-05", "2026-01-12", id="ends in the New Year holidays"),
        pytest.param(Subject.PRESCRIPTION, "2025-12-24", "2026-01-19", id="ten working days over New Year"),
        pytest.param(Subject.PRESCRIPTION, "2025-10-24", "2025-11-10", id="a working Saturday is counted"),
        pytest.param(Subject.DECISION, "2025-10-02", "2025-11-01", id="ends on a working Saturday and stays there"),
        pytest.param(Subject.DECISION, "2026-04-09", "2026-05-12", id="rolls over a holiday and a weekend"),
        pytest.param(Subject.PRESCRIPTION, "2026-04-24", "2026-05-12", id="ten working days over May"),
    ],
)
def test_a_term_ends_as_the_calendar_has_it(subject: Subject, anchor: str, due: str) -> None:
    moscow = zone_of("77")
    found = filing_term(subject, date.fromisoformat(anchor), moscow, moscow, work_calendar("77"))
    assert found.due == date.fromisoformat(due)
    assert found.key == ("appeal.file_prescription" if subject is Subject.PRESCRIPTION else "appeal.file")


def test_a_working_saturday_is_among_the_days_counted() -> None:
    moscow = zone_of("77")
    found = filing_term(Subject.PRESCRIPTION, date(2025, 10, 24), moscow, moscow, work_calendar("77"))
    assert found.counted is not None
    assert date(2025, 11, 1) in found.counted
    assert len(found.counted) == 10


def test_a_recalled_day_off_of_a_region_ends_nothing_later_for_the_business() -> None:
    zone = zone_of("16")
    found = filing_term(Subject.DECISION, date(2027, 7, 31), zone, zone, work_calendar("16"))
    assert (found.shown_until.date(), found.admissible_until.date()) == (date(2027, 8, 30), date(2027, 8, 31))
    assert not found.verified
    assert timeliness(found, datetime(2027, 8, 31, 12, tzinfo=zone)) is Timeliness.BETWEEN


def test_a_day_without_an_hour_is_settled_only_where_every_second_of_it_is() -> None:
    near, far = term(), term("77", "41")
    assert timeliness(near, DUE) is Timeliness.IN_TIME
    assert timeliness(near, date(2026, 5, 13)) is Timeliness.LATE
    assert timeliness(far, date(2026, 5, 11)) is Timeliness.IN_TIME
    assert timeliness(far, DUE) is Timeliness.UNKNOWN
    assert timeliness(far, date(2026, 5, 14)) is Timeliness.LATE


def test_a_time_known_in_two_days_is_counted_for_either() -> None:
    # 23:30 in Moscow is already the next day in Kamchatka: 11 and 12 May are days off, so both end on the 12th.
    learned = datetime(2026, 4, 12, 23, 30, tzinfo=ZoneInfo("Europe/Moscow"))
    found = filing_term(Subject.DECISION, learned, zone_of("77"), zone_of("41"), work_calendar("77"))
    assert found.authority_last_moment.date() == date(2026, 5, 12)
    assert found.business_last_moment.date() == date(2026, 5, 13)
    assert found.shown_until == found.authority_last_moment


@pytest.mark.parametrize(("now", "left"), [("2026-05-10T12:00+03:00", 2), ("2026-05-12T23:59:59+03:00", 0)])
def test_days_left_are_counted_to_the_day_shown(now: str, left: int) -> None:
    assert term().days_left(datetime.fromisoformat(now)) == left


def test_an_open_fact_leaves_the_term_open() -> None:
    known = Filing(subject=Subject.DECISION, learned_on=date(2026, 4, 9), authority_region="77", business_region="77")
    assert term_of(known) is not None
    assert timeliness(term_of(known), None) is Timeliness.UNKNOWN
    assert term_of(Filing(subject=Subject.DECISION, learned_on=date(2026, 4, 9))) is None


def test_a_year_without_a_calendar_is_refused() -> None:
    moscow = zone_of("77")
    with pytest.raises(InputError) as refused:
        filing_term(Subject.DECISION, date(2033, 12, 20), moscow, moscow, work_calendar("77"))
    assert refused.value.faults[0].code == "calendar_unknown"
