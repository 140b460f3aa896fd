"""A consent opens parts of a room to the ombudsman; each look is noted, and the business reads who looked and when."""

from __future__ import annotations

import pytest
from sqlmodel import select

from backend.audit.models import AuditRow
from backend.control.models import ControlEvent
from backend.db.engine import open_session
from tests.backend.control.own_events import enter

CONSENT = {"parts": ["event"], "until": "2026-12-20"}


@pytest.fixture
def room(owner, engine) -> str:
    """A room of an event in Moscow."""
    address = enter(owner)
    with open_session(engine, write=True) as session:
        session.exec(select(ControlEvent)).one().region = "77"
        session.commit()
    return address


def looks(engine) -> list[str]:
    with open_session(engine) as session:
        return list(session.exec(select(AuditRow.actor).where(AuditRow.action == "control.consent_view")))


def test_each_look_is_noted_once_and_told_to_the_business(room, owner, ombudsman, engine, clock) -> None:
    assert owner.post_form(f"{room}/consents/new", CONSENT).status_code == 303
    assert "Кто смотрел" not in owner.get(room).text
    assert looks(engine) == []
    assert ombudsman.get(room).status_code == 200
    assert looks(engine) == [ombudsman.person.id]
    clock.forward(minutes=5)
    assert ombudsman.get(room).status_code == 200
    assert looks(engine) == [ombudsman.person.id] * 2
    page = owner.get(room).text
    assert "Кто смотрел" in page
    assert ombudsman.person.name in page


def test_a_look_that_is_refused_is_none(room, owner, ombudsman, engine) -> None:
    assert ombudsman.get(room).status_code == 404
    assert owner.get(room).status_code == 200
    assert looks(engine) == []
