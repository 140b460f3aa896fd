"""A business has proven its ИНН: official events it may know of are shown to it from now on."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.control.linking import business_with
from backend.control.merging import merge_known
from backend.control.models import ControlEvent, ControlWarning
from backend.control.pairing import pair_warnings
from backend.control.telling import is_told
from backend.risk.models import Source


def after_proof(session: Session, business: Business, now: datetime) -> None:
    """Link the events and warnings of its ИНН, and merge its own copies into them."""
    if business_with(session, business.inn or "") != business.id:
        return
    query = select(ControlEvent).where(ControlEvent.inn == business.inn, col(ControlEvent.merged_into).is_(None))
    for event in session.exec(query).all():
        if event.source is Source.BUSINESS:
            continue
        if event.business_id is None and is_told(session, event):
            event.business_id = business.id
            session.add(event)
            session.flush()
        if event.registry_number:
            merge_known(session, event, now)
    _link_warnings(session, business)
    pair_warnings(session, business.id, now)


def _link_warnings(session: Session, business: Business) -> None:
    """Show it the warnings that were issued to its ИНН."""
    issued = ControlWarning.inn == business.inn, col(ControlWarning.issued_on).is_not(None)
    for row in session.exec(select(ControlWarning).where(*issued, col(ControlWarning.business_id).is_(None))):
        if row.source is not Source.BUSINESS:
            row.business_id = business.id
            session.add(row)
    session.flush()
