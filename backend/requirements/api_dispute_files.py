"""Files of disputes for programs: hand one over, take one back to look at."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from backend.clock import Clock
from backend.db.engine import open_session
from backend.errors import NotFound
from backend.papers.downloads import ANY_FILE, download
from backend.papers.uploads import file_in
from backend.permissions import Actor, Permission, Scope
from backend.requirements.api_disputes import DisputeFileOut, file_document, find_dispute
from backend.requirements.dispute_files import find_file, hand_over
from backend.web.calls import Api, answer
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.idempotency import once
from backend.web.openapi import BASE, creates, reads

FORM = {
    "type": "object",
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "PDF, PNG, JPEG, DOCX, XLSX or P7S, to 10 MB"}
    },
    "required": ["file"],
    "additionalProperties": False,
}


class DisputeFiles(Api):
    """Files of one dispute."""

    path = f"{BASE}/businesses/{{business_id:str}}/disputes/{{dispute_id:str}}/files"
    tags = ["list"]

    @post(**creates("Hand a file over", None, DisputeFileOut, form=FORM, conflicts=True))
    def hand_file_over(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        form: Form,
        business_id: FromPath[str],
        dispute_id: FromPath[str],
    ) -> Response[bytes]:
        """Add a file to an open dispute: whoever decides it reads the file from now on. At most five a dispute."""
        # Looking into a file may take long: only then is the database taken for writing.
        with open_session(request.app.state.engine) as reading:
            find_dispute(reading, actor, business_id, dispute_id, Scope.READ)
        if not actor.may_for(business_id, Scope.DISPUTE):
            raise NotFound
        file, sent = file_in(request, form)
        dispute = find_dispute(session, actor, business_id, dispute_id, Scope.DISPUTE)

        def act() -> Response[bytes]:
            row = hand_over(session, settings_of(request).data, dispute, file, clock.now())
            return answer(file_document(row), 201)

        return once(request, session, actor, business_id, {"sha256": sent}, clock.now(), act)

    @get("/{file_id:str}", **reads(Permission.BUSINESS_BY_KEY, "Download a file of a dispute", None, files=(ANY_FILE,)))
    def download_dispute_file(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        business_id: FromPath[str],
        dispute_id: FromPath[str],
        file_id: FromPath[str],
    ) -> Response[bytes]:
        """Return the file, always as a download."""
        dispute = find_dispute(session, actor, business_id, dispute_id, Scope.READ)
        row = find_file(session, dispute, file_id)
        return download(settings_of(request).data, row.sha256, row.name)


ROUTES = [DisputeFiles]
