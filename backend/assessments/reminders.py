"""Reminders: papers that end, and what is due, to the people of a business, as often as it chose. Nothing commits."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from backend.accounts.models import Business, Membership
from backend.assessments.agenda import agenda
from backend.assessments.models import Evidence
from backend.assessments.queries import checklist
from backend.jobs.service import enqueue
from backend.law import current_law
from backend.notifications.models import Notice
from backend.notifications.service import notify
from backend.notifications.wording import stored
from backend.permissions import Scope

REMIND_ONE = "assessments.remind_business"
PAPER_ENDS, DUE, OPEN = "assessments.paper_ends", "assessments.due", "assessments.open"
# Days before the end of a paper at which its owner is told.
BEFORE = (30, 7, 0)
REACH = {"weekly": timedelta(days=7), "monthly": timedelta(days=31)}


def wishes_of(business: Business) -> dict[str, str]:
    """Return how often and by what a business wants to be reminded; not at all unless it said so."""
    kept = business.settings.get("reminders", {})
    return {"often": str(kept.get("often", "off")), "channel": str(kept.get("channel", "site"))}


def remind_of_papers(session: Session, today: date, now: datetime) -> None:
    """Tell of present papers that end in 30 days, in 7, or today; each of the three once."""
    rows = session.exec(
        select(Evidence, Business)
        .join(Business, col(Business.id) == col(Evidence.business_id))
        .where(
            col(Evidence.superseded_by).is_(None),
            col(Evidence.expires_on) >= today,
            col(Evidence.expires_on) <= today + timedelta(days=BEFORE[0]),
            col(Business.run_key_hash).is_(None),
        )
    ).all()
    for paper, business in rows:
        if paper.expires_on is None:
            continue
        left = (paper.expires_on - today).days
        step = min(days for days in BEFORE if days >= left)
        if paper.told_days is not None and paper.told_days <= step:
            continue
        paper.told_days = step
        session.add(paper)
        entry = current_law().edition.requirements.get(paper.requirement)
        params = {"paper": paper.name, "day": paper.expires_on, "title": entry.title if entry else paper.requirement}
        tell(session, business, PAPER_ENDS, params, f"/check/{paper.requirement}", now)


def remind_of_duties(session: Session, today: date, now: datetime) -> None:
    """Put a reminder of each business that wants one today into the outbox."""
    for business in session.exec(select(Business).where(col(Business.run_key_hash).is_(None))):
        often = wishes_of(business)["often"]
        began = began_on(often, today)
        if began is not None and str(business.settings["reminders"].get("told_on", "")) < began.isoformat():
            enqueue(session, REMIND_ONE, {"business": business.id}, due_at=now, key=f"remind:{business.id}:{today}")


def began_on(often: str, today: date) -> date | None:
    """Return when the present week or month began, None where nothing is wanted.

    >>> began_on("weekly", date(2026, 11, 28)).isoformat()
    '2026-11-23'
    """
    if often == "weekly":
        return today - timedelta(days=today.weekday())
    return today.replace(day=1) if often == "monthly" else None


def remind_business(session: Session, business_id: str, today: date, now: datetime) -> None:
    """Tell the people of a business what is due, or how much is still open; once in its week or month."""
    business = session.get(Business, business_id)
    if business is None or wishes_of(business)["often"] not in REACH:
        return
    wishes = wishes_of(business)
    kept = dict(business.settings["reminders"]) | {"told_on": today.isoformat()}
    business.settings = dict(business.settings) | {"reminders": kept}
    session.add(business)
    found = checklist(session, business, today)
    entries = agenda(session, found, today, today + REACH[wishes["often"]])
    params: dict[str, Any] = {"count": len(entries), "open": len(found.open) or ""}
    if entries:
        params |= {"day": entries[0].day, "title": entries[0].title}
        tell(session, business, DUE, params, "/calendar", now)
    elif found.open:
        tell(session, business, OPEN, params, "/check", now)


def tell(session: Session, business: Business, kind: str, params: dict[str, Any], link: str, now: datetime) -> None:
    """Tell the people of a business on the site, and by letter where it chose letters."""
    people = people_of(session, business.id, now)
    if wishes_of(business)["channel"] == "mail":
        notify(session, people, kind, params, link, now)
        return
    for person_id in people:
        session.add(Notice(person_id=person_id, kind=kind, params=stored(params), link=link, created_at=now))
    session.flush()


def people_of(session: Session, business_id: str, now: datetime) -> list[str]:
    """Return whoever may read what a business has answered now."""
    rows = session.exec(select(Membership).where(Membership.business_id == business_id))
    return [
        row.person_id for row in rows if Scope.READ.value in row.scopes and (row.ends_at is None or row.ends_at > now)
    ]
