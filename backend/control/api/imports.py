"""Imports of the register's open data for programs of who looks after the installation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from litestar import Response, get, post, put
from litestar.di import Provide
from litestar.params import FromPath
from pydantic import BaseModel, Field
from sqlmodel import Session, col, select

from backend.audit.service import record
from backend.clock import Clock
from backend.control.erknm.importing import ask_for_import, files_in
from backend.control.erknm.uploading import MEDIA, Upload, keep_upload, provide_upload
from backend.control.models import ErknmImport
from backend.errors import NotFound
from backend.permissions import Actor, Permission
from backend.web.api_schemas import TextOut
from backend.web.calls import BODY, Api, answer, read_body
from backend.web.context import AnyRequest, settings_of
from backend.web.etags import shown
from backend.web.forms import Input
from backend.web.idempotency import once
from backend.web.openapi import BASE, changes, creates, reads
from backend.web.paging import Cursor, Limit, page_of

READ, WRITE = Permission.IMPORTS_BY_KEY, Permission.IMPORTS_WRITE_BY_KEY
HOME = f"{BASE}/erknm-imports"


class WaitingFileOut(BaseModel):
    """A file an import can be started from."""

    name: str = Field(examples=["data-20261101.zip"])
    size: int


class UploadedFileOut(WaitingFileOut):
    """A file that was sent."""

    sha256: str
    new: bool = Field(description="False: the same file lay there already")


class ImportHead(BaseModel):
    """A run over one file."""

    id: str
    file: str = Field(examples=["data-20261101.zip"])
    file_sha256: str
    started_at: datetime
    finished_at: datetime | None
    read: int = Field(description="Records read so far")
    kept: int = Field(description="Events of businesses with an account, kept")
    repeated: int = Field(description="Known already")
    others: int = Field(description="Of businesses that have no account here")
    fault: TextOut | None = Field(description="Why it stands; null while all is well")


class ImportRemarkOut(BaseModel):
    """Something odd about one record, in words."""

    message: TextOut
    member: str | None
    record: int | None
    number: str | None


class ImportOut(ImportHead):
    """A run with what it passed over."""

    skipped: dict[str, int] = Field(description="Records passed over, by reason", examples=[{"no_inn": 2}])
    flawed: dict[str, int] = Field(description="Records kept without a part that could not be read")
    unmapped: dict[str, int] = Field(description="Elements the mapping does not name")
    unknown: dict[str, int] = Field(description="Words of the register not known here")
    remarks: list[ImportRemarkOut] = Field(description="The first 200")


class ImportPage(BaseModel):
    """Runs, the latest first, and the files that wait."""

    items: list[ImportHead]
    next: str | None
    files: list[WaitingFileOut]


class NewImport(Input):
    """Which file is imported."""

    file: str = Field(min_length=1, max_length=120, examples=["data-20261101.zip"])


class Imports(Api):
    """All runs, and a new one."""

    path = HOME
    tags = ["register"]

    @get(**reads(READ, "Imports of the register", ImportPage, tagged=True))
    def list_imports(
        self, request: AnyRequest, session: Session, cursor: Cursor = "", limit: Limit = 50
    ) -> Response[bytes]:
        """Return the runs, the latest first, and the files an import can be started from."""
        rows = session.exec(select(ErknmImport).order_by(col(ErknmImport.started_at).desc(), col(ErknmImport.id))).all()
        part = page_of(rows, lambda row: row.id, cursor, limit, ["erknm-imports"])
        files = [_file(one) for one in files_in(settings_of(request).data)]
        return shown(request, {"items": [_head(row) for row in part.items], "next": part.next, "files": files})

    @post(**creates("Start an import", NewImport, ImportOut, WRITE, conflicts=True, example={"file": "data.zip"}))
    def start_import(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Put the import of a file into the queue; a run over it that was cut off goes on where it stopped."""
        name = read_body(NewImport, document, ("file",)).file

        def start() -> Response[bytes]:
            row = ask_for_import(session, actor, settings_of(request).data, name, clock.now())
            return answer(_document(row), 201)

        return once(request, session, actor, None, document, clock.now(), start)


class OneImport(Api):
    """One run."""

    path = f"{HOME}/{{import_id:str}}"
    tags = ["register"]

    @get(**reads(READ, "An import of the register", ImportOut, tagged=True))
    def show_import(self, request: AnyRequest, session: Session, import_id: FromPath[str]) -> Response[bytes]:
        """Return how far it is, what it kept, and what it passed over."""
        row = session.get(ErknmImport, import_id)
        if row is None:
            raise NotFound
        return shown(request, _document(row))


class ImportFiles(Api):
    """Files of the register."""

    path = f"{BASE}/erknm-files/{{file_name:str}}"
    tags = ["register"]
    dependencies = {**BODY, "upload": Provide(provide_upload)}

    @put(
        request_max_body_size=None,
        **changes(WRITE, "Send a file of the register", UploadedFileOut, raw=MEDIA, conflicts=True),
    )
    def send_import_file(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        upload: Upload,
        file_name: FromPath[str],
    ) -> Response[bytes]:
        """Keep a .zip or .xml as it is sent, to 1 GB; the same file again changes nothing."""
        new = keep_upload(settings_of(request).data, upload, file_name)
        told = {"size": upload.size, "sha256": upload.sha256}
        if new:
            record(session, actor, "erknm.upload", "erknm_file", upload.sha256[:32], told, clock.now())
        return answer({"name": file_name, "new": new, **told})


def _file(path: Path) -> dict[str, Any]:
    return {"name": path.name, "size": path.stat().st_size}


def _head(row: ErknmImport) -> dict[str, Any]:
    names = ("id", "file_sha256", "started_at", "finished_at", "read", "kept", "repeated", "others")
    return {name: getattr(row, name) for name in names} | {"file": row.name, "fault": row.fault or None}


def _document(row: ErknmImport) -> dict[str, Any]:
    said: Mapping[str, Any] = row.skipped
    counts = {name: said.get(name, {}) for name in ("skipped", "flawed", "unmapped", "unknown")}
    return _head(row) | counts | {"remarks": [_remark(one) for one in said.get("remarks", ())]}


def _remark(one: Mapping[str, Any]) -> dict[str, Any]:
    return {name: one.get(name) for name in ("message", "member", "record", "number")}


ROUTES = [Imports, OneImport, ImportFiles]
