"""A café that the fire service inspects: an event shared with the authority, and one the café keeps for itself."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import Session

from backend.authorities.models import AuthorityBody, BodyLevel
from backend.control.models import ControlEvent, Violation
from backend.db.engine import open_session
from backend.risk.models import Source

START = datetime(2026, 12, 7, 7, 0, tzinfo=UTC)
PDF = ("лист.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")


class House:
    """Makes events of the café and reads what became of them."""

    def __init__(self, engine: Any, owner: Any, now: datetime) -> None:
        self.engine, self.owner, self.now = engine, owner, now
        with self.session() as session:
            body = AuthorityBody(
                authority="mchs", region="77", name="МЧС по Москве", level=BodyLevel.TERRITORIAL, created_at=now
            )
            session.add(body)
            session.commit()
            self.body_id = body.id
        self.number = 0

    def session(self) -> Session:
        """Open a session that writes."""
        return open_session(self.engine, write=True)

    def event(self, *, own: bool = False, **more: Any) -> str:
        """Make an event that is announced for 7 December; return its id."""
        self.number += 1
        about: dict[str, Any] = {
            "source": Source.BUSINESS if own else Source.AUTHORITY,
            "business_id": self.owner.business.id,
            "business_name": "ИП Соколова",
            "inn": "500100732259",
            "person_type": "entrepreneur",
            "region": "77",
            "body_id": None if own else self.body_id,
            "authority": "mchs",
            "authority_name": "МЧС по Москве",
            "control_type": "fire",
            "kind": "ON_SITE",
            "registry_number": "77260041000100000001",
            "start_at": START,
            "planned_start": date(2026, 12, 7),
            "planned_end": date(2026, 12, 11),
            "noticed_at": datetime(2026, 11, 27, 9, 0, tzinfo=UTC),
            "state": "SCHEDULED",
        }
        with self.session() as session:
            event = ControlEvent(number=self.number, created_at=self.now, **(about | more))
            session.add(event)
            session.commit()
            return event.id

    def inspected(self, *, own: bool = False, violations: int = 2, **more: Any) -> str:
        """Make an event with violations that are left; return its id."""
        about = {"state": "VIOLATIONS_FOUND", "act_number": "15", "act_date": date(2026, 11, 20)}
        event_id = self.event(own=own, **(about | more))
        with self.session() as session:
            for position in range(violations):
                row = Violation(
                    event_id=event_id,
                    position=position,
                    text=f"Нет огнетушителя {position + 1}",
                    act="ППР № 1479",
                    unit="п. 60",
                )
                session.add(row)
            session.commit()
        return event_id

    def read(self, model: Any, **where: Any) -> list[Any]:
        """Return rows of a table, the first made first."""
        from sqlmodel import select

        with open_session(self.engine) as session:
            query = select(model)
            for name, value in where.items():
                query = query.where(getattr(model, name) == value)
            return list(session.exec(query.order_by(model.created_at)))

    def state(self, model: Any, id_: str) -> str:
        """Return the state of a case."""
        return self.read(model, id=id_)[0].state


@pytest.fixture
def house(engine, owner, clock) -> House:
    """The café with its events."""
    return House(engine, owner, clock.now())
