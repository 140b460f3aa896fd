"""Who has left a business, or whose power of attorney has run out, holds nothing that opens it: row by row."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from backend.accounts.models import ApiKey, MemberKind, Membership, PersonSession
from backend.assessments.models import CalendarFeed
from backend.db.engine import open_session
from backend.jobs.work import Hands, run_due
from backend.jobs.worker import SWEEP_SECONDS
from backend.reports.models import ShareLink
from tests.people import ACCOUNTANT

FIVE_SECONDS = 5


@pytest.fixture
def hands(settings, engine, clock):
    return Hands(settings, engine, clock)


@pytest.fixture
def helper(owner, person, clock):
    """A representative for two more days, with a key, a feed, and this business chosen."""
    ends = clock.now() + timedelta(days=2)
    browser = person(
        "h@example.ru", business=owner.business, kind=MemberKind.REPRESENTATIVE, scopes=ACCOUNTANT, ends_at=ends
    )
    give_keys(browser)
    return browser


def give_keys(browser):
    bid = browser.business.id
    browser.post_form("/businesses/current", {"business_id": bid})
    browser.post_form("/account/keys", {"name": "1С", "business_id": bid, "scopes": "read", "days": "365"})
    assert browser.post_form("/feeds", {"device": "телефон"}).status_code == 200
    assert browser.post_form("/share", {"days": "30"}).status_code == 200


def held(engine, browser):
    """What of the person's still opens the business: keys, feeds, shown lists, sessions."""
    mine = browser.person.id
    with open_session(engine) as session:
        keys = select(ApiKey).where(ApiKey.person_id == mine, ApiKey.ended_at == None)  # noqa: E711
        feeds = select(CalendarFeed).where(CalendarFeed.person_id == mine, CalendarFeed.revoked_at == None)  # noqa: E711
        chosen = select(PersonSession).where(
            PersonSession.person_id == mine, PersonSession.business_id == browser.business.id
        )
        links = select(ShareLink).where(ShareLink.person_id == mine)
        return tuple(len(session.exec(query).all()) for query in (keys, feeds, links, chosen))


def test_leaving_revokes_keys_and_feeds_in_the_same_transaction(owner, helper, engine):
    give_keys(owner)
    assert held(engine, helper) == (1, 1, 1, 1)
    assert helper.post_form(f"/businesses/{helper.business.id}/leave").status_code == 303
    assert held(engine, helper) == (0, 0, 0, 0)
    assert held(engine, owner) == (1, 1, 1, 1)


def test_so_does_being_taken_out(owner, helper, engine):
    with open_session(engine) as session:
        part = session.exec(select(Membership).where(Membership.person_id == helper.person.id)).one()
    assert owner.post_form(f"/businesses/{owner.business.id}/members/{part.id}/remove").status_code == 303
    assert held(engine, helper) == (0, 0, 0, 0)


def test_a_business_of_one_s_own_stays_open(owner, helper, engine):
    helper.post_form("/businesses", {"name": "Своё"})
    with open_session(engine) as session:
        own = session.exec(select(Membership).where(Membership.kind == MemberKind.OWNER)).all()
        mine = next(part.business_id for part in own if part.person_id == helper.person.id)
    helper.post_form("/account/keys", {"name": "касса", "business_id": mine, "scopes": "read", "days": "30"})
    helper.post_form(f"/businesses/{owner.business.id}/leave")
    with open_session(engine) as session:
        left = session.exec(select(ApiKey).where(ApiKey.ended_at == None)).all()  # noqa: E711
    assert [key.business_id for key in left] == [mine]


def test_when_a_part_runs_out_its_rows_are_revoked_at_that_moment(helper, engine, hands, clock):
    clock.forward(days=1, hours=23, minutes=59)
    run_due(hands)
    assert held(engine, helper) == (1, 1, 1, 1)
    clock.forward(minutes=1)
    run_due(hands)
    assert held(engine, helper) == (0, 0, 0, 0)


def test_the_moment_is_looked_for_often_enough():
    assert SWEEP_SECONDS < FIVE_SECONDS


def test_a_part_without_its_own_end_in_the_outbox_is_ended_in_the_night(helper, engine, hands, clock):
    from backend.accounts.leaving import end_all_over

    clock.forward(days=2)
    with open_session(engine, write=True) as session:
        end_all_over(session, clock.now())
        session.commit()
    assert held(engine, helper) == (0, 0, 0, 0)


def test_who_became_an_owner_meanwhile_keeps_everything(owner, person, engine, hands, clock):
    ends = clock.now() + timedelta(days=2)
    member = person("m@example.ru", business=owner.business, kind=MemberKind.MEMBER, scopes=ACCOUNTANT, ends_at=ends)
    give_keys(member)
    with open_session(engine) as session:
        part = session.exec(select(Membership).where(Membership.person_id == member.person.id)).one()
    assert owner.post_form(f"/businesses/{owner.business.id}/members/{part.id}/owner").status_code == 303
    clock.forward(days=3)
    run_due(hands)
    assert held(engine, member) == (1, 1, 1, 1)
