"""An official event meets the business's own copy: its things move, differences show, the authority learns nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlmodel import select

from backend.control.merging import merge_known
from backend.control.models import (
    ControlEvent,
    EventAnswers,
    EventCosts,
    EventFile,
    EventRating,
    MergeDifference,
    RoomConsent,
)
from backend.control.models.room import Side
from backend.db.engine import open_session
from backend.papers.models import FileType
from backend.procedures.models import DeadlineRow
from tests.backend.control.desk.conftest import step
from tests.backend.control.own_events import enter

NUMBER = "77260041000100000001"
CANARY = "Канарейка-лично-своё"


def own_copy(fire, owner, **changes: str) -> str:
    """Enter an own copy with everything private in it; return its id."""
    said = {"stage": "record_notice", "registry_number": "7726 0041 0001 0000 0001", "decision_number": CANARY}
    event_id = enter(owner, **said, **changes).rsplit("/", 1)[-1]
    now = fire.now
    with open_session(fire.engine, write=True) as session:
        session.add(EventAnswers(event_id=event_id, check={"note": CANARY}, changed_at=now))
        session.add(EventCosts(event_id=event_id, actual_rubles=Decimal("1234.50"), changed_at=now))
        session.add(EventRating(event_id=event_id, clarity=2, comment=CANARY, at=now))
        about = {"event_id": event_id, "parts": ["check"], "until": date(2027, 1, 1), "wording": CANARY}
        session.add(RoomConsent(given_by=owner.person.id, given_at=now, **about))
        file = {"event_id": event_id, "case_id": event_id, "procedure": "control_event", "part": "decision"}
        kept = {"sha256": "0" * 64, "name": f"{CANARY}.pdf", "size": 9, "type": FileType.PDF, "at": now}
        session.add(EventFile(business_id=owner.business.id, side=Side.BUSINESS, **file, **kept))
        session.commit()
    return event_id


def official(fire, inspector, head) -> str:
    """Prepare and schedule the official event; return its id."""
    event_id = fire.prepare(inspector, ground="PROSECUTOR_DEMAND")
    step(inspector, event_id, "propose_decision")
    step(head, event_id, "sign_decision")
    step(head, event_id, "schedule", {"registry_number": NUMBER})
    return event_id


@pytest.fixture
def merged(fire, inspector, head, owner) -> tuple[str, str]:
    """An own copy and the official event that took its place."""
    fire.give_inn(owner.business)
    own = own_copy(fire, owner)
    return own, official(fire, inspector, head)


def test_the_own_copy_leads_to_the_official_event(fire, owner, merged) -> None:
    own, event_id = merged
    assert fire.event(own).merged_into == event_id
    assert (
        owner.get(f"/control-events/{own}", follow_redirects=False).headers["location"] == f"/control-events/{event_id}"
    )
    assert owner.get("/control-events").text.count("/control-events/" + event_id) == 1
    assert own not in owner.get("/control-events").text


def test_private_rows_files_and_consents_move(fire, merged) -> None:
    _, event_id = merged
    for model in (EventAnswers, EventCosts, EventRating, RoomConsent, EventFile):
        assert {row.event_id for row in fire.read(model) if getattr(row, "side", Side.BUSINESS) is Side.BUSINESS} == {
            event_id
        }
    file = next(row for row in fire.read(EventFile) if row.side is Side.BUSINESS)
    assert (file.handed_at, file.receipt, file.case_id) == (None, None, event_id)
    assert fire.read(EventCosts)[0].actual_rubles == Decimal("1234.50")


def test_the_business_sees_what_differs_and_its_copy_is_not_written_over_the_official_event(
    fire, owner, merged
) -> None:
    _, event_id = merged
    differing = {row.field: (row.own, row.official) for row in fire.read(MergeDifference)}
    assert differing["decision_number"] == (CANARY, "Р-7")
    assert differing["start_at"] == ("2026-11-18 09:00", "2026-12-07 10:00")
    assert "subject" not in differing
    page = owner.get(f"/control-events/{event_id}").text
    assert "Расхождения с вашими записями" in page
    assert CANARY in page
    assert fire.event(event_id).decision_number == "Р-7"


def test_no_byte_of_the_own_copy_reaches_the_authority_or_the_prosecutor(
    fire, inspector, head, prosecutor, merged
) -> None:
    own, event_id = merged
    for browser in (inspector, head, prosecutor):
        for address in ("/desk/control", "/desk/prosecutor", f"/control-events/{event_id}", "/notices"):
            assert CANARY not in browser.get(address).text
        assert browser.get(f"/control-events/{event_id}/differences").status_code == 404
        # An own copy is nobody's address: whoever guesses it is led where they may go anyway, or nowhere.
        assert browser.get(f"/control-events/{own}", follow_redirects=False).status_code in (303, 404)


def test_the_terms_of_the_copy_end_with_it(fire, merged) -> None:
    own, _ = merged
    rows = [row for row in fire.read(DeadlineRow) if row.subject_id == own]
    assert [row for row in rows if row.closed_at is None] == []


def test_a_copy_entered_after_the_official_event_merges_too(fire, inspector, head, owner) -> None:
    fire.give_inn(owner.business)
    event_id = official(fire, inspector, head)
    own = own_copy(fire, owner)
    with open_session(fire.engine, write=True) as session:
        copy = session.get_one(ControlEvent, own)
        if copy.merged_into is None:
            merge_known(session, copy, fire.now)
        session.commit()
    assert fire.event(own).merged_into == event_id


@pytest.mark.parametrize(
    ("inn", "number"), [("7707083893", NUMBER), ("500100732259", "77260041000100000002"), ("500100732259", "")]
)
def test_another_inn_or_number_or_none_does_not_merge(fire, inspector, head, owner, inn: str, number: str) -> None:
    fire.give_inn(owner.business, inn)
    own = own_copy(fire, owner)
    with open_session(fire.engine, write=True) as session:
        session.get_one(ControlEvent, own).registry_number = number
        session.commit()
    official(fire, inspector, head)
    assert fire.event(own).merged_into is None


def test_a_stranger_who_names_the_same_inn_gets_neither_event(fire, inspector, head, owner, stranger) -> None:
    fire.give_inn(owner.business)
    fire.give_inn(stranger.business)
    own = own_copy(fire, stranger)
    event_id = official(fire, inspector, head)
    assert fire.event(own).merged_into is None
    assert stranger.get(f"/control-events/{event_id}").status_code == 404


def test_merging_twice_changes_nothing(fire, merged) -> None:
    _own, event_id = merged
    before = len(fire.read(MergeDifference))
    with open_session(fire.engine, write=True) as session:
        event = session.exec(select(ControlEvent).where(ControlEvent.id == event_id)).one()
        assert merge_known(session, event, datetime(2026, 12, 1, tzinfo=UTC)) is None
        session.commit()
    assert len(fire.read(MergeDifference)) == before
