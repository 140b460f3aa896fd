"""The risk of a business: its objects, the category of each and why, what would change it. For the business alone."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.accounts.models import Business
from backend.clock import Clock
from backend.errors import Invalid, NotFound
from backend.permissions import Actor, Permission, Scope
from backend.profiles.queries import find_business, list_places
from backend.risk import facts, objects, views
from backend.risk.integrity import measures_of
from backend.risk.models import ControlObject
from backend.risk.objects import ObjectInput
from backend.web.context import AnyRequest, Form
from backend.web.forms import read
from backend.web.pages import page
from backend.web.redirects import say_after, see
from calculators.risk_documents import NAMES
from rules.conditions import Facts
from rules.control import control_types
from rules.text import Text

OWN = {"permission": Permission.CONTROL_OWN}
ADDED = say_after("risk_object_added", Text("Объект записан.", "The object is written down."))
CHANGED = say_after("risk_object_changed", Text("Сохранено.", "Saved."))
REMOVED = say_after("risk_object_removed", Text("Объект убран.", "The object is removed."))


class RiskPage(Controller):
    """All objects of the business one works with."""

    path = "/risk"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """List own notes and what authorities hold, and suggest what is missing."""
        business, today = find_business(session, actor, Scope.CONTROL), clock.today()
        rows = [*objects.authority_objects(session, business.id), *objects.own_objects(session, business.id)]
        return page(
            request,
            "risk/risk.html",
            rows=[views.line_of(session, row, today) for row in rows],
            suggestions=objects.suggestions(session, business, today),
            measures=len(measures_of(session, business.id)),
        )


class NewObjectPage(Controller):
    """Writing an object down."""

    path = "/risk/objects/new"

    @get(opt=OWN, sync_to_thread=True)
    def ask(self, request: AnyRequest, session: Session, actor: Actor) -> Response[Any]:
        """Ask for it; a type may be chosen already."""
        business = find_business(session, actor, Scope.CONTROL)
        chosen = request.query_params.get("type", "")
        return _object_form(request, session, business, Form(fields={"control_type": [chosen]}))

    @post(opt=OWN, sync_to_thread=True)
    def add(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Keep it and open its page."""
        business = find_business(session, actor, Scope.CONTROL)
        try:
            row = objects.add_object(session, business, read(ObjectInput, form.flat()), clock.today(), clock.now())
        except Invalid as refusal:
            return _object_form(request, session, business, form, refusal)
        return see(f"/risk/objects/{row.id}", ADDED)


class ObjectPage(Controller):
    """One object."""

    path = "/risk/objects/{risk_object_id:str}"

    @get(opt=OWN, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, risk_object_id: str
    ) -> Response[Any]:
        """Show its category, why, what comes next, what would lower it."""
        row = objects.find_object(session, actor, risk_object_id)
        return _object_page(request, session, row, clock)


class ChangeObjectPage(Controller):
    """Changing one's own note of an object."""

    path = "/risk/objects/{risk_object_id:str}/edit"

    @get(opt=OWN, sync_to_thread=True)
    def ask(self, request: AnyRequest, session: Session, actor: Actor, risk_object_id: str) -> Response[Any]:
        """Show what is written."""
        row = objects.find_object(session, actor, risk_object_id, own=True)
        business = find_business(session, actor, Scope.CONTROL)
        return _object_form(request, session, business, Form(fields=_written(row)), row=row)

    @post(opt=OWN, sync_to_thread=True)
    def change(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, risk_object_id: str
    ) -> Response[Any]:
        """Write it anew."""
        row = objects.find_object(session, actor, risk_object_id, own=True)
        business = find_business(session, actor, Scope.CONTROL)
        try:
            typed = read(ObjectInput, {**form.flat(), "control_type": row.control_type})
            objects.change_object(session, business, row, typed, clock.today())
        except Invalid as refusal:
            session.rollback()
            return _object_form(request, session, business, form, refusal, row=row)
        return see(f"/risk/objects/{row.id}", CHANGED)


