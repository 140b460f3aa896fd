"""What a case is about: an event or an appeal of its business, never both."""

from __future__ import annotations

from sqlmodel import Session

from backend.appeals.models import Appeal
from backend.control.models import ControlEvent
from backend.ombudsman.models import OmbudsmanCase
from rules.text import Text


def event_of(session: Session, row: OmbudsmanCase) -> ControlEvent | None:
    """Return the event of a case, or of its appeal; a merged copy leads to the official one."""
    appeal = appeal_of(session, row)
    id_ = row.event_id or (appeal.event_id if appeal else None)
    event = session.get(ControlEvent, id_) if id_ else None
    if event is not None and event.merged_into is not None:
        return session.get(ControlEvent, event.merged_into)
    return event


def appeal_of(session: Session, row: OmbudsmanCase) -> Appeal | None:
    """Return the appeal that the client shows, or to which a position was attached."""
    return session.get(Appeal, row.appeal_id) if row.appeal_id else None


def title_of(row: OmbudsmanCase) -> Text:
    """Return what a case is called: a number and nothing of whose it is."""
    number = row.platform_number
    return Text(f"Обращение к уполномоченному № {number}", f"Case of the ombudsman No. {number}")
