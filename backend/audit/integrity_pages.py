"""The page about the log's integrity: what a checkpoint proves, how to check it, keys and files."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath
from sqlmodel import Session

from backend.audit.integrity import as_file, find_checkpoint, keys_document
from backend.audit.keys import PublicKey, own_keys
from backend.audit.models import AuditCheckpoint, AuditRow
from backend.audit.queries import list_checkpoints, list_restores
from backend.permissions import Permission
from backend.web.context import AnyRequest, settings_of
from backend.web.pages import page

PUBLIC = {"permission": Permission.PUBLIC}
SHOWN = 30


class IntegrityPage(Controller):
    """How anybody can see that nobody changed the past."""

    path = "/integrity"

    @get(opt=PUBLIC, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session) -> Response[str]:
        """Show keys and the newest checkpoints."""
        points, restores = list_checkpoints(session), list_restores(session)
        return page(
            request,
            "audit/integrity.html",
            keys=[_key(one) for one in own_keys(settings_of(request)).values()],
            points=[_point(one) for one in points[:SHOWN]],
            total=len(points),
            restores=[_restore(one) for one in restores],
        )

    @get("/keys.json", opt=PUBLIC, sync_to_thread=True)
    def download_keys(self, request: AnyRequest) -> Response[bytes]:
        """Give the public keys as the file that `--keys` takes."""
        return as_file("yasno-keys.json", [keys_document(settings_of(request))])

    @get("/checkpoints.jsonl", opt=PUBLIC, sync_to_thread=True)
    def download_all(self, session: Session) -> Response[bytes]:
        """Give every checkpoint in one file, oldest first."""
        return as_file("yasno-checkpoints.jsonl", [one.line for one in reversed(list_checkpoints(session))])

    @get("/checkpoints/{checkpoint_id:str}", opt=PUBLIC, sync_to_thread=True)
    def download_one(self, session: Session, checkpoint_id: FromPath[str]) -> Response[bytes]:
        """Give one checkpoint."""
        found = find_checkpoint(session, checkpoint_id)
        return as_file(f"yasno-checkpoint-{found.at:%Y-%m-%d}-{found.seq}.json", [found.line])


def _point(one: AuditCheckpoint) -> dict[str, Any]:
    return {"id": one.id, "at": one.at, "seq": one.seq, "root": _fours(one.line["root"])}


def _key(one: PublicKey) -> dict[str, Any]:
    return {"key": _fours(one.key), "since": one.since, "until": one.until, "named": one.signature is not None}


def _restore(one: AuditRow) -> dict[str, Any]:
    since, _, until = one.object_id.partition("-")
    return {"at": one.at, "since": since if until else None, "until": until}


def _fours(digits: str) -> str:
    """Return digits in fours: to compare by eye, and to break lines at."""
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
