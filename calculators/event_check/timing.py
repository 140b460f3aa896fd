"""Tests 3 and 4 of 91(2): the notice, the frequency."""

from __future__ import annotations

from datetime import date, timedelta

from calculators.deadlines import add_months
from calculators.event_check.event import Event, Moment, Told
from calculators.event_check.findings import Finding, Level, Result, breach, clean, unknown
from calculators.event_check.grounds import urgent_possible
from calculators.event_check.reading import hours_between
from rules.control import category_rule, event_rules
from rules.control.events import SpecialCase
from rules.control.types import CategoryRule, Frequency

NOTICE = "248-ФЗ, ст. 91 ч. 2 п. 3"
FREQUENCY = "248-ФЗ, ст. 91 ч. 2 п. 4, ст. 25 ч. 2"


def check_notice(event: Event) -> Finding:
    """Test 3: the copy of the decision came in time; exactly 24 hours before the start is in time.

    Source: 248-ФЗ art. 91(2)3, 73(6), 66(12), 65(11).
    """
    kind = event_rules().kinds.get(event.kind or "")
    if kind is None:
        return unknown(NOTICE, "Вид проверки не известен.", "The kind of event is not known.", ("kind",))
    rule = kind.notice
    if rule is None or rule.hours is None:
        article = rule.article if rule else kind.article
        return clean(
            f"{NOTICE}; {article}",
            f"Заранее о таком событии закон уведомлять не обязывает: {kind.title.ru}.",
            f"The law asks for no notice ahead of this kind: {kind.title.en}.",
        )
    article = f"{NOTICE}; {rule.article}"
    for code, claimed in event.cases.items():
        case = event_rules().cases[code]
        if not case.no_notice or claimed is False or not _fits(event, case):
            continue
        if claimed and case.unread:
            return _to_be_read(event, rule.hours, article, case)
        if claimed and _settled(event, case):
            return clean(
                f"{NOTICE}; {case.article}", f"Уведомлять не обязаны: {case.title.ru}.", f"No notice: {case.title.en}."
            )
        return _doubtful(event, rule.hours, article, code if claimed is None else _open(event, case))
    return _in_time(event, rule.hours, article)


def _doubtful(event: Event, hours: int, article: str, missing: str) -> Finding:
    """A notice in time is in time, needed or not; else what would lift the duty has to be known first."""
    found = _in_time(event, hours, article)
    if found.result is Result.CLEAN:
        return found
    return unknown(article, "Нужно ли уведомление, не ясно.", "Whether notice is needed is not known.", (missing,))


def _to_be_read(event: Event, hours: int, article: str, case: SpecialCase) -> Finding:
    """A notice in time is in time; else the act that the authority refers to decides, and nobody read it here."""
    found = _in_time(event, hours, article)
    if found.result is Result.CLEAN:
        return found
    return unknown(
        article,
        f"Орган ссылается: {case.title.ru}. Сверьте с этим законом.",
        f"The authority says: {case.title.en}. Check that law.",
        (case.code,),
    )


def _fits(event: Event, case: SpecialCase) -> bool:
    there = case.exists_in(event.kind or "", event.type_code) is not False
    return there and (not case.grounds or event.ground is None or event.ground in case.grounds)


def _settled(event: Event, case: SpecialCase) -> bool:
    """Whether the ground and the type of control, where the case asks for them, are known."""
    return (event.ground is not None or not case.grounds) and bool(case.exists_in(event.kind or "", event.type_code))


def _open(event: Event, case: SpecialCase) -> str:
    return "ground" if case.grounds and event.ground is None else "control_type"


def _in_time(event: Event, hours: int, article: str) -> Finding:
    if event.notice_at is Told.NONE:
        return _late(event, article, "Решения заранее не прислали.", "No copy of the decision came beforehand.")
    if not isinstance(event.notice_at, Moment) or event.start is None:
        missing = [name for name, value in (("notice_at", event.notice_at), ("start", event.start)) if value is None]
        return unknown(
            article, "Время уведомления или начала не известно.", "Notice or start time is not known.", missing
        )
    notice, start, needed = event.notice_at, event.start, timedelta(hours=hours)
    shortest = hours_between(notice.latest, start.earliest)
    longest = hours_between(notice.earliest, start.latest)
    if shortest >= needed:
        span = _span(shortest)
        return clean(article, f"От уведомления до начала: {span.ru}.", f"From the notice to the start: {span.en}.")
    if longest < needed:
        span = _span(longest)
        return _late(
            event,
            article,
            f"От уведомления до начала: {span.ru}, а нужно не меньше {hours}\u00a0ч.",
            f"From the notice to the start: {span.en}; at least {hours}\u00a0h are needed.",
        )
    missing = [name for name, moment in (("notice_at", notice), ("start", start)) if not moment.exact]
    return unknown(
        article, "Часы решают, а известен только день.", "The hour decides, and only the day is known.", missing
    )


