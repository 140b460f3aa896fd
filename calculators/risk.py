"""The category of risk of an object: assigned, computed from the criteria of its type, or low by default; and levers.

Three-valued: facts that are not known leave a range of categories; the verdict is settled when the range is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import product

from calculators.deadlines import add_months
from rules.conditions import Condition, Facts, FactValue, atoms_of, facts_of, truth
from rules.control import (
    CategoryRule,
    ControlType,
    CriterionGroup,
    Frequency,
    Leaf,
    RiskCategory,
    RiskCriterion,
    category_rule,
    event_rules,
    under_moratorium,
)
from rules.facts import FactType

# Above so many open criteria all of them are named as missing: looking at each combination would take too long.
MOST_OPEN = 10
DEFAULT = "248-ФЗ, ст. 24 ч. 4"
ASSIGNED = "248-ФЗ, ст. 24 ч. 3"
Truths = Mapping[str, bool | None]


class Basis(StrEnum):
    """Where a category comes from."""

    ASSIGNED = "assigned"
    COMPUTED = "computed"
    DEFAULT_LOW = "default_low"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Assigned:
    """A category that the authority has assigned; `on` None: the day is not known."""

    category: RiskCategory
    on: date | None = None


@dataclass(frozen=True, slots=True)
class RiskObject:
    """An object under one type of control: its facts, the assigned category, the last event and visit if known."""

    control_type: ControlType
    facts: Facts = field(default_factory=dict)
    assigned: Assigned | None = None
    last_planned: date | None = None
    last_visit: date | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """How often something comes; `on`: the day the interval ends, counted from `since` (the assignment or the last)."""

    often: Leaf[Frequency]
    since: date | None
    on: date | None
    either: bool


@dataclass(frozen=True, slots=True)
class Lever:
    """What would lower the category: one fact of a criterion, and what becomes of the category then."""

    criterion: RiskCriterion
    fact: str
    value: FactValue
    becomes: RiskCategory


@dataclass(frozen=True, slots=True)
class RiskVerdict:
    """The category and what follows from it.

    `category` None: not settled. `computed`: what the criteria give, also beside an assigned category; None when they
    are not known or not settled; `range`: the lowest and the highest they can give. `held`: the truth of each
    criterion. `rule_open`: the act leaves open how it weighs good faith, so no fact can settle it. `barred`: whether
    the moratorium stops planned events.
    """

    category: RiskCategory | None
    basis: Basis
    computed: RiskCategory | None
    range: tuple[RiskCategory, RiskCategory] | None
    held: Truths
    missing: tuple[str, ...]
    rule_open: bool
    next_planned: Interval | None
    next_visit: Interval | None
    barred: bool | None
    levers: tuple[Lever, ...]


NOTHING = RiskVerdict(None, Basis.UNKNOWN, None, None, {}, (), False, None, None, None, ())


def assess(thing: RiskObject, on: date) -> RiskVerdict:
    """Return the category of an object on a day, what it rests on, what comes next and what would lower it.

    An assigned category counts as it stands. Without one the criteria of the type are applied; where they are not
    known, the object is low: 248-ФЗ art. 24(4). Where another law governs the type nothing is said.
    Source: 248-ФЗ art. 23–25.

    >>> from rules.control import control_type
    >>> found = assess(RiskObject(control_type("sanitary")), date(2026, 11, 28))
    >>> found.category.value, found.basis.value
    ('LOW', 'default_low')
    """
    if not thing.control_type.has_clocks:
        return NOTHING
    found = _judged(thing)
    levers = _levers(thing, found) if thing.control_type.criteria_known else ()
    rule = category_rule(found.category, thing.control_type) if found.category else None
    return replace(
        found,
        next_planned=_interval(rule, "planned", thing),
        next_visit=_interval(rule, "visit", thing),
        barred=under_moratorium(on, found.category, _facilities(thing)),
        levers=levers,
    )


def whatif(thing: RiskObject, changes: Facts, on: date) -> RiskVerdict:
    """Return what `assess` says when some facts are others; None makes a fact unknown.

    An assigned category stays until the authority changes it: see `computed` for what the facts would give.

    >>> from rules.control import control_type
    >>> school = RiskObject(control_type("education"), {})
    >>> whatif(school, {"founded_complaint_last_year": True}, date(2026, 11, 28)).held["complaint"]
    True
    """
    return assess(replace(thing, facts={**thing.facts, **changes}), on)


def bounds(type_: ControlType, held: Truths) -> tuple[RiskCategory, RiskCategory]:
    """Return the lowest and the highest category that criteria with these truths (None: unknown) can give.

    More criteria of severity and probability never lower the category, more good faith never raises it, so the two
    ends are reached with every unknown one way and the other.
    """
    low = _category(type_, _filled(type_, held, worse=False), lenient=True)
    high = _category(type_, _filled(type_, held, worse=True), lenient=False)
    return low, high


def _judged(thing: RiskObject) -> RiskVerdict:
    """Return category, basis, computed category and what is missing; the rest is still empty."""
    type_ = thing.control_type
    if not type_.criteria_known:
        if thing.assigned:
            return replace(NOTHING, category=thing.assigned.category, basis=Basis.ASSIGNED)
        return replace(NOTHING, category=RiskCategory.LOW, basis=Basis.DEFAULT_LOW)
    held = _held(type_, thing.facts)
    low, high = bounds(type_, held)
    computed = low if low is high else None
    missing = () if computed else _missing(thing, held)
    rule_open = computed is None and not missing
    found = replace(NOTHING, computed=computed, range=(low, high), held=held, missing=missing, rule_open=rule_open)
    if thing.assigned:
        return replace(found, category=thing.assigned.category, basis=Basis.ASSIGNED)
    return replace(found, category=computed, basis=Basis.COMPUTED if computed else Basis.UNKNOWN)


def _held(type_: ControlType, facts: Facts) -> dict[str, bool | None]:
    return {criterion.id: truth(criterion.condition, facts) for criterion in type_.criteria}


def _filled(type_: ControlType, held: Truths, *, worse: bool) -> dict[str, bool]:
    """Return the truths with every unknown set for the worse or for the better."""
    return {
        criterion.id: known if (known := held[criterion.id]) is not None else _bad(criterion, worse)
        for criterion in type_.criteria
    }


def _bad(criterion: RiskCriterion, worse: bool) -> bool:
    return worse if criterion.group is not CriterionGroup.INTEGRITY else not worse


def _category(type_: ControlType, held: Mapping[str, bool], *, lenient: bool) -> RiskCategory:
    """Return the category of settled criteria; `lenient`: one sign of good faith is enough where the act is silent."""
    true = [criterion for criterion in type_.criteria if held[criterion.id]]
    severe = [one.category for one in true if one.group is CriterionGroup.SEVERITY and one.category]
    count = sum(one.group is CriterionGroup.PROBABILITY for one in true)
    reached = [step.category for step in type_.combine.value or () if step.count <= count]
    category = max([RiskCategory.LOW, *severe, *reached], key=lambda one: one.level)
    return _lowered(type_, category) if _good_faith(type_, held, lenient=lenient) else category


def _good_faith(type_: ControlType, held: Mapping[str, bool], *, lenient: bool) -> bool:
    signs = [held[one.id] for one in type_.criteria if one.group is CriterionGroup.INTEGRITY]
    if not signs or not type_.integrity.effect.value:
        return False
    needs = type_.integrity.needs.value or ("any" if lenient else "all")
    return any(signs) if needs == "any" else all(signs)


def _lowered(type_: ControlType, category: RiskCategory) -> RiskCategory:
    """Return the category some steps lower on the ladder of the type; below the lowest there is none."""
    ladder = sorted(type_.categories or list(RiskCategory), key=lambda one: one.level)
    if category not in ladder:
        return category
    return ladder[max(0, ladder.index(category) + (type_.integrity.effect.value or 0))]


def _missing(thing: RiskObject, held: Truths) -> tuple[str, ...]:
    """Return, in the order of the vocabulary, the unknown facts that can still decide."""
    type_ = thing.control_type
    unknown = [criterion for criterion in type_.criteria if held[criterion.id] is None]
    if len(unknown) <= MOST_OPEN:
        unknown = _deciding(type_, held, unknown)
    named = {name for one in unknown for name in facts_of(one.condition) if thing.facts.get(name) is None}
    return tuple(name for name in type_.vocabulary.facts if name in named)


def _deciding(type_: ControlType, held: Truths, unknown: list[RiskCriterion]) -> list[RiskCriterion]:
    """Return the criteria that under some answer to the others move an end of the range."""
    names = [one.id for one in unknown]
    ends = {
        answers: bounds(type_, {**held, **dict(zip(names, answers, strict=True))})
        for answers in product((False, True), repeat=len(names))
    }
    return [
        one
        for place, one in enumerate(unknown)
        if any(found != ends[(*said[:place], True, *said[place + 1 :])] for said, found in ends.items())
    ]


def _interval(rule: CategoryRule | None, what: str, thing: RiskObject) -> Interval | None:
    """Return how often and when next; None while the category or the frequency is not known."""
    if rule is None:
        return None
    often: Leaf[Frequency] = getattr(rule, what)
    if often.value is None:
        return None
    last = thing.last_planned if what == "planned" else thing.last_visit
    assigned = thing.assigned.on if thing.assigned else None
    # The clock runs from the assignment, and after an event from that event.
    since = max((day for day in (last, assigned) if day), default=None)
    day = None if since is None or often.value.never else add_months(since, 12 * often.value.years)
    return Interval(often, since, day, rule.either and not often.value.never)


def _facilities(thing: RiskObject) -> dict[str, FactValue]:
    """Return the facts on facilities that the type asks for; a type that does not ask has none."""
    names = [name for name in event_rules().moratorium.facts if name in thing.control_type.vocabulary.facts]
    return {name: thing.facts.get(name) for name in names}


def _levers(thing: RiskObject, now: RiskVerdict) -> tuple[Lever, ...]:
    """Return each single answer that would settle the category lower than it stands or can stand now."""
    ceiling = now.category or bounds(thing.control_type, now.held)[1]
    found = []
    for criterion in thing.control_type.criteria:
        wanted = criterion.group is CriterionGroup.INTEGRITY
        if now.held[criterion.id] is wanted:
            continue
        for fact, value in _answers(criterion.condition, thing):
            held = _held(thing.control_type, {**thing.facts, fact: value})
            low, high = bounds(thing.control_type, held)
            if held[criterion.id] is wanted and low is high and low.level < ceiling.level:
                found.append(Lever(criterion, fact, value, low))
                break
    return tuple(found)


def _answers(condition: Condition, thing: RiskObject) -> list[tuple[str, FactValue]]:
    """Return single answers that could turn a condition: both truths of its booleans, the values of its categories."""
    answers: list[tuple[str, FactValue]] = []
    for name in facts_of(condition):
        fact = thing.control_type.vocabulary.facts[name]
        if fact.type is FactType.BOOLEAN:
            answers += [(name, value) for value in (False, True)]
        elif fact.type is FactType.CATEGORY:
            answers += [(name, code) for code in fact.values]
        elif fact.type in (FactType.NUMBER, FactType.DATE):
            named = [atom.value for atom in atoms_of(condition) if atom.fact == name]
            answers += [(name, value) for value in named if not isinstance(value, tuple)]
    return [(name, value) for name, value in answers if value != thing.facts.get(name)]
