"""Where the inspectors of a plan set out from and how long a way into another region takes, told by programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from litestar import Response, put
from litestar.params import FromPath
from sqlmodel import Session

from backend.authorities.models import AuthorityBody
from backend.clock import Clock
from backend.control.api.plan_shapes import YearPlanOut
from backend.control.api.plans import ONE, shown_plan
from backend.control.cases.asking import read_asked
from backend.control.models.room import Side
from backend.control.plans.queries import find_plan
from backend.control.plans.road_entry import FIELD, road_asks, tell_roads
from backend.control.plans.roads import ROAD
from backend.errors import Invalid
from backend.permissions import Actor, Permission
from backend.web.calls import Api, parts
from backend.web.context import AnyRequest
from backend.web.etags import refuse_if_moved
from backend.web.openapi import writes
from calculators.calendar import zone_of
from rules.faults import Fault, InputError
from rules.shapes import unknown_key, wrong

WRITE = Permission.CONTROL_WRITE_BY_KEY
REGION = {"type": "string", "pattern": "^[0-9]{2}$"}
ROADS: dict[str, Any] = {
    "type": "object",
    "properties": {
        "homes": {"type": "object", "description": "Region of each inspector by id", "additionalProperties": REGION},
        ROAD: {
            "type": ["integer", "null"],
            "minimum": 1,
            "maximum": 30,
            "description": "Days of a way into another region; null: nobody is sent there",
        },
    },
    "required": ["homes"],
    "additionalProperties": False,
}
EXAMPLE = {"homes": {}, ROAD: 2}


class Roads(Api):
    """Homes and ways of a plan."""

    path = f"{ONE}/roads"
    tags = ["control"]

    @put(**writes("Tell where inspectors set out from", ROADS, YearPlanOut, WRITE, conflicts=True, example=EXAMPLE))
    def tell_plan_roads(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, document: Any, plan_id: FromPath[str]
    ) -> Response[bytes]:
        """Replace what was told; a proposal counted without it is gone. Told until the plan is sent."""
        plan = find_plan(session, actor, plan_id, Side.AUTHORITY, write=True)
        refuse_if_moved(request, plan.version)
        body = session.get_one(AuthorityBody, plan.body_id)
        asks = road_asks(session, plan, body)
        given = parts(document, ("homes",), (ROAD,))
        homes = _homes(given["homes"], [ask.name.removeprefix(FIELD) for ask in asks if ask.name != ROAD])
        try:
            fields = {f"{FIELD}{one}": region for one, region in homes.items()} | {ROAD: given.get(ROAD)}
            typed = read_asked(asks, fields, zone_of(body.region or None), clock.now())
            tell_roads(session, actor, plan, typed, clock.now())
        except Invalid as refusal:
            raise Invalid([_named(fault) for fault in refusal.faults]) from None
        return shown_plan(request, session, actor, clock, plan, Side.AUTHORITY)


def _homes(given: object, known: Iterable[str]) -> dict[str, Any]:
    """Return homes by inspector.

    Raises:
        InputError: no object, or somebody who is no inspector of the body.
    """
    if not isinstance(given, dict):
        raise InputError([wrong("homes", given, "объект: инспектор и регион", "an object: inspector and region")])
    people = set(known)
    strangers = [unknown_key(f"homes.{one}", one, sorted(people)) for one in given if one not in people]
    if strangers:
        raise InputError(strangers)
    return given


def _named(fault: Fault) -> Fault:
    """Name a fault as the body does."""
    field = fault.field or ""
    return replace(fault, field=f"homes.{field.removeprefix(FIELD)}") if field.startswith(FIELD) else fault


ROUTES = [Roads]
