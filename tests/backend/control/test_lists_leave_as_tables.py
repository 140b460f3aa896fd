"""Every list of control and of questions leaves as a table, to those who may look at it and to nobody else."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import pytest

from backend.clock import FixedClock
from backend.db.engine import open_session
from tests.layout.objects import World
from tests.layout.objects_control import OTHERS, OWNED, consent, declaration

TABLES = {
    "/control-events.csv": ("owner", 1),
    "/declarations.csv": ("owner", 1),
    "/consultations.csv": ("owner", 1),
    "/desk/control/events.csv": ("inspector", 1),
    "/desk/control/workload.csv": ("inspector", 1),
    "/desk/control/absences.csv": ("inspector", 0),
    "/desk/control/plans.csv": ("head", 1),
    "/desk/prosecutor/events.csv": ("prosecutor", 1),
    "/desk/prosecutor/plans.csv": ("prosecutor", 0),
    "/desk/ombudsman/rooms.csv": ("ombudsman", 1),
    "/desk/consultations.csv": ("regulator", 1),
    "/admin/imports.csv": ("admin", 1),
}


@pytest.fixture
def everybody(owner, stranger, inspector, head, prosecutor, ombudsman, regulator, admin) -> dict[str, Any]:
    """All who have a list, by their names."""
    return dict(locals())


@pytest.fixture
def things(owner, engine, settings, clock: FixedClock) -> None:
    """One of everything that lists show."""
    with open_session(engine, write=True) as session:
        world = World(session, settings, clock, owner.business, owner.person)
        for name in ("event_id", "plan_id", "consultation_id"):
            OWNED[name](world)
        declaration(world)
        consent(world)
        OTHERS["import_id"](world)
        session.commit()


def table(answer: Any) -> list[list[str]]:
    """Return the rows of a file, the heads first."""
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    return list(csv.reader(StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))


@pytest.mark.parametrize("address", TABLES)
def test_a_list_leaves_as_a_table(everybody, things, address) -> None:
    who, count = TABLES[address]
    rows = table(everybody[who].get(address))
    assert len(rows) == 1 + count
    assert len({len(row) for row in rows}) == 1
    everybody[who].cookies.set("language", "en", domain="127.0.0.1")
    assert table(everybody[who].get(address))[0] != rows[0]
    others = {"owner", "stranger", "inspector", "prosecutor", "ombudsman", "regulator", "admin"} - {who, "stranger"}
    for name in others - ({"inspector", "head"} if who in ("inspector", "head") else set()):
        assert everybody[name].get(address).status_code == 404, name


def test_another_business_takes_nothing_of_it_away(everybody, things) -> None:
    for address, (who, _) in TABLES.items():
        if who == "owner":
            assert len(table(everybody["stranger"].get(address))) == 1, address


def test_the_page_of_each_list_leads_to_its_table(everybody, things) -> None:
    for address, (who, count) in TABLES.items():
        page = address.removesuffix("/events.csv").removesuffix("/rooms.csv").removesuffix(".csv")
        if count and page:
            assert f'href="{address}"' in everybody[who].get(page).text, address
