"""The education office of Moscow with an inspector and a head, the café, and time that passes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import col, select

from backend.accounts.models import Business, PersonSession
from backend.authorities.models import AuthorityBody, BodyLevel
from backend.control.models import ControlWarning, PreventiveVisit
from backend.db.engine import open_session
from backend.jobs.models import OutboxRow
from backend.notifications.models import Notice
from backend.procedures.jobs import watch
from backend.procedures.models import DeadlineRow
from backend.procedures.timers import TIMER
from backend.profiles.models import Origin
from backend.profiles.queries import list_places
from backend.profiles.service import record_facts
from rules.roles import Role

OFFICE = ("rosobrnadzor", "77")
INN = "7707083893"
DRAFT = {
    "inn": INN,
    "business_name": "Кафе «Лён»",
    "control_type": "education",
    "information_on": "2026-11-20",
    "requirement": "",
    "requirement_text": "Договор с учеником заключают в письменной форме",
    "act": "Федеральный закон № 273-ФЗ",
    "unit": "ст. 54 ч. 1",
    "action": "Курсы для бариста ведут без договоров, видно по объявлению на сайте",
    "proposal": "Заключить договоры с теми, кто учится",
    "self_assessment_url": "",
}


class Office:
    """Reads and changes what the tests speak of."""

    def __init__(self, engine: Any, clock: Any, business: Business) -> None:
        self.engine, self.clock, self.business = engine, clock, business
        with open_session(engine, write=True) as session:
            for authority in ("rosobrnadzor", "mchs"):
                session.add(
                    AuthorityBody(
                        authority=authority,
                        region="77",
                        name=f"Орган {authority}",
                        level=BodyLevel.TERRITORIAL,
                        created_at=clock.now(),
                    )
                )
            known = session.get_one(Business, business.id)
            known.inn, known.proven_by = INN, "papers"
            session.add(known)
            session.commit()

    def know(self, **facts: Any) -> None:
        """Answer questions about the café."""
        with open_session(self.engine, write=True) as session:
            place = list_places(session, self.business.id)[0]
            record_facts(session, self.business.id, place.id, facts, Origin.ANSWER, self.clock.now())
            session.commit()

    def body(self, authority: str = "rosobrnadzor") -> str:
        """Return the id of a body."""
        with open_session(self.engine) as session:
            query = select(AuthorityBody.id).where(AuthorityBody.authority == authority)
            return session.exec(query).one()

    def warning(self) -> ControlWarning:
        """Return the warning there is."""
        with open_session(self.engine) as session:
            return session.exec(select(ControlWarning)).one()

    def visit(self) -> PreventiveVisit:
        """Return the visit there is."""
        with open_session(self.engine) as session:
            return session.exec(select(PreventiveVisit)).one()

    def rows(self, model: Any) -> list[Any]:
        """Return all rows of a table."""
        with open_session(self.engine) as session:
            return list(session.exec(select(model)))

    def terms(self) -> dict[str, str]:
        """Return the running terms: by key the last day, or why there is none, but for that to appeal a visit."""
        with open_session(self.engine) as session:
            beside = (DeadlineRow.procedure == "mandatory_visit") & (DeadlineRow.key == "appeal.file")
            rows = session.exec(select(DeadlineRow).where(col(DeadlineRow.closed_at).is_(None), ~beside))
            return {row.key: f"{row.due_at:%Y-%m-%d}" if row.due_at else str(row.standing) for row in rows}

    def told(self, browser: Any, kind: str) -> bool:
        """Whether somebody was told of a step."""
        with open_session(self.engine) as session:
            mine = Notice.person_id == browser.person.id, Notice.kind == kind
            return session.exec(select(Notice).where(*mine)).first() is not None

    def later(self, year: int, month: int, day: int) -> None:
        """Come back on a later day, signed in again; nothing else has happened."""
        self.clock.moment = datetime(year, month, day, 9, tzinfo=UTC)
        with open_session(self.engine, write=True) as session:
            for row in session.exec(select(PersonSession)):
                row.created_at = row.seen_at = self.clock.now()
                session.add(row)
            session.commit()

    def until(self, year: int, month: int, day: int) -> None:
        """Let time pass: timers go off as the worker would let them."""
        self.later(year, month, day)
        with open_session(self.engine, write=True) as session:
            due = select(OutboxRow).where(OutboxRow.kind == TIMER, OutboxRow.due_at <= self.clock.moment)
            for row in session.exec(due.order_by(col(OutboxRow.due_at))).all():
                watch(session, row.payload, self.clock.moment)
            session.commit()


@pytest.fixture
def office(engine, clock, owner) -> Office:
    """The office and the café it knows by its tax number."""
    return Office(engine, clock, owner.business)


@pytest.fixture
def teacher(person, office) -> Any:
    """An inspector of education."""
    return person("teacher@edu.example", Role.INSPECTOR, name="Тамара Учёнова", office=OFFICE)


@pytest.fixture
def rector(person, office) -> Any:
    """The head of the education office."""
    return person("rector@edu.example", Role.AUTHORITY_HEAD, name="Рем Главин", office=OFFICE)


@pytest.fixture
def take() -> Callable[..., Any]:
    """Take a step: `take(owner, "warning", case_id, "object", {...})`."""

    def post(browser: Any, procedure: str, case_id: str, action: str, values: Any = None, **more: Any) -> Any:
        return browser.post_form(f"/cases/{procedure}/{case_id}/{action}", values or {}, **more)

    return post
