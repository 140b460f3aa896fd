"""A message, a slot or a consent that is refused comes back with what was typed, and names the field; so by key."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import select

from backend.authorities.models import AuthorityBody, BodyLevel
from backend.control.models import ControlEvent, EventMessage, RoomConsent, VideoSlot
from backend.db.engine import open_session
from backend.risk.models import Source


@pytest.fixture
def room(owner, engine, clock) -> str:
    """The address of the room that the café and the fire service share."""
    with open_session(engine, write=True) as session:
        about: dict[str, Any] = {"authority": "mchs", "region": "77", "level": BodyLevel.TERRITORIAL}
        body = AuthorityBody(name="МЧС по Москве", created_at=clock.now(), **about)
        session.add(body)
        session.flush()
        event = ControlEvent(
            number=1,
            source=Source.AUTHORITY,
            business_id=owner.business.id,
            region="77",
            body_id=body.id,
            authority="mchs",
            control_type="fire",
            kind="ON_SITE",
            planned_start=date(2026, 12, 7),
            start_at=datetime(2026, 12, 7, 7, tzinfo=UTC),
            state="SCHEDULED",
            created_at=clock.now(),
        )
        session.add(event)
        session.commit()
        return f"/control-events/{event.id}"


def refused(answer: Any, field: str) -> str:
    """See that the page names the field; return it."""
    assert answer.status_code == 422, answer.text[-2000:]
    assert f'href="#f-{field}"' in answer.text
    assert "field--wrong" in answer.text
    return str(answer.text)


def nothing_kept(engine: Any) -> None:
    """See that no row came of it."""
    with open_session(engine) as session:
        assert [session.exec(select(model)).all() for model in (EventMessage, VideoSlot, RoomConsent)] == [[], [], []]


def test_a_message_that_is_too_long_stays_on_the_page(owner, room, engine) -> None:
    words = "Документы готовы. " * 300
    assert "Документы готовы." in refused(owner.post_form(f"{room}/messages/new", {"text": words}), "text")
    refused(owner.post_form(f"{room}/messages/new", {"text": ""}), "text")
    nothing_kept(engine)


def test_a_slot_in_the_past_stays_on_the_page_with_its_link(owner, inspector, room, engine) -> None:
    typed = {"starts_at": "2026-11-01T10:00", "minutes": "45", "link": "https://talk.example/1"}
    for side in (owner, inspector):
        page = refused(side.post_form(f"{room}/video/new", typed), "starts_at")
        assert all(f'value="{word}"' in page for word in typed.values())
    assert 'value="5"' in refused(owner.post_form(f"{room}/video/new", typed | {"minutes": "5"}), "minutes")
    nothing_kept(engine)


def test_a_consent_keeps_its_ticks(owner, room, engine) -> None:
    page = refused(owner.post_form(f"{room}/consents/new", {"parts": ["event", "act"], "until": "2020-01-01"}), "until")
    ticked = re.findall(r'<input[^>]*name="parts"[^>]*value="([a-z_]+)"[^>]*checked', page)
    assert ticked == ["event", "act"]
    assert 'value="2027-01-01"' in refused(owner.post_form(f"{room}/consents/new", {"until": "2027-01-01"}), "parts")
    nothing_kept(engine)


@pytest.mark.parametrize("day", ["1798761600", "20270101", "2027-W01-1", "2027-02-29", "2027-01-01T00:00"])
def test_the_last_day_of_a_consent_is_a_day_and_nothing_else(owner, room, engine, day) -> None:
    page = refused(owner.post_form(f"{room}/consents/new", {"parts": ["event"], "until": day}), "until")
    assert 'value="event"' in page
    nothing_kept(engine)


def test_a_file_that_is_not_taken_is_told_at_its_field(owner, inspector, room) -> None:
    wrong = {"file": ("вирус.exe", b"MZ", "application/octet-stream")}
    assert "f-file" in refused(owner.post_form(f"{room}/files/new", files=wrong), "file")
    assert inspector.post_form(f"{room}/files/new", files=wrong).status_code == 422


def test_who_only_looks_on_has_no_form_to_come_back_to(stranger, room) -> None:
    for form in ("messages", "video", "consents", "files"):
        assert stranger.post_form(f"{room}/{form}/new", {"text": ""}).status_code == 404, form
