"""Machine clients that routes name by an id: one of the café with a secret, one that waits for an admin."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import select

from backend.accounts.tokens import hash_of
from backend.clients.models import ApiClient, ClientSecret

if TYPE_CHECKING:
    from tests.layout.objects import World

SCOPES = ["statistics:read", "webhooks:manage"]


def client(world: World) -> str:
    """An approved client of the café."""
    now, about = world.clock.now(), {"business_id": world.business.id, "name": "склад", "purpose": "Отчёты."}
    return world.keep(ApiClient(scopes=SCOPES, created_at=now, approved_at=now, **about))


def secret(world: World) -> str:
    """A secret of the approved client."""
    now = world.clock.now()
    found = world.session.exec(select(ApiClient).where(ApiClient.approved_at.is_not(None))).one()
    ends = now + timedelta(days=30)
    row = ClientSecret(client_id=found.id, secret_hash=hash_of("a client's secret"), created_at=now, expires_at=ends)
    return world.keep(row)


def waiting(world: World) -> str:
    """A client of the café that waits."""
    about = {"business_id": world.business.id, "name": "касса", "purpose": "Отчёты."}
    return world.keep(ApiClient(scopes=SCOPES, created_at=world.clock.now(), **about))


OWNED: Mapping[str, Callable[[World], str]] = {"client_id": client, "secret_id": secret}
OTHERS: Mapping[str, Callable[[World], str]] = {"machine_id": waiting}
