"""What a business's own list costs it: hours and rubles a year, one-offs apart, unknown never counted as nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from calculators.money import allocate, money_text
from calculators.rates import Wage
from calculators.trace import Figure
from rules.requirements import Effort, Recurrence
from rules.text import Text

Number = Decimal | Fraction | int


class CostFlag(StrEnum):
    """Whose figure it is, or why there is none in the sum."""

    ESTIMATE = "estimate"
    OWN = "own"
    PER_CASE = "per_case"
    NOT_ASSESSED = "not_assessed"


@dataclass(frozen=True, slots=True)
class Band:
    """Rubles, exact: low, likely and high."""

    low: Fraction
    likely: Fraction
    high: Fraction

    def __add__(self, other: Band) -> Band:
        return Band(self.low + other.low, self.likely + other.likely, self.high + other.high)

    def times(self, factor: Fraction) -> Band:
        """Return the band multiplied by a factor that is not negative."""
        return Band(self.low * factor, self.likely * factor, self.high * factor)

    def as_dict(self) -> dict[str, str | None]:
        """Return the three amounts with two decimals."""
        return {point: money_text(getattr(self, point)) for point in ("low", "likely", "high")}


@dataclass(frozen=True, slots=True)
class OwnNumbers:
    """What the business says itself, in place of an estimate; None leaves the estimate, 0 means nothing."""

    hours_per_time: Number | None = None
    rub_per_time: Number | None = None
    times_per_year: Number | None = None
    one_off_hours: Number | None = None
    one_off_rub: Number | None = None
    wage: Wage | None = None
    who: str | None = None

    @property
    def any_figure(self) -> bool:
        """Return whether a figure of the effort itself is the business's own."""
        figures = (one for one in fields(self) if one.name not in ("wage", "who"))
        return any(getattr(self, one.name) is not None for one in figures)


NO_NUMBERS = OwnNumbers()
NO_EFFORT = Effort()


@dataclass(frozen=True, slots=True)
class Duty:
    """One requirement of the list: its estimate, how often, own numbers, and at how many places it is done."""

    requirement: str
    effort: Effort | None
    recurrence: Recurrence | None
    own: OwnNumbers = NO_NUMBERS
    places: int = 1


