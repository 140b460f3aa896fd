"""Builds a requirement from an entry that is known to be sound: after checking, or out of a frozen edition."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from rules.conditions import All, Always, AnyOf, Atom, Condition, Not, Op
from rules.requirements import Due, Effort, InForce, Overlap, Recurrence, Requirement, Sanction
from rules.shapes import as_date, as_fraction
from rules.sources import Act
from rules.text import Text

ALWAYS = Always()
OPS = {op.value: op for op in Op}


def plain(value: Any) -> Any:
    """Return a value as read from YAML in the shape JSON has: dates as ISO text, no line numbers.

    >>> plain({"from": date(2026, 9, 1)})
    {'from': '2026-09-01'}
    """
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def build_condition(raw: Any, dates: Collection[str]) -> Condition:
    """Return the condition of sound JSON; `dates` are the facts whose values are days.

    >>> build_condition({"fact": "employees", "op": "gte", "value": 16}, ())
    Atom(fact='employees', op=<Op.GTE: 'gte'>, value=Decimal('16'))
    """
    if raw is True:
        return ALWAYS
    if "fact" in raw:
        value = raw["value"]
        if isinstance(value, list):
            return Atom(raw["fact"], OPS[raw["op"]], tuple(_value(part, raw["fact"] in dates) for part in value))
        return Atom(raw["fact"], OPS[raw["op"]], _value(value, raw["fact"] in dates))
    if "not" in raw:
        return Not(build_condition(raw["not"], dates))
    if "all" in raw:
        return All(tuple(build_condition(part, dates) for part in raw["all"]))
    return AnyOf(tuple(build_condition(part, dates) for part in raw["any"]))


def _value(value: Any, is_date: bool) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return Decimal(value)
    return date.fromisoformat(value) if is_date else value


def build_requirement(raw: Mapping[str, Any], condition: Condition, version: str) -> Requirement:
    """Return the requirement that a sound entry in canonical JSON shape says."""
    get = raw.get
    act = raw["act"]
    return Requirement(
        id=raw["id"],
        title=build_text(raw["title"]),
        applies_when=condition,
        act=Act(act["type"], act["number"], date.fromisoformat(act["date"]), act.get("title") or ""),
        provision=raw["provision"],
        domain=raw["id"].partition(".")[0] if "." in raw["id"] else "",
        plain=build_text(raw["plain"]) if get("plain") else None,
        official=get("official"),
        official_edition=get("official_edition"),
        kind=get("kind") or "duty",
        specificity=get("specificity") or "concrete",
        in_force=_in_force(get("in_force") or {}),
        authority=get("authority"),
        assessment=tuple(get("assessment") or ()),
        sanctions=tuple(map(_sanction, get("sanctions") or ())),
        steps=tuple(map(build_text, get("steps") or ())),
        evidence=tuple(map(build_text, get("evidence") or ())),
        recurrence=_recurrence(raw["recurrence"]) if get("recurrence") else None,
        effort=_effort(raw["effort"]) if get("effort") else None,
        life=get("life"),
        situations=tuple(get("situations") or ()),
        overlaps=tuple(map(_overlap, get("overlaps") or ())),
        case_applies=get("case_applies"),
        case_not=get("case_not"),
        verified=bool(get("verified")),
        checked_in=get("checked_in"),
        confidence=get("confidence"),
        replaced_by=get("replaced_by"),
        version=version,
        raw=raw,
    )


def build_text(raw: Any) -> Text:
    """Return text in both languages; a remark written once stands for both."""
    return Text(raw, raw) if isinstance(raw, str) else Text(raw["ru"], raw["en"])


def _in_force(raw: Mapping[str, Any]) -> InForce:
    return InForce(as_date(raw.get("from")), as_date(raw.get("until")), raw.get("replaces"))


def _sanction(raw: Mapping[str, Any]) -> Sanction:
    def span(who: str) -> tuple[Decimal, Decimal] | None:
        return (Decimal(raw[who][0]), Decimal(raw[who][1])) if raw.get(who) else None

    note = raw.get("note")
    return Sanction(
        raw["article"],
        span("citizen"),
        span("ip"),
        span("official"),
        span("company"),
        note["ru"] if isinstance(note, Mapping) else note,
    )


def _recurrence(raw: Mapping[str, Any]) -> Recurrence:
    due = tuple(Due(one["day"], one.get("month"), one.get("after")) for one in raw.get("due") or ())
    return Recurrence(raw["mode"], as_fraction(raw.get("times_per_year")), due)


def _effort(raw: Mapping[str, Any]) -> Effort:
    return Effort(
        _likely(raw.get("one_off_hours")),
        _likely(raw.get("hours_per_time")),
        _three(raw.get("one_off_rub")),
        _three(raw.get("rub_per_time")),
        raw.get("basis") or "estimate",
    )


def _likely(value: Any) -> Decimal | None:
    three = _three(value)
    return three[1] if three else None


def _three(value: Any) -> tuple[Decimal, Decimal, Decimal] | None:
    if value is None:
        return None
    low, likely, high = value if isinstance(value, list) else (value, value, value)
    return Decimal(low), Decimal(likely), Decimal(high)


def _overlap(raw: Mapping[str, Any]) -> Overlap:
    return Overlap(raw["with"], raw["kind"], build_text(raw["note"]) if raw.get("note") else None)
