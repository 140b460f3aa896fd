"""Founders a business names itself: businesses of one founder are one voice in releases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.accounts.numbers import inn_fault
from backend.audit.service import record
from backend.errors import Invalid
from backend.permissions import Actor
from backend.profiles.models import RegisterEntry
from backend.statistics.models import DeclaredFounder
from rules.faults import Fault
from rules.text import Text

# Whoever names many could tie the businesses of others together: a group is one voice.
MOST = 10
FIELD = "founders"


def read_numbers(text: str) -> list[str]:
    """Return the ИНН of a text, each once.

    Raises:
        Invalid: one of them is none, or there are too many.
    """
    found = list(dict.fromkeys(re.findall(r"[^,;\s]+", text)))
    faults = [fault for one in found if (fault := inn_fault(one, FIELD))]
    if len(found) > MOST:
        faults.append(_too_many(len(found)))
    if faults:
        raise Invalid(faults)
    return found


def declared_founders(session: Session, business_id: str) -> Sequence[str]:
    """Return the ИНН of the founders a business has named."""
    query = select(DeclaredFounder.inn).where(DeclaredFounder.business_id == business_id)
    return session.exec(query.order_by(col(DeclaredFounder.inn))).all()


def registered_founders(session: Session, business: Business) -> Sequence[str]:
    """Return the ИНН of the founders that the register extract tells."""
    entry = session.get(RegisterEntry, business.inn) if business.inn else None
    return entry.founders if entry else ()


def declare(session: Session, actor: Actor, business: Business, numbers: Sequence[str], now: datetime) -> None:
    """Keep these founders in the place of those named before."""
    if sorted(numbers) == list(declared_founders(session, business.id)):
        return
    session.execute(sa.delete(DeclaredFounder).where(col(DeclaredFounder.business_id) == business.id))
    session.add_all([DeclaredFounder(business_id=business.id, inn=one, declared_at=now) for one in numbers])
    session.flush()
    record(session, actor, "founders.declare", "business", business.id, {FIELD: sorted(numbers)}, now)


def _too_many(count: int) -> Fault:
    message = Text(f"Названо {count}, можно не больше {MOST}.", f"{count} are named, {MOST} at most.")
    remedy = Text("Остальных даст выписка из реестра.", "The register extract tells of the others.")
    return Fault("too_many_founders", FIELD, message, remedy)
