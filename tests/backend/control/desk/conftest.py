"""The fire service of Moscow with an object, and an event that its inspector prepares."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from backend.accounts.models import Business
from backend.authorities.models import AuthorityBody, BodyLevel
from backend.control.models import ControlEvent
from backend.db.engine import open_session
from backend.risk.models import ControlObject

INN = "500100732259"
OBJECT = {
    "inn": INN,
    "business_name": "ИП Соколова",
    "control_type": "fire",
    "kind": "помещение кафе",
    "address": "г. Москва, ул. Лесная, д. 5",
    "registered_address": "г. Москва, ул. Тверская, д. 1",
    "region": "77",
    "registry_number": "77-0042",
    "category": "HIGH",
    "decision": "Решение № 3",
    "assigned_on": "2026-02-02",
    "fact_sme_category": "micro",
    "fact_legal_form": "ip",
    "fact_people_at_once": "60",
}
DRAFT = {
    "decision_date": "2026-11-28",
    "decision_time": "12:00",
    "decision_place": "Москва",
    "decision_number": "Р-7",
    "decided_by": "Сомов Г., начальник",
    "people_named": "Инна Петрова, инспектор",
    "address": "Москва, улица Лесная, 5",
    "business_name": "ИП Соколова",
    "business_address": "г. Москва, ул. Тверская, д. 1",
    "actions": ["INSPECTION", "DOCUMENTS"],
    "subject": "Пожарная безопасность кафе",
    "checklists_needed": "no",
    "start_at": "2026-12-07T10:00",
    "planned_end": "2026-12-09",
    "working_days": "3",
    "hours_planned": "12",
    "documents_needed": "yes",
    "documents_named": "журнал инструктажа",
    "other_needed": "no",
    "why_on_site": "Пути эвакуации видны только на месте",
    "reasoned_submission": "Жалобы на запертый выход",
    "indicators": "Три жалобы за месяц",
    "complainant": "Сидорова М. П.",
}


class Fire:
    """The fire service: makes things by its pages, and reads what became of them."""

    def __init__(self, engine: Any, now: Any) -> None:
        self.engine, self.now = engine, now
        with open_session(engine, write=True) as session:
            body = AuthorityBody(
                authority="mchs", region="77", name="МЧС по Москве", level=BodyLevel.TERRITORIAL, created_at=now
            )
            session.add(body)
            session.commit()
            self.body_id = body.id

    def object(self, inspector: Any, **changes: str) -> str:
        """Enter an object; return its id."""
        answer = inspector.post_form("/desk/control/objects/new", OBJECT | changes)
        assert answer.status_code == 303, answer.text[-3000:]
        with open_session(self.engine) as session:
            return session.exec(select(ControlObject).order_by(ControlObject.id.desc())).all()[-1].id

    def begin(self, inspector: Any, **changes: str) -> str:
        """Prepare an event at a new object; return its id."""
        said = {"object": self.object(inspector), "kind": "ON_SITE", "ground": "RISK_INDICATOR"}
        answer = inspector.post_form("/desk/control/events/new", said | changes)
        assert answer.status_code == 303, answer.text[-3000:]
        return answer.headers["location"].split("/")[-2]

    def prepare(self, inspector: Any, **changes: Any) -> str:
        """Prepare an event with its whole decision; return its id."""
        event_id = self.begin(inspector, **{name: changes.pop(name) for name in ("kind", "ground") if name in changes})
        scope = f"/desk/control/events/{event_id}/scope"
        assert inspector.post_form(scope, {"requirement": self.requirement()}).status_code == 303
        typed = DRAFT | changes
        if self.event(event_id).kind != "ON_SITE":
            del typed["why_on_site"]
        answer = inspector.post_form(f"/desk/control/events/{event_id}/draft", typed)
        assert answer.status_code == 303, answer.text[-3000:]
        return event_id

    def requirement(self) -> str:
        """Return a requirement of the fire service that applies to every object."""
        return "fire.report"

    def event(self, event_id: str) -> ControlEvent:
        """Return an event as it is now."""
        with open_session(self.engine) as session:
            return session.get_one(ControlEvent, event_id)

    def read(self, model: Any) -> list[Any]:
        """Return the rows of a table."""
        with open_session(self.engine) as session:
            return list(session.exec(select(model)))

    def give_inn(self, business: Business, inn: str = INN) -> None:
        """Write the ИНН of a business down, as its owner would."""
        with open_session(self.engine, write=True) as session:
            known = session.get_one(Business, business.id)
            known.inn, known.proven_by = inn, "papers"
            session.commit()


def step(browser: Any, event_id: str, action: str, values: dict[str, Any] | None = None, **more: Any) -> Any:
    """Take a step by its page, once all has happened that it tells of."""
    browser.people.wait_for(values or {})
    answer = browser.post_form(f"/cases/control_event/{event_id}/{action}", values or {}, **more)
    assert answer.status_code == 303, answer.text[-3000:]
    assert not answer.headers["location"].startswith("/sign-in")
    return answer


@pytest.fixture
def fire(engine, clock) -> Fire:
    """The fire service of Moscow."""
    return Fire(engine, clock.now())
