"""A mandatory requirement as data: what, for whom, by which act, from when, checked by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from rules.conditions import Condition
from rules.facts import Vocabulary
from rules.sources import Act
from rules.text import Text


@dataclass(frozen=True, slots=True)
class InForce:
    """First and last day in force; `replaces` names an earlier entry or act."""

    from_: date | None = None
    until: date | None = None
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class Sanction:
    """A penalty in rubles, lowest and highest, by who answers; None where the article names none."""

    article: str
    citizen: tuple[Decimal, Decimal] | None = None
    ip: tuple[Decimal, Decimal] | None = None
    official: tuple[Decimal, Decimal] | None = None
    company: tuple[Decimal, Decimal] | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A day the text names: a fixed {month, day}, or `day` after the end of a month, quarter or year."""

    day: int
    month: int | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How often: one_off, recurring, ongoing or on_event; `due` only where the text names a day."""

    mode: str
    times_per_year: Fraction | None = None
    due: tuple[Due, ...] = ()


@dataclass(frozen=True, slots=True)
class Effort:
    """Estimated effort: hours and rubles, (low, likely, high) where the catalogue gives three."""

    one_off_hours: Decimal | None = None
    hours_per_time: Decimal | None = None
    one_off_rub: tuple[Decimal, Decimal, Decimal] | None = None
    rub_per_time: tuple[Decimal, Decimal, Decimal] | None = None
    basis: str = "estimate"


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another requirement that repeats, contradicts or touches this one."""

    with_: str
    kind: str
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """One entry of the registry. `raw` is the entry as read, in canonical JSON shape; `version` hashes its meaning."""

    id: str
    title: Text
    applies_when: Condition
    act: Act
    provision: str
    domain: str = ""
    plain: Text | None = None
    official: str | None = None
    official_edition: str | None = None
    kind: str = "duty"
    specificity: str = "concrete"
    in_force: InForce = field(default_factory=InForce)
    authority: str | None = None
    assessment: tuple[str, ...] = ()
    sanctions: tuple[Sanction, ...] = ()
    steps: tuple[Text, ...] = ()
    evidence: tuple[Text, ...] = ()
    recurrence: Recurrence | None = None
    effort: Effort | None = None
    life: str | None = None
    situations: tuple[str, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    case_applies: Mapping[str, Any] | None = None
    case_not: Mapping[str, Any] | None = None
    verified: bool = False
    checked_in: str | None = None
    confidence: str | None = None
    replaced_by: str | None = None
    version: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def read_in(self) -> str | None:
        """Where its act was read; None where the entry is still to be compared with the act."""
        unread = not self.verified or "по памяти" in (self.checked_in or "").lower()
        return None if unread else self.checked_in


@dataclass(frozen=True, slots=True)
class Authority:
    """A body that checks a requirement."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class LifeSituation:
    """A moment in a business's life that requirements are linked to."""

    code: str
    name: Text
    okved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """A frozen snapshot of the registry.

    `sha256` is over the requirement files in canonical form; `number` and `published` are given once published.
    """

    sha256: str
    number: int | None
    requirements: Mapping[str, Requirement]
    vocabulary: Vocabulary
    authorities: Mapping[str, Authority] = field(default_factory=dict)
    situations: Mapping[str, LifeSituation] = field(default_factory=dict)
    published: date | None = None
