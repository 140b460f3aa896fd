"""The letters that are on their way."""

import pytest
from sqlmodel import select

from backend.db.engine import open_session
from backend.jobs.models import OutboxRow


@pytest.fixture
def letters(engine):
    """Every letter to an address: `letters("anna@example.ru")[-1]["link"]`."""

    def to(email: str) -> list[dict]:
        with open_session(engine) as session:
            rows = session.exec(select(OutboxRow).where(OutboxRow.kind == "notifications.write")).all()
        return [row.payload for row in rows if row.payload["email"] == email]

    return to
