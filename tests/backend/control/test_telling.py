"""What the law holds without notice the platform does not tell: the business sees such an event from its start."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from backend.control.calendar_entries import calendar_entries
from backend.control.models import ControlEvent, Prescription
from backend.control.personal_data import export
from backend.control.queries import list_own
from backend.control.sides import side_of
from backend.permissions import ALL_SCOPES, Actor
from backend.risk.models import Source
from rules.roles import Role
from tests.people import Browser

INSIDE = ("PREPARING", "DRAFTED", "READY_FOR_APPROVAL", "ON_APPROVAL", "REJECTED")


def event_of(owner: Browser, session: Session, clock, **said: object) -> ControlEvent:
    """Store an authority's event of the café."""
    values = {"source": Source.AUTHORITY, "business_id": owner.business.id, "control_type": "fire", "kind": "ON_SITE"}
    row = ControlEvent(number=1, created_at=clock.now(), **{**values, **said})
    session.add(row)
    session.flush()
    return row


def cafe(owner: Browser) -> Actor:
    """The owner of the café, as an actor."""
    roles, scopes = frozenset({Role.BUSINESS}), {owner.business.id: ALL_SCOPES}
    return Actor(person_id=owner.person.id, roles=roles, scopes=scopes, business_id=owner.business.id)


def sees(owner: Browser, session: Session, clock, event: ControlEvent) -> bool:
    """Whether the café sees the event, in its list and by its address alike."""
    listed = event in list_own(session, cafe(owner), owner.business.id)
    assert listed == (side_of(session, cafe(owner), event, clock.today()) is not None)
    return listed


@pytest.mark.parametrize("state", INSIDE)
def test_a_draft_of_the_authority_is_not_seen(owner: Browser, session: Session, clock, state: str) -> None:
    assert not sees(owner, session, clock, event_of(owner, session, clock, state=state))


@pytest.mark.parametrize(
    ("kind", "seen"), [("ON_SITE", True), ("INSPECTION_VISIT", False), ("TEST_PURCHASE", False), ("RAID", False)]
)
def test_a_scheduled_event_is_seen_where_the_law_gives_notice(
    owner: Browser, session: Session, clock, kind: str, seen: bool
) -> None:
    event = event_of(owner, session, clock, state="SCHEDULED", kind=kind)
    assert sees(owner, session, clock, event) is seen


def test_an_event_without_notice_is_seen_from_its_start(owner: Browser, session: Session, clock) -> None:
    event = event_of(owner, session, clock, state="IN_PROGRESS", kind="INSPECTION_VISIT", started_at=clock.now())
    assert sees(owner, session, clock, event)


def test_a_planned_event_is_seen_because_plans_are_public(owner: Browser, session: Session, clock) -> None:
    assert sees(owner, session, clock, event_of(owner, session, clock, state="SCHEDULED", kind="RAID", planned=True))


def test_an_event_cancelled_before_it_was_announced_stays_unseen(owner: Browser, session: Session, clock) -> None:
    assert not sees(owner, session, clock, event_of(owner, session, clock, state="CANCELLED", kind="TEST_PURCHASE"))


def test_an_event_the_business_wrote_down_itself_is_seen_before_it_is_announced(
    owner: Browser, session: Session, clock
) -> None:
    official = event_of(owner, session, clock, state="READY_FOR_APPROVAL")
    values = {"source": Source.BUSINESS, "business_id": owner.business.id, "control_type": "fire", "kind": "ON_SITE"}
    session.add(ControlEvent(number=2, created_at=clock.now(), merged_into=official.id, state="SCHEDULED", **values))
    session.flush()
    assert sees(owner, session, clock, official)


def test_an_event_ordered_again_is_told_by_its_start_alone(owner: Browser, session: Session, clock) -> None:
    again = event_of(owner, session, clock, state="SCHEDULED", kind="ON_SITE", draft={"ordered_again": True})
    assert not sees(owner, session, clock, again)
    again.state, again.started_at = "IN_PROGRESS", clock.now()
    assert sees(owner, session, clock, again)


@pytest.mark.parametrize(("kind", "seen"), [("RAID", False), ("ON_SITE", True)])
def test_calendars_and_the_copy_of_one_s_data_tell_what_the_list_tells(
    owner: Browser, session: Session, clock, kind: str, seen: bool
) -> None:
    event = event_of(owner, session, clock, state="SCHEDULED", kind=kind, planned_start=date(2026, 12, 7))
    assert sees(owner, session, clock, event) is seen
    days = list(calendar_entries(session, owner.business.id, ALL_SCOPES, date(2026, 12, 1), date(2026, 12, 31)))
    assert bool(days) is seen
    copy = export(session, [owner.business.id]).get("control_event", [])
    assert [row["id"] for row in copy] == ([event.id] if seen else [])


def test_a_draft_order_that_was_dropped_is_in_no_copy_of_one_s_data(owner: Browser, session: Session, clock) -> None:
    event = event_of(owner, session, clock, state="VIOLATIONS_FOUND", started_at=clock.now())
    about = {"event_id": event.id, "business_id": owner.business.id, "created_at": clock.now()}
    session.add(Prescription(number="ПР-1", state="CANCELLED", **about))
    session.flush()
    assert "prescription" not in export(session, [owner.business.id])
