"""Read the terms of deadlines.yaml, what moves from a day off, and the frozen calendars: all files of this subject."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from rules.control.event_reading import event_rules
from rules.control.reading import control_types
from rules.sources import Act
from rules.terms import (
    DayKind,
    DayOffRule,
    Deadline,
    PauseCap,
    RegionalDayOff,
    RegionZone,
    Term,
    TermEdition,
    YearCalendar,
)
from rules.text import Text

HERE = Path(__file__).parent


@cache
def read_deadlines() -> Mapping[str, Deadline]:
    """Return every term by its key, in the order of the file.

    >>> read_deadlines()["appeal.file"].editions[0].term.amount
    30
    """
    entries = yaml.load((HERE / "deadlines.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return MappingProxyType({key: _deadline(key, entry) for key, entry in entries.items()})


@cache
def read_calendars() -> Mapping[int, YearCalendar]:
    """Return the production calendar of every known year; where a year has an official file, the provisional yields.

    >>> read_calendars()[2026].status
    'official'
    """
    files = sorted((HERE / "calendars").glob("*.json"))
    years = [_year(json.loads(file.read_text(encoding="utf-8"))) for file in files]
    # Official files come last and so take the place of provisional ones.
    years.sort(key=lambda year: (year.year, year.status == "official"))
    return MappingProxyType({year.year: year for year in years})


@cache
def read_regional_days_off() -> tuple[RegionalDayOff, ...]:
    """Return the days off that regions add, in the order of the file."""
    rows = yaml.load((HERE / "calendars" / "regional.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return tuple(_regional(row) for row in rows)


@cache
def read_region_zones() -> Mapping[str, RegionZone]:
    """Return the time zone of every region by its code.

    >>> read_region_zones()["25"].zone
    'Asia/Vladivostok'
    """
    rows = yaml.load((HERE / "calendars" / "zones.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return MappingProxyType(
        {
            region: RegionZone(region, row["zone"], row["source"], row["verified"])
            for row in rows
            for region in row["regions"]
        }
    )


def day_off_rule(act: Act, provision: str = "") -> DayOffRule | None:
    """Return by which provision the terms of an act move from a day off; None: nobody has found one, the day stays.

    >>> day_off_rule(Act("Федеральный закон", "146-ФЗ", date(1998, 7, 31))).source.en
    'Tax Code, art. 6.1(7)'
    """
    found = _day_off_rules().get((act.type, act.number, act.date))
    return found[1] if found and found[0] in provision else None


@cache
def _day_off_rules() -> Mapping[tuple[str, str, date], tuple[str, DayOffRule]]:
    """Return by act: the place its entry has to name (empty: any), and the rule."""
    rows = yaml.load((HERE / "rolling.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return MappingProxyType(
        {
            (act["type"], act["number"], act["date"]): (act.get("provision", ""), rule)
            for row in rows
            for rule in [DayOffRule(Text(**row["source"]), row["verified"], row["checked_in"])]
            for act in row["acts"]
        }
    )


def _regional(row: Mapping[str, Any]) -> RegionalDayOff:
    month, day = _month_day(row["date"])
    return RegionalDayOff(row["region"], month, day, row["act"], row["verified"])


def _year(content: Mapping[str, Any]) -> YearCalendar:
    days = {name: _dates(content[name]) for name in ("days_off", "working_weekends", "short_days")}
    return YearCalendar(content["year"], content["status"], content["source"], **days)


def _dates(texts: list[str]) -> frozenset[date]:
    return frozenset(date.fromisoformat(text) for text in texts)


def _deadline(key: str, entry: Mapping[str, Any]) -> Deadline:
    # What the act on a type of control sets has its one home in that type's file.
    by_type = {type_.code: (TermEdition(term),) for type_ in control_types().values() if (term := type_.term(key))}
    title, anchor = Text(**entry["title"]), Text(**entry["anchor"])
    figure = entry.get("figure")
    editions = (TermEdition(_figure(key, **figure)),) if figure else _editions(key, entry["terms"])
    return Deadline(key, title, anchor, entry["who"], editions, MappingProxyType(by_type))


def _figure(key: str, kind: str, name: str) -> Term:
    """Return the term of a figure that has its one home among the kinds of control events."""
    rule = event_rules().kinds[kind]
    if name == "contact_max":
        contact = rule.contact_max
        if contact is None or contact.working_days is None:
            raise KeyError(f"{kind}.{name}")
        days, unit = contact.working_days, DayKind.WORKING_DAYS
        return Term(days, unit, contact.article, verified=True, key=key, counts_start=True)
    longest = rule.max_term
    found = None if longest is None else longest.limit if name == "max_term_limit" else longest.term
    if found is None:
        raise KeyError(f"{kind}.{name}")
    return replace(found, key=key)


def _editions(key: str, rows: list[Mapping[str, Any]]) -> tuple[TermEdition, ...]:
    return tuple(TermEdition(_term(key, row), row.get("from"), row.get("until")) for row in rows)


def _term(key: str, row: Mapping[str, Any]) -> Term:
    cap = row.get("pause_cap")
    return Term(
        amount=row["amount"],
        unit=DayKind(row["unit"]),
        source=row["source"],
        verified=row["verified"],
        key=key,
        pause_cap=PauseCap(cap["amount"], DayKind(cap["unit"])) if cap else None,
        rolls=row.get("rolls", True),
        starts_on=tuple(_month_day(text) for text in row.get("starts_on", [])),
        counts_start=row.get("counts_start", False),
    )


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)
