"""Which objects a year's plan may hold: by the category of risk and the day counted from it, never by violations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from calculators.risk import Interval, RiskObject, RiskVerdict, assess
from rules.control import RiskCategory, event_rules
from rules.text import Text

LAW = "248-ФЗ, ст. 25, 61"


@dataclass(frozen=True, slots=True)
class PlanDue:
    """Whether an object comes into the plan of a year.

    `first` to `last`: the days on which its event may be held, both None when it stays out; then `why` says why and
    `article` by what. `weight` rests on the category alone, 1 to 6. `code` is stable.
    """

    category: RiskCategory | None
    code: str
    why: Text
    article: str
    first: date | None = None
    last: date | None = None
    weight: int = 0

    @property
    def planned(self) -> bool:
        """Whether it comes into the plan."""
        return self.first is not None


def due_in(thing: RiskObject, year: int) -> PlanDue:
    """Return whether the planned event of an object falls into `year`, and in which days; else why it does not.

    The moratorium is asked for the first day the event may be held. What is not known keeps an object out, with words:
    nobody is inspected by a guess.
    Source: 248-ФЗ art. 25, 61; Постановление Правительства РФ № 336 п. 11(3).

    >>> from calculators.risk import Assigned
    >>> from rules.control import control_type
    >>> school = RiskObject(control_type("sanitary"), {}, Assigned(RiskCategory.HIGH, date(2025, 3, 10)))
    >>> due_in(school, 2027).first, due_in(school, 2026).code
    (datetime.date(2027, 3, 10), 'another_year')
    """
    opens, ends = date(year, 1, 1), date(year, 12, 31)
    found = assess(thing, opens)
    if not thing.control_type.has_clocks:
        return _out(found, "another_law", _ANOTHER_LAW, thing.control_type.other_law)
    if found.category is None:
        return _out(found, "category_open", _CATEGORY_OPEN, "248-ФЗ, ст. 24")
    interval = found.next_planned
    if interval is None:
        return _out(found, "often_unknown", _OFTEN_UNKNOWN, LAW)
    if interval.often.value is not None and interval.often.value.never:
        return _out(found, "never", _NEVER, _article(thing, found))
    if interval.on is None:
        return _out(found, "since_unknown", _SINCE_UNKNOWN, _article(thing, found))
    if interval.on > ends:
        return _out(found, "another_year", _later(interval.on), _article(thing, found))
    return _under_moratorium(thing, found, interval, max(interval.on, opens), ends)


def _under_moratorium(thing: RiskObject, found: RiskVerdict, interval: Interval, first: date, last: date) -> PlanDue:
    barred = assess(thing, first).barred
    if barred is not False:
        code, words = ("moratorium", _MORATORIUM) if barred else ("moratorium_open", _MORATORIUM_OPEN)
        return _out(found, code, words, event_rules().moratorium.act)
    assert found.category is not None  # noqa: S101 - asked for above
    weight = found.category.level + 1
    return PlanDue(found.category, "due", _since(interval), _article(thing, found), first, last, weight)


def _out(found: RiskVerdict, code: str, why: Text, article: str | Text | None) -> PlanDue:
    return PlanDue(found.category, code, why, article.ru if isinstance(article, Text) else article or LAW)


def _article(thing: RiskObject, found: RiskVerdict) -> str:
    """Return where it stands how often: in the act of the type, with its citation, or in the statute."""
    clause = found.next_planned.often.clause if found.next_planned else ""
    own = thing.control_type.categories.get(found.category) if found.category else None
    return thing.control_type.source(clause) if own and own.planned.known else clause or LAW


def _later(on: date) -> Text:
    return Text(f"Срок проверки позже: {on:%d.%m.%Y}.", f"The event is due later: {on:%d.%m.%Y}.")


def _since(interval: Interval) -> Text:
    return Text(
        f"Отсчёт с {interval.since:%d.%m.%Y}, срок {interval.on:%d.%m.%Y}.",
        f"Counted from {interval.since:%d.%m.%Y}, due {interval.on:%d.%m.%Y}.",
    )


_ANOTHER_LAW = Text("Этот контроль идёт по другому закону.", "Another law governs this control.")
_CATEGORY_OPEN = Text(
    "Категория не ясна: не хватает фактов об объекте.", "The category is open: facts of the object are missing."
)
_OFTEN_UNKNOWN = Text(
    "Не знаем, как часто проверяют: сверьте с положением.", "How often is not known: check the act of the type."
)
_NEVER = Text("Плановых проверок для этой категории нет.", "This category has no planned events.")
_SINCE_UNKNOWN = Text(
    "Не знаем, с какого дня считать: нет даты категории и прошлой проверки.",
    "From when to count is not known: neither the day of the category nor of the last event.",
)
_MORATORIUM = Text(
    "Мораторий: плановых проверок этой категории нет. Сверьте с актом.",
    "The moratorium bars planned events here. Check the act.",
)
_MORATORIUM_OPEN = Text(
    "Не ясно, касается ли мораторий: нет данных об опасных объектах.",
    "Whether the moratorium applies is open: nothing is known of hazardous facilities.",
)
