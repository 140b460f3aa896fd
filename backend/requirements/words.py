"""A requirement's facts as short words: when, how much effort, which dates, which sanction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from backend.requirements.names import SUBJECTS
from backend.web import formats
from backend.web.formats import plural
from calculators.calendar import SATURDAY, work_calendar
from calculators.recurring import Occurrence, due_text
from calculators.sanctions import SanctionRange
from rules.faults import InputError
from rules.requirements import Effort, Requirement
from rules.sources import Act
from rules.text import Text

NBSP = formats.NBSP
# A range is not torn at its dash.
DASH = "–\u2060"
THOUSAND = Decimal(1000)
MANY = Decimal(10_000)
SOON = timedelta(days=45)
WITH_YEAR = timedelta(days=300)

BY_LIFE = {
    "planning": Text("До начала работы", "Before you start"),
    "opening": Text("До открытия", "Before opening"),
    "changing": Text("При изменениях", "On changes"),
    "closing": Text("При закрытии", "On closing"),
}
# For a business that is open already, what should have been done by then.
ONCE_OPEN = {
    "planning": Text("Один раз, в начале работы", "Once, when starting"),
    "opening": Text("Один раз, при открытии", "Once, on opening"),
}
OFTEN = {
    Fraction(1): Text("Раз в год", "Once a year"),
    Fraction(2): Text("Раз в полгода", "Every half-year"),
    Fraction(4): Text("Раз в квартал", "Every quarter"),
    Fraction(12): Text("Раз в месяц", "Every month"),
    Fraction(24): Text("Два раза в месяц", "Twice a month"),
    Fraction(52): Text("Раз в неделю", "Every week"),
}
MOST_OFTEN = 150


def counted(count: int, ru: tuple[str, str, str], en: tuple[str, str]) -> Text:
    """Return a number with its noun in both languages."""
    noun = noun_for(count, ru, en)
    return Text(f"{count}{NBSP}{noun.ru}", f"{count}{NBSP}{noun.en}")


def noun_for(count: int, ru: tuple[str, str, str], en: tuple[str, str]) -> Text:
    """Return the noun that stands by a number, in both languages."""
    return Text(plural(count, *ru), en[0] if count == 1 else en[1])


def requirements_text(count: int) -> Text:
    """Return «51 требование»."""
    return counted(count, ("требование", "требования", "требований"), ("requirement", "requirements"))


def when_text(requirement: Requirement, due: Occurrence | None, today: date, *, working: bool) -> Text:
    """Return when a duty is to be done, in a few words."""
    mode = requirement.recurrence.mode if requirement.recurrence else "ongoing"
    life = requirement.life or "running"
    if due is not None:
        return due_words(due.day, today, moved_text(due))
    if mode == "recurring" and requirement.recurrence:
        return often_text(requirement.recurrence.times_per_year)
    if life in BY_LIFE and not (working and life in ("planning", "opening")):
        return BY_LIFE[life]
    if life in ONCE_OPEN and mode in ("one_off", "on_event"):
        return ONCE_OPEN[life]
    if mode == "one_off":
        return Text("Один раз", "Once")
    if mode == "on_event":
        return Text("В каждом таком случае", "Each time it happens")
    return Text("Постоянно", "Always")


def due_words(due: date, today: date, moved: Text | None = None) -> Text:
    """Return «до 12 мая, 5 рабочих дней»; of a far day only the day. `moved` says why it is not the day of the text."""
    said = _days_left(due, today)
    return said if moved is None else Text(f"{said.ru} ({moved.ru})", f"{said.en} ({moved.en})")


def own_day_text(day: date, today: date) -> Text:
    """Return the day a business chose, or that it has passed."""
    year = abs(day - today) > WITH_YEAR
    ru, en = formats.day(day, "ru", year=year), formats.day(day, "en", year=year)
    if day < today:
        return Text(f"Ваша дата прошла: {ru}", f"Your date has passed: {en}")
    return Text(f"Ваша дата: {ru}", f"Your date: {en}")


def moved_text(one: Occurrence) -> Text | None:
    """Return why a term ends later than its text says: «28-е — выходной; НК РФ, ст. 6.1 п. 7»."""
    named, rule = one.moved_from, one.rule
    if named is None or rule is None:
        return None
    same_month = (named.year, named.month) == (one.day.year, one.day.month)
    ru = f"{named.day}-е" if same_month else formats.day(named, "ru", year=False)
    check = Text("", "") if rule.verified else Text(", сверьте с актом", ", check it against the act")
    return Text(
        f"{ru}{NBSP}— выходной; {formats.bound(rule.source.ru)}{check.ru}",
        f"{formats.day(named, 'en', year=False)} is a day off; {formats.bound(rule.source.en)}{check.en}",
    )


def _days_left(due: date, today: date) -> Text:
    year = due - today > WITH_YEAR
    ru, en = formats.day(due, "ru", year=year), formats.day(due, "en", year=year)
    if is_day_off(due):
        # Whether the term moves to a working day is the act's to say: the page of the requirement tells more.
        return Text(f"До{NBSP}{ru}, выходной", f"By {en}, a day off")
    if due == today:
        return Text("Сегодня последний день", "Today is the last day")
    left = working_days_left(due, today) if due - today <= SOON else 0
    if not left:
        return Text(f"До{NBSP}{ru}", f"By {en}")
    days = counted(left, ("рабочий день", "рабочих дня", "рабочих дней"), ("working day", "working days"))
    return Text(f"До{NBSP}{ru}, {days.ru}", f"By {en}, {days.en}")


@lru_cache(512)
def working_days_left(due: date, today: date) -> int:
    """Return how many working days are left after today, the last day counted; 0 where no calendar is known."""
    try:
        return work_calendar().count_working_days(today + timedelta(days=1), due)
    except InputError:
        return 0


@lru_cache(512)
def is_day_off(day: date) -> bool:
    """Return whether a day is a day off everywhere; of years without a calendar only weekends are known."""
    try:
        return not work_calendar().is_working(day)
    except InputError:
        return day.weekday() >= SATURDAY


def often_text(times: Fraction | None) -> Text:
    """Return how often: «Раз в квартал»; a number the text does not give is not invented."""
    if times is None:
        return Text("Регулярно", "Regularly")
    if times in OFTEN:
        return OFTEN[times]
    if times >= MOST_OFTEN:
        return Text("Каждый рабочий день", "Every working day")
    if times < 1:
        years = int(1 / times)
        every = counted(years, ("год", "года", "лет"), ("year", "years"))
        return Text(f"Раз в{NBSP}{every.ru}", f"Every {every.en}")
    every = counted(int(times), ("раз", "раза", "раз"), ("time", "times"))
    return Text(f"{every.ru} в{NBSP}год", f"{every.en} a year")


def repeats_text(requirement: Requirement) -> Text | None:
    """Return how a duty recurs, with the days the text names; None for what is done once or always."""
    recurrence = requirement.recurrence
    if recurrence is None or recurrence.mode != "recurring":
        return None
    often, days = often_text(recurrence.times_per_year), due_text(recurrence)
    return often if days is None else Text(f"{often.ru}: {days.ru}", f"{often.en}: {days.en}")


def effort_text(effort: Effort | None) -> Text | None:
    """Return the effort in a few words: «2 ч, 1–15 тыс. ₽, затем по 6 мин»; None where nobody has estimated it."""
    if effort is None:
        return None
    first = _joined(hours_text(effort.one_off_hours), rubles_text(effort.one_off_rub))
    each = _joined(hours_text(effort.hours_per_time), rubles_text(effort.rub_per_time))
    if first is None or each is None:
        return first or (each and Text(f"по{NBSP}{each.ru} за{NBSP}раз", f"{each.en} each time"))
    return Text(f"{first.ru}, затем по{NBSP}{each.ru}", f"{first.en}, then {each.en} each time")


def _joined(hours: Text | None, rubles: Text | None) -> Text | None:
    if hours is None or rubles is None:
        return hours or rubles
    return Text(f"{hours.ru} и {rubles.ru}", f"{hours.en} and {rubles.en}")


def hours_text(hours: Decimal | None) -> Text | None:
    """Return «2 ч», «1,5 ч», «30 мин»; None for none and for nothing."""
    if not hours:
        return None
    if hours < 1:
        minutes = max(1, round(hours * 60))
        return Text(f"{minutes}{NBSP}мин", f"{minutes}{NBSP}min")
    return Text(f"{formats.number(hours, 'ru')}{NBSP}ч", f"{formats.number(hours, 'en')}{NBSP}h")


def rubles_text(band: tuple[Decimal, Decimal, Decimal] | None) -> Text | None:
    """Return a range as a range: «500–8 000 ₽», «41–96 тыс. ₽»; from nothing: «до 8 000 ₽»."""
    if band is None or not band[2]:
        return None
    return amounts_text(band[0], band[2])


def amounts_text(low: Decimal, high: Decimal) -> Text:
    """Return an amount or a range of amounts, in rubles or thousands of them."""
    thousands = high >= MANY and low % 100 == 0 and high % 100 == 0
    unit = Text(f"тыс.{NBSP}₽", "thousand") if thousands else Text("₽", "")
    scale = THOUSAND if thousands else Decimal(1)
    ru = [formats.number(one / scale, "ru") for one in (low, high)]
    en = [formats.number(one / scale, "en") for one in (low, high)]
    tail = f"{NBSP}thousand" if thousands else ""
    if low == high:
        return Text(f"{ru[0]}{NBSP}{unit.ru}", f"₽{en[0]}{tail}")
    if not low:
        return Text(f"до{NBSP}{ru[1]}{NBSP}{unit.ru}", f"up to ₽{en[1]}{tail}")
    return Text(f"{ru[0]}{DASH}{ru[1]}{NBSP}{unit.ru}", f"₽{en[0]}{DASH}{en[1]}{tail}")


def exact_amounts_text(low: Decimal, high: Decimal) -> Text:
    """Return a sanction's range with every ruble: the law is not rounded."""
    ru, en = formats.money(high, "ru"), formats.money(high, "en")
    if low == high:
        return Text(ru, en)
    if not low:
        return Text(f"до{NBSP}{ru}", f"up to {en}")
    return Text(
        f"{formats.number(low, 'ru')}{DASH}{ru}", f"₽{formats.number(low, 'en')}{DASH}{formats.number(high, 'en')}"
    )


