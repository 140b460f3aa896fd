"""One appeal as far as it is known, and what a pre-check answers; None is unknown, and unknown is never no.

Source: 248-ФЗ art. 39–43.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from calculators.event_check import Level, Result
from rules.control import ControlType, Regime
from rules.text import Text

Truth = bool | None
# A day, or a time with its zone. A day alone may be any second of it.
When = date | datetime


class Told(StrEnum):
    """What is said where a value could stand: that there is none."""

    NONE = "none"


class Subject(StrEnum):
    """What is appealed against, 248-ФЗ art. 40(4); an act and a prescription have terms of their own."""

    DECISION = "DECISION"
    ACT = "ACT"
    PRESCRIPTION = "PRESCRIPTION"
    ACTIONS = "ACTIONS"
    RISK_CATEGORY = "RISK_CATEGORY"
    VISIT_REFUSAL = "VISIT_REFUSAL"
    OTHER = "OTHER"

    @property
    def of_event(self) -> bool:
        """Whether it belongs to an event or a mandatory visit, so its number is named, 41(1)6."""
        return self in (Subject.DECISION, Subject.ACT, Subject.PRESCRIPTION, Subject.ACTIONS)


class FilerKind(StrEnum):
    """Who files; an entrepreneur is a citizen to 248-ФЗ, art. 31(2)1."""

    OOO = "ooo"
    AO = "ao"
    NKO = "nko"
    ORGANISATION = "organisation"
    PUBLIC_BODY = "public_body"
    IP = "ip"
    NPD = "npd"
    CITIZEN = "citizen"

    @property
    def organisation(self) -> bool:
        """Whether the rules for organisations hold, 40(1)."""
        return self not in (FilerKind.IP, FilerKind.NPD, FilerKind.CITIZEN)


class FiledBy(StrEnum):
    """Whose hand it is: the person or its lawful representative (a director), or somebody entitled by paper."""

    SELF = "self"
    REPRESENTATIVE = "representative"


class Signature(StrEnum):
    """The kind of electronic signature, 21(6), 40(1); `NONE`: not signed."""

    QUALIFIED = "qualified"
    SIMPLE = "simple"
    UNQUALIFIED = "unqualified"
    NONE = "none"


class Channel(StrEnum):
    """Where it is filed."""

    FEDERAL_PORTAL = "federal_portal"
    REGIONAL_PORTAL = "regional_portal"
    PAPER = "paper"
    OTHER = "other"


class BodyLevel(StrEnum):
    """Where a body of control stands."""

    CENTRAL = "central"
    TERRITORIAL = "territorial"
    REGIONAL = "regional"
    MUNICIPAL = "municipal"


@dataclass(frozen=True, slots=True)
class BodyNode:
    """A body in the tree of 40(2).

    `parent`: the higher body; `Told.NONE`: there is none; None: not known. A territorial body always has a higher one.
    `head`: the name, "" or None unknown. `collegial`: whether a board for appeals exists (40(3)); None: not known.
    """

    id: str
    level: BodyLevel
    head: str | None = None
    collegial: Truth = None
    parent: str | Told | None = None
    name: str = ""


class AuthorRole(StrEnum):
    """Whose act it is: of the body (signed by whom it may), of one of its officials, of its head, of the deputy."""

    BODY = "body"
    OFFICIAL = "official"
    HEAD = "head"
    DEPUTY = "deputy"


@dataclass(frozen=True, slots=True)
class Author:
    """Whose act is appealed against: `body` is the id of a node, `person` who signed or acted ("": nobody is named)."""

    body: str | None = None
    role: AuthorRole | None = None
    person: str | None = None
    body_name: str | None = None


@dataclass(frozen=True, slots=True)
class Filer:
    """Who files. `controlled_person`: the act was about this very person, 39(1).

    A representative: `delegated` in ЕСИА (41(3)), `proxy_covers`: the paper gives the right to appeal (31(5)).
    """

    kind: FilerKind | None = None
    controlled_person: Truth = None
    name: str | None = None
    address: str | None = None
    by: FiledBy | None = None
    representative: str | None = None
    proxy: str | None = None
    proxy_covers: Truth = None
    delegated: Truth = None
    signature: Signature | None = None


class EarlierOutcome(StrEnum):
    """What became of an earlier appeal of the same person."""

    PENDING = "pending"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class EarlierAppeal:
    """An earlier appeal; `refusal_ground`: 1–9 of 42(1); `bars_repeat`: the refusal excludes another appeal, 42(1)7."""

    same_subject: Truth = None
    same_grounds: Truth = None
    outcome: EarlierOutcome | None = None
    refusal_ground: int | None = None
    bars_repeat: Truth = None


class MotionOutcome(StrEnum):
    """What was decided on a motion to restore the term; `PENDING`: nothing yet."""

    PENDING = "pending"
    GRANTED = "granted"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class FoundBreach:
    """A breach that «check the check» found: the code of the test, its level and what shows it."""

    code: str
    level: Level
    evidence: Text | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """Everything a pre-check needs. Texts: None is «nobody told», "" is «told that there is none».

    `learned_on`: knew or should have known (40(5)); `received_on`: the prescription came (40(6)). `filed_at`: our
    clock, or the time the person means to file; `proof_at`: on the proof of filing; `registered_at`: in the subsystem.
    """

    control_type: ControlType | None = None
    regime: Regime | None = None
    pretrial_applies: Truth = None
    interaction: Truth = None
    subject: Subject | None = None
    fine: Truth = None
    warning: Truth = None
    state_secret: Truth = None
    court_only: Truth = None
    filer: Filer = field(default_factory=Filer)
    author: Author = field(default_factory=Author)
    addressee: str | None = None
    channel: Channel | None = None
    contested: str | None = None
    event_number: str | None = None
    object_number: str | None = None
    demands: tuple[str, ...] | None = None
    grounds: tuple[str, ...] | None = None
    arguments: str | None = None
    contact_way: str | None = None
    decision_way: str | None = None
    learned_on: When | None = None
    received_on: When | None = None
    filed_at: When | None = None
    proof_at: When | None = None
    registered_at: When | None = None
    restore_motion: Truth = None
    restore_reason: str | None = None
    restore_outcome: MotionOutcome | None = None
    stay_motion: Truth = None
    insulting: Truth = None
    withdrawn: Truth = None
    court_decision: Truth = None
    earlier: tuple[EarlierAppeal, ...] | None = None
    new_arguments: Truth = None
    authority_region: str | None = None
    business_region: str | None = None
    breaches: tuple[FoundBreach, ...] = ()

    @property
    def anchor(self) -> When | None:
        """The day the term runs from: the receipt of a prescription, else the day it became known."""
        return self.received_on if self.subject is Subject.PRESCRIPTION else self.learned_on

    @property
    def files(self) -> When | None:
        """When it was filed, as the best evidence says: the proof, where there is one, else our clock."""
        return self.proof_at or self.filed_at


@dataclass(frozen=True, slots=True)
class Check:
    """One question answered: clean, breach or unknown, with article, words, the fields missing and what to do.

    `person_decides`: everything is known, and still an official decides (a filing between the two ends of a term).
    """

    code: str
    title: Text
    result: Result
    article: str
    evidence: Text
    missing: tuple[str, ...] = ()
    remedy: Text | None = None
    person_decides: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape of the answer."""
        return {
            "code": self.code,
            "title": self.title.as_dict(),
            "result": self.result.value,
            "article": self.article,
            "evidence": self.evidence.as_dict(),
            "missing": list(self.missing),
            "remedy": self.remedy.as_dict() if self.remedy else None,
            "person_decides": self.person_decides,
        }


