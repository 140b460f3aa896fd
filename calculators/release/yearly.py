"""The yearly release: own costs, flags, facts and marks of control events, as histograms under one noise.

A business gives it at most so many answers in all (`contributions`); each moves one bin of one row by one. So the whole
table moves by the square root of their number at most, and one scale of noise keeps the whole year's table inside
the policy's rho. Of control events one of a business counts, drawn by lot: two in one row would weigh four times.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, sqrt
from secrets import SystemRandom
from typing import TypeVar

from calculators.release.noise import histogram
from calculators.release.publishing import margin_of
from calculators.release.shapes import Item, Level, Policy, Row
from rules.segments import dimensions
from rules.text import Text

T = TypeVar("T")
COST, DUPLICATE, CONTRADICTION = "cost", "flag_duplicate", "flag_contradiction"
FLAGS = (DUPLICATE, CONTRADICTION)
MARKS = ("event_clarity", "event_terms", "event_courtesy")
FACTS = ("event_days", "event_notice", "event_again")
OF_REQUIREMENTS, OF_EVENTS = (COST, *FLAGS), (*MARKS, *FACTS)
SCORES = 5
NORMAL95 = 1.96
# The lower bound of each bin but the first, which takes all below.
DAYS, NOTICE = (2, 4, 6, 11), (1, 2, 4, 11)

MEASURES: Mapping[str, Text] = {
    COST: Text("Сколько стоит в год, по числам бизнеса", "Rubles a year, the businesses' own figures"),
    DUPLICATE: Text("Отметили повтор другого требования", "Flagged as repeating another"),
    CONTRADICTION: Text("Отметили противоречие с другим", "Flagged as contradicting another"),
    "event_clarity": Text("Мероприятие: насколько понятно", "Control event: how clear"),
    "event_terms": Text("Мероприятие: соблюдение сроков", "Control event: keeping the terms"),
    "event_courtesy": Text("Мероприятие: вежливость", "Control event: courtesy"),
    "event_days": Text("Мероприятие: рабочих дней", "Control event: working days"),
    "event_notice": Text("Мероприятие: дней от уведомления до начала", "Control event: days from notice to start"),
    "event_again": Text("Мероприятие: просили то, что у органа есть", "Control event: asked for what is held already"),
}
BINS: Mapping[str, tuple[Text, ...]] = {
    **{name: (Text("отметили", "flagged"),) for name in FLAGS},
    **{name: tuple(Text(str(score), str(score)) for score in range(1, SCORES + 1)) for name in MARKS},
    "event_days": tuple(Text(one, one) for one in ("1", "2–3", "4–5", "6–10", "11+")),
    "event_notice": tuple(Text(one, one) for one in ("0", "1", "2–3", "4–10", "11+")),
    "event_again": (Text("нет", "no"), Text("да", "yes")),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What one owner group says of one requirement's version: `bin` of the measure's histogram, from 0."""

    unit: int
    measure: str
    requirement: str
    version: str
    bin: int


@dataclass(frozen=True, slots=True)
class Event:
    """One control event of one owner group: the bin of each measure that is known, from 0. `event` is only a number."""

    unit: int
    event: int
    bins: Mapping[str, int]


def cost_bin(rubles: Decimal) -> int:
    """Return the bin of rubles a year, from 0.

    Raises:
        ValueError: a negative amount.

    >>> cost_bin(Decimal("999.99")), cost_bin(Decimal(1000)), cost_bin(Decimal(10**9))
    (0, 1, 8)
    """
    code = dimensions().cost_bin(rubles)
    if code is None:
        raise ValueError("a cost cannot be negative")
    return [one.code for one in dimensions().cost_bins].index(code)


def bin_of(number: int, bounds: Sequence[int]) -> int:
    """Return the bin of a whole number of days, from 0; `bounds` are the lower bounds of all bins but the first.

    >>> [bin_of(days, DAYS) for days in (1, 2, 5, 10, 300)]
    [0, 1, 2, 3, 4]
    """
    return sum(number >= bound for bound in bounds)


