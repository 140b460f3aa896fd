"""Whether an ИНН is proven to be a business's own: by papers, by a signed file, by an invitation of an authority."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.audit.service import record
from backend.errors import Conflict, NotFound
from backend.jobs.registry import offering
from backend.permissions import Actor
from rules.text import Text


class Proof(StrEnum):
    """How it was proven."""

    PAPERS = "papers"
    SIGNED_FILE = "signed_file"
    INVITATION = "invitation"


PROOFS = {
    Proof.PAPERS: Text("проверены бумаги", "papers were checked"),
    Proof.SIGNED_FILE: Text("файл с подписью организации", "a file signed by the organisation"),
    Proof.INVITATION: Text("приглашение органа или палаты", "invitation of an authority or a chamber"),
}
MOST = 200


def list_claims(session: Session) -> Sequence[Business]:
    """Return businesses that name an ИНН, unproven ones first, the last first."""
    query = select(Business).where(col(Business.inn).is_not(None), col(Business.run_key_hash).is_(None))
    ordered = query.order_by(col(Business.proven_by).is_not(None), col(Business.created_at).desc())
    return session.exec(ordered.limit(MOST)).all()


def find_claim(session: Session, business_id: str) -> Business:
    """Return a business that names an ИНН.

    Raises:
        NotFound: none such.
    """
    business = session.get(Business, business_id)
    if business is None or business.inn is None or business.run_key_hash is not None:
        raise NotFound
    return business


def prove(session: Session, actor: Actor, business: Business, how: Proof, now: datetime) -> None:
    """Note that the ИНН is theirs; rooms above show what belongs to it from now on.

    Raises:
        Conflict: another business has proven the same ИНН.
    """
    query = select(Business.id).where(Business.inn == business.inn, col(Business.proven_by).is_not(None))
    if any(found != business.id for found in session.exec(query)):
        raise Conflict(
            Text("Этот ИНН уже подтвердил другой аккаунт.", "Another account has proven this tax number."),
            Text("Сначала снимите его подтверждение.", "First take that proof back."),
        )
    business.proven_by = how.value
    session.add(business)
    session.flush()
    record(session, actor, "business.prove", "business", business.id, {"how": how.value}, now)
    for room in offering("after_proof"):
        room.after_proof(session, business, now)


def take_back(session: Session, actor: Actor, business: Business, now: datetime) -> None:
    """Take a proof back: nothing new is shown; what was linked stays until somebody looks at it."""
    business.proven_by = None
    session.add(business)
    session.flush()
    record(session, actor, "business.unprove", "business", business.id, None, now)
