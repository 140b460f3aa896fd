"""Businesses whose answers are known, from the profiles that lists are read by."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from backend.accounts.models import Business
from backend.db.engine import open_session
from backend.jobs.work import Hands
from backend.law import current_law
from backend.profiles import service
from backend.profiles.models import Origin
from backend.profiles.queries import list_places
from rules.profiles import read_facts

PROFILES = Path(__file__).parents[3] / "rules" / "examples"


@pytest.fixture
def fill(engine, clock) -> Callable[..., None]:
    """Record the answers of a profile for a business: `fill(business, "cafe", without=["employees"])`."""

    def fill_in(business: Business, profile: str, *, without: Iterable[str] = (), **changes: Any) -> None:
        raw = yaml.safe_load((PROFILES / f"{profile}.yaml").read_text())["facts"] | changes
        facts = read_facts(raw, current_law().vocabulary, clock.today())
        with open_session(engine, write=True) as session:
            places = list_places(session, business.id)
            place = places[0] if places else service.add_place(session, business.id, "", clock.now())
            known = {code: value for code, value in facts.items() if code not in without}
            service.record_facts(session, business.id, place.id, known, Origin.ANSWER, clock.now())
            session.commit()

    return fill_in


@pytest.fixture
def cafe(owner, fill):
    """The owner's browser; the café's answers are all given."""
    fill(owner.business, "cafe")
    return owner


@pytest.fixture
def hairdresser(newcomer, fill):
    """Somebody without an account who has answered as a hairdresser."""
    fill(newcomer.business, "hairdresser")
    return newcomer


@pytest.fixture
def hands(settings, engine, clock) -> Hands:
    """Whoever does the work of the outbox in a test."""
    return Hands(settings, engine, clock)
