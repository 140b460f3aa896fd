"""What pages show of clients: state, secrets without the secret, uses without contents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.clients.models import ApiClient, ClientUse
from backend.clients.organisations import name_of, organisation_of
from backend.clients.queries import (
    STATE_NAMES,
    ClientState,
    calls_by_day,
    secrets_of,
    state_of,
    uses_of,
    valid_secrets,
)
from backend.clock import MOSCOW
from rules.text import Text

SCOPE_NAMES = {
    "statistics:read": Text("читать выпуски оценок", "read releases"),
    "webhooks:manage": Text("получать извещения о событиях", "be told of events by webhooks"),
}
MOST_ROWS = 200
# A route says {release_id:str} where the description says {release_id}.
TYPE_OF_A_PART = re.compile(":[a-z]+}")


def line(session: Session, client: ApiClient) -> dict[str, Any]:
    """Return a client as a list shows it."""
    return {
        "row": client,
        "of": name_of(session, organisation_of(client)),
        "state": STATE_NAMES[state_of(client)],
        "scopes": [SCOPE_NAMES[one] for one in client.scopes],
    }


def whole(session: Session, client: ApiClient, now: datetime) -> dict[str, Any]:
    """Return a client as its page shows it."""
    state, uses = state_of(client), uses_of(session, client.id, now.astimezone(MOSCOW).date())
    valid = valid_secrets(session, client.id, now)
    return {
        "client": client,
        **{name: value for name, value in line(session, client).items() if name != "row"},
        "code": state.value,
        "living": state in {ClientState.WAITING, ClientState.APPROVED},
        "secrets": [{"row": one, "valid": one in valid} for one in secrets_of(session, client.id)],
        "valid": len(valid),
        "days": calls_by_day(uses),
        "calls": calls_of(uses),
    }


@dataclass(frozen=True, slots=True)
class Calls:
    """One kind of call over all the days: how often it was made with this answer, and when last."""

    call: str
    status: int
    calls: int
    last_at: datetime


def calls_of(uses: Sequence[ClientUse]) -> list[Calls]:
    """Return the kinds of call, the most frequent first; addresses name their parts as the API's description does."""
    found: dict[tuple[str, int], list[ClientUse]] = {}
    for one in uses:
        found.setdefault((f"{one.method} {TYPE_OF_A_PART.sub('}', one.route)}", one.status), []).append(one)
    kinds = [
        Calls(call, status, sum(one.calls for one in days), max(one.last_at for one in days))
        for (call, status), days in found.items()
    ]
    return sorted(kinds, key=lambda one: (-one.calls, one.call, one.status))[:MOST_ROWS]
