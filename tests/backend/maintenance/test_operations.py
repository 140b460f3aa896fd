"""The admin sees how the installation is, and gives work another try."""

from __future__ import annotations

import pytest
from sqlmodel import select

from backend.audit.models import AuditRow
from backend.db.engine import open_session
from backend.jobs.models import OutboxRow
from backend.jobs.service import enqueue


@pytest.fixture
def given_up(engine, clock):
    with open_session(engine, write=True) as session:
        row_id = enqueue(session, "test.of_a_later_version", {}, due_at=clock.now())
        row = session.get_one(OutboxRow, row_id)
        row.failed_at, row.error, row.attempts = clock.now(), "LookupError", 8
        session.commit()
    return row_id


def test_the_page_shows_checks_and_work_given_up(admin, given_up):
    page = admin.get("/operations").text
    assert "База данных отвечает." in page
    assert "test.of_a_later_version" in page


def test_work_given_up_can_be_tried_again(admin, engine, given_up):
    assert admin.post_form(f"/operations/{given_up}/again").status_code == 303
    with open_session(engine) as session:
        row = session.get_one(OutboxRow, given_up)
        assert (row.failed_at, row.attempts) == (None, 0)
        assert session.exec(select(AuditRow.action)).all() == ["outbox.try_again"]
    assert admin.post_form(f"/operations/{given_up}/again").status_code == 404
