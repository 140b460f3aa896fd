"""Telling a plan where its inspectors set out from, and how long the way into another region is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.audit.service import record
from backend.authorities.models import AuthorityBody
from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.faults import fault, is_region
from backend.control.models import EventPlan
from backend.control.plans.forming import PLAN, require_formed
from backend.control.plans.queries import inspectors_of
from backend.control.plans.roads import HOMES, ROAD, home_of, kept_of
from backend.errors import Invalid
from backend.permissions import Actor
from rules.text import Text

FIELD = "home_"
MOST_ROAD = 30


def road_asks(session: Session, plan: EventPlan, body: AuthorityBody) -> tuple[Ask, ...]:
    """Return the fields: a region for each inspector, and the days of a way into another one."""
    hint = Text("Две цифры, как в ИНН", "Two digits, as in an ИНН")
    people = tuple(
        Ask(
            f"{FIELD}{one.id}",
            AskKind.TEXT,
            Text(f"Регион: {one.name or one.email}", f"Region: {one.name or one.email}"),
            hint,
            optional=True,
            most=2,
        )
        for one in inspectors_of(session, body)
    )
    days = Text("Дней в пути в другой регион", "Days of the way into another region")
    why = Text("Пусто: туда никого не ставим", "Empty: nobody is sent there")
    return (*people, Ask(ROAD, AskKind.WHOLE, days, why, optional=True, least=1, most=MOST_ROAD))


def road_values(plan: EventPlan, body: AuthorityBody, asks: Iterable[Ask]) -> dict[str, Any]:
    """Return what is known already, by field."""
    homes = {ask.name: home_of(plan, body, ask.name.removeprefix(FIELD)) for ask in asks if ask.name != ROAD}
    return {**{name: home for name, home in homes.items() if home.isdigit()}, ROAD: plan.solution.get(ROAD)}


def tell_roads(session: Session, actor: Actor, plan: EventPlan, typed: Mapping[str, Any], now: datetime) -> None:
    """Keep the homes and the way; a proposal counted without them is gone.

    Raises:
        Conflict: the plan was sent.
        Invalid: a region that is not two digits.
    """
    require_formed(plan)
    homes = {name.removeprefix(FIELD): region for name, region in typed.items() if name != ROAD and region}
    wrong = [one for one, region in homes.items() if not is_region(region)]
    if wrong:
        ru, en = "Регион пишут двумя цифрами.", "A region is two digits."
        remedy = Text("Например, 77.", "For example, 77.")
        raise Invalid([fault("region", f"{FIELD}{one}", ru, en, remedy) for one in wrong])
    plan.solution = {**kept_of(plan), HOMES: homes, ROAD: typed[ROAD]}
    session.add(plan)
    record(session, actor, "event_plan.tell_roads", PLAN, plan.id, {"people": len(homes), ROAD: typed[ROAD]}, now)
    session.flush()
