"""A list tells the term that binds whoever a case waits for, and a day only while the event has one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from backend.control.cases.ends import ends_of
from backend.control.models import ControlEvent
from backend.db.engine import open_session
from backend.procedures.models import DeadlineRow
from rules.procedures import procedures, terms_of_state
from tests.backend.control.desk.conftest import step
from tests.backend.control.own_events import enter

NUMBER = "77260041000100000001"
APPEALS = ("appeal.file", "appeal.file_prescription")


def scheduled(fire, inspector, head) -> str:
    event_id = fire.prepare(inspector, ground="PROSECUTOR_DEMAND")
    step(inspector, event_id, "propose_decision")
    step(head, event_id, "sign_decision")
    step(head, event_id, "schedule", {"registry_number": NUMBER})
    return event_id


def put_term(session, case_id: str, key: str, due: datetime, procedure: str = "control_event") -> None:
    about = {"state": "S", "started_at": due - timedelta(days=9), "computed_at": due, "zone": "Europe/Moscow"}
    session.add(DeadlineRow(procedure=procedure, subject_id=case_id, key=key, due_at=due, term_version="v", **about))


def test_a_right_to_appeal_binds_nobody_in_any_state_of_any_procedure() -> None:
    for table in procedures().values():
        if table.name.startswith("appeal"):
            continue
        for state in table.states:
            assert not terms_of_state(table, state) & set(APPEALS), (table.name, state)


@pytest.mark.parametrize("gone", [True, False])
def test_a_motion_is_due_by_its_own_term_not_by_that_of_an_appeal(engine, clock, gone: bool) -> None:
    motion, now = datetime(2026, 12, 3, 20, 59, tzinfo=UTC), clock.now()
    with open_session(engine, write=True) as session:
        put_term(session, "p", "prescription.motion", motion, "prescription")
        put_term(session, "p", "appeal.file_prescription", now + timedelta(days=-40 if gone else 1), "prescription")
        session.flush()
        (end,) = ends_of(session, "prescription", {"p": "EXPLANATION_ASKED"}, now, rights=True).values()
        assert (end.at, end.right) == (motion, False)
        # Nothing binds while it is suspended; the right stands alone, for the business, and only while it lasts.
        assert ends_of(session, "prescription", {"p": "SUSPENDED"}, now) == {}
        left = ends_of(session, "prescription", {"p": "SUSPENDED"}, now, rights=True)
        assert [one.right for one in left.values()] == ([] if gone else [True])


def test_a_list_of_the_business_says_that_the_day_is_one_to_appeal_by(owner) -> None:
    enter(owner)
    page = owner.get("/control-events").text
    assert "жалоба до" in page
    assert "жалоба до" in owner.get("/control-events.csv").text


def test_on_the_desk_of_the_body_no_day_is_one_of_the_business_s_appeal(fire, inspector, head, engine, clock) -> None:
    event_id = scheduled(fire, inspector, head)
    with open_session(engine, write=True) as session:
        put_term(session, event_id, "appeal.file", clock.now() - timedelta(days=5))
        session.commit()
    for page in ("/desk/control", "/desk/control/events.csv"):
        assert "срок истёк" not in inspector.get(page).text, page


def test_a_room_says_why_no_term_runs_though_a_right_does(fire, inspector, head, engine, clock) -> None:
    event_id = scheduled(fire, inspector, head)
    with open_session(engine, write=True) as session:
        for row in session.exec(select(DeadlineRow).where(DeadlineRow.key == "event.notice_onsite")):
            row.closed_at = clock.now()
        put_term(session, event_id, "appeal.file", clock.now() + timedelta(days=5))
        session.commit()
    assert "До дня начала, названного в решении" in inspector.get(f"/control-events/{event_id}").text


def test_an_event_that_waits_for_a_new_date_stands_on_no_day(fire, inspector, head, owner, engine) -> None:
    fire.give_inn(owner.business)
    event_id = scheduled(fire, inspector, head)
    assert event_id in inspector.get("/desk/control/calendar?month=2026-12").text
    assert "3 дн. · 12 ч" in inspector.get("/desk/control/workload").text.replace("\u00a0", " ")
    with open_session(engine, write=True) as session:
        session.get_one(ControlEvent, event_id).state = "POSTPONED"
        session.commit()
    assert event_id not in inspector.get("/desk/control/calendar?month=2026-12").text
    assert "3 дн." not in inspector.get("/desk/control/workload").text.replace("\u00a0", " ")
    desk = inspector.get("/desk/control").text
    assert "Перенесена" in desk
    assert "номер и решение есть" not in desk
    assert "7\u00a0декабря" not in desk
    for page in (inspector, owner):
        room = page.get(f"/control-events/{event_id}").text
        assert "новой даты ещё нет" in room
    assert "начало 7" not in owner.get("/control-events").text
