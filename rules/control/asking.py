"""What the statute says of one event: approval, actions, duration, hours, frequency. Three-valued: None is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rules.control.event_reading import event_rules
from rules.control.events import DurationRule, EventKind, HoursCap
from rules.control.types import CategoryRule, ControlType, Frequency, Leaf, RiskCategory
from rules.faults import InputError
from rules.shapes import unknown_code

Truth = bool | None
# After the results of an event were annulled a repeat needs approval whatever its kind and ground.
AGAIN = "after_invalidated"
URGENT, REPEAT = "urgent", "repeat_after_impossible"


@dataclass(frozen=True, slots=True)
class Approval:
    """Whether a prosecutor's approval is needed; `case`: the special case that lifts it or (None) would decide it."""

    required: Truth
    article: str
    case: str | None = None


def event_kind(code: str) -> EventKind:
    """Return the kind of control event called `code`.

    Raises:
        InputError: there is none; the closest one is named.
    """
    kinds = event_rules().kinds
    if code not in kinds:
        raise InputError([unknown_code("kind", code, kinds)])
    return kinds[code]


def prosecutor_required(
    kind: str,
    ground: str | None,
    *,
    planned: Truth = False,
    cases: Mapping[str, Truth] | None = None,
    control_type: str | None = None,
) -> bool | None:
    """Return whether a prosecutor has to approve the event; None when what is known does not settle it.

    `cases`: the special cases the authority's paper claims (urgent, repeat_after_impossible …) with yes, no or None.
    Source: 248-ФЗ art. 60(3), 65(11), 66(2), 66(12), 67(11)–73(5), 75(7), 75(9).

    >>> prosecutor_required("ON_SITE", "RISK_INDICATOR"), prosecutor_required("ON_SITE", "PROSECUTOR_DEMAND")
    (True, False)
    """
    return approval(kind, ground, planned=planned, cases=cases, control_type=control_type).required


def approval(
    kind: str,
    ground: str | None,
    *,
    planned: Truth = False,
    cases: Mapping[str, Truth] | None = None,
    control_type: str | None = None,
) -> Approval:
    """Return whether a prosecutor has to approve the event, by which article, and which special case matters.

    `control_type`: some cases exist in some types of control alone, so they settle nothing while it is not known.

    >>> approval("ON_SITE", "HARM_INFO", cases={"urgent": True})
    Approval(required=False, article='248-ФЗ, ст. 66 ч. 12', case='urgent')
    """
    given = cases or {}
    if given.get(AGAIN) and not planned:
        return Approval(None if planned is None else True, event_rules().cases[AGAIN].article, AGAIN)
    found = _by_rule(kind, ground, planned, given, control_type)
    if AGAIN in given and given[AGAIN] is None and found.required is False and not planned:
        return Approval(None, event_rules().cases[AGAIN].article, AGAIN)
    return found


def urgent_allowed(kind: str, ground: str | None) -> bool:
    """Return whether word of harm may let an event begin at once: its ground is that harm, its kind knows the way.

    Source: 248-ФЗ, ст. 66 ч. 12 (сведения ст. 60 ч. 1), ст. 67–73.

    >>> urgent_allowed("ON_SITE", "HARM_INFO"), urgent_allowed("ON_SITE", "RISK_INDICATOR")
    (True, False)
    """
    known = event_rules().kinds.get(kind)
    case = event_rules().cases[URGENT]
    return known is not None and URGENT in known.approval.except_cases and ground in case.grounds


def _by_rule(
    kind: str, ground: str | None, planned: Truth, cases: Mapping[str, Truth], control_type: str | None
) -> Approval:
    rule = event_kind(kind).approval
    by_plan = _by_plan(rule.when, planned)
    by_ground = None if ground is None else ground not in rule.except_grounds
    if by_plan is False or by_ground is False:
        return Approval(False, rule.article)
    open_case = None
    for code, claimed in _fitting(kind, ground, cases, control_type).items():
        case = event_rules().cases[code]
        # A case tied to a ground or to a type settles nothing while that is not known.
        certain = (ground is not None or not case.grounds) and bool(case.exists_in(kind, control_type))
        if claimed and certain:
            return Approval(False, case.article, code)
        if claimed is not False:
            open_case = code
    settled = by_plan and by_ground and open_case is None
    return Approval(True if settled else None, rule.article, open_case)


def _by_plan(when: str, planned: Truth) -> Truth:
    if when in ("always", "never"):
        return when == "always"
    return None if planned is None else not planned


def _fitting(kind: str, ground: str | None, cases: Mapping[str, Truth], control_type: str | None) -> dict[str, Truth]:
    """Return the claimed cases that can lift the approval of this kind on this ground in this type of control."""
    rule, known = event_kind(kind).approval, event_rules().cases
    return {
        code: claimed
        for code, claimed in cases.items()
        if not known[code].requires
        and (known[code].any_kind or code in rule.except_cases)
        and (not known[code].grounds or ground is None or ground in known[code].grounds)
        and known[code].exists_in(kind, control_type) is not False
    }


