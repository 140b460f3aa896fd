"""Test 8 of 91(2): days within the limit of the kind, hours of contact within the cap."""

from __future__ import annotations

from decimal import Decimal

from calculators.calendar import work_calendar
from calculators.event_check.event import Event
from calculators.event_check.findings import Finding, Level, Result, breach, clean, unknown
from rules.control import event_rules, hours_cap
from rules.control.events import DurationRule, EventKind
from rules.faults import InputError
from rules.reading_terms import read_regional_days_off
from rules.text import Text

DURATION = "248-ФЗ, ст. 91 ч. 2 п. 8"
# While experts or laboratories work the clock may stand: 65(13).
PAUSING = {"EXPERTISE", "TESTING"}


def check_duration(event: Event) -> Finding:
    """Test 8: days over the limit are gross; hours over the cap can be argued.

    Source: 248-ФЗ art. 91(2)8, 65(4), 67(6)–73(7), 97.1(8).
    """
    kind = event_rules().kinds.get(event.kind or "")
    if kind is None:
        return unknown(DURATION, "Вид проверки не известен.", "The kind of event is not known.", ("kind",))
    parts = [part for part in (_days(event, kind), _own_days(event, kind), _hours(event, kind)) if part is not None]
    for level in (Level.GROSS, Level.ARGUABLE):
        for part in parts:
            if part.result is Result.BREACH and part.level is level:
                return part
    return _together(parts)


def _together(parts: list[Finding]) -> Finding:
    """Return one answer of parts without a breach: unknown if any is, with everything that is missing."""
    open_parts = [part for part in parts if part.result is Result.UNKNOWN]
    said = open_parts or parts
    ru, en = " ".join(part.evidence.ru for part in said), " ".join(part.evidence.en for part in said)
    missing = tuple(dict.fromkeys(name for part in open_parts for name in part.missing))
    result = Result.UNKNOWN if open_parts else Result.CLEAN
    return Finding(result, said[0].article, Text(ru, en), missing)


def _days(event: Event, kind: EventKind) -> Finding:
    rule = kind.max_term
    if rule is None:
        article = f"{DURATION}; {kind.article}"
        return clean(article, "Предельных дней закон здесь не называет.", "The law names no limit of days here.")
    article = f"{DURATION}; {rule.article}"
    days, missing = _counted(event, rule)
    if days is None:
        return unknown(
            article, "Сколько дней шла проверка, не известно.", "How many days it took is not known.", missing
        )
    limit = rule.term.amount if rule.term else event.usual_working_days
    if limit is None:
        return _unusual(days, missing, rule, article)
    ru, en = f"Рабочих дней: {days}, предел: {limit}.", f"Working days: {days}; limit: {limit}."
    if days <= limit:
        return clean(article, ru, en)
    if missing:
        return unknown(
            article,
            f"{ru} Все ли они идут в срок, не известно.",
            f"{en} Whether all of them count is not known.",
            missing,
        )
    return breach(article, ru, en)


def _unusual(days: int, missing: tuple[str, ...], rule: DurationRule, article: str) -> Finding:
    """The limit is what such a deal or test usually takes; some kinds name an utmost besides."""
    ru, en = f"Рабочих дней: {days}.", f"Working days: {days}."
    if rule.limit and days > rule.limit.amount and not missing:
        utmost = rule.limit.amount
        return breach(article, f"{ru} Больше {utmost} нельзя никогда.", f"{en} More than {utmost} is never allowed.")
    return unknown(
        article,
        f"{ru} Предел здесь обычная длительность сделки или испытаний.",
        f"{en} The limit is how long such a deal or test usually takes.",
        ("usual_working_days",),
    )


