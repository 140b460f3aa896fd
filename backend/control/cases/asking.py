"""What a step asks of whoever takes it: one table of fields serves the form, the API and the check of input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, create_model

from backend.control.cases.faults import digits, not_a_number, not_ahead
from backend.errors import Invalid
from backend.web.forms import DecimalText, Input, Whole, read
from rules.faults import Fault
from rules.text import Text

LONGEST = 4000
LINE = 300
MOST_LINES = 100
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


class AskKind(StrEnum):
    """How a field is asked for."""

    TEXT = "text"
    LONG = "long"
    LINES = "lines"  # one thing a line
    DATE = "date"
    MOMENT = "moment"  # a day with a time in the authority's zone
    WHOLE = "whole"
    DECIMAL = "decimal"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Ask:
    """One field: its name is the attribute of the case that it fills. `choices` are (code, words).

    A day tells of what has happened and is refused while it is ahead, unless `to_come` says that it is one of a plan
    or the end of a term. `register`: a number of the register of events, kept as its digits.
    """

    name: str
    kind: AskKind
    label: Text
    hint: Text | None = None
    choices: tuple[tuple[str, Text], ...] = ()
    optional: bool = False
    least: int | None = None
    most: int | None = None
    to_come: bool = False
    register: bool = False


def read_asked(asks: Sequence[Ask], values: Mapping[str, Any], zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    """Return what was given, by field: dates, aware moments, lists of lines; what was left empty is None.

    `zone` is the authority's: in it moments are typed, and by it a day has come at `now` or has not.

    Raises:
        Invalid: every fault, each with its field.
    """
    kinds = {ask.name: ask for ask in asks}
    given = {name: value for name, value in values.items() if value not in ("", None) or name not in kinds}
    typed = {name: _bare(name, value) for name, value in read(model_of(tuple(asks)), given).model_dump().items()}
    faults: list[Fault] = []
    for name, ask in kinds.items():
        value = typed[name]
        if ask.kind is AskKind.MOMENT and isinstance(value, datetime) and value.tzinfo is None:
            typed[name] = value.replace(tzinfo=zone)
        faults += _far(name, value) or _ahead(ask, typed[name], zone, now)
        if ask.register and value is not None:
            faults += not_a_number(name, value)
            typed[name] = digits(value)
        if ask.kind is AskKind.CHOICES and not value and not ask.optional:
            faults.append(_empty(name))
    if faults:
        raise Invalid(faults)
    return typed


# Bounded: choices are often addresses, people or points of one case, so there is no end of different forms.
@lru_cache(maxsize=256)
def model_of(asks: tuple[Ask, ...]) -> type[Input]:
    """Return the schema of the fields: unknown ones are refused by name."""
    fields: dict[str, Any] = {ask.name: _field(ask) for ask in asks}
    return create_model("StepInput", __base__=Input, **fields)


def _field(ask: Ask) -> tuple[Any, Any]:
    type_ = _type(ask)
    limits: dict[str, Any] = {"description": ask.label.en}
    if ask.kind in (AskKind.WHOLE, AskKind.DECIMAL):
        limits |= {"ge": ask.least if ask.least is not None else 0, "le": ask.most if ask.most is not None else 10**9}
    if ask.kind in (AskKind.TEXT, AskKind.LONG):
        limits |= {"min_length": 1, "max_length": ask.most or (LINE if ask.kind is AskKind.TEXT else LONGEST)}
    if ask.kind is AskKind.CHOICES:
        return (type_, Field(default_factory=list, **limits))
    return (type_ | None, Field(default=None, **limits)) if ask.optional else (type_, Field(**limits))


def _type(ask: Ask) -> Any:
    codes = tuple(code for code, _ in ask.choices)
    one: Any = Literal[codes] if codes else str
    return {
        AskKind.TEXT: str,
        AskKind.LONG: str,
        AskKind.LINES: Annotated[list[str], BeforeValidator(_lines)],
        AskKind.DATE: date,
        AskKind.MOMENT: datetime,
        AskKind.WHOLE: Whole,
        AskKind.DECIMAL: Annotated[Decimal, DecimalText],
        AskKind.CHOICE: one,
        AskKind.CHOICES: Annotated[list[one], BeforeValidator(_several)],
        AskKind.YES_NO: Annotated[bool, BeforeValidator(_yes_no)],
    }[ask.kind]


def _bare(name: str, value: Any) -> Any:
    """Take the sign off a number: every page and paper writes one before it."""
    if name.endswith("number") and isinstance(value, str):
        return value.lstrip("№ \u00a0") or value
    return value


def _lines(value: object) -> object:
    lines = [line.strip() for line in value.splitlines() if line.strip()] if isinstance(value, str) else value
    if isinstance(lines, list) and len(lines) > MOST_LINES:
        raise ValueError("too_many_lines")
    if isinstance(lines, list) and any(isinstance(line, str) and len(line) > LONGEST for line in lines):
        raise ValueError("line_too_long")
    return lines


def _several(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _yes_no(value: object) -> object:
    if isinstance(value, bool):
        return value
    words = {"yes": True, "no": False}
    if isinstance(value, str) and value in words:
        return words[value]
    raise ValueError("bool")


def _far(name: str, value: object) -> list[Fault]:
    day = value.date() if isinstance(value, datetime) else value
    if not isinstance(day, date) or FIRST_DAY <= day <= LAST_DAY:
        return []
    message = Text(f"{day.year} год: такой даты здесь быть не может.", f"The year {day.year} cannot be meant here.")
    return [Fault("date_too_far", name, message, Text("Исправьте год.", "Correct the year."))]


def _ahead(ask: Ask, value: object, zone: ZoneInfo, now: datetime) -> list[Fault]:
    if ask.to_come or not isinstance(value, date):
        return []
    if isinstance(value, datetime):
        return list(not_ahead(ask.name, value, now))
    return list(not_ahead(ask.name, value, now.astimezone(zone).date()))


def _empty(name: str) -> Fault:
    message = Text("Ничего не выбрано.", "Nothing is chosen.")
    return Fault("missing", name, message, Text("Выберите хотя бы одно.", "Choose at least one."))
