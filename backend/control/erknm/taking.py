"""From one record of the register to our events: values by the mapping, and what of the record was not named there."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lxml import etree

from backend.control.erknm.events import ControlObject, ErknmEvent
from backend.control.erknm.naming import Names, Paths
from backend.control.erknm.words import read_words
from rules.shapes import as_date

INN = re.compile(r"[0-9]{10}|[0-9]{12}")
NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]{0,63}")
# A date, or the date of a moment; also as people write it.
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ].*)?", re.DOTALL)
_RUSSIAN = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})")
DATES = ("starts_on", "ends_on", "noticed_on")
_SPACES = re.compile(r"\s+")

# field, value as it stands, what is wrong with it.
Flaw = tuple[str, str, str]
UNREADABLE, AHEAD = "unreadable_day", "day_ahead"
# Steps of an event that is over: its start cannot be ahead of the snapshot that says so.
OVER = frozenset({"import_ended", "import_closed", "import_impossible"})


class Xpaths:
    """The paths of a mapping, compiled: values come out of a record without walking through all of it."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.subjects = [_finder(path) for path in names.subjects]
        self.objects = [_finder(path) for path in names.objects]
        self.subject = _compiled(names.subject)
        self.object = _compiled(names.object)
        self.fields = _compiled(names.fields)
        self.lists = _compiled(names.lists)

    def inns_of(self, record: Any) -> set[str]:
        """Return every ИНН of a record that looks like one. Asked of each record: only its subjects are looked at."""
        found = (_first(self.subject["inn"], element) for element in _elements(record, self.subjects))
        return {value for value in found if value and INN.fullmatch(value)}


@dataclass(frozen=True, slots=True)
class Taken:
    """What one record gave."""

    events: tuple[ErknmEvent, ...]
    flaws: tuple[Flaw, ...]


def _compiled(paths: Mapping[str, Paths]) -> Mapping[str, list[Any]]:
    return {name: [etree.XPath(_steps(path)) for path in found] for name, found in paths.items()}


def _finder(path: str) -> Callable[[Any], Iterable[Any]]:
    """Return what finds the elements of a path below a record; of one step it is the parser's own, and quick."""
    steps = [f"{{*}}{step}" for step in path.split("/")]
    if len(steps) == 1:
        return lambda record: record.iterchildren(steps[0])
    return lambda record: record.iterfind("/".join(steps))


def _steps(path: str) -> str:
    """Return a path of the mapping as XPath that does not look at namespaces.

    >>> _steps("REASON/@TEXT")
    "*[local-name()='REASON']/@*[local-name()='TEXT']"
    """
    steps = []
    for step in path.split("/"):
        at, name = ("@", step[1:]) if step.startswith("@") else ("", step)
        if not re.fullmatch(r"[\w.-]+", name):
            raise ValueError(f"not a name: {step}")
        steps.append(f"{at}*[local-name()='{name}']")
    return "/".join(steps)


def _values(found: Iterable[Any]) -> Iterator[str]:
    for one in found:
        yield one if isinstance(one, str) else "".join(one.itertext()) if one is not None else ""


def clean(value: str) -> str:
    """Return words with single spaces and none around.

    >>> clean("  участок \\n не используется ")
    'участок не используется'
    """
    return _SPACES.sub(" ", value).strip()


def _first(paths: Iterable[Any], element: Any) -> str | None:
    for path in paths:
        for value in _values(path(element)):
            words = clean(value)
            if words:
                return words
    return None


def _all(paths: Iterable[Any], element: Any) -> tuple[str, ...]:
    found = (clean(value) for path in paths for value in _values(path(element)))
    return tuple(dict.fromkeys(value for value in found if value))