def _counted(event: Event, rule: DurationRule) -> tuple[int | None, tuple[str, ...]]:
    """Return the working days the event took, and what is missing to be sure that all of them count."""
    if event.working_days is not None:
        return event.working_days, ()
    if event.start is None or event.end is None:
        missing = [name for name, value in (("start", event.start), ("end", event.end)) if value is None]
        return None, ("working_days", *missing)
    try:
        days = work_calendar(event.region).count_working_days(event.start.day, event.end.last_day)
    except InputError:
        return None, ("working_days",)
    may_pause = rule.pauses_for_papers or event.actions is None or PAUSING & set(event.actions)
    if not (event.start.day_known and event.end.day_known) or (event.region is None and days_off_of_some_region(event)):
        return days, ("working_days", "region")
    return days, ("working_days",) if may_pause else ()


def days_off_of_some_region(event: Event) -> bool:
    """Whether some region has a day off of its own between start and end."""
    if event.start is None or event.end is None:
        return False
    years = range(event.start.day.year, event.end.last_day.year + 1)
    first, last = event.start.day, event.end.last_day
    return any(
        (first.month, first.day) <= (row.month, row.day) <= (last.month, last.day) or len(years) > 1
        for row in read_regional_days_off()
    )


def _own_days(event: Event, kind: EventKind) -> Finding | None:
    """Return the breach of a shorter term that the act of the type sets within the statute's."""
    own = event.control_type.event_kinds.get(kind.code) if event.control_type else None
    term = own.max_term.value if own else None
    if term is None or kind.max_term is None:
        return None
    days, missing = _counted(event, kind.max_term)
    if days is None or missing or days <= term.amount:
        return None
    ru, en = f"Рабочих дней: {days}, предел: {term.amount}.", f"Working days: {days}; limit: {term.amount}."
    return breach(f"{DURATION}; {term.source}", ru, en, Level.ARGUABLE)


def _hours(event: Event, kind: EventKind) -> Finding | None:
    """Return what the hours of contact say, None where no cap concerns them."""
    rule = kind.contact_max
    if rule is not None and not (rule.unplanned_only and event.planned):
        article = f"{DURATION}; {rule.article}"
        over = event.hours is None or event.hours > rule.hours
        if rule.unplanned_only and event.planned is None and over:
            names = ["planned"] + (["interaction_hours"] if event.hours is None else [])
            return unknown(article, "Плановая ли закупка, не известно.", "Whether it is planned is not known.", names)
        return _against(event, rule.hours, article)
    if not kind.hours_caps or event.size in ("medium", "large"):
        return None
    return _capped(event, kind)


def _capped(event: Event, kind: EventKind) -> Finding | None:
    """Small and micro businesses have caps; both depend on the ground."""
    article = f"{DURATION}; {kind.hours_caps[0].article}"
    hours, lowest = event.hours, min(cap.hours for cap in kind.hours_caps)
    if hours is not None and hours <= lowest:
        return clean(article, f"Часов общения: {hours}.", f"Hours of contact: {hours}.")
    if event.size is None:
        names = ["size"] + (["interaction_hours"] if hours is None else [])
        return unknown(article, "Размер бизнеса не известен.", "The size of the business is not known.", names)
    mine = [cap for cap in kind.hours_caps if cap.size == event.size]
    caps, lifted = {cap.hours for cap in mine}, any(cap.except_grounds for cap in mine)
    if hours is not None and event.ground is None and min(caps) < hours and (lifted or hours <= max(caps)):
        said, said_en = f"Часов общения: {hours}.", f"Hours of contact: {hours}."
        return unknown(
            article, f"{said} Предел зависит от основания.", f"{said_en} The cap depends on the ground.", ["ground"]
        )
    cap = hours_cap(kind.code, event.size, event.ground)
    highest = max(caps) if event.ground is None else cap.hours if cap else None
    return None if highest is None else _against(event, highest, article)


def _against(event: Event, cap: Decimal, article: str) -> Finding:
    if event.hours is None:
        return unknown(
            article,
            f"Часы общения не известны, предел: {cap}\u00a0ч.",
            f"The hours of contact are not known; cap: {cap}\u00a0h.",
            ("interaction_hours",),
        )
    ru, en = f"Часов общения: {event.hours}, предел: {cap}.", f"Hours of contact: {event.hours}; cap: {cap}."
    return breach(article, ru, en, Level.ARGUABLE) if event.hours > cap else clean(article, ru, en)
