"""The closed vocabulary of business facts: what can be known of a business, and how it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from rules.condition_parts import Condition, FactValue
from rules.text import Text

# Facts of these groups belong to a place of business; the others to the business as a whole.
PLACE_GROUPS = frozenset({"premises", "equipment", "environment"})


class FactType(StrEnum):
    """The type of a fact's value."""

    NUMBER = "number"
    BOOLEAN = "boolean"
    CATEGORY = "category"
    DATE = "date"
    MULTI = "multi"


@dataclass(frozen=True, slots=True)
class FactOption:
    """One value of a category or multi fact."""

    code: str
    name: Text
    hint: Text | None = None
    suggested_by: tuple[str, ...] = ()
    suggested_if: Condition | None = None
    implies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A group of values under a heading; `if_not` says whether it folds or is left out when it cannot matter."""

    id: str
    heading: Text
    values: tuple[str, ...]
    relevant_if: Condition | None = None
    if_not: str = "fold"
    opens_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Implied:
    """A certain answer: under `condition` the fact is `value`, or (multi) includes or excludes values."""

    condition: Condition
    value: FactValue = None
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the vocabulary; `priors` is kept as read (it only steers the interview)."""

    code: str
    type: FactType
    group: str = "about"
    question: Text | None = None
    hint: Text | None = None
    why: Text | None = None
    unit: str | None = None
    whole: bool = False
    min: Decimal | date | None = None
    max: Decimal | date | None = None
    max_is_today: bool = False
    min_items: int = 0
    none: Text | None = None
    values: Mapping[str, FactOption] = field(default_factory=dict)
    values_from: str | None = None
    sections: tuple[Section, ...] = ()
    ask_together: str | None = None
    relevant_if: Condition | None = None
    implied: tuple[Implied, ...] = ()
    answer_cost: int = 1
    prefill: str | None = None
    priors: Mapping[str, Any] = field(default_factory=dict)

    @property
    def of_place(self) -> bool:
        """Whether the fact belongs to a place of business rather than to the business."""
        return self.group in PLACE_GROUPS


@dataclass(frozen=True, slots=True)
class Implication:
    """A certain consequence across facts."""

    condition: Condition
    then: Mapping[str, FactValue]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two answers that cannot both be right (impossible) or that the law does not allow together (unlawful)."""

    id: str
    kind: str
    condition: Condition
    message: Text
    source: str = ""
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class AtMost:
    """One number that cannot exceed another."""

    fact: str
    of: str
    message: Text


@dataclass(frozen=True, slots=True)
class OkvedCode:
    """One code of the classifier."""

    code: str
    section: str
    name: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All facts in the order of reading, the rules across them, and the classifier of activities."""

    facts: Mapping[str, Fact]
    implications: tuple[Implication, ...] = ()
    likely: tuple[Implication, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    at_most: tuple[AtMost, ...] = ()
    okved: Mapping[str, OkvedCode] = field(default_factory=dict)
    when_suggested: Mapping[str, Any] = field(default_factory=dict)
    # facts.yaml as read, in JSON shape.
    raw: Mapping[str, Any] = field(default_factory=dict)
