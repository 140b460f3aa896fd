"""What a control event takes of a business: hours of contact within the law's bounds, and rubles part by part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from calculators.reading import read_parameters
from rules.control import event_kind, event_rules, hours_cap
from rules.text import Text

ZERO = Fraction(0)
SIZES = ("micro", "small", "medium", "large")
# Any ground of 57(1) for which the law names no hours of its own.
OTHER_GROUND = "other"
# Parts that a remote form (video link, the app «Инспектор») makes nothing of: costs.md §9, 248-ФЗ art. 56(5).
NOT_WHEN_REMOTE = ("travel", "downtime")


@dataclass(frozen=True, slots=True)
class Bound:
    """The most hours of contact the law allows; `hours` None: it names none.

    `verified`: the provision was read. `of_days`: it names working days, each taken as eight hours.
    """

    hours: Fraction | None
    article: str
    verified: bool = True
    of_days: bool = False


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of contact within the bounds. None: not known, or the bound depends on something not known."""

    hours: Fraction | None
    bounds: tuple[Bound, ...]
    exceeded: bool | None


@dataclass(frozen=True, slots=True)
class Labour:
    """Hours of a person at the price of an hour, in rubles; None is unknown, never zero."""

    hours: Fraction | None
    hourly_rate: Fraction | None

    @property
    def cost(self) -> Fraction | None:
        """The product; nothing at all where one of the two is known to be zero."""
        if ZERO in (self.hours, self.hourly_rate):
            return ZERO
        return None if self.hours is None or self.hourly_rate is None else self.hours * self.hourly_rate


@dataclass(frozen=True, slots=True)
class EventCost:
    """The cost of an event: the parts by name, exact; what it would cost to move the date stands beside it."""

    onsite_hours: Fraction | None
    parts: Mapping[str, Fraction | None]
    moving: Fraction | None = None

    @property
    def total(self) -> Fraction | None:
        """The sum of the parts; None as soon as one of them is unknown."""
        return added(self.parts.values())

    def remotely(self) -> EventCost:
        """Return the same event held by video: no travel, no downtime."""
        parts = {name: ZERO if name in NOT_WHEN_REMOTE else part for name, part in self.parts.items()}
        return EventCost(self.onsite_hours, parts, self.moving)


@dataclass(frozen=True, slots=True)
class Difference:
    """What was planned, what it came to, and how much more that was (less: negative); None where one is unknown."""

    planned: Fraction | None
    actual: Fraction | None
    more: Fraction | None = field(init=False)

    def __post_init__(self) -> None:
        known = self.planned is not None and self.actual is not None
        object.__setattr__(self, "more", self.actual - self.planned if known else None)  # type: ignore[operator]


def added(parts: Iterable[Fraction | None]) -> Fraction | None:
    """Return the sum; None as soon as one part is unknown.

    >>> added([Fraction(1), Fraction(2)]), added([Fraction(1), None])
    (Fraction(3, 1), None)
    """
    total = ZERO
    for part in parts:
        if part is None:
            return None
        total += part
    return total


def events() -> dict[str, Text]:
    """Return what can be costed: kinds of control event with contact, and preventive visits, by code.

    >>> events()["ON_SITE"].en
    'on-site inspection'
    """
    kinds = {code: kind.title for code, kind in event_rules().kinds.items() if kind.contact and not kind.special}
    visits = {code: Text(**row["title"]) for code, row in read_parameters("ru", "control_events")["visits"].items()}
    return kinds | visits


def remote_allowed(event: str) -> bool:
    """Return whether the law lets an event be held by video or the app: 248-ФЗ art. 52(1), 56(5), 70(2.1)–73(2.1)."""
    return event in read_parameters("ru", "control_events")["visits"] or event_kind(event).remote