def cases_possible(kind: str, ground: str | None, control_type: str | None = None) -> tuple[str, ...]:
    """Return the special cases that could lift the approval of this kind on this ground, in the order of the file.

    >>> cases_possible("ON_SITE", "RISK_INDICATOR"), cases_possible("ON_SITE", "RISK_INDICATOR", "fire")
    (('after_cash_purchase', 'repeat_after_impossible'), ('repeat_after_impossible',))
    """
    return tuple(_fitting(kind, ground, dict.fromkeys(event_rules().cases, None), control_type))


def allowed_actions(kind: str, control_type: ControlType | None = None) -> frozenset[str]:
    """Return the codes of the actions that the statute, and the act of the type if it is known, allow for the kind.

    Source: 248-ФЗ art. 65(2), 67–75, 97, 97.1.

    >>> sorted(allowed_actions("TEST_PURCHASE"))
    ['EXPERIMENT', 'INSPECTION']
    """
    statute = frozenset(event_kind(kind).actions)
    own = control_type.event_kinds.get(kind) if control_type else None
    return statute & frozenset(own.actions.value) if own and own.actions.value is not None else statute


def max_duration(kind: str) -> DurationRule | None:
    """Return how long an event may last at most; None: the statute names no limit.

    Source: 248-ФЗ art. 67(6)–73(7).

    >>> max_duration("INSPECTION_VISIT").term.amount
    1
    """
    return event_kind(kind).max_term


def hours_cap(kind: str, size: str, ground: str | None = None) -> HoursCap | None:
    """Return the cap of hours of contact at a business of `size` (micro, small, medium, large); None: there is none.

    On the ground of 57(1)6 the fifty hours of a small business do not bind, and a micro business has forty.
    Source: 248-ФЗ art. 73(7).

    >>> hours_cap("ON_SITE", "micro").hours, hours_cap("ON_SITE", "micro", "PROGRAMME_EVENT").hours
    (Decimal('15'), Decimal('40'))
    >>> hours_cap("ON_SITE", "small").hours, hours_cap("ON_SITE", "small", "PROGRAMME_EVENT")
    (Decimal('50'), None)
    """
    caps = [cap for cap in event_kind(kind).hours_caps if cap.size == size and ground not in cap.except_grounds]
    special = [cap for cap in caps if cap.ground is not None and cap.ground == ground]
    return next(iter(special or [cap for cap in caps if cap.ground is None]), None)


def category_rule(category: RiskCategory, control_type: ControlType | None = None) -> CategoryRule:
    """Return how often an object of `category` is checked and visited: by the act of its type, else by the statute.

    Only the statute is inherited. A type without planned events has none in any category: 248-ФЗ art. 61(2).

    >>> category_rule(RiskCategory.HIGH).planned.value
    Frequency(at_least=1, at_most=1, years=2)
    """
    statute = event_rules().frequency[category]
    own = control_type.categories.get(category) if control_type else None
    planned = own.planned if own and own.planned.known else statute.planned
    visit = own.visit if own and own.visit.known else statute.visit
    if control_type and control_type.planned_events.value is False:
        leaf = control_type.planned_events
        clause = control_type.source(leaf.clause)
        planned = Leaf(Frequency(0, 0), clause, leaf.verified, leaf.checked_in)
    either = own.either if own and (own.planned.known or own.visit.known) else statute.either
    return CategoryRule(category, planned, visit, either)


def under_moratorium(
    day: date, category: RiskCategory | None, facts: Mapping[str, object] | None = None
) -> bool | None:
    """Return whether the moratorium bars a planned event on `day`; None when the category is not known.

    `facts`: hazardous_facility_class_ii, hydraulic_structure_class_ii; a fact that is there and None is unknown.
    Source: Постановление Правительства РФ № 336 от 10.03.2022, п. 11(3): reference, check the act.

    >>> [under_moratorium(date(2026, 11, 28), one) for one in (RiskCategory.MEDIUM, RiskCategory.HIGH)]
    [True, False]
    """
    rule = event_rules().moratorium
    given = facts or {}
    if not rule.from_ <= day < rule.until:
        return False
    if category in rule.categories or any(given.get(name) is True for name in rule.facts):
        return False
    open_facts = [name for name in rule.facts if name in given and given[name] is None]
    return None if category is None or open_facts else True


def action_code(words: str) -> str | None:
    """Return the code of an action named by its code or by the words of the law; None: there is no such action.

    >>> action_code("отбор проб"), action_code("SAMPLING"), action_code("обыск")
    ('SAMPLING', 'SAMPLING', None)
    """
    actions = event_rules().actions
    if words in actions:
        return words
    lowered = words.strip().lower()
    return next((code for code, action in actions.items() if lowered in action.words), None)
