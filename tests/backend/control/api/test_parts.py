"""Each part of a room × each side × near and far, by keys: exactly what the table PARTS says, for all its cells."""

from __future__ import annotations

import pytest

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
from backend.risk.models import Source
from tests.backend.control.api.conftest import EVENTS, let_in, make_event
from tests.backend.control.walls.test_parts_of_a_room import show_indicators

SIDE = {
    "owner": Side.BUSINESS,
    "representative": Side.BUSINESS,
    "inspector": Side.AUTHORITY,
    "head": Side.AUTHORITY,
    "prosecutor": Side.PROSECUTOR,
    "ombudsman": Side.OMBUDSMAN,
}
NAMED = [part.value for part, sides in PARTS.items() if sides.get(Side.OMBUDSMAN) == CONSENT][::2]
# What the business alone has, in an event it entered itself: no authority is there.
ALONE = frozenset({Side.BUSINESS, Side.OMBUDSMAN})


def expected(part: Part, side: Side | None, holds: dict[str, bool]) -> int:
    """Return what the table says of one cell."""
    condition = PARTS[part].get(side) if side else None
    if condition is None:
        return 404
    return 200 if condition == ALWAYS or (part.value in NAMED if condition == CONSENT else holds[condition]) else 404


@pytest.mark.parametrize("source", [Source.AUTHORITY, Source.BUSINESS, Source.IMPORT])
@pytest.mark.parametrize("open_", [True, False], ids=["conditions hold", "conditions fail"])
def test_a_key_sees_of_a_room_what_the_table_says_and_nothing_else(
    sides, attorneys, fire, owner, engine, clock, monkeypatch, source, open_
) -> None:
    everybody = sides | attorneys
    show_indicators(monkeypatch, open_)
    approval = "given" if open_ else None
    with open_session(engine, write=True) as session:
        changes = {"source": source, "approval": approval, "complainant_consents": open_}
        event_id = make_event(session, fire.body_id, owner.business.id, clock.now(), **changes).id
        let_in(session, event_id, NAMED, clock.now())
        session.commit()
    holds = dict.fromkeys((COMPLAINANT_CONSENTS, ACT_OF_APPROVED, TYPE_SHOWS_INDICATORS), open_)
    wrong, tried = [], 0
    for name, program in everybody.items():
        side = SIDE.get(name)
        if source is Source.BUSINESS and side not in ALONE:
            side = None
        for part in Part:
            answer = program.get(f"{EVENTS}/{event_id}/parts/{part.value}")
            tried += 1
            if answer.status_code != expected(part, side, holds):
                wrong.append((name, part.value, answer.status_code))
            elif answer.status_code == 200:
                assert set(answer.json()) == {"part", "name", "data"}
    assert wrong == []
    assert tried == len(Part) * len(everybody) >= 300
    assert set(PARTS) == set(Part)


def test_the_room_names_just_the_parts_that_answer(sides, attorneys, event_id, engine, clock) -> None:
    with open_session(engine, write=True) as session:
        let_in(session, event_id, NAMED, clock.now())
        session.commit()
    everybody = sides | attorneys
    for name in SIDE:
        told = everybody[name].get(f"{EVENTS}/{event_id}").json()["parts"]
        seen = [p.value for p in Part if everybody[name].get(f"{EVENTS}/{event_id}/parts/{p.value}").status_code == 200]
        assert sorted(told) == sorted(seen), name


def test_who_has_nothing_to_do_with_a_room_finds_none_in_the_list_nor_by_its_address(sides, event_id) -> None:
    for name, program in sides.items():
        if name not in SIDE or name == "ombudsman":
            assert program.get(f"{EVENTS}/{event_id}").status_code == 404, name
            assert event_id not in program.get(EVENTS).text, name
        else:
            assert [one["id"] for one in program.get(EVENTS).json()["items"]] == [event_id], name


def test_a_consent_that_is_over_or_taken_back_shows_nothing(sides, event_id) -> None:
    owner, ombudsman = sides["owner"], sides["ombudsman"]
    given = owner.post(f"{EVENTS}/{event_id}/consents", json={"parts": ["event", "messages"], "until": "2026-12-10"})
    assert given.status_code == 201, given.text
    assert ombudsman.get(f"{EVENTS}/{event_id}").json()["parts"] == ["event", "messages"]
    assert ombudsman.get(f"{EVENTS}/{event_id}").json()["waiting_for"] is None
    taken = owner.post(f"{EVENTS}/{event_id}/consents/{given.json()['id']}/withdraw")
    assert taken.status_code == 200
    assert ombudsman.get(f"{EVENTS}/{event_id}").status_code == 404
    assert ombudsman.get(EVENTS).json()["items"] == []
