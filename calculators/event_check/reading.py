"""Reads EVENT.json: closed keys, exact numbers, real times; null is unknown; every fault at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from calculators.checks import Fields
from calculators.event_check.event import Event, Moment, Norm, Person, Told, Truth
from rules.control import RiskCategory, action_code, control_type, control_types, event_rules
from rules.nearest import nearest
from rules.reading_terms import read_region_zones

SIZES = ("micro", "small", "medium", "large")
APPROVALS = ("given", "refused", "not_asked")
STATUSES = ("in_force", "ended", "not_a_requirement", "not_applicable")
NO_GROUND = "NONE"
# Who may take part: 248-ФЗ art. 32–34, 64(1)5, 65(14), 67(4). `outsider`: somebody whom the law does not provide for.
ROLES = ("inspector", "expert", "specialist", "witness", "inspection_body", "self_regulating_body", "outsider")
MARKS = (
    "papers_held_by_state_asked",
    "papers_asked_before_start",
    "samples_over_norm",
    "tests_at_own_cost",
    "filming_hindered",
    "absent_without_notice",
    "identity_not_shown",
)
BOOLEANS = ("planned", "in_plan", "act_shown", "irrelevant_papers_asked", "originals_seized")
CONTRACT = (
    *("control_type", "kind", "ground", "planned", "in_plan", "category", "region", "previous_same_event"),
    *("approval", "notice_at", "start", "end", "working_days", "size", "interaction_hours", "actions"),
    *("people_named", "people_present", "registry_number", "norms", "act_shown", "irrelevant_papers_asked"),
    "originals_seized",
)
MORE = ("usual_working_days", "same_events_in_year", "actions_in_decision", "original_kind")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?([+-][0-9]{2}:[0-9]{2}|Z)?)?", re.ASCII
)
_HOURS = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?", re.ASCII)
MOSCOW = ZoneInfo("Europe/Moscow")
# The first and the last clock of the country: where a local time may stand when the region is not known.
_UTC, _FAR_WEST, _FAR_EAST = timedelta(0), timedelta(hours=2), timedelta(hours=12)
EAST, WEST = timezone(_FAR_EAST), timezone(_FAR_WEST)
LAST = time(23, 59, 59)
YEARS = range(1990, 2101)


def keys() -> tuple[str, ...]:
    """Return every key EVENT.json may have.

    >>> "urgent" in keys(), "notice_at" in keys()
    (True, True)
    """
    return (*CONTRACT, *MORE, *event_rules().cases, *MARKS)


def read_event(document: object) -> Event:
    """Return the event a document describes; a key that is not there, or null, is unknown.

    Raises:
        InputError: every fault, with its field.

    >>> read_event({"kind": "ON_SITE", "start": "2026-11-30T10:00+03:00"}).start.exact
    True
    """
    fields = Fields(document)
    fields.only(keys())
    zone = _zone(fields)
    moments = _moments(_times(fields), zone)
    no_notice = fields.document.get("notice_at") == Told.NONE
    code = _code(fields, "control_type", control_types())
    category = _code(fields, "category", list(RiskCategory))
    event = Event(
        control_type=control_type(code) if code else None,
        kind=_code(fields, "kind", event_rules().kinds),
        ground=_ground(fields),
        category=RiskCategory(category) if category else None,
        region=fields.document.get("region") if zone else None,
        previous=_previous(fields),
        approval=_code(fields, "approval", APPROVALS),
        notice_at=Told.NONE if no_notice else moments.get("notice_at"),
        start=moments.get("start"),
        end=moments.get("end"),
        working_days=fields.whole("working_days", most=10_000),
        size=_code(fields, "size", SIZES),
        hours=_hours(fields),
        actions=_actions(fields, "actions"),
        people_named=fields.texts("people_named"),
        people_present=_people(fields),
        registry_number=_number(fields),
        norms=_norms(fields),
        usual_working_days=fields.whole("usual_working_days", most=10_000),
        same_events_in_year=fields.whole("same_events_in_year", most=1000),
        original_kind=_code(fields, "original_kind", event_rules().kinds),
        actions_in_decision=_actions(fields, "actions_in_decision"),
        cases={case: _truth(fields, case) for case in event_rules().cases if case in fields.document},
        marks={mark: _truth(fields, mark) for mark in MARKS if mark in fields.document},
        **{name: _truth(fields, name) for name in BOOLEANS},
    )
    _contradictions(fields, event)
    fields.finish()
    return event


def _code(fields: Fields, name: str, known: Iterable[str]) -> str | None:
    value, names = fields.document.get(name), [str(one) for one in known]
    if value is None or value in names:
        return value
    near = nearest(str(value), names)
    hint, hint_en = (f"; может быть, «{near}»", f"; perhaps “{near}”") if near else ("", "")
    said = ", ".join(names)
    fields.refuse(
        "not_a_choice",
        name,
        f"значения «{value}» нет{hint}; есть: {said}",
        f"there is no “{value}”{hint_en}; there are: {said}",
    )
    return None


def _ground(fields: Fields) -> str | None:
    """Return the ground; an empty one, or «none» as elsewhere in the document, says that the decision names none."""
    value = fields.document.get("ground")
    if isinstance(value, str) and value.strip().casefold() in ("", "none"):
        return NO_GROUND
    return _code(fields, "ground", (*event_rules().grounds, NO_GROUND))


def _truth(fields: Fields, name: str) -> Truth:
    value = fields.document.get(name)
    if value is None or isinstance(value, bool):
        return value
    fields.refuse("not_a_boolean", name, "нужно true, false или null", "true, false or null is needed")
    return None


def _zone(fields: Fields) -> ZoneInfo | None:
    """Return the time zone of the region, None when the region is not known."""
    region = fields.document.get("region")
    if region is None:
        return None
    zones = read_region_zones()
    if isinstance(region, str) and region in zones:
        return ZoneInfo(zones[region].zone)
    fields.refuse("not_a_region", "region", "нужен код региона, например «77»", "the code of a region is needed: “77”")
    return None


def _times(fields: Fields) -> dict[str, date | datetime]:
    """Return the times given, as days, times of the place (no zone) or times with a zone."""
    found = {name: _time(fields, name) for name in ("notice_at", "start", "end")}
    return {name: value for name, value in found.items() if value is not None}


def _time(fields: Fields, name: str) -> date | datetime | None:
    value = fields.document.get(name)
    if value is None or (name == "notice_at" and value == Told.NONE):
        return None
    try:
        if not isinstance(value, str) or not _TIME.fullmatch(value):
            raise ValueError
        found = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
        _check_year(found)
        return found
    except ValueError:
        fields.refuse(
            "not_a_time",
            name,
            "нужны время с поясом («2026-11-30T10:00+03:00») или день («2026-11-30»)",
            "a time with its zone is needed (“2026-11-30T10:00+03:00”), or a day (“2026-11-30”)",
        )
        return None


def _check_year(day: date) -> None:
    """Refuse years without control: zones and intervals lead out of the calendar there."""
    if day.year not in YEARS:
        raise ValueError(day.year)


def _moments(times: Mapping[str, date | datetime], zone: ZoneInfo | None) -> dict[str, Moment]:
    """Return the moments, in the time of the place.

    Where the place is not known and zones are mixed, a local time is as wide as the country; a time by a clock that
    nobody in the country has (UTC) may then belong to either of two days.
    """
    aware = any(isinstance(value, datetime) and value.tzinfo for value in times.values())
    east, west = (EAST, WEST) if zone is None and aware else (zone or MOSCOW, zone or MOSCOW)
    return {name: _moment(value, east, west, zone) for name, value in times.items()}


def _moment(value: date | datetime, east: tzinfo, west: tzinfo, zone: ZoneInfo | None) -> Moment:
    if not isinstance(value, datetime):
        return Moment(datetime.combine(value, time(), east), datetime.combine(value, LAST, west))
    if value.tzinfo and zone:
        there = value.astimezone(zone)
        return Moment(there, there)
    if value.tzinfo:
        local = _FAR_WEST <= (value.utcoffset() or _UTC) <= _FAR_EAST
        return Moment(value, value) if local else Moment(value.astimezone(WEST), value.astimezone(EAST))
    return Moment(value.replace(tzinfo=east), value.replace(tzinfo=west))


def _contradictions(fields: Fields, event: Event) -> None:
    """Refuse what cannot be true together."""
    start, end = event.start, event.end
    if start and end and end.latest < start.earliest:
        fields.refuse("end_before_start", "end", "конец раньше начала", "the end is before the start")
    elif start and end and event.working_days is not None and event.working_days > (end.last_day - start.day).days + 1:
        fields.refuse(
            "too_many_days",
            "working_days",
            "дней больше, чем прошло от начала до конца",
            "more days than passed from the start to the end",
        )
    if start and isinstance(event.previous, date) and event.previous > start.latest.date():
        fields.refuse(
            "previous_after_start",
            "previous_same_event",
            "прошлая проверка позже этой",
            "the last event is after this one",
        )


def _previous(fields: Fields) -> date | Told | None:
    value = fields.document.get("previous_same_event")
    if value is None:
        return None
    if value == Told.NONE:
        return Told.NONE
    try:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value, re.ASCII):
            raise ValueError
        found = date.fromisoformat(value)
        _check_year(found)
        return found
    except ValueError:
        fields.refuse(
            "not_a_date",
            "previous_same_event",
            "нужен день («2024-11-30») или «none», если прошлого не было",
            "a day is needed (“2024-11-30”), or “none” if there was no earlier one",
        )
        return None


def _hours(fields: Fields) -> Decimal | None:
    value = fields.document.get("interaction_hours")
    if value is None:
        return None
    number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if number and 0 <= value < 1_000_000:
        # Digits for people, who read it in the evidence: JSON may write 4e1.
        return Decimal(f"{Decimal(value):f}")
    if isinstance(value, float) and 0 <= value < 1_000_000:
        return Decimal(repr(value))
    if isinstance(value, str) and _HOURS.fullmatch(value):
        return Decimal(value)
    fields.refuse(
        "not_a_quantity",
        "interaction_hours",
        "нужны часы числом: 15 или 15.5",
        "hours are needed as a number: 15 or 15.5",
    )
    return None


def _actions(fields: Fields, name: str) -> tuple[str, ...] | None:
    found = fields.texts(name)
    if found is None:
        return None
    codes = [action_code(words) for words in found]
    for index, code in enumerate(codes):
        if code is None:
            known = ", ".join(event_rules().actions)
            fields.refuse(
                "not_a_choice",
                f"{name}[{index}]",
                f"действия «{found[index]}» закон не знает; есть: {known}",
                f"the law knows no action “{found[index]}”; there are: {known}",
            )
    return tuple(code for code in codes if code is not None)


def _people(fields: Fields) -> tuple[Person, ...] | None:
    values = fields.document.get("people_present")
    if values is None:
        return None
    if not isinstance(values, list):
        fields.refuse("not_a_list", "people_present", "нужен список", "a list is needed")
        return None
    return tuple(_person(value, f"people_present[{index}]", fields) for index, value in enumerate(values))


def _person(value: Any, place: str, fields: Fields) -> Person:
    if isinstance(value, str) and value.strip():
        return Person(value)
    if isinstance(value, Mapping):
        inner = Fields(value, place, fields.faults)
        inner.only(("name", "role"))
        role = _code(inner, "role", ROLES)
        return Person(inner.text("name"), role, role_open=role is None)
    fields.refuse("not_a_person", place, "нужны имя или {name, role}", "a name is needed, or {name, role}")
    return Person("")


def _number(fields: Fields) -> str | None:
    value = fields.document.get("registry_number")
    if value is None or isinstance(value, str):
        return value
    fields.refuse("not_a_text", "registry_number", "нужен текст в кавычках", "a text in quotes is needed")
    return None


def _norms(fields: Fields) -> tuple[Norm, ...] | None:
    if fields.document.get("norms") is None:
        return None
    found = []
    for row in fields.rows("norms"):
        row.only(("requirement", "act", "status"))
        name = row.text("requirement", "") or row.text("act", "") or row.path
        found.append(Norm(name, _code(row, "status", STATUSES)))
    return tuple(found)


def hours_between(earlier: datetime, later: datetime) -> timedelta:
    """Return the time from one moment to another; an hour is an hour also where clocks are put back."""
    utc = ZoneInfo("UTC")
    return later.astimezone(utc) - earlier.astimezone(utc)