def _late(event: Event, article: str, ru: str, en: str) -> Finding:
    if not urgent_possible(event):
        return breach(article, ru, en)
    return breach(
        f"{article}; 248-ФЗ, ст. 66 ч. 12",
        f"{ru} Уточните: при срочном выезде уведомлять не обязаны.",
        f"{en} Check: an urgent start needs no notice.",
        Level.ARGUABLE,
    )


class _Span:
    """Hours and minutes in words; seconds only where they matter."""

    def __init__(self, ru: str, en: str) -> None:
        self.ru, self.en = ru, en


def _span(length: timedelta) -> _Span:
    seconds = int(length.total_seconds())
    if seconds < 0:
        after = _span(-length)
        return _Span(f"уведомили после начала, через {after.ru}", f"told {after.en} after the start")
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    ru, en = f"{hours}\u00a0ч", f"{hours}\u00a0h"
    if minutes or left:
        ru, en = f"{ru} {minutes}\u00a0мин", f"{en} {minutes}\u00a0min"
    if left:
        ru, en = f"{ru} {left}\u00a0с", f"{en} {left}\u00a0s"
    return _Span(ru, en)


def check_frequency(event: Event) -> Finding:
    """Test 4: a planned event comes no more often than the category allows.

    Source: 248-ФЗ art. 91(2)4, 25(2), 25(5), 61(2).
    """
    planned = event.planned
    if planned is False:
        return clean(
            FREQUENCY, "Проверка внеплановая: частота её не касается.", "Unplanned: frequency does not matter."
        )
    if planned is None:
        return unknown(
            FREQUENCY, "Плановая ли проверка, не известно.", "Whether it is planned is not known.", ("planned",)
        )
    type_ = event.control_type
    if type_ and type_.planned_events.value is False:
        return breach(
            f"{FREQUENCY}; {type_.source(type_.planned_events.clause)}",
            "Этот вид контроля обходится без плановых проверок.",
            "This type of control has no planned events.",
        )
    if event.category is None:
        return unknown(FREQUENCY, "Категория риска не известна.", "The category of risk is not known.", ("category",))
    rule = category_rule(event.category, type_)
    source = f"{FREQUENCY}; {rule.planned.clause}"
    if rule.planned.value is None:
        return unknown(
            source, "Частота не известна: сверьте с положением.", "The frequency is not known: check the act."
        )
    return _often(event, rule, rule.planned.value, source)


def _often(event: Event, rule: CategoryRule, often: Frequency, source: str) -> Finding:
    if often.never:
        return breach(
            source,
            f"В категории {rule.code.value} плановых проверок не бывает.",
            f"Category {rule.code.value} has no planned events.",
        )
    if event.previous is Told.NONE:
        return clean(source, "Раньше такой проверки не было.", "There was no earlier event of this kind.")
    if event.start is None or not isinstance(event.previous, date):
        missing = [
            name for name, value in (("previous_same_event", event.previous), ("start", event.start)) if value is None
        ]
        return unknown(
            source, "Когда была прошлая проверка, не известно.", "When the last one was is not known.", missing
        )
    earliest = add_months(event.previous, 12 * often.years)
    words = f"{event.previous:%d.%m.%Y}", f"{event.previous}"
    if event.start.day >= earliest:
        return clean(
            source,
            f"Прошлая проверка: {words[0]}, лет между ними не меньше {often.years}.",
            f"The last event: {words[1]}; at least {often.years} years lie between.",
        )
    if event.start.last_day >= earliest:
        return unknown(
            source,
            "От места зависит, в какой день началась проверка.",
            "It depends on the place on which day the event began.",
            ("region",),
        )
    if often.at_most > 1:
        return _several(event, often, source)
    # «Одно в два года» is read from event to event; by calendar years it may come out otherwise.
    same_years = event.start.day.year - event.previous.year < often.years
    return breach(
        source,
        f"Прошлая проверка: {words[0]}, следующая могла быть не раньше {earliest:%d.%m.%Y}.",
        f"The last event: {words[1]}; the next could come no earlier than {earliest}.",
        Level.GROSS if same_years else Level.ARGUABLE,
    )


def _several(event: Event, often: Frequency, source: str) -> Finding:
    count = event.same_events_in_year
    if count is None:
        return unknown(
            source,
            f"За год можно не больше {often.at_most}. Сколько их было вместе с этой, не известно.",
            f"At most {often.at_most} a year. How many there were with this one is not known.",
            ("same_events_in_year",),
        )
    ru, en = (
        f"За год вместе с этой: {count}, предел {often.at_most}.",
        f"With this one: {count} a year; at most {often.at_most}.",
    )
    return breach(source, ru, en) if count > often.at_most else clean(source, ru, en)
