"""Keys of people in office: for programs of an authority, no further than one grant of the person who made it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from backend.accounts.keys import MOST_KEYS, PREFIX
from backend.accounts.models import ApiKey, Person, RoleGrant
from backend.accounts.queries import find_self, grants_of, list_keys
from backend.accounts.schemas import NewOfficeKey
from backend.accounts.tokens import hash_of, new_token
from backend.audit.service import record
from backend.errors import Conflict, Invalid, NotFound
from backend.law import current_law
from backend.notifications.service import notify
from backend.permissions import RIGHTS, SECOND_FACTOR, Actor, Permission
from rules.faults import Fault
from rules.roles import ROLE_NAMES, Role
from rules.text import Text

READ, WRITE = "control:read", "control:write"
OFFICE_SCOPES: Mapping[str, Text] = {
    READ: Text("смотреть то, с чем работает должность", "look at what the office works with"),
    WRITE: Text("делать шаги, отвечать, загружать", "take steps, answer, import"),
}
# Whoever works with control events, answers questions, sorts feedback or looks after imports; all sign in with a
# second factor.
OF_OFFICES = (
    Permission.CONTROL_BY_KEY,
    Permission.CONSULTATIONS_BY_KEY,
    Permission.FEEDBACK_SORT_BY_KEY,
    Permission.IMPORTS_BY_KEY,
)
KEY_ROLES = frozenset(role for role in SECOND_FACTOR if any(role in RIGHTS[one] for one in OF_OFFICES))


def offices_of(session: Session, person_id: str) -> list[RoleGrant]:
    """Return the offices of a person that a key can be made for."""
    return [grant for grant in grants_of(session, person_id) if grant.role in KEY_ROLES]


def office_name(role: str, authority: str, region: str) -> Text:
    """Return what an office is called: the role, the authority, the region."""
    name, office = ROLE_NAMES[Role(role)], current_law().edition.authorities.get(authority)
    tail = f", {region}" if region else ""
    if office is None:
        return Text(name.ru + tail, name.en + tail)
    return Text(f"{name.ru}: {office.name.ru}{tail}", f"{name.en}: {office.name.en}{tail}")


def make_office_key(session: Session, actor: Actor, data: NewOfficeKey, scopes: Sequence[str], now: datetime) -> str:
    """Return a new key for one office of the actor, once.

    Raises:
        NotFound: not an office of the actor, or the second factor is not set up.
        Invalid: no scope, or one there is not.
        Conflict: the actor has as many keys as we keep.
    """
    grant = next((one for one in offices_of(session, actor.person_id or "") if one.id == data.office), None)
    if grant is None or actor.lacks_second_factor or actor.client_id is not None:
        raise NotFound
    if not scopes or set(scopes) - set(OFFICE_SCOPES):
        raise Invalid([_no_scope()])
    if sum(key.expires_at > now for key in list_keys(session, actor.person_id or "")) >= MOST_KEYS:
        raise Conflict(
            Text(f"Ключей уже {MOST_KEYS}, больше не держим.", f"There are {MOST_KEYS} keys already."),
            Text("Отзовите лишний.", "End one that is not needed."),
        )
    token = PREFIX + new_token()
    key = _row(actor, grant, data, scopes, hash_of(token), now)
    session.add(key)
    session.flush()
    told = {"role": key.role, "authority": key.authority, "region": key.region, "scopes": key.scopes}
    record(session, actor, "key.make", "api_key", key.id, told, now)
    params = {"name": key.name, "business": office_name(grant.role, grant.authority, grant.region)}
    notify(session, [find_self(session, actor).id], "accounts.key_made", params, "/account/keys", now)
    return token


def _row(
    actor: Actor, grant: RoleGrant, data: NewOfficeKey, scopes: Sequence[str], key_hash: str, now: datetime
) -> ApiKey:
    return ApiKey(
        person_id=actor.person_id or "",
        role=grant.role.value,
        authority=grant.authority,
        region=grant.region,
        name=data.name,
        key_hash=key_hash,
        # Who may write has to see what they write to.
        scopes=sorted({READ, *scopes}),
        expires_at=now + timedelta(days=int(data.days)),
        created_at=now,
    )


def actor_of(session: Session, key: ApiKey, person: Person) -> Actor | None:
    """Return who acts with a key of an office: that one role in that one office, while the person holds it."""
    theirs = (RoleGrant.person_id == person.id, RoleGrant.authority == key.authority, RoleGrant.region == key.region)
    held = {grant.role for grant in session.exec(select(RoleGrant).where(*theirs))} & KEY_ROLES
    if key.role not in held or READ not in key.scopes:
        return None
    somewhere = bool(key.authority or key.region)
    return Actor(
        person_id=person.id,
        name=person.name,
        roles=frozenset({Role(key.role)}),
        authority=key.authority if somewhere else None,
        region=key.region if somewhere else None,
        client_id=key.id,
        reads_only=WRITE not in key.scopes,
    )


def end_office_keys(session: Session, person_id: str, now: datetime, grant: RoleGrant | None = None) -> None:
    """End a person's keys of one office, or of all: a role that comes back later brings no old key back."""
    theirs = [col(ApiKey.person_id) == person_id, col(ApiKey.role).is_not(None), col(ApiKey.ended_at).is_(None)]
    if grant is not None:
        theirs.append(col(ApiKey.role) == grant.role.value)
        theirs += [col(ApiKey.authority) == grant.authority, col(ApiKey.region) == grant.region]
    session.execute(update(ApiKey).where(*theirs).values(ended_at=now))


def _no_scope() -> Fault:
    message = Text("Ключу нужно хотя бы одно право.", "A key needs at least one right.")
    return Fault("scopes_wrong", "scopes", message, Text("Отметьте, что ему можно.", "Tick what it may do."))
