"""A request for help as the café writes it, and an event that the fire service of Moscow holds at the café."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.authorities.models import AuthorityBody, BodyLevel
from backend.control.models import ControlEvent, EventFile
from backend.control.models.room import Side
from backend.db.engine import open_session
from backend.jobs.models import OutboxRow
from backend.ombudsman.models import OmbudsmanCase
from backend.papers.models import FileType
from backend.papers.service import store
from backend.procedures.jobs import watch
from backend.procedures.timers import TIMER
from backend.risk.models import Source

UNTIL = "2026-12-20"
SHOWN = {
    "kind": "regional",
    "request": "Помогите: проверку начали без уведомления.",
    "parts": ["event"],
    "purpose": "Позиция к жалобе",
    "until": UNTIL,
    "may_ask": "yes",
    "presence": "yes",
}
NEW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def fire_service(session: Session) -> AuthorityBody:
    """Return the fire service of Moscow, made where there is none."""
    found = session.exec(select(AuthorityBody).where(AuthorityBody.authority == "mchs")).first()
    if found is None:
        found = AuthorityBody(
            authority="mchs", region="77", name="МЧС по Москве", level=BodyLevel.TERRITORIAL, created_at=NEW
        )
        session.add(found)
        session.flush()
    return found


def shared_event(engine: Engine, business: Business, number: int = 1, **changes: Any) -> str:
    """Return the id of an event that the fire service holds at a business."""
    with open_session(engine, write=True) as session, session.begin():
        body = fire_service(session)
        about: dict[str, Any] = {
            "number": number,
            "source": Source.AUTHORITY,
            "business_id": business.id,
            "business_name": business.name,
            "person_type": "entrepreneur",
            "region": "77",
            "body_id": body.id,
            "authority": "mchs",
            "authority_name": body.name,
            "control_type": "fire",
            "kind": "ON_SITE",
            "ground": "RISK_INDICATOR",
            "planned": False,
            "approval": "given",
            "noticed_at": datetime(2026, 11, 19, 9, 0, tzinfo=UTC),
            "planned_start": date(2026, 12, 7),
            "start_at": datetime(2026, 12, 7, 7, 0, tzinfo=UTC),
            "planned_end": date(2026, 12, 9),
            "state": "SCHEDULED",
            "registry_number": f"7726004100010000{number:04d}",
            "created_at": NEW,
        }
        row = ControlEvent(**(about | changes))
        session.add(row)
        session.flush()
        return row.id


def event_file(engine: Engine, data: Path, event_id: str, business: Business, name: str, words: str) -> str:
    """Return the id of a file that a business keeps in the room for itself."""
    content = b"%PDF-1.4\n% " + words.encode() + b"\n%%EOF\n"
    with open_session(engine, write=True) as session, session.begin():
        row = EventFile(
            event_id=event_id,
            business_id=business.id,
            side=Side.BUSINESS,
            part="paper",
            procedure="control_event",
            case_id=event_id,
            sha256=store(data, content),
            name=name,
            size=len(content),
            type=FileType.PDF,
            at=NEW,
        )
        session.add(row)
        session.flush()
        return row.id


def draft(browser: Any, event_id: str, field: str = "event_id", **changes: Any) -> str:
    """Begin a request and say what to show; return its id."""
    begun = browser.post_form("/ombudsman/new", {field: event_id, "kind": "regional"})
    assert begun.status_code == 303, begun.text[-3000:]
    case_id = str(begun.headers["location"]).split("/")[2]
    told = browser.post_form(f"/ombudsman/{case_id}/shown", {**SHOWN, **changes})
    assert told.status_code == 303, told.text[-4000:]
    return case_id


def take(browser: Any, case_id: str, action: str, **fields: Any) -> Any:
    """Take a step and return the answer, refused or not."""
    return browser.post_form(f"/cases/ombudsman_case/{case_id}/{action}", fields)


def walk(browser: Any, case_id: str, action: str, **fields: Any) -> None:
    """Take a step that has to be open."""
    answer = take(browser, case_id, action, **fields)
    assert answer.status_code == 303, f"{action}: {answer.status_code} {answer.text[-3000:]}"


def state_of(engine: Engine, case_id: str) -> str:
    """Return where a case stands."""
    with open_session(engine) as session:
        return session.get_one(OmbudsmanCase, case_id).state


def pass_until(engine: Engine, clock: Any, people: Any, moment: str) -> None:
    """Let time pass: timers go off as the worker would let them."""
    people.wait_until(moment)
    with open_session(engine, write=True) as session:
        due = select(OutboxRow).where(OutboxRow.kind == TIMER, OutboxRow.due_at <= clock.now())
        for row in session.exec(due.order_by(col(OutboxRow.due_at))).all():
            watch(session, row.payload, clock.now())
        session.commit()
