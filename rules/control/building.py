"""Turns a checked document of a type of control into its frozen form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from rules.conditions import parse_condition
from rules.control.types import (
    AbsenceGround,
    CategoryRule,
    ControlType,
    CriterionGroup,
    Frequency,
    InForce,
    IntegrityRule,
    Leaf,
    Level,
    ObjectKind,
    Regime,
    RiskCategory,
    RiskCriterion,
    Threshold,
    TypeEventKind,
)
from rules.facts import Vocabulary
from rules.faults import InputError
from rules.shapes import as_date
from rules.sources import Act
from rules.terms import DayKind, Term
from rules.text import Text

Value = TypeVar("Value")
Raw = Mapping[str, Any]

# Where a term that the act of a type sets stands in its file: the key of the table of terms, the block, the leaf.
TERMS = {
    "warning.issue": ("warning", "issue"),
    "warning.objection": ("warning", "objection"),
    "warning.objection_review": ("warning", "review"),
    "visit.requested_max": ("visit", "requested_max"),
    "declaration.valid": ("declaration", "valid"),
    "declaration.cooloff": ("declaration", "cooloff"),
}
FLAGS = {
    "visit.mandatory_prescription": ("visit", "mandatory_prescription"),
    "visit.start_notice": ("visit", "start_notice"),
    "consultation.written": ("consultation", "written"),
    "declaration.allowed": ("declaration", "allowed"),
    "indicators.shown_to_client": ("indicators", "shown_to_client"),
    "checklists.mandatory": ("checklists", "mandatory"),
}


def control_type(raw: Raw, vocabulary: Vocabulary) -> ControlType:
    """Return the type of control that a checked document describes."""
    act = _act(raw["act"])
    cite = _citation(act)
    categories = {rule.code: rule for rule in map(_category, raw.get("categories") or ())}
    kinds = {row["kind"]: _event_kind(row, cite) for row in raw.get("event_kinds") or ()}
    integrity = raw.get("integrity") or {}
    return ControlType(
        code=raw["code"],
        title=Text(**raw["title"]),
        level=Level(raw["level"]),
        regime=Regime(raw["regime"]),
        other_law=Text(**raw["other_law"]) if raw.get("other_law") else None,
        authorities=tuple(raw["authority"]),
        act=act,
        act_verified=raw["act"]["verified"],
        in_force=leaf(raw.get("in_force"), _in_force),
        pretrial_applies=leaf(raw.get("pretrial_applies"), bool),
        planned_events=leaf(raw.get("planned_events"), bool),
        object_kinds=tuple(_object_kind(row) for row in raw.get("object_kinds") or ()),
        categories=MappingProxyType(categories),
        vocabulary=vocabulary,
        criteria=tuple(_criterion(row, vocabulary) for row in raw.get("criteria") or ()),
        combine=leaf(raw.get("combine"), _thresholds),
        integrity=IntegrityRule(
            leaf(integrity.get("effect"), int),
            leaf(integrity.get("needs"), str),
            leaf(integrity.get("window_years"), int),
        ),
        event_kinds=MappingProxyType(kinds),
        absence_grounds=tuple(AbsenceGround(**row) for row in raw.get("absence_grounds") or ()),
        terms=MappingProxyType({key: _term(_at(raw, *place), cite, key) for key, place in TERMS.items()}),
        flags=MappingProxyType(_flags(raw)),
        indicators=leaf(_at(raw, "indicators", "list"), lambda rows: tuple(Text(**row) for row in rows)),
        checklists=leaf(_at(raw, "checklists", "list"), tuple),
    )


def leaf(raw: Raw | None, build: Callable[[Any], Value]) -> Leaf[Value]:
    """Return the leaf that `raw` describes; nothing at all is an unknown one."""
    if raw is None:
        return Leaf()
    value = raw.get("value")
    return Leaf(
        None if value is None else build(value),
        raw.get("clause") or "",
        bool(raw.get("verified")),
        raw.get("checked_in") or "",
    )


def frequency(raw: Raw) -> Frequency:
    """Return how often something is done."""
    return Frequency(raw.get("at_least") or 0, raw["at_most"], raw.get("years") or 1)


def category_rules(rows: list[Raw]) -> Mapping[RiskCategory, CategoryRule]:
    """Return the rules of frequency by category."""
    return MappingProxyType({rule.code: rule for rule in map(_category, rows)})


def _act(raw: Raw) -> Act:
    return Act(raw["type"], raw.get("number") or "", _day(raw["date"]), raw.get("title") or "")


def _day(raw: object) -> date:
    day = as_date(raw)
    if day is None:
        raise ValueError(f"no date: {raw}")
    return day


def _citation(act: Act) -> str:
    return f"{act.type} № {act.number} от {act.date:%d.%m.%Y}" if act.number else act.type


def _at(raw: Raw, block: str, name: str) -> Raw | None:
    found: Raw | None = (raw.get(block) or {}).get(name)
    return found


def _flags(raw: Raw) -> dict[str, Leaf[bool]]:
    flags = {key: leaf(_at(raw, *place), bool) for key, place in FLAGS.items()}
    return flags | {"self_assessment": leaf(raw.get("self_assessment"), bool)}


def _term(raw: Raw | None, cite: str, key: str) -> Leaf[Term]:
    clause, verified = ((raw or {}).get(name) for name in ("clause", "verified"))

    def build(value: Raw) -> Term:
        unit = DayKind(value["unit"])
        return Term(value["amount"], unit, f"{cite}, {clause}", bool(verified), key, rolls=unit is not DayKind.YEARS)

    return leaf(raw, build)


def _category(raw: Raw) -> CategoryRule:
    planned, visit = leaf(raw.get("planned"), frequency), leaf(raw.get("visit"), frequency)
    return CategoryRule(RiskCategory(raw["code"]), planned, visit, bool(raw.get("either")))


def _criterion(raw: Raw, vocabulary: Vocabulary) -> RiskCriterion:
    condition, faults = parse_condition(raw["condition"], vocabulary)
    if condition is None:
        raise InputError(faults)
    return RiskCriterion(
        raw["id"],
        raw["clause"],
        CriterionGroup(raw["group"]),
        condition,
        RiskCategory(raw["category"]) if raw.get("category") else None,
        Text(**raw["text"]),
        raw["verified"],
        raw.get("checked_in") or "",
        tuple(raw.get("requirements") or ()),
    )


def _thresholds(rows: list[Raw]) -> tuple[Threshold, ...]:
    return tuple(Threshold(row["count"], RiskCategory(row["category"])) for row in rows)


def _event_kind(raw: Raw, cite: str) -> TypeEventKind:
    return TypeEventKind(
        raw["kind"],
        _term(raw.get("max_term"), cite, f"event.max.{raw['kind'].lower()}"),
        leaf(raw.get("actions"), tuple),
    )


def _in_force(raw: Raw) -> InForce:
    return InForce(as_date(raw.get("from")), as_date(raw.get("until")))


def _object_kind(raw: Raw) -> ObjectKind:
    return ObjectKind(raw["code"], Text(**raw["title"]), raw.get("clause") or "")
