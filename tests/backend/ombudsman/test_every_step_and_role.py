"""Every state of a case, every step, everybody who might try: open is what the table says, to whom it says it."""

from datetime import date

import pytest
from sqlmodel import Session, select, update

from backend.accounts.models import RoleGrant
from backend.control.cases.stepping import find_case, offers
from backend.db.engine import open_session
from backend.errors import NotFound
from backend.ombudsman.models import OmbudsmanCase, OmbudsmanConsent
from backend.permissions import ALL_SCOPES, Actor
from rules.procedures import procedures
from rules.procedures.ombudsman_case import WITH_CONSENT
from rules.roles import Role
from tests.backend.ombudsman.cases import draft, shared_event, walk

TABLE = procedures()["ombudsman_case"]
TODAY = date(2026, 11, 28)
CLIENT, OMBUDSMAN, BODY = "client", "ombudsman", "body"


@pytest.fixture
def case(engine, owner, ombudsman, inspector, head):
    id_ = draft(owner, shared_event(engine, owner.business))
    walk(owner, id_, "submit")
    walk(ombudsman, id_, "accept")
    walk(ombudsman, id_, "ask_authority", question="Когда?", asked_on="2026-11-28")
    with open_session(engine, write=True) as session, session.begin():
        # A consent being written, as in a draft and after one ended.
        session.add(OmbudsmanConsent(case_id=id_, parts=["event"], purpose="Дальше", until=date(2026, 12, 30)))
    return id_


@pytest.fixture
def actors(engine, person, owner, stranger, ombudsman, inspector, head, prosecutor):
    far = person("far@defence.example", Role.OMBUDSMAN, office=("", "78"))
    second = person("second@defence.example", Role.OMBUDSMAN, office=("", "77"))
    other_head = person("head@other.example", Role.AUTHORITY_HEAD, office=("rospotrebnadzor", "77"))
    of_business = {"owner": (owner, CLIENT), "stranger": (stranger, None)}
    in_office = {
        "ombudsman": (ombudsman, OMBUDSMAN),
        "far ombudsman": (far, None),
        "second ombudsman": (second, None),
        "inspector": (inspector, BODY),
        "head": (head, BODY),
        "other head": (other_head, None),
        "prosecutor": (prosecutor, None),
    }
    made = {}
    for name, (browser, side) in of_business.items():
        about = {"business_id": browser.business.id, "scopes": {browser.business.id: ALL_SCOPES}}
        made[name] = (Actor(browser.person.id, browser.person.name, **about), side)
    with open_session(engine) as session:
        for name, (browser, side) in in_office.items():
            grant = session.exec(select(RoleGrant).where(RoleGrant.person_id == browser.person.id)).one()
            about = {"roles": frozenset({grant.role}), "authority": grant.authority, "region": grant.region}
            made[name] = (Actor(browser.person.id, browser.person.name, **about), side)
    return made


def told_by_the_table(state, side):
    """Which actions the table opens to a side in a state, with every consent given and no appeal attached."""
    roles = {CLIENT: {"business"}, OMBUDSMAN: {"ombudsman"}, BODY: {"inspector", "authority_head"}}[side]
    closed = {"record_answer"}
    found = {step.action for step in TABLE.steps_from(state) if roles & set(step.actors)} - closed
    if side == OMBUDSMAN and state not in WITH_CONSENT:
        return None
    if side == BODY:
        return found if state == "INFO_REQUESTED" else None
    return found


def open_to(session: Session, actor: Actor, case_id: str):
    try:
        seen = find_case(session, actor, "ombudsman_case", case_id, TODAY)
    except NotFound:
        return None
    return {offer.step.action for offer in offers(session, seen, actor)}


@pytest.mark.parametrize("state", TABLE.states)
def test_what_is_open_is_what_the_table_says(engine, case, actors, state):
    with open_session(engine, write=True) as session, session.begin():
        session.execute(update(OmbudsmanCase).values(state=state))
    with open_session(engine) as session:
        for name, (actor, side) in actors.items():
            expected = told_by_the_table(state, side) if side else None
            assert open_to(session, actor, case) == expected, f"{state}: {name}"


def test_who_has_left_the_office_leaves_the_case_to_those_who_are_there(engine, case, actors, ombudsman):
    second = actors["second ombudsman"][0]
    with open_session(engine, write=True) as session, session.begin():
        grant = session.exec(select(RoleGrant).where(RoleGrant.person_id == ombudsman.person.id)).one()
        session.delete(grant)
    with open_session(engine) as session:
        assert open_to(session, second, case) is not None


def test_after_the_last_day_no_ombudsman_sees_it_in_any_state(engine, case, actors):
    later = date(2026, 12, 21)
    for state in TABLE.states:
        with open_session(engine, write=True) as session, session.begin():
            session.execute(update(OmbudsmanCase).values(state=state))
        with open_session(engine) as session, pytest.raises(NotFound):
            find_case(session, actors["ombudsman"][0], "ombudsman_case", case, later)
