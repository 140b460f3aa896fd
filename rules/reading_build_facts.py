"""Builds the vocabulary from files that are known to be sound: after checking, or out of a frozen edition."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from rules.conditions import Condition
from rules.facts import (
    AtMost,
    Conflict,
    Fact,
    FactOption,
    FactType,
    Implication,
    Implied,
    OkvedCode,
    Section,
    Vocabulary,
)
from rules.reading_build import build_condition, build_text
from rules.shapes import as_date
from rules.text import Text

RULES = ("when_suggested", "implications", "likely", "conflicts", "at_most")


def facts_part(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the map of facts: under `facts` where it is wrapped, else the whole."""
    wrapped = raw.get("facts")
    if isinstance(wrapped, Mapping) and not isinstance(wrapped.get("type"), str):
        return wrapped
    return raw


def rules_part(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the rules across facts, which only the wrapped form has."""
    return raw if facts_part(raw) is not raw else {}


def build_vocabulary(raw: Mapping[str, Any], okved: Mapping[str, OkvedCode]) -> Vocabulary:
    """Return the vocabulary that a sound facts.yaml (in JSON shape) says."""
    facts, rules = facts_part(raw), rules_part(raw)
    dates = frozenset(name for name, fact in facts.items() if fact["type"] == "date")
    return Vocabulary(
        facts={name: build_fact(name, fact, dates) for name, fact in facts.items()},
        implications=tuple(_implication(one, dates) for one in rules.get("implications") or ()),
        likely=tuple(_implication(one, dates) for one in rules.get("likely") or ()),
        conflicts=tuple(_conflict(one, dates) for one in rules.get("conflicts") or ()),
        at_most=tuple(AtMost(one["fact"], one["of"], build_text(one["message"])) for one in rules.get("at_most") or ()),
        okved=okved,
        when_suggested=rules.get("when_suggested") or {},
        raw=raw,
    )


def build_fact(name: str, raw: Mapping[str, Any], dates: Collection[str]) -> Fact:
    """Return one fact with everything that steers the interview."""
    get = raw.get
    return Fact(
        code=name,
        type=FactType(raw["type"]),
        group=get("group") or "about",
        question=_text(get("question")),
        hint=_text(get("hint")),
        why=_text(get("why")),
        unit=get("unit"),
        whole=bool(get("whole")),
        min=_bound(get("min")),
        max=_bound(get("max")),
        max_is_today=get("max") == "today",
        min_items=get("min_items") or 0,
        none=_text(get("none")),
        values=_options(get("values"), dates),
        values_from=get("values_from"),
        sections=tuple(_section(one, dates) for one in get("sections") or ()),
        ask_together=get("ask_together"),
        relevant_if=_condition(get("relevant_if"), dates),
        implied=tuple(_implied(one, raw["type"], dates) for one in get("implied") or ()),
        answer_cost=get("answer_cost") or 1,
        prefill=get("prefill"),
        priors=get("priors") or {},
    )


def typed(value: Any, kind: str) -> Any:
    """Return a sound value as profiles hold it: numbers exact, days as dates, lists as tuples.

    >>> typed(["a"], "multi"), typed(0, "number"), typed(False, "boolean")
    (('a',), Decimal('0'), False)
    """
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, list | tuple):
        return tuple(value)
    if kind == "date":
        return as_date(value)
    return Decimal(value) if kind == "number" else value


def _text(raw: Any) -> Text | None:
    return build_text(raw) if raw else None


def _bound(raw: Any) -> Any:
    if raw is None or raw == "today":
        return None
    return as_date(raw) or Decimal(raw)


def _condition(raw: Any, dates: Collection[str]) -> Condition | None:
    return None if raw is None else build_condition(raw, dates)


def _options(raw: Any, dates: Collection[str]) -> dict[str, FactOption]:
    if raw is None:
        return {}
    if isinstance(raw, list):
        return {code: FactOption(code, Text(code, code)) for code in raw}
    return {code: _option(code, one or {}, dates) for code, one in raw.items()}


def _option(code: str, raw: Mapping[str, Any], dates: Collection[str]) -> FactOption:
    russian = raw.get("ru") or raw.get("en") or code
    return FactOption(
        code,
        Text(russian, raw.get("en") or russian),
        _text(raw.get("hint")),
        tuple(raw.get("suggested_by") or ()),
        _condition(raw.get("suggested_if"), dates),
        tuple(raw.get("implies") or ()),
    )


def _section(raw: Mapping[str, Any], dates: Collection[str]) -> Section:
    return Section(
        raw["id"],
        build_text(raw["heading"]),
        tuple(raw["values"]),
        _condition(raw.get("relevant_if"), dates),
        raw.get("if_not") or "fold",
        tuple(raw.get("opens_with") or ()),
    )


def _implied(raw: Mapping[str, Any], kind: str, dates: Collection[str]) -> Implied:
    return Implied(
        build_condition(raw["if"], dates),
        typed(raw.get("value"), kind),
        tuple(raw.get("includes") or ()),
        tuple(raw.get("excludes") or ()),
    )


def _implication(raw: Mapping[str, Any], dates: Collection[str]) -> Implication:
    then = {
        fact: typed(value, "date" if fact in dates else "number" if isinstance(value, int) else "")
        for fact, value in raw["then"].items()
    }
    return Implication(build_condition(raw["if"], dates), then, raw.get("source") or "")


def _conflict(raw: Mapping[str, Any], dates: Collection[str]) -> Conflict:
    valid = raw.get("valid") or {}
    return Conflict(
        raw["id"],
        raw["kind"],
        build_condition(raw["if"], dates),
        build_text(raw["message"]),
        raw.get("source") or "",
        as_date(valid.get("from")),
        as_date(valid.get("until")),
    )
