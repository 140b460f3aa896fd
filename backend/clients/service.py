"""Asking for machine clients, deciding on them, their secrets, their end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from backend.accounts.tokens import hash_of
from backend.audit.service import record
from backend.clients.models import ApiClient, ClientSecret, ClientToken
from backend.clients.organisations import Organisation, keepers_of, name_of, organisation_of, own_organisations
from backend.clients.queries import ClientState, find_client, find_own, state_of, valid_secrets
from backend.clients.schemas import Decision, NewClient
from backend.clients.secrets import new_secret
from backend.errors import Changed, Conflict, Invalid, NotFound
from backend.notifications.recipients import people_with_role
from backend.notifications.service import notify
from backend.permissions import CLIENT_SCOPES, Actor
from rules.faults import Fault
from rules.roles import Role
from rules.text import Text

MOST_CLIENTS = 10
MOST_SECRETS = 2


def ask_for_client(session: Session, actor: Actor, data: NewClient, scopes: Sequence[str], now: datetime) -> ApiClient:
    """Return a client that waits for an admin; the same form sent twice makes it once.

    Raises:
        NotFound: the organisation is not the actor's.
        Invalid: no scope, or one there is not.
        Conflict: the organisation has as many clients as we keep.
    """
    organisation = next((one for one in own_organisations(session, actor, now) if one.code == data.of), None)
    if organisation is None:
        raise NotFound
    if not scopes or set(scopes) - set(CLIENT_SCOPES):
        raise Invalid([_no_scope()])
    before = session.get(ApiClient, data.ref)
    if before is not None:
        return _same(before, organisation)
    _refuse_too_many(session, organisation)
    client = _row(organisation, data, scopes, now)
    session.add(client)
    session.flush()
    told = {"business": client.business_id, "authority": client.authority, "region": client.region}
    record(session, actor, "client.ask", "api_client", client.id, {**told, "scopes": client.scopes}, now)
    _tell(session, client, people_with_role(session, Role.ADMIN), "clients.asked", f"/admin/clients/{client.id}", now)
    return client


def _same(client: ApiClient, organisation: Organisation) -> ApiClient:
    if not organisation.holds(client):
        raise NotFound
    return client


def _refuse_too_many(session: Session, organisation: Organisation) -> None:
    place = (ApiClient.authority == organisation.authority, ApiClient.region == organisation.region)
    query = select(ApiClient).where(ApiClient.business_id == organisation.business_id, *place)
    living = [one for one in session.exec(query) if state_of(one) in {ClientState.WAITING, ClientState.APPROVED}]
    if len(living) >= MOST_CLIENTS:
        raise Conflict(
            Text(f"Подключений уже {MOST_CLIENTS}, больше не держим.", f"There are {MOST_CLIENTS} clients already."),
            Text("Отключите лишнее.", "End one that is not needed."),
        )


def _row(organisation: Organisation, data: NewClient, scopes: Sequence[str], now: datetime) -> ApiClient:
    return ApiClient(
        id=data.ref,
        business_id=organisation.business_id,
        authority=organisation.authority,
        region=organisation.region,
        name=data.name,
        purpose=data.purpose,
        scopes=sorted(set(scopes)),
        created_at=now,
    )


def decide(session: Session, actor: Actor, client_id: str, data: Decision, version: int | None, now: datetime) -> None:
    """Approve a client or refuse it, with a reason its owners read.

    Raises:
        NotFound: no such client.
        Changed: somebody changed it meanwhile.
        Conflict: it is decided or ended already.
    """
    client = find_client(session, client_id, write=True)
    _step(session, client, version)
    if state_of(client) is not ClientState.WAITING:
        raise Conflict(
            Text("Решение уже есть, или подключение отключили.", "It is decided, or ended, already."),
            Text("Обновите страницу.", "Reload the page."),
        )
    approved = data.answer == "approve"
    client.approved_at, client.refused_at = (now, None) if approved else (None, now)
    client.reason = data.reason
    done = "approve" if approved else "refuse"
    record(session, actor, f"client.{done}", "api_client", client.id, {"reason": data.reason}, now)
    kind = "clients.approved" if approved else "clients.refused"
    _tell(session, client, keepers_of(session, client, now), kind, f"/clients/{client.id}", now)


def make_secret(session: Session, actor: Actor, client_id: str, days: int, version: int | None, now: datetime) -> str:
    """Return a new secret, once. The former one stays valid until it is ended: programs change over without a stop.

    Raises:
        NotFound: the client is not the actor's.
        Changed: somebody changed it meanwhile, or the form is sent for the second time.
        Conflict: it is not approved, or has two secrets already.
    """
    client = find_own(session, actor, client_id, now, write=True)
    _step(session, client, version)
    _refuse_secret(session, client, now)
    secret = new_secret()
    ends = now + timedelta(days=days)
    row = ClientSecret(client_id=client.id, secret_hash=hash_of(secret), created_at=now, expires_at=ends)
    session.add(row)
    session.flush()
    record(session, actor, "client.make_secret", "api_client", client.id, {"secret": row.id}, now)
    _tell(session, client, keepers_of(session, client, now), "clients.secret_made", f"/clients/{client.id}", now)
    return secret


def _refuse_secret(session: Session, client: ApiClient, now: datetime) -> None:
    if state_of(client) is not ClientState.APPROVED:
        raise Conflict(
            Text("Подключение не одобрено или отключено.", "The client is not approved, or has ended."),
            Text("Секрет создают после одобрения.", "A secret is made after the approval."),
        )
    if len(valid_secrets(session, client.id, now)) >= MOST_SECRETS:
        raise Conflict(
            Text("Секретов уже два.", "There are two secrets already."),
            Text("Отключите старый, потом создайте новый.", "End the old one, then make a new one."),
        )


def end_secret(
    session: Session, actor: Actor, client_id: str, secret_id: str, version: int | None, now: datetime
) -> None:
    """End a secret, and every token got with it.

    Raises:
        NotFound: the client is not the actor's, or the secret not the client's.
        Changed: somebody changed the client meanwhile.
    """
    client = find_own(session, actor, client_id, now, write=True)
    row = session.get(ClientSecret, secret_id)
    if row is None or row.client_id != client.id:
        raise NotFound
    _step(session, client, version)
    row.ended_at = row.ended_at or now
    session.add(row)
    session.flush()
    record(session, actor, "client.end_secret", "api_client", client.id, {"secret": row.id}, now)


def end_client(session: Session, actor: Actor | None, client: ApiClient, version: int | None, now: datetime) -> None:
    """End a client with its secrets and tokens: for its owners, for an admin, for the platform itself (None).

    Raises:
        Changed: somebody changed it meanwhile.
    """
    if client.ended_at is not None:
        return
    _step(session, client, version)
    client.ended_at = now
    for table in (ClientSecret, ClientToken):
        theirs = (col(table.client_id) == client.id, col(table.ended_at).is_(None))
        session.execute(sa.update(table).where(*theirs).values(ended_at=now))
    record(session, actor, "client.end", "api_client", client.id, None, now)
    link = f"/clients/{client.id}"
    _tell(session, client, keepers_of(session, client, now), "clients.ended", link, now)
    _tell(session, client, people_with_role(session, Role.ADMIN), "clients.ended", f"/admin{link}", now)


def _step(session: Session, client: ApiClient, version: int | None) -> None:
    """Count a change of the client; whoever saw another version is told so."""
    if version != client.version and version is not None:
        raise Changed
    client.version += 1
    session.add(client)
    session.flush()


def _tell(session: Session, client: ApiClient, people: Sequence[str], kind: str, link: str, now: datetime) -> None:
    params = {"name": client.name, "organisation": name_of(session, organisation_of(client))}
    notify(session, people, kind, params, link, now)


def _no_scope() -> Fault:
    message = Text("Программе нужно хотя бы одно право.", "A program needs at least one right.")
    return Fault("scopes_wrong", "scopes", message, Text("Отметьте, что ей можно.", "Tick what it may do."))
