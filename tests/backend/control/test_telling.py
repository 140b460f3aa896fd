"""What the law holds without notice the platform does not tell: the business sees such an event from its start."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from backend.control.models import ControlEvent
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