def contributions(policy: Policy) -> Mapping[str, int]:
    """Return how many answers of one owner group count at most, by kind of answer.

    >>> dict(contributions(Policy()))
    {'cost': 10, 'flags': 5, 'event_marks': 3, 'event_facts': 3}
    """
    return {"cost": policy.cap, "flags": policy.cap // 2, "event_marks": len(MARKS), "event_facts": len(FACTS)}


def yearly_sd(policy: Policy) -> float:
    """Return the standard deviation of one bin that keeps the whole yearly table inside the policy's rho.

    The discrete Gaussian of scale s costs D² / (2·s²) where the table moves by D at most; D² is the number of answers.
    Rounded up, so that the budget is never passed.
    Source: Bun and Steinke 2016, proposition 1.6; Canonne, Kamath and Steinke 2020.

    >>> yearly_sd(Policy())
    7.534
    """
    answers = sum(contributions(policy).values())
    return ceil(1000 * sqrt(answers / (2 * float(policy.rho)))) / 1000


def drawn_by_lot(things: Iterable[T], of: Callable[[T], Hashable], cap: int) -> list[T]:
    """Return at most `cap` of the things that share a key, drawn by the system's own randomness.

    >>> len(drawn_by_lot([1, 3, 5, 2], lambda number: number % 2, cap=2))
    3
    """
    lot, grouped = SystemRandom(), defaultdict(list)
    for thing in things:
        grouped[of(thing)].append(thing)
    return [one for group in grouped.values() for one in (lot.sample(group, cap) if len(group) > cap else group)]


def counted(said: Iterable[Said], events: Iterable[Event], policy: Policy) -> tuple[list[Said], list[Event]]:
    """Return what counts: one answer a version and measure, so many of a kind, one control event a business.

    >>> twice = [Said(1, "cost", "fire.exit", "v1", 2), Said(1, "cost", "fire.exit", "v1", 7)]
    >>> [len(kept) for kept in counted(twice, [], Policy())]
    [1, 0]
    """
    once = drawn_by_lot(said, lambda one: (one.unit, one.measure, one.requirement, one.version), 1)
    most = contributions(policy)
    costs = drawn_by_lot((one for one in once if one.measure == COST), lambda one: one.unit, most["cost"])
    flags = drawn_by_lot((one for one in once if one.measure in FLAGS), lambda one: one.unit, most["flags"])
    return costs + flags, drawn_by_lot(events, lambda one: one.unit, 1)


def draw_yearly(said: Iterable[Said], events: Iterable[Event], items: Sequence[Item], policy: Policy) -> list[Row]:
    """Return the rows of a yearly release, with fresh noise: requirements, topic groups, everything together.

    Every item has its rows, published or not; the order depends on the items alone. What is of no item is left out.

    >>> rows = draw_yearly([], [], [Item("fire.exit", "v1", "fire")], Policy())
    >>> len(rows), any(row.published for row in rows), rows[-1].measure
    (15, False, 'event_again')
    """
    noisy = _noised(counts_of(said, events, items, policy), yearly_sd(policy))
    return _rows(noisy, _keys(items), policy)


_Table = dict[tuple[str, ...], list[int]]


def counts_of(said: Iterable[Said], events: Iterable[Event], items: Sequence[Item], policy: Policy) -> _Table:
    """Return every bin that noise is added to, as counted: by measure, requirement and version, or by measure alone.

    One owner group moves them by the root of its contributions at most (L2). What is of no item goes before the lot:
    it must not take the place of what counts.

    >>> counts_of([], [Event(1, 1, {"event_again": 1})], [], Policy())[("event_again",)]
    [0, 1]
    """
    shown = {(item.requirement, item.version) for item in items}
    kept, held = counted((one for one in said if (one.requirement, one.version) in shown), events, policy)
    return _count(kept, _keys(items)) | _count_events(held)


def _keys(items: Sequence[Item]) -> list[tuple[str, str, str]]:
    return sorted({(item.requirement, item.version, item.domain) for item in items})


def _count(said: Iterable[Said], keys: Sequence[tuple[str, str, str]]) -> _Table:
    sizes = {COST: len(dimensions().cost_bins)} | dict.fromkeys(FLAGS, 1)
    table = {(measure, key[0], key[1]): [0] * sizes[measure] for measure in OF_REQUIREMENTS for key in keys}
    for one in said:
        table[one.measure, one.requirement, one.version][one.bin] += 1
    return table  # type: ignore[return-value]


def _count_events(events: Iterable[Event]) -> _Table:
    table: _Table = {(measure,): [0] * len(BINS[measure]) for measure in OF_EVENTS}
    for event in events:
        for measure, found in event.bins.items():
            table[(measure,)][found] += 1
    return table


def _noised(table: _Table, scale: float) -> _Table:
    """One draw over everything: one mechanism, one sensitivity."""
    flat = histogram([count for row in table.values() for count in row], scale)
    noisy, at = {}, 0
    for key, row in table.items():
        noisy[key] = flat[at : at + len(row)]
        at += len(row)
    return noisy


def _rows(noisy: _Table, keys: Sequence[tuple[str, str, str]], policy: Policy) -> list[Row]:
    domains = sorted({domain for _, _, domain in keys})
    rows = []
    for measure in OF_REQUIREMENTS:
        own = {key: noisy[(measure, key[0], key[1])] for key in keys}
        rows += [_row(Level.REQUIREMENT, *key, measure, [bins], policy) for key, bins in own.items()]
        for domain in domains:
            below = [bins for key, bins in own.items() if key[2] == domain]
            rows.append(_row(Level.DOMAIN, None, None, domain, measure, below, policy))
        rows.append(_row(Level.ALL, None, None, "", measure, list(own.values()), policy))
    rows += [_row(Level.ALL, None, None, "", measure, [noisy[(measure,)]], policy) for measure in OF_EVENTS]
    order = [Level.REQUIREMENT, Level.DOMAIN, Level.ALL]
    return sorted(rows, key=lambda row: order.index(row.level))


def _row(
    level: Level,
    requirement: str | None,
    version: str | None,
    domain: str,
    measure: str,
    below: Sequence[Sequence[int]],
    policy: Policy,
) -> Row:
    """Sum the rows below and show the sum where it reaches so many of its own standard deviations."""
    sd = yearly_sd(policy) * sqrt(len(below))
    bins = [sum(column) for column in zip(*below, strict=True)]
    total = sum(bins)
    if not bins or total < policy.factor * sd:
        return Row(level, requirement, version, domain, None, measure, published=False)
    value, margin = _mean(bins, sd) if measure in MARKS else (None, None)
    seen = [max(0, count) for count in bins]
    shares = tuple(count / sum(seen) for count in seen)
    return Row(level, requirement, version, domain, None, measure, True, value, margin, total, sd, shares)


def _mean(bins: Sequence[int], sd: float) -> tuple[float, float]:
    """Return the mean score and the half-width of its interval: the noise of a ratio, to the first order."""
    total = sum(bins)
    mean = sum(score * count for score, count in enumerate(bins, 1)) / total
    spread = sqrt(sum((score - mean) ** 2 for score in range(1, len(bins) + 1)))
    return min(max(mean, 1.0), float(len(bins))), margin_of(NORMAL95 * sd * spread / total)
