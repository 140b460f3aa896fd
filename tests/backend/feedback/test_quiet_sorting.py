"""What the editor dismisses or merges leaves the size of the log, which is public, as it would be without it."""

from __future__ import annotations

import pytest
from sqlmodel import func, select

from backend.audit.models import AuditRow
from backend.audit.queries import verify
from backend.db.engine import open_session
from backend.procedures.models import StepRecord


@pytest.fixture
def size(engine):
    """Counts the rows of the log, as a checkpoint tells everybody."""

    def count():
        with open_session(engine) as session:
            return session.exec(select(func.max(AuditRow.seq))).one() or 0

    return count


def test_a_dismissal_adds_no_row_and_every_monday_adds_the_same(room, editor, item, size, engine):
    before = size()
    reason = {"text": "Здесь спрашивают не о требовании, а о скидке на вывеску."}
    assert editor.post_form(f"/desk/feedback/{item.id}/dismiss", reason).status_code == 303
    assert room.items()[0].state == "DISMISSED"
    assert size() == before
    room.monday()
    assert size() == before + 1
    room.wait(days=1)
    at_rest = size()
    room.monday()
    assert size() == at_rest + 1
    with open_session(engine) as session:
        verify(session)
        step = session.exec(select(StepRecord).where(StepRecord.action == "dismiss")).one()
    assert step.acting_as == "editor"
