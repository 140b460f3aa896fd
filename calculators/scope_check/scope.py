"""What the check looks at: the draft of a decision and what the authority itself holds of the object."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from rules.text import Text


class Result(StrEnum):
    """What a check says: nothing against it, a fault is there, or it cannot be told yet."""

    CLEAN = "clean"
    FOUND = "found"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """Whether a requirement applies to the object, by the facts the authority holds."""

    APPLIES = "applies"
    DOES_NOT_APPLY = "does_not_apply"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Item:
    """One point of the scope; `known_act`, `known_unit`: as the registry writes them, None where it has no entry."""

    name: str
    verdict: Verdict | None = None
    act: str = ""
    unit: str = ""
    known_act: str | None = None
    known_unit: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """A draft. None is unknown, never no: an empty tuple says that there is nothing."""

    kind: str | None = None
    ground: str | None = None
    planned: bool | None = None
    in_plan: bool | None = None
    indicators: tuple[str, ...] | None = None
    day: date | None = None
    working_days: int | None = None
    hours: Decimal | None = None
    size: str | None = None
    category: str | None = None
    object_category: str | None = None
    category_decided: bool | None = None  # the category stands on a decision with its date
    object_chosen: bool = False
    object_number: str | None = None
    object_type_fits: bool | None = None
    object_facts: tuple[str, ...] = ()  # facts that lift the moratorium, as far as the authority holds them
    address: str | None = None
    object_address: str | None = None
    body_region: str | None = None
    object_region: str | None = None
    business_address: str | None = None  # of the organisation, as the decision names it
    registered_address: str | None = None  # the same in the register of legal entities
    actions: tuple[str, ...] | None = None
    documents: tuple[str, ...] | None = None
    items: tuple[Item, ...] | None = None
    same_object: tuple[str, ...] | None = None  # other open events at the object, in words
    why_on_site: str | None = None
    product_needed: bool | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One of the thirteen: what the check says of it, why, what to do, by which article."""

    code: str
    title: Text
    result: Result
    why: Text
    remedy: Text | None
    article: str
