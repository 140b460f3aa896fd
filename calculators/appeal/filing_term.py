"""The second until which an appeal can be filed: shown early, admitted late, and the proof of filing decides.

Source: 248-ФЗ art. 40(5), 40(6), 86(3), 86(6); whose zone ends the day no law says, so both are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from calculators.appeal.shapes import Filing, Subject, When
from calculators.calendar import WorkCalendar, work_calendar, zone_of
from calculators.deadlines import ONE_SECOND, due_date, term_for

FILE, FILE_PRESCRIPTION = "appeal.file", "appeal.file_prescription"


class Timeliness(StrEnum):
    """Whether it came in time; between the two ends of the term a person decides."""

    IN_TIME = "in_time"
    BETWEEN = "between"
    LATE = "late"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FilingTerm:
    """The end of the term, in the authority's zone and the business's own.

    `shown_until` is the earlier of the last moments, `admissible_until` the later: both whole seconds are in time.
    `verified`: the term was read in the law, and no day off that was only recalled moves its end.
    """

    key: str
    due: date
    authority_last_moment: datetime
    business_last_moment: datetime
    shown_until: datetime
    admissible_until: datetime
    counted: tuple[date, ...] | None
    rolled_over_from: date | None
    calendar: Mapping[int, str]
    source: str
    verified: bool

    @property
    def zones(self) -> tuple[ZoneInfo, ZoneInfo]:
        """The zone of the authority and that of the business."""
        return _zone(self.authority_last_moment), _zone(self.business_last_moment)

    def days_left(self, now: datetime) -> int:
        """Return the days from the day of `now` to the last day shown, in the zone it is shown in; below 0 when over.

        >>> moscow = ZoneInfo("Europe/Moscow")
        >>> term = filing_term(Subject.DECISION, date(2026, 4, 9), moscow, moscow, work_calendar())
        >>> term.days_left(datetime(2026, 5, 10, 12, tzinfo=moscow))
        2
        """
        return (self.shown_until.date() - now.astimezone(_zone(self.shown_until)).date()).days

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape of the answer."""
        moments = ("authority_last_moment", "business_last_moment", "shown_until", "admissible_until")
        return {
            "key": self.key,
            "due": self.due,
            **{name: getattr(self, name).isoformat(timespec="seconds") for name in moments},
            "counted": None if self.counted is None else list(self.counted),
            "rolled_over_from": self.rolled_over_from,
            "calendar": {str(year): status for year, status in self.calendar.items()},
            "source": self.source,
            "verified": self.verified,
        }


def filing_term(
    subject: Subject, anchor: When, authority_zone: ZoneInfo, business_zone: ZoneInfo, calendar: WorkCalendar
) -> FilingTerm:
    """Return the end of the term of an appeal against `subject` that runs from `anchor`.

    A time is read as a day of each zone. A day off of the region may end the term later, but is never shown so: the
    rows of regions are recalled. Source: 248-ФЗ art. 40(5), 40(6), 86.

    Raises:
        InputError: the calendar of a year is not known.

    >>> kamchatka, moscow = ZoneInfo("Asia/Kamchatka"), ZoneInfo("Europe/Moscow")
    >>> term = filing_term(Subject.PRESCRIPTION, date(2026, 4, 24), moscow, kamchatka, work_calendar())
    >>> term.shown_until.isoformat(), term.admissible_until.isoformat()
    ('2026-05-12T23:59:59+12:00', '2026-05-12T23:59:59+03:00')
    """
    key = FILE_PRESCRIPTION if subject is Subject.PRESCRIPTION else FILE
    term = term_for(key, _day(anchor, authority_zone))
    own = due_date(anchor, term, calendar, authority_zone)
    theirs = due_date(anchor, term, calendar, business_zone)
    plain = [due_date(anchor, term, work_calendar(), zone) for zone in (authority_zone, business_zone)]
    moments = [own.last_moment, theirs.last_moment]
    return FilingTerm(
        key=key,
        due=own.due,
        authority_last_moment=own.last_moment,
        business_last_moment=theirs.last_moment,
        shown_until=min(*moments, *(one.last_moment for one in plain)),
        admissible_until=max(moments),
        counted=own.counted,
        rolled_over_from=own.rolled_over_from,
        calendar=own.calendar,
        source=term.source,
        verified=term.verified and own.due == plain[0].due,
    )