class RemoveObject(Controller):
    """Removing one's own note of an object."""

    path = "/risk/objects/{risk_object_id:str}/remove"

    @post(opt=OWN, sync_to_thread=True)
    def remove(self, session: Session, actor: Actor, risk_object_id: str) -> Response[Any]:
        """Remove it; one that was asked about stays."""
        objects.remove_object(session, objects.find_object(session, actor, risk_object_id, own=True))
        return see("/risk", REMOVED)


class FactsForm(Controller):
    """What one answers about the criteria of one's own object."""

    path = "/risk/objects/{risk_object_id:str}/facts"

    @post(opt=OWN, sync_to_thread=True)
    def keep(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, risk_object_id: str
    ) -> Response[Any]:
        """Keep the answers."""
        row = objects.find_object(session, actor, risk_object_id, own=True)
        typed = _read(row, form)
        if isinstance(typed, Invalid):
            return _object_page(request, session, row, clock, form=form, refusal=typed)
        objects.keep_facts(session, row, typed)
        return see(f"/risk/objects/{row.id}", CHANGED)


class WhatIf(Controller):
    """«Что, если»: other answers, nothing kept. Sent as a form, so that no answer stands in an address."""

    path = "/risk/objects/{risk_object_id:str}/what-if"

    @post(opt=OWN, sync_to_thread=True, status_code=200)
    def compute(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, risk_object_id: str
    ) -> Response[Any]:
        """Show what the engine says now, and with the answers that were sent."""
        row = objects.find_object(session, actor, risk_object_id)
        typed = _read(row, form)
        if isinstance(typed, Invalid):
            return _object_page(request, session, row, clock, form=form, refusal=typed)
        return _object_page(request, session, row, clock, form=form, changes=typed)


def _read(row: ControlObject, form: Form) -> Facts | Invalid:
    type_ = control_types().get(row.control_type)
    if type_ is None or not type_.vocabulary.facts:
        raise NotFound
    try:
        return facts.read_facts(type_, form)
    except Invalid as refusal:
        return refusal


def _object_page(
    request: AnyRequest,
    session: Session,
    row: ControlObject,
    clock: Clock,
    *,
    form: Form | None = None,
    changes: Facts | None = None,
    refusal: Invalid | None = None,
) -> Response[Any]:
    shown = views.object_page(session, row, clock.today())
    thing, type_ = shown["thing"], shown["type"]
    compared: list[dict[str, Any]] = []
    if changes is not None and thing is not None:
        now, then = objects.compare(thing, changes, clock.today())
        compared, shown["ladder"] = views.compared(now, then), views.ladder(type_, now, then)
    known = thing.facts if thing else {}
    return page(
        request,
        "risk/object.html",
        status_code=422 if refusal else 200,
        **shown,
        fields=facts.fields_of(type_, known) if type_ else [],
        compared=compared,
        typed=facts.typed_values(type_, form) if form and type_ else None,
        faults=refusal.faults if refusal else (),
    )


def _object_form(
    request: AnyRequest,
    session: Session,
    business: Business,
    form: Form,
    refusal: Invalid | None = None,
    row: ControlObject | None = None,
) -> Response[Any]:
    places = list_places(session, business.id)
    types = [one for one in control_types().values() if one.has_clocks]
    return page(
        request,
        "risk/object_form.html",
        status_code=422 if refusal else 200,
        row=row,
        types=types,
        type_title=views.type_title(row.control_type) if row else None,
        categories=NAMES,
        places=places if len(places) > 1 else [],
        values=form.flat(),
        faults=refusal.faults if refusal else (),
    )


def _written(row: ControlObject) -> dict[str, list[str]]:
    names = [name for name in ObjectInput.model_fields if name != "control_type"]
    return {name: [str(getattr(row, name))] for name in names if getattr(row, name)}


ROUTES: list[Any] = [RiskPage, NewObjectPage, ObjectPage, ChangeObjectPage, RemoveObject, FactsForm, WhatIf]
