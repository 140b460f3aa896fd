"""Organisations that machine clients work for: a business, or an authority in a region; and who keeps their clients."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from backend.accounts.models import Business, MemberKind, Membership, Person, RoleGrant
from backend.clients.models import ApiClient
from backend.law import current_law
from backend.permissions import Actor
from rules.roles import Role
from rules.text import Text

# Who speaks for an authority: its head, and its regulators, who read releases themselves.
OF_AUTHORITY = frozenset({Role.AUTHORITY_HEAD, Role.REGULATOR})


@dataclass(frozen=True, slots=True)
class Organisation:
    """A business, or an authority in a region (empty for the whole country)."""

    business_id: str | None = None
    authority: str = ""
    region: str = ""

    @property
    def code(self) -> str:
        """Return how a form names it."""
        return f"business:{self.business_id}" if self.business_id else f"office:{self.authority}:{self.region}"

    def holds(self, client: ApiClient) -> bool:
        """Whether a client is this organisation's."""
        mine = (self.business_id, self.authority, self.region)
        return (client.business_id, client.authority, client.region) == mine


def organisation_of(client: ApiClient) -> Organisation:
    """Return whose a client is."""
    return Organisation(client.business_id, client.authority, client.region)


def own_organisations(session: Session, actor: Actor, now: datetime) -> list[Organisation]:
    """Return the organisations whose clients the actor keeps: businesses they own, the office they act from."""
    if actor.person_id is None or actor.client_id is not None:
        return []
    owned = select(Membership.business_id).where(Membership.person_id == actor.person_id, *_owning(now))
    found = [Organisation(business_id=one) for one in session.exec(owned.order_by(col(Membership.created_at)))]
    if actor.authority and actor.roles & OF_AUTHORITY:
        found.append(Organisation(authority=actor.authority, region=actor.region or ""))
    return found


def keepers_of(session: Session, client: ApiClient, now: datetime) -> list[str]:
    """Return the people who keep a client: owners of its business, heads and regulators of its authority there.

    A client belongs to the organisation, so who asked for it may leave; without anybody it answers no more.
    """
    if client.business_id is not None:
        ids = select(Membership.person_id).where(Membership.business_id == client.business_id, *_owning(now))
    else:
        place = (RoleGrant.authority == client.authority, RoleGrant.region == client.region)
        ids = select(RoleGrant.person_id).where(*place, col(RoleGrant.role).in_(OF_AUTHORITY))
    people = select(Person.id).where(col(Person.id).in_(ids), col(Person.blocked_at).is_(None))
    return sorted(session.exec(people).all())


def name_of(session: Session, organisation: Organisation) -> Text:
    """Return what people call an organisation."""
    if organisation.business_id is not None:
        business = session.get(Business, organisation.business_id)
        return Text(business.name, business.name) if business else Text("бизнес", "a business")
    known = current_law().edition.authorities.get(organisation.authority)
    name = known.name if known else Text(organisation.authority, organisation.authority)
    tail = f", {organisation.region}" if organisation.region else ""
    return Text(name.ru + tail, name.en + tail)


def _owning(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    lasting = sa.or_(col(Membership.ends_at).is_(None), col(Membership.ends_at) > now)
    return (col(Membership.kind) == MemberKind.OWNER, lasting)