def take(record: Any, xpaths: Xpaths, known: Container[str], snapshot_on: date | None) -> Taken | None:
    """Return the events of a record, one for each known ИНН; None when it has no number that can be read."""
    said = {name: _first(paths, record) for name, paths in xpaths.fields.items()}
    number = said.pop("number", None)
    if not number or not NUMBER.fullmatch(number):
        return None
    flaws: list[Flaw] = []
    values: dict[str, Any] = {name: value for name, value in said.items() if name not in (*DATES, "version")}
    for name in DATES:
        values[name] = _day(name, said.get(name), flaws)
    for name in _acts(values.get("status")):
        if snapshot_on and values[name] and values[name] > snapshot_on:
            flaws.append((name, str(said[name]), AHEAD))
            values[name] = None
    values |= {name: _all(paths, record) for name, paths in xpaths.lists.items()}
    objects = tuple(dict.fromkeys(_objects(record, xpaths)))
    addresses = (*(one.address for one in objects if one.address), *values.get("addresses", ()))
    values["addresses"] = tuple(dict.fromkeys(addresses))
    values["risk_category"] = values.get("risk_category") or next(
        (one.risk_category for one in objects if one.risk_category), None
    )
    values["planned"] = _planned(values, xpaths.names.planned_words)
    base = ErknmEvent(number, said.get("version") or "", "", objects=objects, snapshot_on=snapshot_on, **values)
    events = (_of(base, subject) for subject in _subjects(record, xpaths) if subject["inn"] in known)
    return Taken(tuple({event.inn: event for event in events}.values()), tuple(flaws))


def _of(base: ErknmEvent, subject: Mapping[str, str | None]) -> ErknmEvent:
    event = replace(
        base,
        inn=subject["inn"] or "",
        business_name=subject.get("name"),
        business_ogrn=subject.get("ogrn"),
        business_kind=subject.get("kind"),
        business_size=subject.get("size"),
    )
    return event if event.version else replace(event, version=_content_version(event))


def _content_version(event: ErknmEvent) -> str:
    """Return a version made of what the event says; the day of the snapshot is no part of it."""
    said = {name: getattr(event, name) for name in event.__slots__ if name not in ("version", "snapshot_on")}
    objects = [[getattr(one, name) for name in one.__slots__] for one in event.objects]
    words = json.dumps(said | {"objects": objects}, default=str, ensure_ascii=False, sort_keys=True)
    return "sha256:" + hashlib.sha256(words.encode()).hexdigest()[:32]


def _objects(record: Any, xpaths: Xpaths) -> Iterator[ControlObject]:
    for element in _elements(record, xpaths.objects):
        found = ControlObject(**{name: _first(paths, element) for name, paths in xpaths.object.items()})
        if found != ControlObject():
            yield found


def _subjects(record: Any, xpaths: Xpaths) -> Iterator[Mapping[str, str | None]]:
    for element in _elements(record, xpaths.subjects):
        found = {name: _first(paths, element) for name, paths in xpaths.subject.items()}
        if found.get("inn") and INN.fullmatch(str(found["inn"])):
            yield found


def _elements(record: Any, paths: Iterable[Callable[[Any], Iterable[Any]]]) -> Iterator[Any]:
    for path in paths:
        yield from path(record)


def _planned(values: Mapping[str, Any], words: Mapping[str, bool]) -> bool | None:
    return words.get((values.get("character") or "").lower())


def _day(name: str, value: str | None, flaws: list[Flaw]) -> date | None:
    """Return a date, None when it is absent or unreadable; the second is a flaw."""
    if value is None:
        return None
    iso, russian = _ISO.fullmatch(value), _RUSSIAN.fullmatch(value)
    words = "-".join(iso.groups()) if iso else "-".join(reversed(russian.groups())) if russian else ""
    found = as_date(words)
    if found is None:
        flaws.append((name, value, UNREADABLE))
    return found


def _acts(status: str | None) -> tuple[str, ...]:
    """Return the days of a record that tell of what has happened: those of a plan may come after the snapshot."""
    over = read_words().statuses.get((status or "").lower()) in OVER
    return ("noticed_on", "starts_on") if over else ("noticed_on",)


def paths_of(element: Any, base: str = "") -> Iterator[str]:
    """Yield the path of every element with words of its own and of every attribute, from the record down."""
    if base and (element.text or "").strip():
        yield base
    for name in element.attrib:
        yield f"{base}/@{_local(name)}" if base else f"@{_local(name)}"
    for child in element.iterchildren(etree.Element):
        name = _local(child.tag)
        yield from paths_of(child, f"{base}/{name}" if base else name)


def _local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition("}")[2]
