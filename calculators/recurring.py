"""When recurring duties come due between two dates: days the text names, or the business's own first date.

A day of the text that is a day off moves to the next working day where a provision says so; elsewhere it stays.
"""

from __future__ import annotations

import calendar as months_of_the_world
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from calculators.calendar import work_calendar
from calculators.deadlines import add_months
from rules.faults import InputError
from rules.requirements import Due, Recurrence
from rules.terms import DayOffRule
from rules.text import Text

MONTHS = 12
PERIODS = {"month": 1, "quarter": 3, "year": 12}
DAYS_A_YEAR = 365
# A day before the span may move into it: the longest rest, that of New Year, is shorter than this.
LONGEST_REST = timedelta(days=20)
# A chosen day within this time is near: it is worth doing now what is due then.
NEAR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A day on which a duty is due; `by_text` says whether the text names it or the business chose it.

    `moved_from` is the day of the text where that is a day off and `rule` moves the term. Without a rule the day of
    the text is kept: whether it moves is for the act to say.
    """

    day: date
    by_text: bool
    moved_from: date | None = None
    rule: DayOffRule | None = None

    @property
    def named(self) -> date:
        """The day as the text names it."""
        return self.moved_from or self.day


def occurrences(
    recurrence: Recurrence,
    first: date,
    last: date,
    chosen: date | None = None,
    times: Fraction | None = None,
    rule: DayOffRule | None = None,
) -> tuple[Occurrence, ...]:
    """Return the days from `first` to `last`, both counted, in order; none where no date is known.

    The days of the text win. Else the business's own first date `chosen` repeats `times` a year (its own number, or
    that of the text): whole months apart where the year divides so, else evenly by days. `rule` moves days of the
    text that are days off of the whole country; where the calendar of a year is not known they stay.

    Raises:
        ValueError: `last` lies before `first`.

    >>> report = Recurrence("recurring", Fraction(1), (Due(day=1, month=2),))
    >>> [one.day.isoformat() for one in occurrences(report, date(2026, 1, 1), date(2027, 12, 31))]
    ['2026-02-01', '2027-02-01']
    """
    if last < first:
        raise ValueError(f"the last day {last} lies before the first {first}")
    if recurrence.due:
        since = first if rule is None else first - LONGEST_REST
        days = sorted({day for due in recurrence.due for day in _due_days(due, since, last)})
        found = (Occurrence(day, by_text=True) if rule is None else _moved(day, rule) for day in days)
        return tuple(one for one in found if first <= one.day <= last)
    often = times if times is not None else recurrence.times_per_year
    if chosen is None or not often:
        return ()
    return tuple(Occurrence(day, by_text=False) for day in _repeated(chosen, often, first, last))


def next_occurrence(
    recurrence: Recurrence,
    today: date,
    chosen: date | None = None,
    times: Fraction | None = None,
    rule: DayOffRule | None = None,
) -> Occurrence | None:
    """Return the first day from `today` on within eleven years, or None where no date is known."""
    # Nearly every duty returns within a year: the far years are looked through only for the few that do not.
    for years in (1, 11):
        found = occurrences(recurrence, today, _same_day(today.year + years, today), chosen, times, rule)
        if found:
            return found[0]
    return None


def last_occurrence(recurrence: Recurrence, before: date, rule: DayOffRule | None = None) -> Occurrence | None:
    """Return the last day of the text before a day within eleven years, or None where there is none.

    >>> report = Recurrence("recurring", Fraction(1), (Due(day=1, month=2),))
    >>> last_occurrence(report, date(2027, 2, 1)).day.isoformat()
    '2026-02-01'
    """
    for years in (1, 11):
        first = _same_day(before.year - years, before)
        found = occurrences(recurrence, first, before - timedelta(days=1), rule=rule)
        if found:
            return found[-1]
    return None


@dataclass(frozen=True, slots=True)
class OwnTerm:
    """The day a business chose, which counts now, and whether what it has done was done for that day."""

    day: date
    done: bool


def own_term(
    recurrence: Recurrence,
    first: date,
    chosen: datetime,
    done: datetime | None,
    today: date,
    times: Fraction | None = None,
) -> OwnTerm | None:
    """Return the chosen day that counts on `today`, or None where nothing is counted by days.

    It is the next one when that is within 30 days; else the last one, as long as nothing was done for it. `chosen` and
    `done` are moments in the zone of the business: when it chose `first`, and when it last said that the duty is done.
    Done for a day is what was done later than the day before it (for the first day: later than the choice) and within
    the 30 days before it. Days up to the choice have passed by the business's own word. What comes more often than
    monthly is simply kept up.

    >>> from datetime import UTC
    >>> drill, chosen = Recurrence("recurring", Fraction(2)), datetime(2026, 11, 28, 12, tzinfo=UTC)
    >>> own_term(drill, date(2026, 12, 20), chosen, datetime(2026, 11, 28, 9, tzinfo=UTC), date(2026, 12, 20)).done
    False
    """
    often = times if times is not None else recurrence.times_per_year
    if not often or often > MONTHS:
        return None
    yesterday = today - timedelta(days=1)
    passed = [one.day for one in occurrences(recurrence, first, max(first, yesterday), first, often)]
    passed = [day for day in passed if day < today]
    following = next_occurrence(recurrence, max(today, first), first, often)
    if following is not None and following.day <= today + NEAR:
        return OwnTerm(following.day, _done_for(following.day, passed, chosen, done))
    if passed and passed[-1] > chosen.date() and not _done_for(passed[-1], passed[:-1], chosen, done):
        return OwnTerm(passed[-1], done=False)
    return OwnTerm(following.day, done is not None) if following else None


def _done_for(day: date, earlier: Sequence[date], chosen: datetime, done: datetime | None) -> bool:
    if done is None or done.date() < day - NEAR:
        return False
    return done.date() > earlier[-1] if earlier else done > chosen


def due_text(recurrence: Recurrence) -> Text | None:
    """Return the days the text names as words, None where it names none.

    >>> due_text(Recurrence("recurring", Fraction(4), (Due(day=25, after="quarter"),))).ru
    '25-го числа после каждого квартала'
    """
    if not recurrence.due:
        return None
    parts = [_due_words(due) for due in recurrence.due]
    return Text("; ".join(part.ru for part in parts), "; ".join(part.en for part in parts))


def _due_days(due: Due, first: date, last: date) -> Iterator[date]:
    """Yield the days of one rule; `after` counts the day in the month that follows the period."""
    for year in range(first.year, last.year + 1):
        for month in _months(due):
            day = _in_month(year, month, due.day)
            if first <= day <= last:
                yield day


def _moved(day: date, rule: DayOffRule) -> Occurrence:
    try:
        working = work_calendar().nearest_working(day)
    except InputError:
        return Occurrence(day, by_text=True)
    return Occurrence(working, by_text=True, moved_from=day if working != day else None, rule=rule)


def _months(due: Due) -> Iterable[int]:
    if due.month is not None:
        return (due.month,)
    # The month after each period: after a quarter that is January, April, July and October.
    return range(1, MONTHS + 1, PERIODS[due.after or "year"])


def _in_month(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, months_of_the_world.monthrange(year, month)[1]))


def _repeated(chosen: date, often: Fraction, first: date, last: date) -> Iterator[date]:
    """Yield the chosen day and its repetitions, counted from the chosen day so that nothing drifts."""
    months = MONTHS / often
    step = 0
    while True:
        day = _nth(chosen, months, often, step)
        if day is None or day > last:
            return
        if day >= first:
            yield day
        step += 1


def _nth(chosen: date, months: Fraction, often: Fraction, step: int) -> date | None:
    try:
        if months.denominator == 1:
            return add_months(chosen, int(months) * step)
        return chosen + timedelta(days=int(DAYS_A_YEAR * step / often))
    except (OverflowError, ValueError):
        return None


def _same_day(year: int, day: date) -> date:
    return _in_month(year, day.month, day.day)


def _due_words(due: Due) -> Text:
    if due.month is not None:
        return Text(f"{due.day} {RU_MONTHS[due.month - 1]}", f"{due.day} {EN_MONTHS[due.month - 1]}")
    ru, en = AFTER[due.after or "year"]
    return Text(f"{due.day}-го числа после {ru}", f"day {due.day} after {en}")


RU_MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
EN_MONTHS = months_of_the_world.month_name[1:]
AFTER = {
    "month": ("каждого месяца", "each month"),
    "quarter": ("каждого квартала", "each quarter"),
    "year": ("конца года", "the end of the year"),
}
