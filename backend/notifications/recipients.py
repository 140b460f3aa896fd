"""Whom letters go to. People live in a room above this one; a letter needs these few columns only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

PERSON = sa.table(
    "person",
    sa.column("id", sa.String),
    sa.column("email", sa.String),
    sa.column("language", sa.String),
    sa.column("mail_notices", sa.Boolean),
    sa.column("blocked_at", sa.DateTime),
)
ROLE = sa.table("role_grant", sa.column("person_id", sa.String), sa.column("role", sa.String))


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to write to, in their language; `mail` is whether they want letters."""

    email: str
    language: str = "ru"
    mail: bool = True


def find_recipients(session: Session, person_ids: Iterable[str]) -> dict[str, Recipient]:
    """Return those of the people who exist and are not blocked, by id."""
    wanted = PERSON.c.id.in_(sorted(set(person_ids)))
    query = sa.select(PERSON).where(wanted, PERSON.c.blocked_at.is_(None)).order_by(PERSON.c.id)
    return {row.id: Recipient(row.email, row.language, bool(row.mail_notices)) for row in session.execute(query)}


def people_with_role(session: Session, role: str) -> list[str]:
    """Return the ids of people who hold a role."""
    found = session.execute(sa.select(ROLE.c.person_id).where(ROLE.c.role == role).distinct())
    return sorted(row.person_id for row in found)
