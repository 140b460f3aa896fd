"""Control events as the statute has them: what each kind may do, for how long, on which ground, with whose approval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from rules.control.types import CategoryRule, RiskCategory
from rules.terms import Term
from rules.text import Text


@dataclass(frozen=True, slots=True)
class Action:
    """One of the ten control actions of 248-ФЗ art. 65(1); `words`: how papers name it."""

    code: str
    title: Text
    article: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground of 248-ФЗ art. 57; `planned`: the one on which planned events rest."""

    code: str
    title: Text
    article: str
    planned: bool = False


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """`hours` before the start, or None: the law forbids or excludes a notice."""

    hours: int | None
    article: str


@dataclass(frozen=True, slots=True)
class DurationRule:
    """The longest duration: `term`; or as long as usual (`usual`), with `limit` at the utmost.

    `pauses_for_papers`: the clock stands while the business answers a demand.
    """

    term: Term | None
    usual: bool
    limit: Term | None
    pauses_for_papers: bool
    article: str


@dataclass(frozen=True, slots=True)
class ContactRule:
    """The longest direct contact with one business, in hours; a working day is counted as 8."""

    hours: Decimal
    working_days: int | None
    unplanned_only: bool
    article: str


@dataclass(frozen=True, slots=True)
class HoursCap:
    """The cap of hours of contact at a business of `size`; `ground` None: on any other ground but the excepted."""

    size: str
    ground: str | None
    hours: Decimal
    article: str
    except_grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ApprovalRule:
    """When a prosecutor approves: `when` is unplanned, always or never; exceptions by ground and by case."""

    when: str
    except_grounds: tuple[str, ...]
    except_cases: tuple[str, ...]
    article: str


@dataclass(frozen=True, slots=True)
class SpecialCase:
    """A case in which no approval (`no_notice`: nor a notice) is needed though the rule asks for it.

    `requires`: the other way round, approval is needed whatever the rule says. `types`: by kind of event, the types of
    control in which alone the case exists; a kind that is not there: in every type. `registered_later`: it enters
    the register within five working days afterwards. `unread`: it rests on acts that nobody has read here.
    """

    code: str
    title: Text
    article: str
    grounds: tuple[str, ...]
    any_kind: bool
    no_notice: bool
    requires: bool = False
    types: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    registered_later: bool = False
    unread: bool = False

    def exists_in(self, kind: str, control_type: str | None) -> bool | None:
        """Return whether a type of control knows the case for this kind of event; None: the type is not known."""
        if kind not in self.types:
            return True
        return None if control_type is None else control_type in self.types[kind]


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of control event; `contact`: with interaction; `special`: a special regime of chapter 18."""

    code: str
    title: Text
    article: str
    contact: bool
    special: bool
    remote: bool
    notice: NoticeRule | None
    max_term: DurationRule | None
    contact_max: ContactRule | None
    hours_caps: tuple[HoursCap, ...]
    actions: tuple[str, ...]
    actions_article: str
    documents_on_site_only: bool
    approval: ApprovalRule

    @property
    def needs_ground(self) -> bool:
        """Whether it rests on a ground of 57(1): events without interaction rest on a task, regimes on a decision."""
        return self.contact and not self.special


@dataclass(frozen=True, slots=True)
class PreventiveKind:
    """A preventive measure of 248-ФЗ art. 45(1)."""

    code: str
    title: Text
    article: str
    compulsory_for_state: bool


@dataclass(frozen=True, slots=True)
class AbsenceCause:
    """A cause of absence by its code; `seen_in`: an act that names it, empty where it is only recalled."""

    code: str
    title: Text
    seen_in: str


@dataclass(frozen=True, slots=True)
class Moratorium:
    """Until when, and for which categories and facilities only, planned events are held."""

    from_: date
    until: date
    categories: tuple[RiskCategory, ...]
    facts: tuple[str, ...]
    act: str
    verified: bool
    checked_in: str


@dataclass(frozen=True, slots=True)
class EventRules:
    """Everything of event_kinds.yaml and frequency.yaml."""

    actions: Mapping[str, Action]
    grounds: Mapping[str, Ground]
    kinds: Mapping[str, EventKind]
    cases: Mapping[str, SpecialCase]
    absence: Mapping[str, AbsenceCause]
    preventive: Mapping[str, PreventiveKind]
    frequency: Mapping[RiskCategory, CategoryRule]
    moratorium: Moratorium
