"""Where inspectors set out from, and how many days the way into another region takes: told by people of the body.

What nobody told is not known: a body of the whole country has no home region, and a way that is not known is not free.
Kept with the plan, as the days of its entries are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from backend.authorities.models import AuthorityBody
from backend.control.models import EventPlan
from rules.text import Text

HOMES, ROAD = "homes", "road_days"
NO_ROAD = Text(
    "Другой регион: дорога не известна. Впишите её на странице плана или поставьте пункт вручную.",
    "Another region: the way there is not known. Tell it on the page of the plan, or place the entry by hand.",
)
NO_HOME = Text(
    "Не сказано, откуда едут инспекторы. Впишите их регионы на странице плана или поставьте пункт вручную.",
    "Where inspectors set out from is not told. Give their regions on the page of the plan, or place it by hand.",
)


def home_of(plan: EventPlan, body: AuthorityBody, person: str) -> str:
    """Return the region an inspector sets out from; a name that is no region while nobody told it."""
    told: Mapping[str, str] = plan.solution.get(HOMES, {})
    return told.get(person) or body.region or f"?{person}"


def travel_of(plan: EventPlan, homes: Iterable[str], regions: Iterable[str]) -> dict[tuple[str, str], Decimal]:
    """Return the ways between regions, in days; none while nobody told how long they are."""
    road = plan.solution.get(ROAD)
    if road is None:
        return {}
    known, ends = {home for home in homes if home.isdigit()}, {region for region in regions if region}
    return {(home, region): Decimal(road) for home in known for region in ends if home != region}


def kept_of(plan: EventPlan) -> dict[str, Any]:
    """Return what every proposal keeps: which kind and how many days new entries get, homes and ways."""
    return {name: plan.solution[name] for name in ("kind", "days", HOMES, ROAD) if name in plan.solution}