@dataclass(frozen=True, slots=True)
class DutyCost:
    """What one requirement costs, all its places together; None is unknown or does not arise.

    `per_case_…` is one time at all places. `one_off_…` is shown always and summed when `one_off_counts`: what an event
    that may never come would cost is not summed. `missing` names the figures that are not known.
    """

    requirement: str
    flag: CostFlag
    places: int
    times_per_year: Fraction | None = None
    yearly_hours: Fraction | None = None
    yearly_rub: Band | None = None
    one_off_hours: Fraction | None = None
    one_off_rub: Band | None = None
    one_off_counts: bool = False
    per_case_hours: Fraction | None = None
    per_case_rub: Band | None = None
    missing: tuple[str, ...] = ()
    trace: tuple[Figure, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the figures with two decimals, the trace exact."""
        return {
            "requirement": self.requirement,
            "flag": self.flag.value,
            "places": self.places,
            "yearly_hours": money_text(self.yearly_hours),
            "yearly_rub": self.yearly_rub.as_dict() if self.yearly_rub else None,
            "one_off_hours": money_text(self.one_off_hours),
            "one_off_rub": self.one_off_rub.as_dict() if self.one_off_rub else None,
            "one_off_counts": self.one_off_counts,
            "per_case_hours": money_text(self.per_case_hours),
            "per_case_rub": self.per_case_rub.as_dict() if self.per_case_rub else None,
            "missing": list(self.missing),
            "trace": [figure.as_dict() for figure in self.trace],
        }


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The whole list: each duty in the order given and the totals; a total is None where no duty has the figure."""

    duties: tuple[DutyCost, ...]
    wage: Wage
    yearly_hours: Fraction | None
    yearly_rub: Band | None
    one_off_hours: Fraction | None
    one_off_rub: Band | None
    counts: Mapping[CostFlag, int] = field(default_factory=dict)

    @property
    def not_assessed(self) -> int:
        """Return how many requirements have no figure: said beside every total."""
        return self.counts.get(CostFlag.NOT_ASSESSED, 0)

    def shown_yearly(self) -> dict[str, Decimal]:
        """Return the likely yearly rubles of each duty in kopecks, adding up to the total that is shown."""
        return _shown((duty.requirement, duty.yearly_rub) for duty in self.duties)

    def shown_one_off(self) -> dict[str, Decimal]:
        """Return the likely one-off rubles of each duty that counts, adding up to the total that is shown."""
        return _shown((duty.requirement, duty.one_off_rub) for duty in self.duties if duty.one_off_counts)

    def as_dict(self) -> dict[str, Any]:
        """Return totals and duties as the platform prints them."""
        totals = {
            "yearly_hours": money_text(self.yearly_hours),
            "yearly_rub": self.yearly_rub.as_dict() if self.yearly_rub else None,
            "one_off_hours": money_text(self.one_off_hours),
            "one_off_rub": self.one_off_rub.as_dict() if self.one_off_rub else None,
        }
        return {
            "totals": totals,
            "counts": {flag.value: self.counts.get(flag, 0) for flag in CostFlag},
            "wage": {"hour_cost": money_text(self.wage.hour_cost), "source": self.wage.source.as_dict()},
            "duties": [duty.as_dict() for duty in self.duties],
            "trace": [figure.as_dict() for figure in self.wage.trace],
        }


def portfolio_cost(duties: Iterable[Duty], wage: Wage) -> Portfolio:
    """Return what the duties cost when an hour costs `wage`, or the duty's own wage where the business gave one.

    Recurring: hours × wage × times + rubles × times. One-offs stand in their own line. The effort of an ongoing or
    event duty is «за один случай» and enters the sum only with the business's own number of times.
    Source: standard cost model: time, wage and frequency, plus outlay.

    Raises:
        ValueError: a negative number, or fewer than one place.

    >>> from calculators.rates import wage_from_hour
    >>> duty = Duty("x", Effort(hours_per_time=Decimal("0.5")), Recurrence("recurring", Fraction(2)))
    >>> portfolio_cost([duty], wage_from_hour(Fraction(600))).yearly_rub.likely
    Fraction(600, 1)
    """
    costs = tuple(duty_cost(duty, wage) for duty in duties)
    one_offs = tuple(cost for cost in costs if cost.one_off_counts)
    return Portfolio(
        duties=costs,
        wage=wage,
        yearly_hours=_sum(cost.yearly_hours for cost in costs),
        yearly_rub=_sum_bands(cost.yearly_rub for cost in costs),
        one_off_hours=_sum(cost.one_off_hours for cost in one_offs),
        one_off_rub=_sum_bands(cost.one_off_rub for cost in one_offs),
        counts=Counter(cost.flag for cost in costs),
    )


def duty_cost(duty: Duty, wage: Wage) -> DutyCost:
    """Return what one duty costs; see `portfolio_cost`.

    Raises:
        ValueError: a negative number, or fewer than one place.
    """
    _refuse_negative(duty)
    hour = duty.own.wage or wage
    case, one_off = _case(duty), _one_off(duty)
    if _mode(duty) == "on_event" and not case.known and not _own_one_off(duty):
        # An event duty without a price of its own: its one-off effort is what the event costs.
        case, one_off = one_off, _NOTHING
    times = _times(duty)
    yearly = case if times is not None and _mode(duty) != "one_off" else _NOTHING
    places = Fraction(duty.places)
    factor = places * (times if times is not None else 1)
    return DutyCost(
        requirement=duty.requirement,
        flag=_flag(duty, case, one_off, times),
        places=duty.places,
        times_per_year=times,
        yearly_hours=yearly.hours_times(factor),
        yearly_rub=yearly.rub_times(factor, hour),
        one_off_hours=one_off.hours_times(places),
        one_off_rub=one_off.rub_times(places, hour),
        one_off_counts=one_off.known and (_mode(duty) != "on_event" or bool(times) or _own_one_off(duty)),
        per_case_hours=case.hours_times(places),
        per_case_rub=case.rub_times(places, hour),
        missing=_missing(duty, case, one_off, times),
        trace=_trace(duty, hour, yearly, one_off, times),
    )


@dataclass(frozen=True, slots=True)
class _Price:
    """Hours and rubles of one time at one place; either may be unknown."""

    hours: Fraction | None = None
    rub: Band | None = None

    @property
    def known(self) -> bool:
        return self.hours is not None or self.rub is not None

    def hours_times(self, factor: Fraction) -> Fraction | None:
        return None if self.hours is None else self.hours * factor

    def rub_times(self, factor: Fraction, wage: Wage) -> Band | None:
        if not self.known:
            return None
        labour = _flat((self.hours or Fraction(0)) * wage.hour_cost)
        return (labour + self.rub if self.rub else labour).times(factor)


_NOTHING = _Price()


def _case(duty: Duty) -> _Price:
    """Return the price of one time: own figures first, then the estimate."""
    effort, own = duty.effort or NO_EFFORT, duty.own
    return _Price(
        _first(own.hours_per_time, effort.hours_per_time),
        _band(own.rub_per_time, effort.rub_per_time),
    )


def _one_off(duty: Duty) -> _Price:
    effort, own = duty.effort or NO_EFFORT, duty.own
    return _Price(
        _first(own.one_off_hours, effort.one_off_hours),
        _band(own.one_off_rub, effort.one_off_rub),
    )


def _mode(duty: Duty) -> str:
    # An entry that does not say how often is shown for one case, as an event is.
    return duty.recurrence.mode if duty.recurrence else "on_event"


def _times(duty: Duty) -> Fraction | None:
    """Return how many times a year: own number first; of the text only where the duty recurs."""
    if duty.own.times_per_year is not None:
        return Fraction(duty.own.times_per_year)
    return duty.recurrence.times_per_year if duty.recurrence and _mode(duty) == "recurring" else None


def _own_one_off(duty: Duty) -> bool:
    return duty.own.one_off_hours is not None or duty.own.one_off_rub is not None


def _flag(duty: Duty, case: _Price, one_off: _Price, times: Fraction | None) -> CostFlag:
    mode = _mode(duty)
    if not case.known and not one_off.known:
        return CostFlag.NOT_ASSESSED
    if mode == "recurring" and (not case.known or times is None):
        return CostFlag.NOT_ASSESSED
    if mode in ("ongoing", "on_event") and case.known and times is None:
        return CostFlag.PER_CASE
    return CostFlag.OWN if duty.own.any_figure else CostFlag.ESTIMATE


def _missing(duty: Duty, case: _Price, one_off: _Price, times: Fraction | None) -> tuple[str, ...]:
    """Return the figures without which the cost is incomplete, in the order a person would be asked."""
    mode = _mode(duty)
    asked = {"one_off_hours": one_off.hours, "one_off_rub": one_off.rub} if mode == "one_off" else {}
    if mode != "one_off":
        asked = {"times_per_year": times, "hours_per_time": case.hours, "rub_per_time": case.rub}
    return tuple(name for name, value in asked.items() if value is None)


def _trace(duty: Duty, wage: Wage, yearly: _Price, one_off: _Price, times: Fraction | None) -> tuple[Figure, ...]:
    rows = []
    said = _source(duty, wage)
    places = Fraction(duty.places)
    if yearly.known and times is not None:
        rows += _figures("yearly", yearly, wage, {"places": places, "times_per_year": times}, said)
    if one_off.known:
        rows += _figures("one_off", one_off, wage, {"places": places}, said)
    return tuple(rows)


def _figures(name: str, price: _Price, wage: Wage, factors: Mapping[str, Fraction], said: Text) -> list[Figure]:
    factor = Fraction(1)
    for one in factors.values():
        factor *= one
    product = " × ".join(factors)
    inputs: dict[str, Fraction | str] = dict(factors)
    rows = []
    if price.hours is not None:
        inputs["hours"] = price.hours
        rows.append(Figure(f"{name}_hours", f"hours × {product}", dict(inputs), said, price.hours * factor))
    inputs["hour_cost"] = wage.hour_cost
    band = price.rub_times(factor, wage)
    for point in ("low", "likely", "high") if band else ():
        outlay = {"outlay": getattr(price.rub, point)} if price.rub else {}
        terms = [*(["hours × hour_cost"] if price.hours is not None else []), *outlay]
        formula = f"({' + '.join(terms)}) × {product}"
        rows.append(Figure(f"{name}_rub_{point}", formula, inputs | outlay, said, getattr(band, point)))
    return rows


def _source(duty: Duty, wage: Wage) -> Text:
    whose = Text("ваши числа", "your numbers") if duty.own.any_figure else Text("оценка каталога", "catalogue estimate")
    return Text(f"{whose.ru}; час: {wage.source.ru}", f"{whose.en}; hour: {wage.source.en}")


def _first(own: Number | None, estimate: Decimal | None) -> Fraction | None:
    number = estimate if own is None else own
    return None if number is None else Fraction(number)


def _band(own: Number | None, estimate: tuple[Decimal, Decimal, Decimal] | None) -> Band | None:
    if own is not None:
        return _flat(Fraction(own))
    return None if estimate is None else Band(*(Fraction(point) for point in estimate))


def _flat(amount: Fraction) -> Band:
    return Band(amount, amount, amount)


def _sum(amounts: Iterable[Fraction | None]) -> Fraction | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Fraction(0)) if known else None


def _sum_bands(bands: Iterable[Band | None]) -> Band | None:
    known = [band for band in bands if band is not None]
    return sum(known, _flat(Fraction(0))) if known else None


def _shown(named: Iterable[tuple[str, Band | None]]) -> dict[str, Decimal]:
    known = [(name, band.likely) for name, band in named if band is not None]
    return dict(zip((name for name, _ in known), allocate(amount for _, amount in known), strict=True))


def _refuse_negative(duty: Duty) -> None:
    own = duty.own
    numbers = (own.hours_per_time, own.rub_per_time, own.times_per_year, own.one_off_hours, own.one_off_rub)
    if any(number is not None and number < 0 for number in numbers):
        raise ValueError("hours, rubles and times a year cannot be negative")
    if duty.places < 1:
        raise ValueError("a duty is done at one place or more")
