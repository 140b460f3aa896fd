"""A café, the fire service that inspected it, and whoever hears appeals there: appeals from a draft to their end."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
from sqlmodel import Session, select

from backend.appeals.models import Appeal
from backend.authorities.models import AuthorityBody, BodyLevel
from backend.control.models import ControlEvent, Prescription, PrescriptionItem, Violation
from backend.db.engine import open_session
from backend.procedures.bindings import bindings
from backend.procedures.queries import marks
from backend.procedures.runner import SYSTEM, take_step
from backend.profiles.models import Origin
from backend.profiles.queries import list_places
from backend.profiles.service import record_facts
from backend.risk.models import Source
from rules.roles import Role
from tests.backend.api.conftest import make_program

FILER = {
    "filer_kind": "ip",
    "filer_name": "ИП Соколова А. А.",
    "filer_address": "Москва, Лесная, 5",
    "contact_way": "Личный кабинет на Госуслугах",
    "decision_way": "Личный кабинет на Госуслугах",
}
WAY = {"fine": "no", "court_decision": "no", "state_secret": "no", "court_only": "no", "insulting": "no"} | {
    "channel": "federal_portal",
    "signature": "simple",
}
WISHES = {"demands": "Отменить", "asks_for_stay": "yes", "stay_asked_reason": "Закроемся", "asks_to_restore": "no"}
WHOSE = {"authority_name": "МЧС по Москве", "author_role": "official", "author_name": "Петрова Инна Ивановна"}
DECIDED = {"decision_text": "Уведомления не было", "decided_on": "2026-11-28", "carrying_out": "Сразу"}


class Hearing:
    """Makes events and appeals of the café, takes their steps through the real forms, reads what became of them."""

    def __init__(self, engine: Any, owner: Any, appeal_body: Any, now: datetime) -> None:
        self.engine, self.owner, self.desk, self.now = engine, owner, appeal_body, now
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

    def event(self, state: str = "IN_PROGRESS", **more: Any) -> str:
        """Make an event of the fire service at the café; return its id."""
        self.number += 1
        about: dict[str, Any] = {
            "source": Source.AUTHORITY,
            "business_id": self.owner.business.id,
            "business_name": "ИП Соколова",
            "inn": "500100732259",
            "region": "77",
            "body_id": self.body_id,
            "authority": "mchs",
            "authority_name": "МЧС по Москве",
            "control_type": "fire",
            "kind": "ON_SITE",
            "ground": "RISK_INDICATOR",
            "planned": False,
            "registry_number": "77260041000100000001",
            "decision_number": "Р-7",
            "decision_date": date(2026, 11, 16),
            "decision_known_on": date(2026, 11, 17),
            "noticed_at": datetime(2026, 11, 17, 9, 0, tzinfo=UTC),
            "started_at": datetime(2026, 11, 18, 7, 0, tzinfo=UTC),
            "state": state,
        }
        with self.session() as session:
            row = ControlEvent(number=self.number, created_at=self.now, **(about | more))
            session.add(row)
            session.commit()
            return row.id

    def inspected(self, **more: Any) -> tuple[str, str]:
        """Make an event with an act and a prescription of two points; return both ids."""
        days = {"act_number": "15", "act_date": date(2026, 11, 20), "act_delivered_on": date(2026, 11, 20)}
        event_id = self.event("PRESCRIPTION_ISSUED", **(days | more))
        with self.session() as session:
            about = {"event_id": event_id, "business_id": self.owner.business.id, "number": "П-1"}
            dates = {"issued_on": date(2026, 11, 20), "due_on": date(2027, 1, 20), "original_due_on": date(2027, 1, 20)}
            row = Prescription(state="DRAFT", created_at=self.now, **about, **dates)
            session.add(row)
            session.flush()
            for n in range(2):
                broken = Violation(event_id=event_id, position=n, text=f"Нарушение {n + 1}", act="ППР", unit="п. 60")
                session.add(broken)
                session.flush()
                point: dict[str, Any] = {"violation_id": broken.id, "text": broken.text, "due_on": date(2027, 1, 20)}
                point |= {"position": n, "unit": "п. 60", "measures": "Купить", "proof": "Фото"}
                session.add(PrescriptionItem(prescription_id=row.id, **point))
            session.flush()
            # Signed and delivered by its own steps, so that its clock runs.
            row.received_on = date(2026, 11, 23)
            session.execute(Prescription.__table__.update().values(state="ISSUED"))  # type: ignore[attr-defined]
            session.refresh(row)
            given = {"received_on": row.received_on}
            row.received_on = date(2026, 11, 23)
            take_step(session, "prescription", row, "deliver", None, SYSTEM, self.now, given=given)
            session.commit()
            return event_id, row.id

    def lives_in(self, region: str) -> None:
        """Let the café say where it is."""
        with self.session() as session:
            place = list_places(session, self.owner.business.id)[0]
            record_facts(session, self.owner.business.id, place.id, {"region": region}, Origin.ANSWER, self.now)
            session.commit()

    def draft(self, subject: str, **about: str) -> str:
        """Open a draft about something and fill it in; return its id."""
        answer = self.owner.post_form("/appeals/new", {**about, "subject": subject})
        assert answer.status_code == 303, answer.text[-2000:]
        appeal_id = str(answer.headers["location"]).rsplit("/", 1)[1]
        self.owner.post_form(f"/appeals/{appeal_id}/grounds", {"text": "Нам не сообщили заранее", "article": "ст. 73"})
        self.write(appeal_id, "what", contested="Решение № Р-7", known_on="2026-11-20")
        self.write(appeal_id, "whose", body_id=self.body_id, **WHOSE)
        self.write(appeal_id, "filer", **FILER)
        self.write(appeal_id, "wishes", **WISHES)
        self.write(appeal_id, "way", **WAY)
        return appeal_id

    def write(self, appeal_id: str, part: str, **values: str) -> None:
        """Write a part of a draft; what is known already and not named stays."""
        known = {} if part != "what" else {"event_number": "77260041000100000001", "object_number": "77-1"}
        page = self.owner.get(f"/appeals/{appeal_id}/parts/{part}").text
        kept = {name: value for name, value in known.items() if f'name="{name}"' in page}
        answer = self.owner.post_form(f"/appeals/{appeal_id}/parts/{part}", kept | values)
        assert answer.status_code == 303, answer.text[-2500:]

    def filed(self, subject: str, **about: str) -> str:
        """File an appeal and let the body register it; return its id."""
        appeal_id = self.draft(subject, **about)
        self.business(appeal_id, "submit", filed_at="2026-11-28T11:00")
        self.body(appeal_id, "register", registered_on="2026-11-28", registry_number="Ж-1")
        return appeal_id

    def business(self, appeal_id: str, action: str, **values: Any) -> None:
        """Take a step as the café."""
        self.take(self.owner, appeal_id, action, values)

    def body(self, appeal_id: str, action: str, **values: Any) -> None:
        """Take a step as the official who hears appeals; of a decision what is not told is filled in."""
        self.take(self.desk, appeal_id, action, values)

    def decide(self, appeal_id: str, action: str, **values: Any) -> None:
        """Decide, with an answer to the one ground."""
        said = {"answer_1": "Так и есть", "accepted_1": "yes", **DECIDED, **values}
        if action == "dismiss":
            said |= {"accepted_1": "no"}
            del said["carrying_out"]
        self.take(self.desk, appeal_id, action, said)

    def take(self, browser: Any, appeal_id: str, action: str, values: Any) -> None:
        """Take a step through its form."""
        answer = browser.post_form(f"/cases/appeal/{appeal_id}/{action}", values)
        assert answer.status_code == 303, (action, answer.status_code, answer.text[-2500:])

    def row(self, model: Any, id_: str) -> Any:
        """Return a row as it stands."""
        with open_session(self.engine) as session:
            return session.get_one(model, id_)

    def appeal(self, appeal_id: str) -> Appeal:
        """Return an appeal as it stands."""
        return self.row(Appeal, appeal_id)  # type: ignore[no-any-return]

    def raised(self, procedure: str, id_: str) -> frozenset[str]:
        """Return the marks of a case."""
        with open_session(self.engine) as session:
            return marks(session, procedure, [id_]).get(id_, frozenset())

    def points(self, prescription_id: str) -> list[PrescriptionItem]:
        """Return the points of a prescription in order."""
        with open_session(self.engine) as session:
            query = select(PrescriptionItem).where(PrescriptionItem.prescription_id == prescription_id)
            return sorted(session.exec(query), key=lambda one: one.position)


@pytest.fixture
def hearing(engine, owner, appeal_body, inspector, head, clock) -> Hearing:
    """The café, the fire service with an inspector and a head, and its desk for appeals."""
    assert bindings()["appeal"]
    return Hearing(engine, owner, appeal_body, clock.now())


@pytest.fixture
def other_desk(person) -> Any:
    """Whoever hears appeals in another region."""
    return person("appeals@far.example", Role.APPEAL_BODY, name="Далёкий Судья", office=("mchs", "78"))


@pytest.fixture
def program_of(person) -> Any:
    """Makes programs: `program_of(owner)` is one with a key to the owner's business."""
    return partial(make_program, person)
