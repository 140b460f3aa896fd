"""What a file of a type of control must look like; unknown keys are refused by name."""

from __future__ import annotations

from rules import shapes
from rules.control.types import CriterionGroup, Level, Regime, RiskCategory
from rules.faults import Fault
from rules.shapes import Check, anything, both, choice, list_of, mapping, text
from rules.terms import DayKind

CATEGORY = choice(*RiskCategory)
COUNT = shapes.number(0, whole=True)


def leaf(value: Check) -> Check:
    """Return a check for {value, clause, verified, checked_in}: a known value names its clause and whether it was read.

    >>> found = []
    >>> leaf(shapes.boolean)({"value": True}, "self_assessment", found)
    >>> [fault.field for fault in found]
    ['self_assessment.clause', 'self_assessment.verified']
    """
    shape = mapping({"value": value, "clause": text, "verified": shapes.boolean, "checked_in": text})

    def check(raw: object, where: str, faults: list[Fault]) -> None:
        shape(raw, where, faults)
        if not isinstance(raw, dict) or raw.get("value") is None:
            return
        needed = ("clause", "verified", "checked_in") if raw.get("verified") else ("clause", "verified")
        faults.extend(shapes.missing(shapes.inside(where, key)) for key in needed if raw.get(key) is None)

    return check


TERM = mapping(
    {"amount": shapes.number(whole=True), "unit": choice(*DayKind)},
    required=("amount", "unit"),
)
FREQUENCY = mapping({"at_least": COUNT, "at_most": COUNT, "years": shapes.number(1, whole=True)}, required=("at_most",))
CATEGORY_RULE = mapping(
    {"code": CATEGORY, "planned": leaf(FREQUENCY), "visit": leaf(FREQUENCY), "either": shapes.boolean},
    required=("code",),
)
CRITERION = mapping(
    {
        "id": text,
        "clause": text,
        "group": choice(*CriterionGroup),
        "condition": anything,
        "category": CATEGORY,
        "text": both,
        "verified": shapes.boolean,
        "checked_in": text,
        "requirements": list_of(text),
    },
    required=("id", "clause", "group", "condition", "text", "verified"),
)
THRESHOLD = mapping({"count": shapes.number(1, whole=True), "category": CATEGORY}, required=("count", "category"))

CONTROL_TYPE = mapping(
    {
        "code": text,
        "title": both,
        "level": choice(*Level),
        "regime": choice(*Regime),
        "other_law": both,
        "authority": list_of(text),
        "act": mapping(
            {"type": text, "number": text, "date": shapes.day, "title": text, "verified": shapes.boolean},
            required=("type", "date", "verified"),
        ),
        "in_force": leaf(mapping({"from": shapes.day, "until": shapes.day})),
        "pretrial_applies": leaf(shapes.boolean),
        "planned_events": leaf(shapes.boolean),
        "object_kinds": list_of(mapping({"code": text, "title": both, "clause": text}, required=("code", "title"))),
        "categories": list_of(CATEGORY_RULE),
        "facts": anything,
        "criteria": list_of(CRITERION),
        "combine": leaf(list_of(THRESHOLD)),
        "integrity": mapping(
            {
                "effect": leaf(shapes.number(-5, whole=True)),
                "needs": leaf(choice("any", "all")),
                "window_years": leaf(shapes.number(1, whole=True)),
            }
        ),
        "event_kinds": list_of(
            mapping({"kind": text, "max_term": leaf(TERM), "actions": leaf(list_of(text))}, required=("kind",))
        ),
        "absence_grounds": list_of(
            mapping({"code": text, "clause": text, "verified": shapes.boolean}, required=("code", "clause", "verified"))
        ),
        "warning": mapping({"issue": leaf(TERM), "objection": leaf(TERM), "review": leaf(TERM)}),
        "visit": mapping(
            {
                "requested_max": leaf(TERM),
                "mandatory_prescription": leaf(shapes.boolean),
                "start_notice": leaf(shapes.boolean),
            }
        ),
        "consultation": mapping({"written": leaf(shapes.boolean)}),
        "self_assessment": leaf(shapes.boolean),
        "declaration": mapping({"allowed": leaf(shapes.boolean), "valid": leaf(TERM), "cooloff": leaf(TERM)}),
        "indicators": mapping({"shown_to_client": leaf(shapes.boolean), "list": leaf(list_of(both))}),
        "checklists": mapping({"mandatory": leaf(shapes.boolean), "list": leaf(list_of(text))}),
    },
    required=("code", "title", "level", "regime", "authority", "act"),
)
