"""The letters that are on their way; people with an app for codes and without."""

import pytest
from sqlmodel import select

from backend.db.engine import open_session
from backend.jobs.models import OutboxRow
from rules.roles import Role
from tests.backend.accounts.codes import PASSWORD


@pytest.fixture
def letters(engine):
    """Every letter to an address: `letters("anna@example.ru")[-1]["link"]`."""

    def to(email: str) -> list[dict]:
        with open_session(engine) as session:
            rows = session.exec(select(OutboxRow).where(OutboxRow.kind == "notifications.write")).all()
        return [row.payload for row in rows if row.payload["email"] == email]

    return to


@pytest.fixture
def dana(person):
    """An editor with a password and an app."""
    return person("dana@example.ru", Role.EDITOR, name="Дана Ким", password=PASSWORD)


@pytest.fixture
def newly(person):
    """An editor who has a password and no app yet."""
    return person("newly@example.ru", Role.EDITOR, name="Нина Ли", password=PASSWORD, with_app=False)