def sanction_text(one: SanctionRange) -> Text:
    """Return one range of an article: to whom, how much, by whose range."""
    whom, amount = SUBJECTS[one.subject], exact_amounts_text(one.low, one.high)
    ru, en = f"{whom.ru}: {amount.ru}", f"{whom.en}: {amount.en}"
    if one.as_subject:
        other = SUBJECTS[one.as_subject]
        ru, en = f"{ru}, как {other.ru}", f"{en}, as {other.en}"
    return Text(ru, en)


def sanctions_text(ranges: Sequence[SanctionRange]) -> Text:
    """Return the ranges of one article in one sentence."""
    told = [sanction_text(one) for one in ranges]
    ru, en = "; ".join(one.ru for one in told), "; ".join(one.en for one in told)
    return Text(ru[:1].upper() + ru[1:], en[:1].upper() + en[1:])


def act_text(act: Act, provision: str) -> str:
    """Return an act as lawyers cite it, in Russian: the law has no other language."""
    day = formats.day(act.date, "ru")
    title = f" «{act.title.strip('«»')}»" if act.title else ""
    number = f" №{NBSP}{act.number}" if act.number else ""
    return f"{act.type} от{NBSP}{day}{NBSP}г.{number}{title}, {provision}"


def short_act(act: Act, provision: str) -> str:
    """Return an act in a few words: «2300-1, ст. 9, 11»."""
    return f"№{NBSP}{act.number}, {provision}" if act.number else f"{act.title}, {provision}"
