"""Businesses that count in releases, what they say in a year, and the installation that releases it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from backend.accounts.models import Business
from backend.assessments.models import Flag, FlagKind, Mark, Rated
from backend.config import Settings
from backend.control.models import ControlEvent, DocumentRequest, EventRating
from backend.costs.models import OwnNumber
from backend.db.engine import open_session
from backend.law import current_law
from backend.profiles.models import Place, RegisterEntry
from backend.requirements.editions import load_edition_into
from backend.risk.models import Source
from backend.statistics.policy_file import signed_policy, write_policy
from backend.statistics.press import Press, open_press
from backend.statistics.signing import make_key
from calculators.release.shapes import Policy
from rules.requirements import Requirement

SOME_DAY = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)
YEAR_END = datetime(2027, 1, 10, 9, 0, tzinfo=UTC)
FACTS = {"legal_form": "ooo", "sme_category": "micro", "employees": 4, "okved": ["56.10"]}


def for_everybody() -> Requirement:
    """Return a requirement that binds every business, whatever it is."""
    law = current_law()
    verdicts = law.ruleset.match({}, date(2026, 12, 31)).verdicts
    return next(one for one in law.edition.requirements.values() if verdicts.get(one.id) == "applies")


@dataclass
class Town:
    """Hands of tests: businesses that count and what they say, each by one call."""

    engine: Engine
    made: int = 0

    def __post_init__(self) -> None:
        """The law of today was loaded before the year began."""
        with self._session() as session:
            load_edition_into(session, current_law().edition, datetime(2025, 12, 1, tzinfo=UTC))
            session.commit()

    def business(self, *, inn: str = "", proven: bool = True, registered: bool = True, **more: Any) -> str:
        """Keep a business; return its id."""
        self.made += 1
        inn = inn or f"77{self.made:08d}"
        row = Business(
            name=f"Дело {self.made}", inn=inn, proven_by="papers" if proven else None, created_at=SOME_DAY, **more
        )
        with self._session() as session:
            session.add(row)
            session.flush()
            made = row.id
            session.add(Place(business_id=made, name="x", position=1, created_at=SOME_DAY))
            if registered and session.get(RegisterEntry, inn) is None:
                entry = {"facts": FACTS, "extract_of": date(2026, 1, 1), "imported_at": SOME_DAY}
                session.add(RegisterEntry(inn=inn, name="x", **entry))
            session.commit()
        return made

    def cost(self, business: str, rubles: int, at: datetime = SOME_DAY) -> None:
        """Say that the requirement takes so many rubles once a year and no hours."""
        numbers: dict[str, Any] = {"rub_per_time": Decimal(rubles), "hours_per_time": Decimal(0), "times_per_year": "1"}
        self.keep(OwnNumber(business_id=business, requirement=for_everybody().id, recorded_at=at, **numbers))

    def flag(self, business: str, kind: FlagKind = FlagKind.DUPLICATE, at: datetime = SOME_DAY, **more: Any) -> None:
        """Flag the requirement as repeating another."""
        one = for_everybody()
        other = next(entry for entry in current_law().edition.requirements.values() if entry.id != one.id)
        about = {"requirement": one.id, "requirement_version": one.version}
        self.keep(
            Flag(business_id=business, kind=kind, other=other.id, other_version=other.version, at=at, **about, **more)
        )

    def mark(self, business: str, clarity: int, at: datetime = SOME_DAY, **more: Any) -> None:
        """Mark the requirement."""
        one = for_everybody()
        about = {"requirement": one.id, "requirement_version": one.version, "rated": Rated.LAW}
        self.keep(Mark(business_id=business, clarity=clarity, at=at, **about, **more))

    def event(self, business: str, number: int, *, asked: tuple[str, ...] = (), clarity: int = 2, **more: Any) -> str:
        """Keep a finished control event with its marks and the demands in it."""
        told: dict[str, Any] = {"source": Source.BUSINESS, "control_type": "fire", "kind": "ON_SITE"}
        told |= {"state": "DELIVERED", "working_days": 3, "created_at": SOME_DAY, "ended_at": SOME_DAY}
        told |= {"noticed_at": SOME_DAY.replace(day=10), "started_at": SOME_DAY.replace(day=13)} | more
        made = self.keep(ControlEvent(number=number, business_id=business, **told))
        self.keep(EventRating(event_id=made, clarity=clarity, courtesy=5, comment="x", at=SOME_DAY), "event_id")
        for held in asked:
            self.keep(DocumentRequest(event_id=made, already_held=held, created_at=SOME_DAY))
        return made

    def keep(self, row: Any, key: str = "id") -> str:
        """Store a row; return its key."""
        with self._session() as session:
            session.add(row)
            session.flush()
            made = str(getattr(row, key))
            session.commit()
        return made

    def _session(self) -> Session:
        return open_session(self.engine, write=True)


def press_of(settings: Settings) -> Press:
    """Return an installation's means of publishing, with a policy signed by its own key."""
    key = make_key(settings.release_key)
    write_policy(settings.release_policy, signed_policy(Policy(), settings.dataset, key))
    return open_press(settings)
