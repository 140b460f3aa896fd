"""After an own copy met the official event each paper stands in the one room once: paired, or the business's own."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.event import listens_for

from backend.control.models import (
    ControlEvent,
    ControlWarning,
    DocumentRequest,
    EventMessage,
    Prescription,
    PrescriptionItem,
)
from backend.control.pairing import pair_papers, pair_warnings
from backend.control.queries import find_event
from backend.db.engine import open_session
from backend.permissions import Actor, Scope
from backend.procedures.models import DeadlineRow
from backend.risk.models import Source
from tests.backend.control.desk.test_merging import CANARY, official, own_copy

DEMAND = {"kind": "documents", "items": f"Журнал\n{CANARY}", "received_on": "2026-11-26", "due_on": "2026-12-08"}


def note_demand(owner, own: str, **changes: str) -> None:
    answer = owner.post_form(f"/control-events/{own}/new/document_request", DEMAND | changes)
    assert answer.status_code == 303, answer.text[-2000:]


def note_prescription(fire, own: str, business_id: str, **changes) -> str:
    """Write a prescription of the copy down, as its page would; return its id."""
    with open_session(fire.engine, write=True) as session:
        about = {"number": "8", "received_on": date(2026, 11, 27), "due_on": date(2027, 3, 1), "state": "RECEIVED"}
        row = Prescription(event_id=own, business_id=business_id, created_at=fire.now, **(about | changes))
        session.add(row)
        session.flush()
        point = {"text": CANARY, "unit": "п. 1", "due_on": date(2027, 3, 1)}
        session.add(PrescriptionItem(prescription_id=row.id, **point))
        session.commit()
        return row.id


@pytest.fixture
def known(fire, inspector, head, owner) -> tuple[str, str]:
    """A copy with two demands and a prescription of its own, and the official event it gave way to."""
    fire.give_inn(owner.business)
    own = own_copy(fire, owner)
    note_demand(owner, own, number="12", issued_on="2026-11-25")
    note_demand(owner, own, number="13")
    note_prescription(fire, own, owner.business.id)
    return own, official(fire, inspector, head)


def demand_of(fire, inspector, event_id: str, **changes: str) -> DocumentRequest:
    """Let the inspector demand papers in the official event, which goes on; return the demand."""
    with open_session(fire.engine, write=True) as session:
        event = session.get_one(ControlEvent, event_id)
        event.state, event.started_at = "IN_PROGRESS", datetime(2026, 11, 24, 7, tzinfo=UTC)
        session.add(event)
        session.commit()
    said = {"kind": "documents", "items": "Журнал инструктажа", "number": "№ 12", "due_on": "2026-12-09"}
    said |= {"issued_on": "2026-11-25", "received_on": "2026-11-26"}
    answer = inspector.post_form(f"/control-events/{event_id}/new/document_request", said | changes)
    assert answer.status_code == 303, answer.text[-2000:]
    return next(row for row in fire.read(DocumentRequest) if row.event_id == event_id)


def test_what_only_the_business_knows_stands_in_the_one_room_with_its_terms_running(fire, owner, known) -> None:
    own, event_id = known
    page = owner.get(f"/control-events/{event_id}").text
    assert page.count("ваша запись") == 3
    assert page.count("Передать запись органу") == 3
    mine = {row.id for row in fire.read(DocumentRequest) if row.event_id == own}
    running = [row for row in fire.read(DeadlineRow) if row.subject_id in mine and row.closed_at is None]
    assert {row.subject_id for row in running} == mine
    extension = next(iter(mine))
    assert f"/cases/document_request/{extension}/" in page


def test_nobody_else_hears_a_word_of_it(fire, inspector, head, prosecutor, known) -> None:
    own, event_id = known
    ids = [row.id for model in (DocumentRequest, Prescription) for row in fire.read(model) if row.event_id == own]
    for browser in (inspector, head, prosecutor):
        parts = ("", "/requests", "/prescriptions", "/postponements", "/messages")
        pages = [browser.get(f"/control-events/{event_id}{part}") for part in parts]
        pages += [browser.get("/desk/control"), browser.get("/notices")]
        assert all(CANARY not in one.text and "ваша запись" not in one.text for one in pages)
        for row in ids:
            assert browser.get(f"/prescriptions/{row}").status_code == 404
            hand = f"/control-events/{event_id}/papers/document_request/{row}/hand"
            assert browser.post_form(hand).status_code in (403, 404)


def test_an_official_demand_of_the_same_number_takes_the_place_of_the_note(fire, inspector, owner, known) -> None:
    own, event_id = known
    demand = demand_of(fire, inspector, event_id)
    notes = {row.number: row for row in fire.read(DocumentRequest) if row.event_id == own}
    assert (notes["12"].paired_with, notes["13"].paired_with) == (demand.id, None)
    page = owner.get(f"/control-events/{event_id}/requests").text
    assert [page.count(one) for one in ("№\u00a012", "№\u00a0№", "№\u00a013")] == [1, 0, 1]
    assert "Вы записали иначе:" in page
    assert f"у вас «Журнал; {CANARY}», в бумаге «Журнал инструктажа»" in page
    open_ = {row.subject_id for row in fire.read(DeadlineRow) if row.closed_at is None}
    assert demand.id in open_
    assert notes["12"].id not in open_
    assert notes["13"].id in open_
    inspected = inspector.get(f"/control-events/{event_id}/requests").text
    assert (CANARY in inspected, "Вы записали иначе:" in inspected) == (False, False)


def test_a_step_on_the_note_of_a_paired_paper_is_a_step_on_the_paper(fire, inspector, owner, known) -> None:
    demand = demand_of(fire, inspector, known[1])
    note = next(row for row in fire.read(DocumentRequest) if row.paired_with == demand.id)
    said = {"already_held": "Подали 12.10.2026, вх. № 44"}
    assert owner.post_form(f"/cases/document_request/{note.id}/name_earlier_paper", said).status_code == 303
    states = {row.id: row.state for row in fire.read(DocumentRequest)}
    assert (states[demand.id], states[note.id]) == ("ALREADY_HELD", note.state)


def test_papers_pair_by_their_day_where_one_has_no_number_and_only_if_one_fits(fire, owner, known) -> None:
    own, event_id = known
    with open_session(fire.engine, write=True) as session:
        about = {"event_id": event_id, "business_id": owner.business.id, "created_at": fire.now, "state": "RECEIVED"}
        session.add(Prescription(number="", received_on=date(2026, 11, 27), due_on=date(2027, 2, 1), **about))
        for _ in range(2):
            day = {"received_on": date(2026, 11, 26), "kind": "documents"}
            session.add(DocumentRequest(**day, **(about | {"state": "ISSUED"})))
        session.flush()
        assert pair_papers(session, session.get_one(ControlEvent, event_id), fire.now) == 1
        session.commit()
    paired = [row for row in fire.read(Prescription) if row.paired_with]
    assert [row.event_id for row in paired] == [own]
    page = owner.get(f"/control-events/{event_id}/prescriptions").text
    assert "Срок: у вас «01.03.2027», в бумаге «01.02.2027»" in page
    assert not [row for row in fire.read(DocumentRequest) if row.paired_with]


def test_a_draft_of_the_authority_pairs_with_nothing(fire, owner, known) -> None:
    _, event_id = known
    with open_session(fire.engine, write=True) as session:
        about = {"event_id": event_id, "business_id": owner.business.id, "created_at": fire.now}
        session.add(Prescription(number="8", due_on=date(2027, 2, 1), **about))
        session.flush()
        assert pair_papers(session, session.get_one(ControlEvent, event_id), fire.now) == 0


def test_a_note_goes_to_the_authority_by_the_owners_own_step_alone(fire, inspector, owner, stranger, known) -> None:
    own, event_id = known
    note = next(row for row in fire.read(DocumentRequest) if row.number == "13")
    hand = f"/control-events/{event_id}/papers/document_request/{note.id}/hand"
    assert stranger.post_form(hand).status_code == 404
    assert owner.post_form(hand).status_code == 303
    kept = next(row for row in fire.read(DocumentRequest) if row.id == note.id)
    assert (kept.handed_at, kept.event_id) == (fire.now, own)
    messages = inspector.get(f"/control-events/{event_id}/messages").text
    assert kept.receipt in messages
    assert CANARY in messages
    assert CANARY not in inspector.get(f"/control-events/{event_id}/requests").text
    assert kept.receipt in owner.get(f"/control-events/{event_id}/requests").text
    assert owner.post_form(hand).status_code == 409
    assert len(fire.read(EventMessage)) == 1


def test_a_warning_written_down_gives_way_to_the_one_that_was_issued(fire, owner) -> None:
    about = {"control_type": "fire", "business_id": owner.business.id, "inn": "500100732259", "created_at": fire.now}
    with open_session(fire.engine, write=True) as session:
        mine = {"source": Source.BUSINESS, "number": "5", "action": CANARY, "state": "RECEIVED"}
        theirs = {"source": Source.AUTHORITY, "number": "№ 5", "action": "Заперт выход", "state": "RECEIVED"}
        session.add(ControlWarning(platform_number=1, **about, **mine))
        session.add(ControlWarning(platform_number=2, body_id=fire.body_id, **about, **theirs))
        session.flush()
        assert pair_warnings(session, owner.business.id, fire.now) == 1
        session.commit()
    rows = {row.platform_number: row for row in fire.read(ControlWarning)}
    assert rows[1].paired_with == rows[2].id
    listed = owner.get("/warnings").text
    assert (f"/cases/warning/{rows[1].id}" in listed, f"/cases/warning/{rows[2].id}" in listed) == (False, True)
    assert CANARY in owner.get(f"/cases/warning/{rows[2].id}").text


def test_the_row_that_is_written_is_the_one_that_is_locked(fire, owner, known) -> None:
    """A copy leads to the official event: with `write` each statement that reads an event by its id asks for a lock."""
    own, event_id = known
    actor = Actor(scopes={owner.business.id: frozenset(Scope)}, business_id=owner.business.id)
    asked: list[str] = []
    with open_session(fire.engine, write=True) as session:

        @listens_for(session, "do_orm_execute")
        def note(state) -> None:
            asked.append(str(state.statement.compile(dialect=postgresql.dialect())))

        assert find_event(session, actor, own, date(2026, 11, 28), write=True).event.id == event_id
    locking = [one for one in asked if "FOR UPDATE" in one]
    assert len(locking) == 2
