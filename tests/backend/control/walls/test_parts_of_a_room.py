"""Each part of a room × everybody, near and far, by their browsers: the page of a part is there as the table says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from backend.accounts.models import MemberKind
from backend.control import sides
from backend.control.models import RoomConsent
from backend.control.models.room import Side
from backend.control.parts import (
    ACT_OF_APPROVED,
    ALWAYS,
    COMPLAINANT_CONSENTS,
    CONSENT,
    PARTS,
    TYPE_SHOWS_INDICATORS,
    Part,
)
from backend.db.engine import open_session
from backend.permissions import Scope
from backend.risk.models import Source
from rules.control import control_types
from rules.control.types import Leaf
from rules.roles import Role
from tests.backend.control.api.conftest import make_event
from tests.backend.control.desk.conftest import Fire

SIDE = {
    "owner": Side.BUSINESS,
    "representative": Side.BUSINESS,
    "inspector": Side.AUTHORITY,
    "head": Side.AUTHORITY,
    "prosecutor": Side.PROSECUTOR,
    "ombudsman": Side.OMBUDSMAN,
}
NAMED = [part.value for part, sides in PARTS.items() if sides.get(Side.OMBUDSMAN) == CONSENT][::2]
FAR = {
    "inspector of another service": (Role.INSPECTOR, ("rospotrebnadzor", "77")),
    "inspector of another region": (Role.INSPECTOR, ("mchs", "78")),
    "head of another region": (Role.AUTHORITY_HEAD, ("mchs", "78")),
    "prosecutor of another region": (Role.PROSECUTOR, ("", "78")),
    "ombudsman of another region": (Role.OMBUDSMAN, ("", "78")),
}
_NEAR = "owner accountant stranger inspector head prosecutor ombudsman regulator editor admin"
# Control events are handled by power of attorney where it names them (31(5)); the accountant's does not.
BY_ATTORNEY = frozenset({Scope.CONTROL})
CONSENTS = {
    "lasts": {"until": date(2027, 3, 1)},
    "ended": {"until": date(2026, 11, 27)},
    "withdrawn": {"until": date(2027, 3, 1)},
    "none": None,
}


@pytest.fixture
def everybody(request: pytest.FixtureRequest, person) -> dict[str, Any]:
    """A browser of everybody who may have to do with a room, and of those who have not."""
    found = {name: request.getfixturevalue(name) for name in _NEAR.split()}
    for name, of in {"representative": "owner", "representative of another": "stranger"}.items():
        part = {"business": found[of].business, "kind": MemberKind.REPRESENTATIVE, "scopes": BY_ATTORNEY}
        found[name] = person(f"attorney.{of}@example.ru", **part)
    for number, (name, (role, office)) in enumerate(FAR.items()):
        found[name] = person(f"far{number}@example.ru", role, office=office)
    return found


def show_indicators(monkeypatch: pytest.MonkeyPatch, shows: bool) -> None:
    """Let the act of the type show risk indicators to the business, or not (61.1(3)): no act read here says either."""
    known = control_types()["fire"]
    flags = {**known.flags, "indicators.shown_to_client": Leaf(shows, "п. 1")}
    monkeypatch.setattr(sides, "control_types", lambda: {"fire": replace(known, flags=flags)})


def expected(part: Part, side: Side | None, holds: dict[str, bool]) -> int:
    """Return what the table says of one cell."""
    condition = PARTS[part].get(side) if side else None
    if condition is None:
        return 404
    seen = part.value in NAMED and holds[CONSENT] if condition == CONSENT else condition == ALWAYS or holds[condition]
    return 200 if seen else 404


@pytest.mark.parametrize(
    ("source", "holding", "consent"),
    [
        (Source.AUTHORITY, True, "lasts"),
        (Source.AUTHORITY, False, "ended"),
        (Source.AUTHORITY, True, "withdrawn"),
        (Source.BUSINESS, True, "lasts"),
        (Source.BUSINESS, False, "none"),
        (Source.IMPORT, True, "none"),
    ],
)
def test_a_page_of_a_part_is_there_for_whom_the_table_says(
    everybody, owner, engine, clock, monkeypatch, source, holding, consent
) -> None:
    show_indicators(monkeypatch, holding)
    fire, given = Fire(engine, clock.now()), CONSENTS[consent]
    with open_session(engine, write=True) as session:
        changes = {"source": source, "approval": "given" if holding else None, "complainant_consents": holding}
        event_id = make_event(session, fire.body_id, owner.business.id, clock.now(), **changes).id
        if given is not None:
            gone = clock.now() if consent == "withdrawn" else None
            about = {"event_id": event_id, "parts": NAMED, "wording": "первая", "given_by": owner.person.id}
            session.add(RoomConsent(given_at=clock.now(), withdrawn_at=gone, **about, **given))
        session.commit()
    holds = dict.fromkeys((COMPLAINANT_CONSENTS, ACT_OF_APPROVED, TYPE_SHOWS_INDICATORS), holding)
    holds[CONSENT] = consent == "lasts"
    wrong = []
    for name, browser in everybody.items():
        side = SIDE.get(name)
        if source is Source.BUSINESS and side not in (Side.BUSINESS, Side.OMBUDSMAN):
            side = None
        for part in Part:
            status = browser.get(f"/control-events/{event_id}/{part.value}", follow_redirects=False).status_code
            if status != expected(part, side, holds):
                wrong.append((name, part.value, status))
    assert wrong == []


def test_the_table_names_every_part() -> None:
    assert set(PARTS) == set(Part)
