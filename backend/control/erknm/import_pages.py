"""Imports of the register, for admins: files that wait, runs with their progress, what was passed over."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session, col, select

from backend.clock import Clock
from backend.control.erknm.importing import FOLDER, ask_for_import, files_in
from backend.control.models import ErknmImport
from backend.errors import Invalid, NotFound
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.text import Text

ADMIN = {"permission": Permission.OPERATIONS_READ}
HOME = "/admin/imports"
SHOWN = 100
MEGABYTE = 1_000_000
ASKED = say_after("import_asked", Text("Загружаем. Страницу можно закрыть.", "Importing. The page can be closed."))
CODES = {
    "no_inn": Text("нет ИНН", "no INN"),
    "no_number": Text("нет номера", "no number"),
    "prevention": Text("предостережения и визиты", "warnings and visits"),
    "unreadable_day": Text("день не прочитан", "a day could not be read"),
    "day_ahead": Text("день позже выгрузки", "a day after the snapshot"),
}


class ImportsPage(Controller):
    """All runs, and the files that wait."""

    path = HOME

    @get(opt=ADMIN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session) -> Response[Any]:
        """List them, the latest first."""
        return _page(request, session)

    @post(opt=ADMIN, sync_to_thread=True)
    def ask(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Put the import of a file into the queue."""
        try:
            row = ask_for_import(session, actor, settings_of(request).data, form.get("file"), clock.now())
        except Invalid as refusal:
            return _page(request, session, refusal)
        return see(f"{HOME}/{row.id}", ASKED)


def _page(request: AnyRequest, session: Session, refusal: Invalid | None = None) -> Response[Any]:
    rows = session.exec(select(ErknmImport).order_by(col(ErknmImport.started_at).desc()).limit(SHOWN)).all()
    files = [
        {"name": one.name, "megabytes": round(one.stat().st_size / MEGABYTE, 1)}
        for one in files_in(settings_of(request).data)
    ]
    return page(
        request,
        "control/imports/imports.html",
        status_code=422 if refusal else 200,
        rows=rows,
        files=files,
        folder=FOLDER,
        faults=refusal.faults if refusal else (),
    )


class ImportPage(Controller):
    """One run."""

    path = HOME + "/{import_id:str}"

    @get(opt=ADMIN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, import_id: str) -> Response[Any]:
        """Show how far it is, what it kept and what it passed over."""
        row = session.get(ErknmImport, import_id)
        if row is None:
            raise NotFound
        said = row.skipped
        counts = {**said.get("skipped", {}), **said.get("flawed", {})}
        return page(
            request,
            "control/imports/import.html",
            row=row,
            fault=Text(row.fault["ru"], row.fault["en"]) if row.fault else None,
            counts=[(CODES.get(code, Text(code, code)), count) for code, count in sorted(counts.items())],
            unmapped=sorted(said.get("unmapped", {}).items()),
            unknown=sorted(said.get("unknown", {}).items()),
            remarks=[
                {**one, "message": Text(one["message"]["ru"], one["message"]["en"])} for one in said.get("remarks", ())
            ],
        )


ROUTES: list[Any] = [ImportsPage, ImportPage]