@dataclass(frozen=True, slots=True)
class RefusalGround(Check):
    """One of the nine grounds of 42(1), by its number there; a breach means the body would refuse to consider."""

    n: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape of the answer."""
        return {"n": self.n} | Check.as_dict(self)


class DoorCode(StrEnum):
    """Which way is the right one."""

    APPEAL = "appeal"
    KOAP = "koap"
    OTHER_LAW = "other_law"
    NO_PRETRIAL = "no_pretrial"
    COURT_ONLY = "court_only"
    PAPER = "paper"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Door:
    """The right way: what it is called, where to go, its own term as a reference, and whether that was read.

    `also`: what may be done beside it (an objection to a warning, the court for citizens not in business).
    """

    code: DoorCode
    title: Text
    what_to_do: Text
    article: str
    verified: bool
    term: Text | None = None
    missing: tuple[str, ...] = ()
    also: tuple[Text, ...] = ()

    @property
    def here(self) -> bool:
        """Whether an appeal of 248-ФЗ through the portal is the way."""
        return self.code is DoorCode.APPEAL

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape of the answer."""
        return {
            "code": self.code.value,
            "here": self.here,
            "title": self.title.as_dict(),
            "what_to_do": self.what_to_do.as_dict(),
            "article": self.article,
            "verified": self.verified,
            "term": self.term.as_dict() if self.term else None,
            "missing": list(self.missing),
            "also": [text.as_dict() for text in self.also],
        }


class Decider(StrEnum):
    """Who considers it in the body it goes to; `OTHER_OFFICIAL`: somebody who did not take the act."""

    HEAD = "head"
    HIGHER_BODY = "higher_body"
    COLLEGIAL = "collegial"
    OTHER_OFFICIAL = "other_official"


@dataclass(frozen=True, slots=True)
class Target:
    """One body the appeal may go to: `body` is its id, `person` the head's name where it is the head who decides."""

    body: str
    decider: Decider
    person: str | None
    article: str
    text: Text

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape of the answer."""
        return {
            "body": self.body,
            "decider": self.decider.value,
            "person": self.person,
            "article": self.article,
            "text": self.text.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class Addressee:
    """Where an appeal may go by 40(2), the first named first; empty while unknown: then `missing` says what to enter.

    `complete` is False while another body may still be right too.
    """

    targets: tuple[Target, ...]
    text: Text
    missing: tuple[str, ...] = ()
    complete: bool = True

    @property
    def known(self) -> bool:
        """Whether a body is known."""
        return bool(self.targets)

    @property
    def bodies(self) -> frozenset[str]:
        """The ids of the bodies it may go to."""
        return frozenset(target.body for target in self.targets)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape of the answer."""
        return {
            "targets": [target.as_dict() for target in self.targets],
            "text": self.text.as_dict(),
            "missing": list(self.missing),
            "complete": self.complete,
        }
