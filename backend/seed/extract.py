"""The register extract of the demo: what public registers would say of its organisations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from backend.accounts.models import Business
from backend.clock import MOSCOW
from backend.profiles.extract_reading import COLUMNS, COMPULSORY
from backend.profiles.queries import load_profile
from backend.profiles.register import Organisation, replace_extract
from backend.seed.world import World
from rules.conditions import FactValue

# Whoever is self-employed only stands in no public register.
UNREGISTERED = "npd"


def add_extract(session: Session, world: World) -> None:
    """Load an extract made of the demo organisations: by their ИНН the first page asks «Это вы?»."""
    replace_extract(session, _organisations(session, world), world.now.astimezone(MOSCOW).date(), world.now)


def _organisations(session: Session, world: World) -> Iterator[Organisation]:
    for business in world.businesses.values():
        facts = _public(session, business)
        if business.inn and facts.get("legal_form") != UNREGISTERED:
            yield Organisation(business.inn, business.name.split(",")[0], facts)


def _public(session: Session, business: Business) -> dict[str, Any]:
    known = load_profile(session, business).main.known
    public = (code for code in COLUMNS if code in known and code not in COMPULSORY)
    return {code: _raw(value) for code in public if (value := known[code].value) is not None}


def _raw(value: FactValue) -> Any:
    if isinstance(value, Decimal):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
