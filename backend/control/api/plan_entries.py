"""Entries of a plan for programs: placed by hand, moved with the fewest others, remarked upon, answered for, added."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Response, get, post, put
from litestar.params import FromPath, QueryParameter
from sqlmodel import Session

from backend.authorities.models import AuthorityBody
from backend.clock import Clock
from backend.control.api.plan_shapes import PlanEntryOut, PlanEntryPage, PlanShiftOut, entry_document, entry_heads
from backend.control.api.plans import ONE, READ, WRITE, PlanWords, plan_of
from backend.control.api.steps import check_days
from backend.control.cases.asking import read_asked
from backend.control.desk.objects import find_object
from backend.control.models import EventPlan, EventPlanEntry
from backend.control.models.room import Side
from backend.control.plans.forming import ENTRY, add_in_year, entry_asks, kind_ask, loosen, place_entry
from backend.control.plans.queries import entries_of, find_entry, find_plan
from backend.control.plans.remarks import answer as answer_remarks
from backend.control.plans.remarks import remark_on
from backend.control.plans.shifting import offer_shift, shift
from backend.permissions import Actor
from backend.web.calls import Api, answer, day_of, parts, read_body
from backend.web.context import AnyRequest
from backend.web.etags import refuse_if_changed, shown
from backend.web.idempotency import once
from backend.web.openapi import changes, creates, reads, writes
from backend.web.paging import Cursor, Limit, page_of
from calculators.calendar import zone_of
from rules.faults import InputError
from rules.procedures import procedures
from rules.shapes import unknown_code, wrong

ENTRIES = f"{ONE}/entries"
OF_ENTRY = f"{ENTRIES}/{{entry_id:str}}"
PLACE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "inspector_id": {"type": "string", "description": "An inspector of the body"},
        "start": {"type": "string", "format": "date"},
        "days": {"type": "integer", "minimum": 1, "maximum": 60, "description": "Working days"},
    },
    "required": ["inspector_id", "start", "days"],
    "additionalProperties": False,
}
ADDED: dict[str, Any] = PLACE | {
    "properties": {
        "object_id": {"type": "string", "maxLength": 32, "description": "An object of the body"},
        "kind": {"enum": ["ON_SITE", "INSPECTION_VISIT", "DOCUMENTARY"]},
        **PLACE["properties"],
    },
    "required": ["object_id", "kind", "inspector_id", "start", "days"],
}
MOVED: dict[str, Any] = {
    "type": "object",
    "properties": {
        "not_before": {"type": "string", "format": "date", "description": "The first day on which it may begin"},
        "seal": {"type": "string", "maxLength": 40, "description": "Of the offer that is to be carried out"},
    },
    "required": ["not_before"],
    "additionalProperties": False,
}
SPOT = {"inspector_id": "id", "start": "2027-04-05", "days": 10}
WORDS = {"words": "Уже проверяли в 2026 году."}
State = Annotated[str, QueryParameter(name="state", description="Only entries in this state, as INCLUDED")]


class Entries(Api):
    """All entries of a plan."""

    path = ENTRIES
    tags = ["control"]

    @get(**reads(READ, "Entries of a plan", PlanEntryPage, tagged=True))
    def list_plan_entries(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        plan_id: FromPath[str],
        standing: State = "",
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response[bytes]:
        """Return them by their day, those without one last."""
        plan, side = plan_of(session, actor, plan_id, clock)
        known = procedures()[ENTRY].states
        if standing and standing not in known:
            raise InputError([unknown_code("state", standing, sorted(known))])
        rows = entries_of(session, plan, *filter(None, [standing]))
        part = page_of(rows, lambda row: row.id, cursor, limit, ["plan-entries", plan.id, standing])
        return shown(request, {"items": entry_heads(session, plan, part.items, side), "next": part.next})

    @post(
        **creates(
            "Propose an object for a running plan",
            ADDED,
            PlanEntryOut,
            WRITE,
            conflicts=True,
            example={"object_id": "id", "kind": "ON_SITE", **SPOT},
        )
    )
    def add_plan_entry(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, document: Any, plan_id: FromPath[str]
    ) -> Response[bytes]:
        """Propose it in its place; it is in the plan once the head includes it on a ground: step `include_in_year`."""
        plan, body = _of_body(session, actor, plan_id)
        given = parts(document, ADDED["required"])
        if not isinstance(given["object_id"], str):
            raise InputError([wrong("object_id", given["object_id"], "номер объекта", "the id of an object")])
        thing = find_object(session, body, given["object_id"])
        asks = (kind_ask(), *entry_asks(session, body))
        check_days(asks, given, "")

        def act() -> Response[bytes]:
            fields = {name: value for name, value in given.items() if name != "object_id"}
            typed = read_asked(asks, fields, zone_of(body.region or None), clock.now())
            entry = add_in_year(session, actor, plan, thing, typed, clock.now())
            return answer(entry_document(session, plan, entry, Side.AUTHORITY, actor, clock.now()), 201)

        return once(request, session, actor, None, document, clock.now(), act)


class OneEntry(Api):
    """One entry of a plan."""

    path = OF_ENTRY
    tags = ["control"]

    @get(**reads(READ, "An entry of a plan", PlanEntryOut, tagged=True))
    def show_plan_entry(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        plan_id: FromPath[str],
        entry_id: FromPath[str],
    ) -> Response[bytes]:
        """Return its object, its place, the remarks on it, and the steps open now."""
        plan, side = plan_of(session, actor, plan_id, clock)
        return _shown(request, session, actor, clock, plan, find_entry(session, plan, entry_id), side)

    @put("/place", **writes("Place an entry by hand", PLACE, PlanEntryOut, WRITE, conflicts=True, example=SPOT))
    def place_plan_entry(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        plan_id: FromPath[str],
        entry_id: FromPath[str],
    ) -> Response[bytes]:
        """Put it where a person wants it, every clash told; the planner leaves it there."""
        plan, body = _of_body(session, actor, plan_id)
        entry = _unchanged(request, session, actor, clock, plan, entry_id)
        given, asks = parts(document, PLACE["required"]), entry_asks(session, body)
        check_days(asks, given, "")
        typed = read_asked(asks, given, zone_of(body.region or None), clock.now())
        place_entry(session, actor, plan, entry, typed, clock.now())
        return _shown(request, session, actor, clock, plan, entry, Side.AUTHORITY)

    @post("/loosen", **changes(WRITE, "Let the planner move an entry again", PlanEntryOut, conflicts=True))
    def loosen_plan_entry(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        plan_id: FromPath[str],
        entry_id: FromPath[str],
    ) -> Response[bytes]:
        """Undo the placing by hand; the entry stays where it is until the plan is counted anew."""
        plan, _ = _of_body(session, actor, plan_id)
        entry = find_entry(session, plan, entry_id)
        loosen(session, plan, entry)
        return _shown(request, session, actor, clock, plan, entry, Side.AUTHORITY)

    @post(
        "/move",
        **writes(
            "Move an entry with the fewest others",
            MOVED,
            PlanShiftOut,
            WRITE,
            conflicts=True,
            example={"not_before": "2027-06-01"},
        ),
    )
    def move_plan_entry(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        plan_id: FromPath[str],
        entry_id: FromPath[str],
    ) -> Response[bytes]:
        """Without `seal` tell which entries would move; with the seal of that offer carry it out, or 409."""
        plan, _ = _of_body(session, actor, plan_id)
        entry = _unchanged(request, session, actor, clock, plan, entry_id)
        given = parts(document, ("not_before",), ("seal",))
        for name, value in given.items():
            if not isinstance(value, str) or not value:
                raise InputError([wrong(name, value, "текст", "a text")])
        day, seal = day_of(given["not_before"], clock, "not_before"), given.get("seal")
        offer = offer_shift(session, plan, entry, day)
        moves = shift(session, actor, plan, entry, day, seal, clock.now()) if seal else offer.moves
        rows = [{"entry": m.check, "inspector_id": m.inspector, "start": m.start, "end": m.end} for m in moves]
        why = offer.why.as_dict() if offer.why else None
        return shown(request, {"moves": rows, "why": why, "seal": offer.seal, "done": bool(seal)})


class EntryRemarks(Api):
    """What the prosecutor remarks upon in an entry, and what the authority answers."""

    path = OF_ENTRY
    tags = ["control"]

    @post("/remarks", **writes("Remark on an entry", PlanWords, PlanEntryOut, WRITE, conflicts=True, example=WORDS))
    def remark_on_plan_entry(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        plan_id: FromPath[str],
        entry_id: FromPath[str],
    ) -> Response[bytes]:
        """Keep a remark of the prosecutor; all of them are sent with the step `remark` of the plan."""
        plan = find_plan(session, actor, plan_id, Side.PROSECUTOR, write=True)
        entry = _unchanged(request, session, actor, clock, plan, entry_id, Side.PROSECUTOR)
        remark_on(session, actor, plan, entry, read_body(PlanWords, document, ("words",)).words, clock.now())
        return _shown(request, session, actor, clock, plan, entry, Side.PROSECUTOR)

    @post(
        "/remark-answers",
        **writes("Answer a remark on an entry", PlanWords, PlanEntryOut, WRITE, conflicts=True, example=WORDS),
    )
    def answer_plan_entry(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        plan_id: FromPath[str],
        entry_id: FromPath[str],
    ) -> Response[bytes]:
        """Keep the authority's answer."""
        plan, _ = _of_body(session, actor, plan_id)
        entry = _unchanged(request, session, actor, clock, plan, entry_id)
        answer_remarks(session, actor, plan, entry, read_body(PlanWords, document, ("words",)).words, clock.now())
        return _shown(request, session, actor, clock, plan, entry, Side.AUTHORITY)


def _of_body(session: Session, actor: Actor, plan_id: str) -> tuple[EventPlan, AuthorityBody]:
    plan = find_plan(session, actor, plan_id, Side.AUTHORITY, write=True)
    return plan, session.get_one(AuthorityBody, plan.body_id)


def _unchanged(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    plan: EventPlan,
    entry_id: str,
    side: Side = Side.AUTHORITY,
) -> EventPlanEntry:
    """Return an entry that is as the writer saw it: placing by hand is no step, so its version does not tell."""
    entry = find_entry(session, plan, entry_id)
    refuse_if_changed(request, entry_document(session, plan, entry, side, actor, clock.now()))
    return entry


def _shown(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    plan: EventPlan,
    entry: EventPlanEntry,
    side: Side,
) -> Response[bytes]:
    session.flush()
    return shown(request, entry_document(session, plan, entry, side, actor, clock.now()))


ROUTES = [Entries, OneEntry, EntryRemarks]
