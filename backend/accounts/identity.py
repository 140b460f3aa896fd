"""Who asks, by the session's cookie or by a program's key."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from litestar import Request
from sqlmodel import Session, col, select

from backend.accounts import office_keys
from backend.accounts.acting import acting_from, offices, roles_in
from backend.accounts.models import ApiKey, Business, Membership, Person, PersonSession, RoleGrant
from backend.accounts.second_factor import find_factor
from backend.accounts.seen import mark_seen
from backend.accounts.tokens import hash_of
from backend.notifications.queries import count_unread
from backend.permissions import SECOND_FACTOR, Actor, Scope
from backend.web.context import settings_of
from rules.roles import Role

BUSINESS_IDLE = timedelta(hours=12)
STAFF_IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
# Roles whose sessions end sooner: they see other people's affairs.
STAFF = frozenset(Role) - {Role.BUSINESS, Role.REPRESENTATIVE}


def identify(session: Session, request: Request[Any, Any, Any], now: datetime) -> tuple[Actor, dict[str, Any]] | None:
    """Return the actor behind a key (programs) or a session (people), or None."""
    if request.url.path.startswith("/api/"):
        return _by_key(session, request, now)
    token = request.cookies.get(settings_of(request).cookie("session"))
    demo = settings_of(request).demo
    found = _by_session(session, token, now, demo) if token else None
    if found is None:
        return None
    row, actor, extras = found
    mark_seen(request.app.state.writer, row, now)
    return actor, extras


def _by_session(
    session: Session, token: str, now: datetime, demo: bool
) -> tuple[PersonSession, Actor, dict[str, Any]] | None:
    row = session.exec(select(PersonSession).where(PersonSession.token_hash == hash_of(token))).first()
    if row is None or row.ended_at is not None:
        return None
    person = session.get_one(Person, row.person_id)
    grants = session.exec(select(RoleGrant).where(RoleGrant.person_id == person.id)).all()
    if person.blocked_at is not None or not still_open(row, {grant.role for grant in grants}, now):
        return None
    # People of the demo have no password either: a button signs them in, on this machine only.
    code_free = person.demo and demo
    factor = find_factor(session, person.id)
    if factor is not None and row.second_factor_at is None and not code_free:
        return None
    lacking = factor is None and not code_free and bool(SECOND_FACTOR & {grant.role for grant in grants})
    return row, *_actor(session, person, list(grants), row, now, lacking)


def still_open(row: PersonSession, roles: set[Role], now: datetime) -> bool:
    """Whether a session has neither idled too long nor reached its end."""
    idle = STAFF_IDLE if roles & STAFF else BUSINESS_IDLE
    return row.ended_at is None and now - row.seen_at <= idle and now - row.created_at <= LONGEST


def _actor(
    session: Session, person: Person, grants: list[RoleGrant], row: PersonSession, now: datetime, lacking: bool
) -> tuple[Actor, dict[str, Any]]:
    mine = _memberships(session, person.id, now)
    scopes = {one.business_id: frozenset(Scope(scope) for scope in one.scopes) for one, _ in mine}
    chosen = row.business_id if row.business_id in scopes else next(iter(scopes), None)
    office = acting_from(grants, row)
    actor = Actor(
        person_id=person.id,
        name=person.name,
        roles=roles_in(grants, office) | ({Role.BUSINESS} if mine or not grants else set()),
        scopes=scopes,
        business_id=chosen,
        authority=office.authority if office and (office.authority or office.region) else None,
        region=office.region if office else None,
        session_id=row.id,
        lacks_second_factor=lacking,
    )
    names = [{"id": business.id, "name": business.name} for _, business in mine]
    current = next((one for one in names if one["id"] == chosen), None)
    unread = count_unread(session, person.id)
    places = {"office": office, "offices": offices(grants)}
    return actor, {"business": current, "businesses": names, "unread": unread, **places}


def _memberships(session: Session, person_id: str, now: datetime) -> list[tuple[Membership, Business]]:
    """The person's parts in businesses that have not ended, oldest first."""
    rows = session.exec(
        select(Membership, Business)
        .where(Membership.person_id == person_id, Membership.business_id == Business.id)
        .order_by(col(Membership.created_at), col(Membership.id))
    ).all()
    return [(one, business) for one, business in rows if one.ends_at is None or one.ends_at > now]


def _by_key(session: Session, request: Request[Any, Any, Any], now: datetime) -> tuple[Actor, dict[str, Any]] | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    key = session.exec(select(ApiKey).where(ApiKey.key_hash == hash_of(token))).first()
    if key is None or key.ended_at is not None or key.expires_at <= now:
        return None
    person = session.get_one(Person, key.person_id)
    if key.role is not None:
        return _by_office_key(session, request, key, person)
    mine = {one.business_id: one for one, _ in _memberships(session, person.id, now)}
    if person.blocked_at is not None or key.business_id not in mine:
        return None
    held = frozenset(mine[key.business_id].scopes) & frozenset(key.scopes)
    actor = Actor(
        person_id=person.id,
        name=person.name,
        roles=frozenset({Role.BUSINESS}),
        scopes={key.business_id: frozenset(Scope(scope) for scope in held)},
        business_id=key.business_id,
        client_id=key.id,
    )
    return actor, {}


def _by_office_key(
    session: Session, request: Request[Any, Any, Any], key: ApiKey, person: Person
) -> tuple[Actor, dict[str, Any]] | None:
    code_free = person.demo and settings_of(request).demo
    if person.blocked_at is not None or (find_factor(session, person.id) is None and not code_free):
        return None
    actor = office_keys.actor_of(session, key, person)
    return None if actor is None else (actor, {})
