"""The log's integrity for programs: keys, checkpoints, and whether a receipt of either kind is true."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.audit.integrity import find_checkpoint, keys_document
from backend.audit.keys import own_keys
from backend.audit.queries import list_checkpoints
from backend.audit.receipt_checks import verify_leaf
from backend.permissions import Permission
from backend.web.api_schemas import component_of
from backend.web.calls import Api, answer
from backend.web.context import AnyRequest, settings_of
from backend.web.etags import shown
from backend.web.openapi import BASE, computes, reads
from backend.web.paging import Cursor, Limit, page_of
from rules.faults import InputError
from rules.matching.receipts import verify_receipt
from rules.shapes import unknown_code

PUBLIC = Permission.PUBLIC
# Of an invented log of one row, signed with an invented key.
EXAMPLE = {
    "kind": "leaf",
    "leaf": "b5fa8d6d3bf75037fe349c94c1a952ea1c6f63cc699798b8fa972078e6b3b0af",
    "index": 0,
    "proof": [],
    "checkpoint": {
        "seq": 1,
        "hash": "b5fa8d6d3bf75037fe349c94c1a952ea1c6f63cc699798b8fa972078e6b3b0af",
        "root": "7bcf434b591176a7d38aad670b9589e2a5ed3096c2925e72ce02f967c65bbb8a",
        "at": "2026-11-29T00:00:00+00:00",
        "previous": None,
        "key": "4beade2b233430b9718baacecf0fe051cb22a20b6d79a5a9fc5ad87388e2f73c",
        "signature": "44beddada4f02a07bb8fcc35192349e772f62866f73e6bcc072100797192c3b7"
        "ae4f2ab08cf9f693659c1cf4d727a853b32b4b2c437b1a0ed70ca959c111280f",
    },
}


class ReceiptCheckOut(BaseModel):
    """Whether an answer of `match` is as it was given."""

    valid: bool
    expected: str | None = None
    found: str | None = None
    differs: list[str] | None = None


KINDS = ("match", "leaf")
EITHER = {"anyOf": [component_of("match"), component_of("leaf-receipt")]}
EITHER_CHECK = {"anyOf": [component_of(ReceiptCheckOut), component_of("receipt-verification")]}


class CheckpointOut(BaseModel):
    """A checkpoint in short; its address gives all of it."""

    id: str
    at: datetime
    seq: int = Field(description="Rows of the log: the size of the tree")
    root: str = Field(description="Root of the tree over them, RFC 6962 with SHA-256")
    key: str = Field(description="Public key that signed it")


class CheckpointPage(BaseModel):
    """Checkpoints, newest first; `next` is the cursor of the part after, null on the last."""

    total: int
    items: list[CheckpointOut]
    next: str | None


class Integrity(Api):
    """Keys and checkpoints of the audit log."""

    path = f"{BASE}/integrity"
    tags = ["integrity"]

    @get("/keys", **reads(PUBLIC, "Public keys of checkpoints", "checkpoint-keys", tagged=True))
    def list_checkpoint_keys(self, request: AnyRequest) -> Response[bytes]:
        """Return every key that signs or signed checkpoints, with its time and what the key before signed of it."""
        return shown(request, keys_document(settings_of(request)), public=True)

    @get("/checkpoints", **reads(PUBLIC, "Checkpoints of the audit log", CheckpointPage, tagged=True))
    def list_log_checkpoints(
        self, request: AnyRequest, session: Session, cursor: Cursor = "", limit: Limit = 50
    ) -> Response[bytes]:
        """Return the signed checkpoints, newest first."""
        found = list_checkpoints(session)
        part = page_of(found, lambda one: one.id, cursor, limit, ["checkpoints"])
        items = [
            {"id": one.id, "at": one.line["at"], "seq": one.seq, "root": one.line["root"], "key": one.line["key"]}
            for one in part.items
        ]
        return shown(request, {"total": len(found), "items": items, "next": part.next}, public=True)

    @get("/checkpoints/{checkpoint_id:str}", **reads(PUBLIC, "One checkpoint", "checkpoint", tagged=True))
    def show_log_checkpoint(
        self, request: AnyRequest, session: Session, checkpoint_id: FromPath[str]
    ) -> Response[bytes]:
        """Return it with its signature and the proof that its tree goes on from the one before."""
        return shown(request, find_checkpoint(session, checkpoint_id).line, public=True)

    @post(
        "/receipts/verify",
        **computes("Whether a receipt of a row holds", "leaf-receipt", "receipt-verification", example=EXAMPLE),
    )
    def verify_leaf_receipt(self, request: AnyRequest, document: Any) -> Response[bytes]:
        """Count the way from the row to the root anew and check the signature with our keys; it keeps nothing."""
        return answer(verify_leaf(document, own_keys(settings_of(request))).as_dict())


class Receipts(Api):
    """Receipts of either kind, as `yasno receipt verify` takes them."""

    path = f"{BASE}/receipts"
    tags = ["integrity"]

    @post("/verify", **computes("Whether a receipt is true: of an answer of `match`, of a row", EITHER, EITHER_CHECK))
    def verify_match(self, request: AnyRequest, document: Any) -> Response[bytes]:
        """Check an answer of `match`, or with `kind` leaf the receipt of a row by our keys; it keeps nothing."""
        kind = document.get("kind", "match") if isinstance(document, Mapping) else "match"
        if kind not in KINDS:
            raise InputError([unknown_code("kind", str(kind), KINDS)])
        if kind == "leaf":
            return answer(verify_leaf(document, own_keys(settings_of(request))).as_dict())
        return answer(verify_receipt(document).as_dict())


ROUTES = [Integrity, Receipts]
