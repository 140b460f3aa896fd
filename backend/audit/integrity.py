"""What everybody may read of the log's integrity: keys and checkpoints, as pages and calls show them."""

from __future__ import annotations

import json
from typing import Any

from litestar import Response
from sqlmodel import Session

from backend.audit.keys import own_keys
from backend.audit.models import AuditCheckpoint
from backend.config import Settings
from backend.errors import NotFound


def keys_document(settings: Settings) -> dict[str, Any]:
    """Return every public key that signs or signed checkpoints."""
    return {"keys": [one.as_dict() for one in own_keys(settings).values()]}


def find_checkpoint(session: Session, checkpoint_id: str) -> AuditCheckpoint:
    """Return a checkpoint.

    Raises:
        NotFound: there is none of that id.
    """
    found = session.get(AuditCheckpoint, checkpoint_id)
    if found is None:
        raise NotFound
    return found


def as_file(name: str, documents: list[dict[str, Any]]) -> Response[bytes]:
    """Return documents, one a line, as a file to keep: just what `yasno audit verify --checkpoint` takes."""
    body = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in documents)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body.encode(), media_type="application/x-ndjson", headers=headers)
