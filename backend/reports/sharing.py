"""Links that show a list: made on request, with an end, withdrawn at once. Nothing commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import Field
from sqlmodel import Session, col, select

from backend.accounts.models import Business, Membership, Person
from backend.accounts.queries import find_membership
from backend.accounts.tokens import hash_of, new_token
from backend.audit.service import record
from backend.clock import MOSCOW
from backend.errors import Conflict, NotFound, PlatformError
from backend.permissions import Actor, Scope
from backend.reports.models import ShareLink
from backend.web.forms import Input
from rules.text import Text

MOST_LINKS = 20
# A run lives 30 days: a longer choice would be a promise that is not kept.
ENDS = (7, 30, 90)
ENDS_OF_RUN = (7, 30)
INSTANT = timedelta(microseconds=1)


class LinkEnded(PlatformError):
    """A link that ended, was withdrawn or never was: the three are told apart to nobody."""

    status_code = 404
    code = "link_ended"

    def __init__(self) -> None:
        super().__init__(
            Text("Ссылка кончилась или отозвана.", "The link has ended or was withdrawn."),
            Text("Соберите список заново.", "Build the list again."),
        )


class NewShare(Input):
    """What a link is to show, and for how long."""

    days: Literal[7, 30, 90] = Field(description="Days it lives; it may end earlier with its maker's access")
    label: Annotated[str, Field(max_length=60, description="For whom, as the maker will know it")] = ""
    answers_shown: bool = Field(default=False, description="Show the answers and the reasons made of them")
    name_shown: bool = Field(default=False, description="Show the name and the ИНН of the business")


@dataclass(frozen=True, slots=True)
class Opened:
    """What a token opens."""

    link: ShareLink
    business: Business


def make_link(
    session: Session, actor: Actor, business: Business, data: NewShare, now: datetime
) -> tuple[ShareLink, str]:
    """Return a new link and its token, which is shown once and not kept.

    Raises:
        NotFound: the actor may not read the business.
        Conflict: the business has as many links as are kept.
    """
    if not actor.may_for(business.id):
        raise NotFound
    if len(_living(session, business, now)) >= MOST_LINKS:
        raise Conflict(
            Text(f"Ссылок уже {MOST_LINKS}, больше нельзя.", f"There are {MOST_LINKS} links already."),
            Text("Отзовите лишнюю.", "Withdraw one."),
        )
    token = new_token()
    link = ShareLink(
        business_id=business.id,
        person_id=actor.person_id,
        label=data.label,
        answers_shown=data.answers_shown,
        name_shown=data.name_shown and bool(business.name),
        token_hash=hash_of(token),
        created_at=now,
        expires_at=_end(session, actor, business, data.days, now),
    )
    session.add(link)
    session.flush()
    # The log is for ever: what somebody without an account does leaves no line in it.
    if actor.signed_in:
        record(session, actor, "share_link.made", "share_link", link.id, _shown(link), now)
    return link, token


def _end(session: Session, actor: Actor, business: Business, days: int, now: datetime) -> datetime:
    """The last day counts whole; no link outlives the run, or the access of who made it."""
    wanted = _midnight(now + timedelta(days=days + 1))
    part = find_membership(session, actor.person_id, business.id, now) if actor.signed_in else None
    ends = [one for one in (business.expires_at, part.ends_at if part else None) if one is not None]
    if not ends or wanted <= min(ends):
        return wanted
    whole_days = _midnight(min(ends))
    return whole_days if whole_days > now else min(ends)


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.astimezone(MOSCOW).date(), time(), MOSCOW).astimezone(UTC)


def last_day(link: ShareLink) -> date:
    """Return the last day on which a link opens, in Moscow."""
    return (link.expires_at - INSTANT).astimezone(MOSCOW).date()


def links_of(session: Session, actor: Actor, business: Business, now: datetime) -> list[ShareLink]:
    """Return the living links the actor may withdraw: their own; who manages the business sees all of them."""
    everything = actor.may_for(business.id, Scope.MANAGE)
    return [one for one in _living(session, business, now) if everything or one.person_id == actor.person_id]


def _living(session: Session, business: Business, now: datetime) -> list[ShareLink]:
    query = select(ShareLink).where(ShareLink.business_id == business.id, ShareLink.expires_at > now)
    rows = session.exec(query.order_by(col(ShareLink.created_at), col(ShareLink.id)))
    return [one for one in rows if _holds(session, one, business, now)]


def withdraw(session: Session, actor: Actor, business: Business, link_id: str, now: datetime) -> None:
    """End a link at once.

    Raises:
        NotFound: no such link, or not the actor's to withdraw.
    """
    link = next((one for one in links_of(session, actor, business, now) if one.id == link_id), None)
    if link is None:
        raise NotFound
    session.delete(link)
    session.flush()
    if actor.signed_in:
        record(session, actor, "share_link.withdrawn", "share_link", link.id, _shown(link), now)


def open_link(session: Session, token: str, now: datetime) -> Opened:
    """Return what a token opens.

    Raises:
        LinkEnded: it opens nothing, for whatever reason.
    """
    link = session.exec(select(ShareLink).where(ShareLink.token_hash == hash_of(token))).first()
    if link is None or link.expires_at <= now:
        raise LinkEnded
    business = session.get_one(Business, link.business_id)
    if not _holds(session, link, business, now):
        raise LinkEnded
    return Opened(link, business)


def _holds(session: Session, link: ShareLink, business: Business, now: datetime) -> bool:
    """Whether the run still lives, or who made the link has been able to read the business ever since."""
    if link.person_id is None:
        return business.expires_at is not None and business.expires_at > now
    person, part = session.get(Person, link.person_id), find_membership(session, link.person_id, business.id, now)
    return person is not None and person.blocked_at is None and part is not None and _since(part, link)


def _since(part: Membership, link: ShareLink) -> bool:
    """Who left and came back makes a new link."""
    return Scope.READ in part.scopes and part.created_at <= link.created_at


def _shown(link: ShareLink) -> dict[str, bool]:
    return {"answers": link.answers_shown, "name": link.name_shown}
