"""A note handed over and a declaration that is out of date, by the key of the business that wrote them."""

# The copy that met its official event comes as a fixture of the desk.
# ruff: noqa: F811
from __future__ import annotations

import pytest

from backend.control.models import Declaration, DocumentRequest, EventMessage
from backend.db.engine import open_session
from tests.backend.control.api.conftest import EVENTS
from tests.backend.control.desk.test_papers_after_merging import known  # noqa: F401


@pytest.fixture
def declaration(program_of, owner, engine, clock) -> str:
    """The address of a declaration of the café that was registered."""
    with open_session(engine, write=True) as session:
        about = {"business_id": owner.business.id, "control_type": "fire", "statement": {"share": "1/1"}}
        row = Declaration(number=1, created_at=clock.now(), **about)
        session.add(row)
        session.commit()
    program = program_of(owner, ("control",))
    program.take("declaration", row.id, "submit", {"submitted_on": "2026-11-02"})
    program.take("declaration", row.id, "register", {"registered_on": "2026-11-05", "registry_number": "Д-1"})
    return f"/api/v1/cases/declaration/{row.id}"


def test_a_note_goes_to_the_authority_by_the_owners_own_call_alone(fire, known, sides) -> None:
    own, event_id = known
    note = next(row for row in fire.read(DocumentRequest) if row.event_id == own)
    hand = f"{EVENTS}/{event_id}/cases/document_request/{note.id}/hand-over"
    for name, program in sides.items():
        if name != "owner":
            assert program.post(hand).status_code == 404, name
    assert fire.read(EventMessage) == []
    handed = sides["owner"].post(hand)
    assert handed.status_code == 200, handed.text
    (message,) = fire.read(EventMessage)
    assert handed.json()["receipt"] in message.text
    assert (handed.json()["procedure"], handed.json()["id"]) == ("document_request", note.id)
    assert sides["owner"].post(hand).status_code == 409
    assert sides["owner"].post(hand.replace(note.id, "none")).status_code == 404


def test_what_changed_starts_a_month_to_bring_the_declaration_up_to_date(sides, declaration) -> None:
    mine = sides["owner"]
    seen = mine.get(declaration).headers["ETag"]
    noted = mine.post(f"{declaration}/changed", json={"changed_on": "2026-11-20"}, headers={"If-Match": seen})
    assert noted.status_code == 200, noted.text
    assert "declaration.update" in {term["key"] for term in noted.json()["waiting_for"]["terms"]}
    assert mine.post(f"{declaration}/steps/update", json={"fields": {}}).status_code == 200
    assert sides["stranger"].post(f"{declaration}/changed", json={"changed_on": "2026-11-20"}).status_code == 404


@pytest.mark.parametrize("day", [None, "", "2026-11-04", "2026-11-29", "2026-02-30", 1764000000])
def test_a_day_that_cannot_be_is_refused_by_its_field(program_of, owner, declaration, contents, day) -> None:
    program = program_of(owner)
    before = contents()
    refused = program.post(f"{declaration}/changed", json={"changed_on": day})
    assert refused.status_code == 422, refused.text
    assert [one["field"] for one in refused.json()["errors"]] == ["changed_on"]
    assert contents() == before


def test_cases_of_other_kinds_have_no_such_day(sides, event_id) -> None:
    address = f"/api/v1/cases/control_event/{event_id}/changed"
    assert sides["owner"].post(address, json={"changed_on": "2026-11-20"}).status_code == 404