def timeliness(
    term: FilingTerm | None, filed_at: When | None, proof_at: When | None = None, registered_at: When | None = None
) -> Timeliness:
    """Return whether an appeal came in time: the proof decides; without one the earlier of clock and register.

    A day without an hour may be any second of it. Registered late says nothing of when it was filed.

    >>> moscow = ZoneInfo("Europe/Moscow")
    >>> term = filing_term(Subject.DECISION, date(2026, 4, 9), moscow, moscow, work_calendar())
    >>> timeliness(term, date(2026, 5, 13)).value, timeliness(term, date(2026, 5, 13), date(2026, 5, 12)).value
    ('late', 'in_time')
    """
    if term is None:
        return Timeliness.UNKNOWN
    if proof_at is not None:
        return _of(term, proof_at)
    by_clock = Timeliness.UNKNOWN if filed_at is None else _of(term, filed_at)
    by_register = Timeliness.UNKNOWN if registered_at is None else _of(term, registered_at)
    if Timeliness.IN_TIME in (by_clock, by_register):
        return Timeliness.IN_TIME
    if by_register is Timeliness.BETWEEN and by_clock is Timeliness.LATE:
        return Timeliness.BETWEEN
    return by_clock


def _of(term: FilingTerm, moment: When) -> Timeliness:
    """Return where a moment, or every second of a day, stands; UNKNOWN where the hour decides."""
    first, last = _span(term, moment)
    found = {_side(term, first), _side(term, last)}
    return found.pop() if len(found) == 1 else Timeliness.UNKNOWN


def _side(term: FilingTerm, moment: datetime) -> Timeliness:
    if moment < term.shown_until + ONE_SECOND:
        return Timeliness.IN_TIME
    return Timeliness.BETWEEN if moment < term.admissible_until + ONE_SECOND else Timeliness.LATE


def _span(term: FilingTerm, moment: When) -> tuple[datetime, datetime]:
    """Return the first and last second a moment may be: a day begins in the eastern zone, ends in the western."""
    if isinstance(moment, datetime):
        exact = moment if moment.tzinfo else moment.replace(tzinfo=term.zones[0])
        return exact, exact
    begins = min(datetime.combine(moment, time(), zone) for zone in term.zones)
    ends = max(datetime.combine(moment, time(23, 59, 59), zone) for zone in term.zones)
    return begins, ends


def term_of(filing: Filing) -> FilingTerm | None:
    """Return the term of an appeal, None while subject, anchor or one of the two regions is not known.

    Raises:
        InputError: the calendar of a year is not known.
    """
    if missing_for_term(filing) or filing.subject is None or filing.anchor is None:
        return None
    authority, business = zone_of(filing.authority_region), zone_of(filing.business_region)
    return filing_term(filing.subject, filing.anchor, authority, business, work_calendar(filing.authority_region))


def missing_for_term(filing: Filing) -> tuple[str, ...]:
    """Return the fields without which the term cannot be counted.

    >>> missing_for_term(Filing(subject=Subject.PRESCRIPTION, business_region="41"))
    ('received_on', 'authority_region')
    """
    anchor = "received_on" if filing.subject is Subject.PRESCRIPTION else "learned_on"
    needed = {
        "subject": filing.subject,
        anchor: filing.anchor if filing.subject else "",
        "authority_region": filing.authority_region,
        "business_region": filing.business_region,
    }
    return tuple(name for name, value in needed.items() if value is None)


def _day(anchor: When, zone: ZoneInfo) -> date:
    if not isinstance(anchor, datetime):
        return anchor
    return anchor.astimezone(zone).date() if anchor.tzinfo else anchor.date()


def _zone(moment: datetime) -> ZoneInfo:
    """Return the zone of a last moment: all of them are counted in one."""
    if not isinstance(moment.tzinfo, ZoneInfo):
        raise TypeError(moment.tzinfo)
    return moment.tzinfo
