"""The ledger of good faith: measures with their proof; the business's own."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.clock import Clock
from backend.errors import Invalid, NotFound
from backend.papers.downloads import download
from backend.papers.uploads import files_in
from backend.permissions import Actor, Permission, Scope
from backend.profiles.queries import find_business, list_places
from backend.risk import integrity
from backend.risk.integrity import MeasureInput
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.forms import read
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.text import Text

OWN = {"permission": Permission.CONTROL_OWN}
FILE = "file"
KEPT = say_after("measure_kept", Text("Запись сохранена.", "The entry is kept."))
REMOVED = say_after("measure_removed", Text("Запись убрана.", "The entry is removed."))


class IntegrityPage(Controller):
    """The ledger."""

    path = "/risk/integrity"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Show the measures and the form for another."""
        return _page(request, session, actor, clock, Form())

    @post(opt=OWN, sync_to_thread=True)
    def keep(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Keep a measure with its proof."""
        files, faults = files_in(form, FILE)
        business = find_business(session, actor, Scope.CONTROL)
        data, now = settings_of(request).data, clock.now()
        try:
            if faults:
                raise Invalid(faults)
            typed = read(MeasureInput, {name: value for name, value in form.flat().items() if name != FILE})
            file = files[0] if files else None
            integrity.keep_measure(session, data, business.id, typed, file, clock.today(), now)
        except Invalid as refusal:
            session.rollback()
            return _page(request, session, actor, clock, form, refusal)
        return see("/risk/integrity", KEPT)


class RemoveMeasure(Controller):
    """Removing a measure."""

    path = "/risk/integrity/{measure_id:str}/remove"

    @post(opt=OWN, sync_to_thread=True)
    def remove(self, session: Session, actor: Actor, clock: Clock, measure_id: str) -> Response[Any]:
        """Remove it with its proof."""
        business = find_business(session, actor, Scope.CONTROL)
        integrity.remove_measure(session, integrity.find_measure(session, business.id, measure_id), clock.now())
        return see("/risk/integrity", REMOVED)


class MeasureFile(Controller):
    """The proof of a measure."""

    path = "/risk/integrity/{measure_id:str}/file"

    @get(opt=OWN, sync_to_thread=True)
    def hand_out(self, request: AnyRequest, session: Session, actor: Actor, measure_id: str) -> Response[bytes]:
        """Hand it out to its owner."""
        business = find_business(session, actor, Scope.CONTROL)
        row = integrity.find_measure(session, business.id, measure_id)
        if not row.sha256:
            raise NotFound
        return download(settings_of(request).data, row.sha256, row.file_name)


def _page(
    request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, refusal: Invalid | None = None
) -> Response[Any]:
    business, today = find_business(session, actor, Scope.CONTROL), clock.today()
    places = list_places(session, business.id)
    known = integrity.criteria()
    rows = [
        {
            "row": row,
            "kind": integrity.kind_name(row.kind),
            "counts": integrity.in_window(row, today),
            "type": known[row.criterion][0].title if row.criterion in known else None,
            "criterion": known[row.criterion][1].text if row.criterion in known else None,
            "place": next((one.name for one in places if one.id == row.place_id), ""),
        }
        for row in integrity.measures_of(session, business.id)
    ]
    return page(
        request,
        "risk/integrity.html",
        status_code=422 if refusal else 200,
        rows=rows,
        kinds=integrity.KINDS,
        criteria=known,
        places=places if len(places) > 1 else [],
        values=form.flat(),
        faults=refusal.faults if refusal else (),
    )


ROUTES: list[Any] = [IntegrityPage, RemoveMeasure, MeasureFile]
