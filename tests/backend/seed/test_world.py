"""The demo world: made once, the same everywhere, with something of everything."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import col, select

from backend.accounts.consents import list_standing
from backend.accounts.models import Business, Person, RoleGrant
from backend.accounts.numbers import inn_fault
from backend.appeals.filing import grounds_of
from backend.appeals.models import Appeal
from backend.appeals.readiness import readiness_of
from backend.assessments.models import Answer, Flag, Mark
from backend.authorities.models import AuthorityBody
from backend.clients.models import ApiClient, ClientSecret
from backend.clients.organisations import keepers_of
from backend.clients.queries import ClientState, calls_by_day, state_of, uses_of
from backend.clock import MOSCOW
from backend.config import ROOT
from backend.control.cases.kinds import case_kinds
from backend.control.models import (
    ControlEvent,
    ControlWarning,
    Declaration,
    DocumentRequest,
    EventAnswers,
    EventCosts,
    EventFile,
    EventMessage,
    EventPlan,
    EventPlanEntry,
    EventRating,
    MergeDifference,
    Postponement,
    Prescription,
    PreventiveVisit,
    RoomConsent,
    VideoSlot,
)
from backend.costs.models import OwnNumber
from backend.db.engine import make_engine, open_session
from backend.errors import Invalid
from backend.feedback.models import Feedback
from backend.jobs.models import OutboxRow
from backend.law import current_law
from backend.notifications.models import Notice
from backend.ombudsman.models import OmbudsmanCase
from backend.ombudsman.offices import kind_of_grant
from backend.procedures.queries import marks
from backend.procedures.timers import TIMER
from backend.profiles.matching import match_business
from backend.profiles.models import Place, RegisterEntry
from backend.profiles.queries import load_profile
from backend.profiles.register import facts_of_entry, find_entry
from backend.requirements.models import Dispute
from backend.risk.models import CategoryRequest, ControlObject, Source
from backend.risk.objects import as_business_sees
from backend.schema import metadata, upgrade
from backend.seed.control import add_control
from backend.seed.inn import invented_inn
from backend.seed.loading import load_demo
from backend.seed.world import make_world
from backend.threads.models import ThreadMessage
from backend.webhooks.addresses import read_address
from backend.webhooks.models import WebhookDelivery, WebhookEndpoint
from backend.webhooks.queries import Standing, standing_of
from calculators.event_check import Level
from calculators.risk import assess
from rules.procedures import procedures
from rules.roles import Role
from tests.databases import empty_database

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def seeded(request, tmp_path_factory):
    """A database with the demo world in it."""
    with empty_database(request, tmp_path_factory.mktemp("demo")) as url:
        engine = make_engine(url)
        now = NOW
        data = tmp_path_factory.mktemp("papers")
        assert load_demo(engine, now, data) is True
        assert load_demo(engine, now, data) is False
        yield engine
        engine.dispose()


@pytest.fixture
def world(seeded):
    """A session on the demo world."""
    with open_session(seeded) as session:
        yield session


def test_about_forty_named_businesses_stand_in_it(world):
    names = world.exec(select(Business.name)).all()
    assert len(names) == len(set(names)) == 40


def test_their_tax_numbers_are_right_and_nobodys(world):
    numbers = world.exec(select(Business.inn)).all()
    assert all(inn_fault(number) is None and number.startswith("00") for number in numbers)
    assert len(set(numbers)) == 40
    assert inn_fault(invented_inn(7, person=True)) is None


def test_the_register_extract_holds_its_organisations_but_not_the_self_employed(world):
    entries = {one.inn: one for one in world.exec(select(RegisterEntry)).all()}
    owners = {one.inn: one.name for one in world.exec(select(Business)).all()}
    assert len(entries) == 36
    assert all(owners[inn].startswith(entry.name) for inn, entry in entries.items())
    assert all(facts_of_entry(entry)["legal_form"] != "npd" for entry in entries.values())
    assert {one.extract_of.isoformat() for one in entries.values()} == {"2026-11-28"}


def test_the_tax_numbers_of_the_guide_are_in_the_extract(world):
    guide = (ROOT / "docs" / "guides" / "entrepreneur.md").read_text(encoding="utf-8")
    numbers = re.findall(r"`(0[0-9]+)`", guide)
    names = [find_entry(world, number).name for number in numbers]
    assert names == ["ООО «Лён»", "ИП Соколова М. А."]
    assert all(name in guide for name in names)


def test_every_role_of_today_has_a_person_to_be(world):
    roles = set(world.exec(select(RoleGrant.role)).all())
    assert {Role.REGULATOR, Role.EDITOR, Role.ADMIN} <= roles
    assert {Role.INSPECTOR, Role.AUTHORITY_HEAD, Role.PROSECUTOR, Role.OMBUDSMAN, Role.APPEAL_BODY} <= roles
    assert all(person.password is None for person in world.exec(select(Person)).all())


def test_there_are_marks_costs_flags_answers_and_a_second_place(world):
    for table, least in ((Answer, 1000), (Mark, 200), (Flag, 10), (OwnNumber, 50), (Place, 2)):
        assert len(world.exec(select(table)).all()) >= least, table.__tablename__


@pytest.fixture
def bakery(world):
    """The bakery of two places, matched on the day the world was made."""
    name = "ООО «Лён-Хлеб», пекарня с магазином"
    business = world.exec(select(Business).where(Business.name == name)).one()
    return match_business(load_profile(world, business), date(2026, 11, 28))


def test_the_hall_and_the_shop_of_the_bakery_have_requirements_of_their_own(bakery):
    hall, shop = "Цех на Складской", "Магазин на Садовой"
    where = {id_: {one.place.name for one in judged.applies_at} for id_, judged in bakery.judged.items()}
    assert where["ecology.nvos_register"] == where["transport.waybill"] == {hall}
    assert where["retail.price_tags"] == where["retail.scales_verified"] == {shop}
    assert where["fire.instruction"] == {hall, shop}


def test_neither_the_hall_nor_the_shop_of_the_bakery_has_a_question_open(bakery):
    assert bakery.counts["unknown"] == 0
    interview = bakery.law.interview
    assert [interview.next_question(one.profile.given, bakery.on) for one in bakery.places] == [None, None]


def test_flags_are_said_in_different_words(world):
    said = Counter(flag.text for flag in world.exec(select(Flag)).all())
    assert len(said) >= 6
    assert max(said.values()) <= sum(said.values()) / 3


def test_disputes_stand_in_several_states(world):
    states = Counter(world.exec(select(Dispute.state)).all())
    assert {"SUBMITTED", "TAKEN", "NEED_FACTS", "ACCEPTED", "REJECTED"} <= set(states)


def test_the_profiles_are_whole_enough_to_be_lists(world):
    from datetime import UTC, datetime

    today = datetime(2026, 11, 28, 9, 0, tzinfo=UTC).astimezone(MOSCOW).date()
    for business in world.exec(select(Business)).all():
        counts = match_business(load_profile(world, business), today).counts
        assert counts["applies"] > 0
        assert counts["unknown"] <= 0.1 * sum(counts.values()), business.name


KINDS = {
    "control_event": ControlEvent,
    "document_request": DocumentRequest,
    "postponement": Postponement,
    "prescription": Prescription,
    "warning": ControlWarning,
    "declaration": Declaration,
    "event_plan": EventPlan,
    "event_plan_entry": EventPlanEntry,
    "risk_category_change": CategoryRequest,
    "appeal": Appeal,
    "ombudsman_case": OmbudsmanCase,
}


def test_a_control_event_stands_in_every_state(world):
    states = set(world.exec(select(ControlEvent.state)).all())
    assert set(procedures()["control_event"].states) - states == set()
    assert {event.source.value for event in world.exec(select(ControlEvent)).all()} == {"authority", "business"}


def test_every_kind_of_case_is_there(world):
    for procedure, model in KINDS.items():
        assert world.exec(select(model)).first() is not None, procedure
    visits = world.exec(select(PreventiveVisit)).all()
    assert {visit.mandatory for visit in visits} == {True, False}
    assert set(case_kinds()) - {*KINDS, "preventive_visit", "mandatory_visit"} == set()


def test_demands_for_papers_prescriptions_and_plans_stand_where_their_stories_leave_them(world):
    demands = set(world.exec(select(DocumentRequest.state)).all())
    assert {"ISSUED", "EXTENSION_ASKED", "OVERDUE", "SUPPLIED", "ALREADY_HELD"} <= demands
    orders = set(world.exec(select(Prescription.state)).all())
    assert {"DRAFT", "EXPLANATION_ASKED", "SUSPENDED", "AGREEMENT_WITH_PROSECUTOR", "PARTLY_FULFILLED"} <= orders
    assert set(world.exec(select(EventPlan.state)).all()) == {"APPROVED", "FORMING"}
    assert {row.route for row in world.exec(select(Postponement)).all()} == {"D1", "D2"}


def test_in_the_rooms_there_are_words_files_slots_consents_costs_marks_and_answers(world):
    for model in (EventMessage, VideoSlot, RoomConsent, EventCosts, EventRating, EventAnswers, MergeDifference):
        assert world.exec(select(model)).first() is not None, model.__tablename__
    files = world.exec(select(EventFile)).all()
    assert any(row.receipt for row in files)
    assert any(row.receipt is None for row in files)


def test_the_risk_of_courses_is_computed_differs_from_the_assigned_one_and_has_levers_with_their_effort(world):
    rows = world.exec(select(ControlObject).where(ControlObject.control_type == "education")).all()
    own = {
        row.business_name: as_business_sees(world, row, date(2026, 11, 28))
        for row in rows
        if row.source is Source.BUSINESS
    }
    found = {name: assess(thing, date(2026, 11, 28)) for name, thing in own.items()}
    abc = next(one for name, one in found.items() if "Азбука" in name)
    assert (abc.category, abc.computed, abc.next_visit.on is not None) == ("HIGH", "MEDIUM", True)
    polyglot = next(one for name, one in found.items() if "Полиглот" in name)
    assert {lever.criterion.id for lever in abc.levers} == {"complaint"}
    (data,) = [lever for lever in polyglot.levers if lever.criterion.requirements]
    assert (data.criterion.id, data.becomes) == ("data_in_time", "MEDIUM")
    assert current_law().edition.requirements[data.criterion.requirements[0]].effort is not None


def test_the_hairdresser_finds_a_notice_of_23_hours_a_gross_breach(world):
    rows = world.exec(select(EventAnswers)).all()
    [event_id] = [row.event_id for row in rows if "notice" in row.check.get("chosen", ())]
    event = world.get_one(ControlEvent, event_id)
    assert event.start_at - event.noticed_at == timedelta(hours=23)


def test_nothing_of_the_law_waits_for_the_worker_when_the_world_is_made(world):
    waiting = world.exec(select(OutboxRow).where(OutboxRow.kind == TIMER, OutboxRow.done_at == None)).all()  # noqa: E711
    assert waiting
    assert all(row.due_at > datetime(2026, 11, 28, 9, 0, tzinfo=UTC) for row in waiting)


def test_an_authority_has_a_program_that_calls_and_is_told_of_answers(world):
    client = world.exec(select(ApiClient)).one()
    assert state_of(client) is ClientState.APPROVED
    assert keepers_of(world, client, NOW)
    secret = world.exec(select(ClientSecret)).one()
    assert re.fullmatch("[0-9a-f]{64}", secret.secret_hash)
    days = calls_by_day(uses_of(world, client.id, NOW.date()))
    assert [(calls, refused) for _, calls, refused in days] == [(10, 1)] * 5
    endpoint = world.exec(select(WebhookEndpoint)).one()
    assert standing_of(endpoint) is Standing.ACTIVE
    with pytest.raises(Invalid):
        read_address(endpoint.address)  # nothing is ever sent there, to nobody's server
    messages = world.exec(select(WebhookDelivery)).all()
    assert Counter(one.state for one in messages) == {"dead": 1, "delivered": len(messages) - 1}
    assert len(messages) > 1
    assert all(one.tried_at <= NOW for one in messages)
    answered = set(world.exec(select(Feedback.number).where(Feedback.answered_on.is_not(None))).all())
    assert {int(one.subject_id) for one in messages} <= answered


def test_no_secret_of_the_program_lies_anywhere_in_the_demo(world):
    dump = "\n".join(str(row) for table in metadata().sorted_tables for row in world.execute(table.select()))
    # The whole shape: the four characters alone come up by chance within a random id once in a hundred worlds.
    assert re.findall(r"ycs_[\w-]{43}|whsec_", dump) == []


def test_nobody_comes_to_a_flood_of_notices(world):
    unread = Counter(row.person_id for row in world.exec(select(Notice)).all() if row.read_at is None)
    assert max(unread.values()) <= 20


def test_bodies_stand_below_their_central_one_and_one_is_collegial(world):
    bodies = {body.id: body for body in world.exec(select(AuthorityBody)).all()}
    assert {body.region for body in bodies.values()} == {"", "77", "78"}
    assert all((body.parent_id in bodies) is (body.region != "") for body in bodies.values())
    assert any(body.collegial for body in bodies.values())


def prepared_engine(folder):
    """Return an empty database with its tables."""
    engine = make_engine(f"sqlite:///{folder / 'yasno.sqlite3'}")
    upgrade(engine)
    return engine


@pytest.mark.parametrize("now", ["2027-01-12T09:00+00:00", "2026-07-15T03:00+00:00", "2026-12-31T20:00+00:00"])
@pytest.mark.slow
def test_control_can_be_made_on_any_day_of_the_year(tmp_path, now):
    with open_session(prepared_engine(tmp_path), write=True) as session:
        made = make_world(session, datetime.fromisoformat(now))
        add_control(session, tmp_path, made)
        states = set(session.exec(select(ControlEvent.state)).all())
        session.rollback()
    assert set(procedures()["control_event"].states) - states == set()


def appeals_in(world, state):
    """Return the appeals in a state, in their order."""
    return world.exec(select(Appeal).where(Appeal.state == state).order_by(Appeal.platform_number)).all()


def test_appeals_stand_from_a_draft_to_their_ends(world):
    states = Counter(world.exec(select(Appeal.state)).all())
    ends = {"DISMISSED", "CANCELLED_FULL", "REFUSED_TO_CONSIDER", "WITHDRAWN"}
    assert {"DRAFT", "SUBMITTED", "REGISTERED", "INFO_REQUESTED"} | ends <= set(states)
    assert {one.subject.value for one in world.exec(select(Appeal)).all()} >= {"RISK_CATEGORY", "PRESCRIPTION", "ACT"}


def test_one_draft_holds_a_gross_breach_that_the_check_found_and_another_is_late(world):
    first, second = appeals_in(world, "DRAFT")
    raised = marks(world, "appeal", [first.id, second.id])
    (late,) = [one for one in (first, second) if "FILING_LATE" in raised.get(one.id, ())]
    (gross,) = [one for one in (first, second) if one is not late]
    (ground,) = grounds_of(world, gross)
    assert (ground.code, ground.level) == ("notice", Level.GROSS)
    assert readiness_of(world, gross).lacking
    assert not late.asks_to_restore


def test_a_stay_holds_the_prescription_and_a_full_cancellation_takes_the_event_down(world):
    stayed = next(one for one in appeals_in(world, "REGISTERED") if one.prescription_id)
    raised = marks(world, "prescription", [stayed.prescription_id])[stayed.prescription_id]
    assert {"APPEALED", "STAYED"} <= raised
    (won,) = appeals_in(world, "CANCELLED_FULL")
    event = world.get_one(ControlEvent, won.event_id)
    orders = world.exec(select(Prescription).where(Prescription.event_id == event.id)).all()
    assert (event.state, [one.state for one in orders]) == ("INVALIDATED", ["CANCELLED"])


def test_a_late_appeal_was_refused_and_filed_again_with_the_motion(world):
    (refused,) = appeals_in(world, "REFUSED_TO_CONSIDER")
    (again,) = [one for one in appeals_in(world, "SUBMITTED") if one.event_id == refused.event_id]
    assert (refused.refusal_ground, refused.asks_to_restore, again.asks_to_restore) == (1, False, True)


def test_ombudsmen_of_each_kind_have_cases_in_several_states(world):
    grants = world.exec(select(RoleGrant).where(RoleGrant.role == Role.OMBUDSMAN)).all()
    assert {kind_of_grant(world, one).value for one in grants} == {"federal", "regional", "public"}
    states = set(world.exec(select(OmbudsmanCase.state)).all())
    assert {"RECEIVED", "JOINED_EVENT", "POSITION_ISSUED", "CONSENT_ENDED", "RESOLVED"} <= states
    assert next(one for one in world.exec(select(Appeal)).all() if one.position_text).position_id
    assert len(world.exec(select(ThreadMessage)).all()) == 2


def test_statements_have_their_public_clock_and_one_of_an_ombudsman_is_answered(world):
    rows = world.exec(select(Feedback)).all()
    states = Counter(row.state for row in rows)
    assert {"TRIAGED", "WITH_REGULATOR", "ACTION_PLANNED", "REJECTED"} <= set(states)
    assert any("OVERDUE" in raised for raised in marks(world, "feedback", [row.id for row in rows]).values())
    assert next(row for row in rows if row.door == "systemic").answer


def test_letters_go_to_those_of_the_demo_who_agreed_to_them(world):
    """«Мои данные» says of each person the same twice: a ticked box and a consent."""
    for person in world.exec(select(Person).where(col(Person.demo))):
        given = {one.purpose.code for one in list_standing(world, person.id) if one.consent}
        assert given == ({"account", "letters"} if person.mail_notices else {"account"}), person.name
