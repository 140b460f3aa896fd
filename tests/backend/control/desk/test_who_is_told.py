"""Notices and parts of a room reach whom they are for: not a prosecutor nobody wrote to, not a power that has ended."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from backend.accounts.models import Membership
from backend.control.models import ControlEvent
from backend.db.engine import open_session
from backend.notifications.models import Notice
from tests.backend.control.desk.conftest import step
from tests.backend.control.own_events import enter

NUMBER = "77260041000100000001"
REASON = "Основание в деле не подтверждено ничем"


def scheduled(fire, inspector, head, **changes: str) -> str:
    """Prepare an event that needs no approval, and schedule it; return its id."""
    event_id = fire.prepare(inspector, **{"ground": "PROSECUTOR_DEMAND", **changes})
    step(inspector, event_id, "propose_decision")
    step(head, event_id, "sign_decision")
    step(head, event_id, "schedule", {"registry_number": NUMBER})
    return event_id


def held(inspector, event_id: str) -> None:
    step(inspector, event_id, "notify_business", {"noticed_at": "2026-12-04T10:00"})
    step(inspector, event_id, "start", {"started_at": "2026-12-07T10:00"})
    step(inspector, event_id, "finish", {"ended_at": "2026-12-08T16:00"})


def told(fire, browser) -> set[str]:
    """Return the kinds of notices of control that somebody got."""
    return {
        row.kind for row in fire.read(Notice) if row.person_id == browser.person.id and row.kind.startswith("control")
    }


def test_a_prosecutor_hears_nothing_of_an_event_that_never_came_to_them(fire, inspector, head, prosecutor) -> None:
    event_id = scheduled(fire, inspector, head)
    held(inspector, event_id)
    step(inspector, event_id, "draw_act", {"act_number": "1", "act_date": "2026-12-08"})
    assert told(fire, prosecutor) == set()
    assert prosecutor.get(f"/control-events/{event_id}").status_code == 404


def test_a_prosecutor_told_within_24_hours_can_open_what_they_were_told_of(fire, inspector, head, prosecutor) -> None:
    event_id = scheduled(fire, inspector, head, ground="NO_NOTICE_OR_LICENCE")
    step(inspector, event_id, "start", {"started_at": "2026-12-07T10:00"})
    assert prosecutor.get(f"/control-events/{event_id}").status_code == 404
    step(head, event_id, "tell_prosecutor")
    assert told(fire, prosecutor) == {"control_event.tell_prosecutor"}
    assert prosecutor.get(f"/control-events/{event_id}").status_code == 200


@pytest.mark.parametrize("state", ["PREPARING", "DRAFTED"])
def test_an_urgent_draft_is_no_prosecutors_yet(fire, inspector, prosecutor, state: str) -> None:
    event_id = fire.prepare(inspector)
    with open_session(fire.engine, write=True) as session:
        event = session.get_one(ControlEvent, event_id)
        event.urgent = True
        session.commit()
    if state == "DRAFTED":
        step(inspector, event_id, "propose_decision")
    assert prosecutor.get(f"/control-events/{event_id}").status_code == 404


def test_a_representative_whose_part_has_ended_is_told_nothing_more(fire, inspector, head, owner, accountant) -> None:
    fire.give_inn(owner.business)
    with open_session(fire.engine, write=True) as session:
        part = session.exec(select(Membership).where(Membership.person_id == accountant.person.id)).one()
        part.scopes = [*part.scopes, "control"]
        session.commit()
    event_id = scheduled(fire, inspector, head)
    assert "control_event.schedule" in told(fire, accountant)
    with open_session(fire.engine, write=True) as session:
        part = session.exec(select(Membership).where(Membership.person_id == accountant.person.id)).one()
        part.ends_at = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
        session.commit()
    held(inspector, event_id)
    assert inspector.post_form(f"/control-events/{event_id}/messages/new", {"text": "Добрый день"}).status_code == 303
    assert {"control_event.notify_business", "control_event.start", "control.message"} <= told(fire, owner)
    assert not {"control_event.notify_business", "control_event.start", "control.message"} & told(fire, accountant)


def test_a_number_guessed_in_time_opens_no_draft(fire, inspector, head, owner) -> None:
    fire.give_inn(owner.business)
    event_id = fire.prepare(inspector, ground="PROSECUTOR_DEMAND")
    with open_session(fire.engine, write=True) as session:
        session.get_one(ControlEvent, event_id).registry_number = NUMBER
        session.commit()
    own = enter(owner, stage="record_notice", registry_number=NUMBER).rsplit("/", 1)[-1]
    assert fire.event(own).merged_into is None
    assert owner.get(f"/control-events/{event_id}").status_code == 404
    step(inspector, event_id, "propose_decision")
    step(head, event_id, "sign_decision")
    step(head, event_id, "schedule", {"registry_number": NUMBER})
    assert fire.event(own).merged_into == event_id


def test_the_course_does_not_tell_the_business_what_the_prosecutor_wrote(
    fire, inspector, head, prosecutor, owner
) -> None:
    fire.give_inn(owner.business)
    event_id = fire.prepare(inspector)
    step(inspector, event_id, "propose_decision")
    step(head, event_id, "sign_decision")
    step(head, event_id, "send_for_approval", {"approval_sent_on": "2026-11-28", "registry_number": NUMBER})
    refusal = {"approval_decided_on": "2026-11-28", "approval_ground": "no_ground", "reason": REASON}
    step(prosecutor, event_id, "refuse_approval", refusal)
    enter(owner, stage="record_notice", registry_number=NUMBER)
    assert REASON in inspector.get(f"/control-events/{event_id}/timeline").text
    answer = owner.get(f"/control-events/{event_id}/timeline")
    assert answer.status_code == 200
    assert REASON not in answer.text


def test_days_that_cannot_follow_each_other_are_refused_with_their_field(fire, inspector, head) -> None:
    event_id = scheduled(fire, inspector, head)
    step(inspector, event_id, "notify_business", {"noticed_at": "2026-12-04T10:00"})
    step(inspector, event_id, "start", {"started_at": "2026-12-07T10:00"})
    cases = f"/cases/control_event/{event_id}"
    late = inspector.post_form(f"{cases}/finish", {"ended_at": "2026-12-07T09:59"})
    assert (late.status_code, "Конец раньше начала." in late.text) == (422, True)
    step(inspector, event_id, "finish", {"ended_at": "2026-12-08T16:00"})
    act = inspector.post_form(f"{cases}/draw_act", {"act_number": "1", "act_date": "2026-12-07"})
    assert (act.status_code, "Акт раньше конца проверки." in act.text) == (422, True)
    step(inspector, event_id, "draw_act", {"act_number": "1", "act_date": "2026-12-08"})
    given = inspector.post_form(f"{cases}/act_signed", {"act_delivered_on": "2026-12-07"})
    assert (given.status_code, "Вручён раньше, чем составлен." in given.text) == (422, True)
    assert fire.event(event_id).act_delivered_on is None


def test_an_event_ordered_again_needs_no_approval_and_no_notice_and_is_seen_from_its_start(
    fire, inspector, head, owner
) -> None:
    fire.give_inn(owner.business)
    first = scheduled(fire, inspector, head)
    impossible = {"impossible_on": "2026-12-07", "impossible_reason": "Никого на месте"}
    step(inspector, first, "find_impossible", impossible)
    step(inspector, first, "close_impossible")
    step(head, first, "order_again")
    again = max(fire.read(ControlEvent), key=lambda event: event.number)
    assert again.id != first
    assert (again.business_id, again.state) == (None, "PREPARING")
    with open_session(fire.engine, write=True) as session:
        event = session.get_one(ControlEvent, again.id)
        event.state, event.ground, event.signed_by = "READY_FOR_APPROVAL", "RISK_INDICATOR", head.person.id
        session.commit()
    assert head.get(f"/cases/control_event/{again.id}/send_for_approval").status_code == 409
    step(head, again.id, "schedule", {"registry_number": "77260041000100000009"})
    assert owner.get(f"/control-events/{again.id}").status_code == 404
    assert inspector.get(f"/cases/control_event/{again.id}/notify_business").status_code == 409
    step(inspector, again.id, "start", {"started_at": "2026-12-08T10:00"})
    assert owner.get(f"/control-events/{again.id}").status_code == 200