def onsite_bound(event: str, size: str, *, ground: str | None = None, planned: bool = False, places: int = 1) -> Bound:
    """Return the most hours of contact with a business of `size`; the tightest bound where there are several.

    A working day is counted as eight hours. `places`: an inspection visit may take one working day in each.
    Source: 248-ФЗ art. 52.1(8), 65(4), 70(5), 71(7), 72(7), 73(7).

    >>> [int(onsite_bound("ON_SITE", size).hours) for size in SIZES]
    [15, 50, 80, 80]
    >>> int(onsite_bound("ON_SITE", "micro", ground="PROGRAMME_EVENT").hours)
    40
    """
    parameters = read_parameters("ru", "control_events")
    day = Fraction(parameters["working_day"]["hours"])
    if event in parameters["visits"]:
        row = parameters["visits"][event]
        return Bound(row["working_days"] * day, row["source"], row["verified"], of_days=True)
    kind, found = event_kind(event), []
    cap = hours_cap(event, size, ground)
    if cap is not None:
        found.append(Bound(Fraction(cap.hours), cap.article))
    contact = kind.contact_max
    if contact is not None and not (contact.unplanned_only and planned):
        found.append(Bound(Fraction(contact.hours), contact.article, of_days=contact.working_days is not None))
    longest = kind.max_term
    if longest is not None and longest.term is not None:
        found.append(Bound(longest.term.amount * day * places, longest.article, of_days=True))
    return min(found, key=lambda one: one.hours or ZERO, default=Bound(None, kind.article))


def onsite_hours(
    requested: Fraction | None,
    event: str,
    size: str | None,
    *,
    ground: str | None = OTHER_GROUND,
    planned: bool | None = False,
    places: int = 1,
) -> Hours:
    """Return the requested hours cut at the law's bound, the bound, and whether they exceeded it.

    An unknown size, ground or `planned` (None) is answered only where every case gives the same.

    >>> onsite_hours(Fraction(20), "ON_SITE", "micro").hours
    Fraction(15, 1)
    >>> onsite_hours(Fraction(20), "ON_SITE", None).hours is None
    True
    """
    sizes = SIZES if size is None else (size,)
    grounds = (OTHER_GROUND, *_own_hours(event)) if ground is None else (ground,)
    plans = (True, False) if planned is None else (planned,)
    bounds = {
        onsite_bound(event, one, ground=of, planned=plan, places=places): None
        for one in sizes
        for of in grounds
        for plan in plans
    }
    if requested is None:
        return Hours(None, tuple(bounds), None)
    cut = {requested if bound.hours is None else min(requested, bound.hours) for bound in bounds}
    over = {bound.hours is not None and requested > bound.hours for bound in bounds}
    return Hours(cut.pop() if len(cut) == 1 else None, tuple(bounds), over.pop() if len(over) == 1 else None)


def _own_hours(event: str) -> tuple[str, ...]:
    """Return the grounds on which the hours of an event have a bound of their own, or none."""
    if event in read_parameters("ru", "control_events")["visits"]:
        return ()
    caps = event_kind(event).hours_caps
    named = [name for cap in caps for name in (cap.ground, *cap.except_grounds) if name is not None]
    return tuple(dict.fromkeys(named))


def onsite_cost(hours: Fraction | None, rates: Iterable[Fraction | None]) -> Fraction | None:
    """Return what the hours of contact cost: everybody who takes part is there all the time.

    >>> onsite_cost(Fraction(15), [Fraction(400), Fraction(600)])
    Fraction(15000, 1)
    """
    return added(Labour(hours, rate).cost for rate in rates)


def plan_and_fact(plan: EventCost, hours: Fraction | None, cost: Fraction | None) -> tuple[Difference, Difference]:
    """Return how the hours and the rubles of an event compare with what was planned for it.

    >>> found = plan_and_fact(EventCost(Fraction(15), {"onsite": Fraction(9000)}), Fraction(12), None)
    >>> found[0].more, found[1].more
    (Fraction(-3, 1), None)
    """
    return Difference(plan.onsite_hours, hours), Difference(plan.total, cost)
