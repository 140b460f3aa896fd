"""A day begins and a moment is said in the time of the authority, wherever the server and Moscow are."""

from __future__ import annotations

from datetime import UTC, date, datetime

from backend.authorities.models import AuthorityBody, BodyLevel
from backend.control.desk.coming import today_at
from backend.control.models import ControlEvent
from backend.db.engine import open_session
from tests.backend.control.desk.conftest import step
from tests.backend.control.desk.test_an_event_from_draft_to_act import to_prosecutor


def test_the_day_of_a_desk_is_that_of_its_body() -> None:
    evening = datetime(2026, 11, 28, 15, tzinfo=UTC)
    body = AuthorityBody(authority="mchs", region="25", name="МЧС", level=BodyLevel.TERRITORIAL, created_at=evening)
    assert today_at(body, evening) == date(2026, 11, 29)
    body.region = "77"
    assert today_at(body, evening) == date(2026, 11, 28)


def test_messages_slots_and_the_course_are_told_in_the_time_of_the_authority(
    fire, inspector, head, prosecutor, owner, engine, clock
) -> None:
    fire.give_inn(owner.business)
    event_id = fire.prepare(inspector)
    to_prosecutor(fire, inspector, head, event_id)
    step(prosecutor, event_id, "approve", {"approval_decided_on": "2026-11-28"})
    with open_session(engine, write=True) as session:
        session.get_one(ControlEvent, event_id).region = "25"
        session.commit()
    clock.moment = datetime(2026, 11, 28, 15, 7, tzinfo=UTC)
    room = f"/control-events/{event_id}"
    assert owner.post_form(f"{room}/messages/new", {"text": "Мы готовы"}).status_code == 303
    assert owner.post_form(f"{room}/video/new", {"starts_at": "2026-12-02T10:30"}).status_code == 303
    page = owner.get(room).text.replace("\u00a0", " ")
    assert "29 ноября 2026, 01:07" in page
    assert "2 декабря 2026, 10:30" in page
    assert "28 ноября 2026, 19:00" in page.split('id="timeline"')[1]
