"""A type of control as its act sets it: categories, criteria, kinds of event, terms. What nobody has read is None."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from rules.conditions import Condition
from rules.facts import Vocabulary
from rules.sources import Act
from rules.terms import Term
from rules.text import Text

Value = TypeVar("Value")


class Regime(StrEnum):
    """Whether 248-ФЗ governs the type: fully, in part, or another law does (then none of its clocks run)."""

    FZ248 = "FZ248"
    FZ248_IN_PART = "FZ248_IN_PART"
    OTHER = "OTHER"


class Level(StrEnum):
    """Who carries the control out."""

    FEDERAL = "federal"
    REGIONAL = "regional"
    MUNICIPAL = "municipal"


class RiskCategory(StrEnum):
    """The six categories of 248-ФЗ art. 23(1), from the lightest.

    >>> RiskCategory.HIGH.level > RiskCategory.MEDIUM.level
    True
    """

    LOW = "LOW"
    MODERATE = "MODERATE"
    MEDIUM = "MEDIUM"
    SIGNIFICANT = "SIGNIFICANT"
    HIGH = "HIGH"
    EXTREME = "EXTREME"

    @property
    def level(self) -> int:
        """The place of the category, 0 for the lightest."""
        return list(RiskCategory).index(self)


class CriterionGroup(StrEnum):
    """What a criterion of risk looks at, 248-ФЗ art. 23(4)."""

    SEVERITY = "severity"
    PROBABILITY = "probability"
    INTEGRITY = "integrity"


@dataclass(frozen=True, slots=True)
class Leaf(Generic[Value]):
    """One parameter of a type: None is unknown (check the act), never no and never zero.

    `verified`: somebody read it in `checked_in`; `clause` is the place in the act of the type, or a whole citation.
    """

    value: Value | None = None
    clause: str = ""
    verified: bool = False
    checked_in: str = ""

    @property
    def known(self) -> bool:
        """Whether a value is there."""
        return self.value is not None


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often: between `at_least` and `at_most` times in `years`; at most 0 means never."""

    at_least: int
    at_most: int
    years: int = 1

    @property
    def never(self) -> bool:
        """Whether it is not done at all."""
        return self.at_most == 0


@dataclass(frozen=True, slots=True)
class CategoryRule:
    """How often an object of one category is checked and visited; `either`: one of the two, not both."""

    code: RiskCategory
    planned: Leaf[Frequency]
    visit: Leaf[Frequency]
    either: bool = False


@dataclass(frozen=True, slots=True)
class RiskCriterion:
    """A sign that puts an object into a category, or (integrity) lowers it.

    `requirements` are those of the catalogue whose being met is what the sign looks at; empty where none is it.
    """

    id: str
    clause: str
    group: CriterionGroup
    condition: Condition
    category: RiskCategory | None
    text: Text
    verified: bool
    checked_in: str
    requirements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Threshold:
    """`count` criteria of probability together lead to `category`."""

    count: int
    category: RiskCategory


@dataclass(frozen=True, slots=True)
class IntegrityRule:
    """What good faith is worth: `effect` steps of category (negative lowers); `needs`: any or all of its criteria."""

    effect: Leaf[int] = field(default_factory=Leaf)
    needs: Leaf[str] = field(default_factory=Leaf)
    window_years: Leaf[int] = field(default_factory=Leaf)


@dataclass(frozen=True, slots=True)
class TypeEventKind:
    """A kind of event that the act of the type provides for, with its own limits where it names them."""

    kind: str
    max_term: Leaf[Term]
    actions: Leaf[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class AbsenceGround:
    """A case in which an entrepreneur may ask to move an event, 248-ФЗ art. 31(8)."""

    code: str
    clause: str
    verified: bool


@dataclass(frozen=True, slots=True)
class ObjectKind:
    """A kind of object under this control."""

    code: str
    title: Text
    clause: str


@dataclass(frozen=True, slots=True)
class InForce:
    """The first and last day of an act; None: open or unknown."""

    from_: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ControlType:
    """A type of control with every parameter of its act; only the statute is inherited, never another type."""

    code: str
    title: Text
    level: Level
    regime: Regime
    other_law: Text | None
    authorities: tuple[str, ...]
    act: Act
    act_verified: bool
    in_force: Leaf[InForce]
    pretrial_applies: Leaf[bool]
    planned_events: Leaf[bool]
    object_kinds: tuple[ObjectKind, ...]
    categories: Mapping[RiskCategory, CategoryRule]
    vocabulary: Vocabulary
    criteria: tuple[RiskCriterion, ...]
    combine: Leaf[tuple[Threshold, ...]]
    integrity: IntegrityRule
    event_kinds: Mapping[str, TypeEventKind]
    absence_grounds: tuple[AbsenceGround, ...]
    terms: Mapping[str, Leaf[Term]]
    flags: Mapping[str, Leaf[bool]]
    indicators: Leaf[tuple[Text, ...]]
    checklists: Leaf[tuple[str, ...]]

    @property
    def has_clocks(self) -> bool:
        """Whether the clocks of 248-ФЗ run: not where another law governs the type."""
        return self.regime is not Regime.OTHER

    @property
    def criteria_known(self) -> bool:
        """Whether the act's criteria are known, so a category can be computed."""
        return bool(self.criteria) and self.combine.known

    def term(self, key: str) -> Term | None:
        """Return the term that the act of the type sets for `key` («warning.objection»); None: unknown, no clock."""
        leaf = self.terms.get(key)
        return leaf.value if leaf and self.has_clocks else None

    def flag(self, key: str) -> bool | None:
        """Return yes, no, or None (unknown: check the act) for `key` («declaration.allowed»)."""
        leaf = self.flags.get(key)
        return leaf.value if leaf else None

    def source(self, clause: str = "") -> str:
        """Return the citation of a place in the act of the type.

        >>> from rules.control import control_types
        >>> control_types()["education"].source("п. 16")
        'Постановление Правительства РФ № 997 от 25.06.2021, п. 16'
        """
        whole = f"{self.act.type} № {self.act.number} от {self.act.date:%d.%m.%Y}" if self.act.number else self.act.type
        return f"{whole}, {clause}" if clause else whole
