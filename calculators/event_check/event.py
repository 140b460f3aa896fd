"""One control event as it is known: what nobody has told is None, and None is never no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from rules.control import ControlType, Regime, RiskCategory, event_rules

Truth = bool | None


class Told(StrEnum):
    """What a paper says where a value could stand: that there is none."""

    NONE = "none"


@dataclass(frozen=True, slots=True)
class Moment:
    """A time, or a day whose hour is not known: anywhere from `earliest` to `latest`.

    Both stand in the time of the place. Where that is not known, an exact time has the country's western clock in
    `earliest` and its eastern one in `latest`.
    """

    earliest: datetime
    latest: datetime

    @property
    def exact(self) -> bool:
        """Whether the hour is known."""
        return self.earliest == self.latest

    @property
    def day(self) -> date:
        """The day of it at the place; the first it can be, where the place is not known."""
        return self.earliest.date()

    @property
    def last_day(self) -> date:
        """The last day it can be at the place: another than `day` only where the place is not known."""
        return self.latest.date()

    @property
    def day_known(self) -> bool:
        """Whether the day is the same wherever in the country the place is."""
        return self.day == self.last_day


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who took part; `role_open`: the role is asked about and not known, so it settles nothing."""

    name: str
    role: str | None = None
    role_open: bool = False


@dataclass(frozen=True, slots=True)
class Norm:
    """A provision that was assessed, and what it is: in_force, ended, not_a_requirement, not_applicable, or unknown."""

    name: str
    status: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """A control event; `cases`: special cases that the paper of the authority claims; `marks`: breaches seen or not."""

    control_type: ControlType | None = None
    kind: str | None = None
    ground: str | None = None
    planned: Truth = None
    in_plan: Truth = None
    category: RiskCategory | None = None
    region: str | None = None
    previous: date | Told | None = None
    approval: str | None = None
    notice_at: Moment | Told | None = None
    start: Moment | None = None
    end: Moment | None = None
    working_days: int | None = None
    size: str | None = None
    hours: Decimal | None = None
    actions: tuple[str, ...] | None = None
    people_named: tuple[str, ...] | None = None
    people_present: tuple[Person, ...] | None = None
    registry_number: str | None = None
    norms: tuple[Norm, ...] | None = None
    act_shown: Truth = None
    irrelevant_papers_asked: Truth = None
    originals_seized: Truth = None
    usual_working_days: int | None = None
    same_events_in_year: int | None = None
    original_kind: str | None = None
    actions_in_decision: tuple[str, ...] | None = None
    cases: Mapping[str, Truth] = field(default_factory=dict)
    marks: Mapping[str, Truth] = field(default_factory=dict)

    @property
    def type_code(self) -> str | None:
        """The code of the type of control; None: it is not known."""
        return self.control_type.code if self.control_type else None

    @property
    def outside_law(self) -> bool:
        """Whether 248-ФЗ does not govern the event: another law does, or (in part) there was no interaction."""
        if self.control_type is None or self.control_type.regime is Regime.FZ248:
            return False
        if self.control_type.regime is Regime.OTHER:
            return True
        return self.kind is not None and not event_rules().kinds[self.kind].contact

    @property
    def law_open(self) -> bool:
        """Whether the kind decides if 248-ФЗ governs the event, and is not known."""
        type_ = self.control_type
        return type_ is not None and type_.regime not in (Regime.FZ248, Regime.OTHER) and self.kind is None
