"""The same creating call again gets the first answer again: `Idempotency-Key`, kept for two days.

The answer is stored in the transaction of the call itself, so either both are there or neither.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from litestar import Response
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, delete

from backend.errors import BadRequest, Invalid
from backend.permissions import Actor
from backend.web.context import AnyRequest
from backend.web.etags import JSON
from backend.web.models import FirstAnswer
from rules.exact_json import canonical_json
from rules.faults import Fault
from rules.text import Text

HEADER = "Idempotency-Key"
KEPT = timedelta(hours=48)
LONGEST_KEY = 255
REPLAYED = "Idempotent-Replayed"


def once(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    business_id: str | None,
    body: object,
    now: datetime,
    act: Callable[[], Response[bytes]],
) -> Response[bytes]:
    """Return what `act` answers, or what it answered the first time. `body` is what the caller sent.

    What is kept goes with the business it is about, and in two days in any case.

    Raises:
        BadRequest: the key is empty, too long, or not of visible ASCII characters.
        Invalid: the key was used for another call.
    """
    given = request.headers.get(HEADER)
    if given is None:
        return act()
    _check_key(given)
    key = _hash(f"{actor.client_id}\n{given}".encode())
    asked = _hash(f"{request.method} {request.url.path}\n".encode() + canonical_json(body))
    session.execute(delete(FirstAnswer).where(col(FirstAnswer.created_at) < now - KEPT))
    if not _claim(session, key, business_id, asked, now):
        return _replay(session.get_one(FirstAnswer, key, populate_existing=True), asked)
    answer = act()
    row = session.get_one(FirstAnswer, key)
    row.status, row.body = answer.status_code or 200, bytes(answer.content).decode()
    row.headers = {name: value for name, value in answer.headers.items() if name.lower() in ("etag", "location")}
    session.add(row)
    session.flush()
    return answer


def _claim(session: Session, key: str, business_id: str | None, asked: str, now: datetime) -> bool:
    """Take the key, or learn that it is taken; on PostgreSQL this waits for a call with the same key to end."""
    insert: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values: dict[str, Any] = {
        "key": key,
        "business_id": business_id,
        "request_hash": asked,
        "status": 0,
        "headers": {},
        "body": "",
        "created_at": now,
    }
    done = session.execute(insert(FirstAnswer).values(**values).on_conflict_do_nothing().returning(sa.text("key")))
    return done.first() is not None


def _replay(row: FirstAnswer, asked: str) -> Response[bytes]:
    if row.request_hash != asked:
        message = Text("Этот ключ уже был у другого запроса.", "This key came with another call before.")
        remedy = Text("Возьмите новый ключ.", "Take a new key.")
        raise Invalid([Fault("key_of_another_call", HEADER, message, remedy)])
    headers = {**row.headers, REPLAYED: "true"}
    return Response(row.body.encode(), status_code=row.status, media_type=JSON, headers=headers)


def _check_key(key: str) -> None:
    if not 0 < len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise BadRequest(
            Text("Ключ повтора пуст, длинен или не из латиницы.", "The key is empty, too long or not plain ASCII."),
            Text(f"До {LONGEST_KEY} знаков, например UUID.", f"Up to {LONGEST_KEY} characters, as a UUID."),
            field=HEADER,
        )


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
