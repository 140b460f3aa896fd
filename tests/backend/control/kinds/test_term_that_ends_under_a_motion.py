"""A motion does not let the term of a prescription stand: while it waits both sides hear of the term and of its end."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import select

from backend.control.models import Prescription
from backend.jobs.work import Hands, run_due
from backend.notifications.models import Notice
from tests.backend.control.kinds.test_prescription import ASKED, DECIDED, fill, take


@pytest.fixture
def asked(house: Any, inspector: Any, head: Any, owner: Any) -> str:
    """A delivered prescription, due on 1 February, to which the business asked for more time."""
    event_id = house.inspected()
    assert inspector.post_form(f"/control-events/{event_id}/prescription", fill()).status_code == 303
    case_id: str = house.read(Prescription)[0].id
    assert take(head, case_id, "issue", {"number": "77", "issued_on": "2026-11-26"}).status_code == 303
    assert take(head, case_id, "deliver", {"received_on": "2026-11-27"}).status_code == 303
    assert take(owner, case_id, "ask_deferral", ASKED).status_code == 303
    return case_id


@pytest.fixture
def told(house: Any, settings: Any, engine: Any, clock: Any) -> Any:
    """Lets time pass to a moment, and returns what somebody was told of terms by then."""

    def at(moment: datetime, browser: Any) -> list[str]:
        clock.moment = moment
        run_due(Hands(settings, engine, clock))
        with house.session() as session:
            query = select(Notice.kind).where(Notice.person_id == browser.person.id)
            return [kind for kind in session.exec(query) if "term" in kind]

    return at


def test_both_sides_are_told_once_that_the_term_ended(house, asked, told, owner, head, inspector) -> None:
    before, after = datetime(2027, 2, 1, 20, 59, 59, tzinfo=UTC), datetime(2027, 2, 1, 21, 0, 5, tzinfo=UTC)
    assert told(before, owner).count("prescription.tell_term_over") == 0
    assert told(after, owner).count("prescription.tell_term_over") == 1
    assert told(after, head).count("prescription.tell_term_over") == 1
    assert told(after, inspector).count("prescription.tell_term_over") == 1
    assert house.state(Prescription, asked) == "DEFERRAL_ASKED"
    assert told(datetime(2027, 3, 1, tzinfo=UTC), owner).count("prescription.tell_term_over") == 1


def test_the_business_is_reminded_while_the_motion_waits(asked, told, owner) -> None:
    assert "term.days" in told(datetime(2027, 1, 29, 12, tzinfo=UTC), owner)


def test_a_refusal_after_the_end_lets_the_term_run_out_and_a_deferral_does_not(
    house, asked, told, owner, head, clock
) -> None:
    told(datetime(2027, 2, 2, 6, tzinfo=UTC), owner)
    head.people.wait_for({"decided_on": "2027-02-02"})
    late = {"decided_on": "2027-02-02", "due_on": "2027-04-05"}
    assert take(head, asked, "defer", late).status_code == 303
    told(datetime(2027, 2, 3, 6, tzinfo=UTC), owner)
    assert house.state(Prescription, asked) == "RECEIVED"
    again = {**ASKED, "asked_until": "2027-09-01", "motion_received_on": "2027-02-03"}
    assert take(owner, asked, "ask_deferral", again).status_code == 303
    assert told(datetime(2027, 4, 6, 6, tzinfo=UTC), head).count("prescription.tell_term_over") == 2
    refused = DECIDED | {"reason": "Время было", "decided_on": "2027-04-06"}
    head.people.wait_for(refused)
    assert take(head, asked, "refuse_deferral", refused).status_code == 303
    told(datetime(2027, 4, 6, 9, tzinfo=UTC), owner)
    assert house.state(Prescription, asked) == "TERM_OVER"
