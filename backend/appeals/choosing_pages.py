"""The files of an appeal: choosing one of the room, adding one, taking one out, downloading it."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.appeals.choosing import EVIDENCE, PROOF, SIGNATURE, add, choosable, choose, take_out
from backend.appeals.effects import files_of
from backend.appeals.naming import title_of
from backend.appeals.queries import find_appeal, find_own
from backend.appeals.signature_adapters import states_of
from backend.clock import Clock
from backend.control.cases.files import find_file
from backend.errors import Conflict, Invalid
from backend.papers.downloads import download
from backend.papers.uploads import files_in
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.faults import Fault
from rules.text import Text

OWN = {"permission": Permission.CONTROL_OWN}
ROOM = {"permission": Permission.CONTROL_ROOM}
PUT = say_after("appeal_file_put", Text("Файл в жалобе.", "The file is in the appeal."))
OUT = say_after("appeal_file_out", Text("Файл убран из жалобы.", "The file is taken out."))
PURPOSES = (EVIDENCE, SIGNATURE, PROOF)


class AppealFiles(Controller):
    """The files that go in, and those of the room that could."""

    path = "/appeals/{appeal_id:str}/files"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, appeal_id: str) -> Response[Any]:
        """Show both lists with their hashes."""
        find_own(session, actor, appeal_id, clock.today())
        return _page(request, session, actor, clock, appeal_id)

    @post(opt=OWN, sync_to_thread=True)
    def change(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, appeal_id: str
    ) -> Response[Any]:
        """Choose one, take one out, or add files of one's own."""
        files, faults = files_in(form, "file")
        row = find_own(session, actor, appeal_id, clock.today(), write=True)
        try:
            if chosen := form.get("choose"):
                choose(session, row, chosen, clock.now())
            elif out := form.get("remove"):
                take_out(session, row, out)
                return see(f"/appeals/{appeal_id}/files", OUT)
            else:
                if faults or not files:
                    raise Invalid(faults or [_no_file()])
                purpose = form.get("purpose") or EVIDENCE
                part = purpose if purpose in PURPOSES else EVIDENCE
                seen = find_appeal(session, actor, appeal_id, clock.today())
                add(session, settings_of(request).data, seen, files, part, clock.now())
        except (Invalid, Conflict) as refusal:
            session.rollback()
            return _page(request, session, actor, clock, appeal_id, refusal.faults)
        return see(f"/appeals/{appeal_id}/files", PUT)


class AppealFileDownload(Controller):
    """A file of an appeal, for whoever may read it."""

    path = "/appeals/{appeal_id:str}/files/{file_id:str}"

    @get(opt=ROOM, sync_to_thread=True)
    def get_file(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, appeal_id: str, file_id: str
    ) -> Response[bytes]:
        """Return it, always as a download."""
        seen = find_appeal(session, actor, appeal_id, clock.today())
        row = find_file(session, file_id, seen.side, [seen.case.id])
        return download(settings_of(request).data, row.sha256, row.name)


def _no_file() -> Fault:
    message = Text("Файл не выбран.", "No file is chosen.")
    return Fault("missing", "file", message, Text("Выберите файл.", "Choose a file."))


def _page(
    request: AnyRequest, session: Session, actor: Actor, clock: Clock, appeal_id: str, faults: Any = ()
) -> Response[Any]:
    row = find_own(session, actor, appeal_id, clock.today())
    files = files_of(session, row)
    return page(
        request,
        "appeals/files.html",
        status_code=422 if faults else 200,
        about=title_of(row),
        back=f"/appeals/{row.id}",
        draft=row.state == "DRAFT",
        files=files,
        signatures=states_of(session, row, settings_of(request), files),
        choosable=choosable(session, row) if row.state == "DRAFT" else [],
        faults=faults,
    )


ROUTES: list[Any] = [AppealFiles, AppealFileDownload]
