"""A café whose facts are known, seen by its owner or by a visitor without an account."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from sqlmodel import select

from backend.db.engine import open_session
from backend.law import current_law
from backend.profiles.models import Origin
from backend.profiles.queries import list_places
from backend.profiles.service import add_place, record_facts
from rules.profiles import read_profile

CASES = Path(__file__).parents[2] / "cases" / "lists"
ON = date(2026, 11, 28)


@pytest.fixture(scope="session")
def cafe_facts():
    """What is known of a café with a bar in a block of flats."""
    raw = yaml.safe_load((CASES / "cafe.yaml").read_text(encoding="utf-8"))
    facts = read_profile(raw, current_law().vocabulary, ON)
    return {code: value for code, value in facts.items() if value is not None}


def record(engine, clock, business_id, facts):
    """Record the facts of a business at its first place, which is made if there is none."""
    with open_session(engine, write=True) as session:
        places = list_places(session, business_id) or [add_place(session, business_id, "", clock.now())]
        record_facts(session, business_id, places[0].id, facts, Origin.ANSWER, clock.now())
        session.commit()


@pytest.fixture
def session(engine):
    """A session that only looks: it holds no lock, so pages can write meanwhile; `rollback` makes it look anew."""
    with open_session(engine) as opened:
        yield opened


@pytest.fixture
def alter(engine):
    """Changes a row behind the pages' back: `alter(Answer, requirement_version="x")`."""

    def change(table, **values):
        with open_session(engine, write=True) as opened:
            row = opened.exec(select(table)).one()
            for name, value in values.items():
                setattr(row, name, value)
            opened.add(row)
            opened.commit()

    return change


@pytest.fixture
def cafe(owner, engine, clock, cafe_facts):
    """The owner of a café whose facts are known."""
    record(engine, clock, owner.business.id, cafe_facts)
    return owner


@pytest.fixture
def bakery(stranger, engine, clock, cafe_facts):
    """Another owner, of the same kind of business."""
    record(engine, clock, stranger.business.id, cafe_facts)
    return stranger


@pytest.fixture
def guest(newcomer, engine, clock, cafe_facts):
    """A visitor without an account who has answered the questions; `guest.business` is the run."""
    record(engine, clock, newcomer.business.id, cafe_facts)
    return newcomer


@pytest.fixture
def two_places(cafe, engine, clock, cafe_facts):
    """The café with a second hall at another address."""
    with open_session(engine, write=True) as session:
        place = add_place(session, cafe.business.id, "Второй зал", clock.now())
        record_facts(session, cafe.business.id, place.id, cafe_facts, Origin.ANSWER, clock.now())
        session.commit()
    return cafe
