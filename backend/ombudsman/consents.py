"""The consent of a case: what it shows, since when it lasts, when it ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from backend.clock import MOSCOW
from backend.ombudsman.models import ConsentEnd, OmbudsmanCase, OmbudsmanConsent
from backend.permissions import Actor

WORDING = "ombudsman-case/1"
LONGEST = timedelta(days=365)


def given(session: Session, case_id: str) -> OmbudsmanConsent | None:
    """Return the consent that was given last and was not ended; whether its day has come is another question."""
    query = select(OmbudsmanConsent).where(
        OmbudsmanConsent.case_id == case_id,
        col(OmbudsmanConsent.given_at).is_not(None),
        col(OmbudsmanConsent.ended_at).is_(None),
    )
    return session.exec(query.order_by(col(OmbudsmanConsent.given_at).desc())).first()


def lasting(session: Session, case_id: str, today: date) -> OmbudsmanConsent | None:
    """Return the consent that lasts on a day, None where it ended, or its last day is over."""
    found = given(session, case_id)
    return found if found is not None and found.until is not None and today <= found.until else None


def drafted(session: Session, case_id: str) -> OmbudsmanConsent | None:
    """Return the consent the client is writing."""
    query = select(OmbudsmanConsent).where(
        OmbudsmanConsent.case_id == case_id, col(OmbudsmanConsent.given_at).is_(None)
    )
    return session.exec(query).first()


def all_of(session: Session, case_id: str) -> list[OmbudsmanConsent]:
    """Return every consent that was given in a case, the last first."""
    query = select(OmbudsmanConsent).where(
        OmbudsmanConsent.case_id == case_id, col(OmbudsmanConsent.given_at).is_not(None)
    )
    return list(session.exec(query.order_by(col(OmbudsmanConsent.given_at).desc())))


def give(session: Session, row: OmbudsmanCase, actor: Actor | None, now: datetime) -> None:
    """The consent being written is given: from now on the ombudsman sees what it names."""
    one = drafted(session, row.id)
    if one is None:
        return
    one.given_at, one.given_by, one.wording = now, actor.person_id if actor else None, WORDING
    session.add(one)
    session.flush()


def end(session: Session, row: OmbudsmanCase, how: ConsentEnd, now: datetime) -> None:
    """End the consent; what it named is kept for the one that may follow."""
    one = given(session, row.id)
    if one is None:
        return
    one.ended_at, one.end = now, how
    session.add(one)
    session.flush()


def draft_again(session: Session, row: OmbudsmanCase) -> OmbudsmanConsent:
    """Return the consent being written, made like the last one where there is none: the client changes it or not."""
    one = drafted(session, row.id)
    if one is None:
        last = next(iter(all_of(session, row.id)), None)
        kept = {"parts", "files", "purpose", "presence", "may_ask"}
        one = OmbudsmanConsent(case_id=row.id, **(last.model_dump(include=kept) if last else {}))
        session.add(one)
        session.flush()
    return one


def day_of(now: datetime) -> date:
    """Return the day by which consents last: that of Moscow."""
    return now.astimezone(MOSCOW).date()
