"""The parts of which conditions are made, and the values they are compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Op(StrEnum):
    """The operators of an atom."""

    IS = "is"
    IN = "in"
    GTE = "gte"
    LTE = "lte"
    GT = "gt"
    LT = "lt"
    OKVED = "okved"
    CONTAINS_ANY = "contains_any"


# A value as a profile holds it: None is unknown, an empty tuple means «none of these».
FactValue = bool | str | Decimal | date | tuple[str, ...] | None
Facts = Mapping[str, FactValue]
Scalar = bool | str | Decimal | date


@dataclass(frozen=True, slots=True)
class Atom:
    """One comparison of one fact; lists (`in`, `okved`, `contains_any`) are tuples in the author's order."""

    fact: str
    op: Op
    value: bool | str | Decimal | date | tuple[bool | str | Decimal | date, ...]


@dataclass(frozen=True, slots=True)
class All:
    """True when every part is."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when some part is."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True when the part is false."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Always:
    """True of every business."""


Condition = Atom | All | AnyOf | Not | Always


def digits(code: str) -> str:
    """Return the digits of an activity code, dots left out: a class covers the codes that begin with its digits.

    >>> digits("56.10.1")
    '56101'
    """
    return code.replace(".", "")
