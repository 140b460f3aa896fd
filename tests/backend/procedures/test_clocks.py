"""Clocks run from dates of acts, stand and run on, and say what they were counted by; nothing runs from a click."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from backend.accounts.models import Person
from backend.db.engine import open_session
from backend.errors import Changed, Conflict, NotFound
from backend.jobs.work import Hands, run_due
from backend.notifications.models import Notice
from backend.procedures.models import DeadlineRow, StepRecord
from backend.procedures.outside import Outside, record_outside, working_copies
from backend.procedures.queries import history, marks, open_deadlines, open_terms, taken_by
from backend.procedures.recomputing import dates_changed, recompute_deadlines
from backend.procedures.runner import open_steps, take_step
from calculators.calendar import calendar_version
from rules.procedures import procedures
from rules.terms import DayKind, Term
from tests.backend.procedures.rehearsals import HEAD, OTHER, OWNER, WORLD, Apart, Trial, rehearse

EVENT, PRESCRIPTION = rehearse("control_event"), rehearse("prescription")
WARNING, PAPERS = rehearse("warning"), rehearse("document_request")
VISIT, REQUEST = rehearse("preventive_visit"), rehearse("postponement")
DURATION = "event.duration"


@pytest.fixture
def session(engine, clock):
    Apart.metadata.create_all(engine)
    WORLD.clear()
    with open_session(engine, write=True) as opened:
        for name in ("anna", "rita"):
            opened.add(Person(id=name, email=f"{name}@example.org", name=name, language="ru", created_at=clock.now()))
        opened.commit()
        yield opened


@pytest.fixture
def trial(session):
    def make(state):
        made = Trial(id="trial", state=state)
        session.add(made)
        session.commit()
        return made

    return make


@pytest.fixture
def go(session, clock):
    def step(name, case, action, acting_as="business", actor=OWNER, **more):
        given = dict.fromkeys([need for one in procedures()[name[6:]].steps for need in one.needs], "есть")
        taken = take_step(session, name, case, action, actor, acting_as, clock.now(), given=given, **more)
        session.commit()
        return taken

    return step


def row_of(session, name, key):
    return next(row for row in open_terms(session, name, "trial") if row.key == key)


def notices(session, person):
    return [one.kind for one in session.exec(select(Notice).where(Notice.person_id == person))]


def moscow(year, month, day):
    """Return the last second of a day in Moscow, as it is stored."""
    return datetime(year, month, day, 20, 59, 59, tzinfo=UTC)


@pytest.fixture
def on_site(session, trial, go):
    WORLD.keys[DURATION] = "event.max_onsite"
    WORLD.dates["started_at"] = datetime(2026, 11, 30, 7, tzinfo=UTC)
    case = trial("SCHEDULED")
    go(EVENT, case, "start", actor=OWNER)
    return case


def test_without_its_date_no_clock_runs_and_the_missing_date_has_a_name(session, trial, go):
    case = trial("DRAFT")
    go(WARNING, case, "record")
    row = row_of(session, WARNING, "warning.objection")
    assert (row.standing, row.due_at, row.anchor) == ("date_missing", None, "received_on")
    assert open_deadlines(session, WARNING, "trial") == []


def test_a_date_told_later_lets_the_clock_run_from_it_not_from_the_click(session, trial, go, clock):
    case = trial("DRAFT")
    go(PRESCRIPTION, case, "record")
    WORLD.dates.update(received_on=date(2026, 11, 16), due_on=date(2027, 2, 1))
    assert dates_changed(session, PRESCRIPTION, case, clock.now()) == 2
    assert row_of(session, PRESCRIPTION, "appeal.file_prescription").due_at == moscow(2026, 11, 30)
    assert row_of(session, PRESCRIPTION, "prescription.execute").due_at == moscow(2027, 2, 1)
    assert [kind for kind in notices(session, "anna") if kind == "term.moved"] == []


def test_a_corrected_date_moves_the_end_and_those_it_concerns_are_told(session, trial, go, clock):
    WORLD.dates.update(received_on=date(2026, 11, 16), due_on=date(2027, 2, 1))
    case = trial("DRAFT")
    go(PRESCRIPTION, case, "record")
    WORLD.dates["received_on"] = date(2026, 11, 20)
    assert dates_changed(session, PRESCRIPTION, case, clock.now()) == 1
    assert row_of(session, PRESCRIPTION, "appeal.file_prescription").due_at == moscow(2026, 12, 4)
    assert "term.moved" in notices(session, "anna")
    assert dates_changed(session, PRESCRIPTION, case, clock.now()) == 0


def test_a_due_date_says_everything_it_was_counted_by(session, on_site, clock):
    row = row_of(session, EVENT, DURATION)
    assert (row.anchor, row.anchor_value) == ("started_at", "2026-11-30T07:00:00+00:00")
    assert (row.term_amount, row.term_unit, row.basis) == (10, "working_days", "248-ФЗ, ст. 73 ч. 7")
    assert (row.calendar_version, row.calendar_status) == (calendar_version(None), "official")
    assert (row.zone, row.computed_at, len(row.term_version)) == ("Europe/Moscow", clock.now(), 16)
    assert row.due_at == moscow(2026, 12, 14)


def test_the_end_is_the_end_of_the_day_where_the_authority_is(session, trial, go):
    WORLD.region = "54"
    WORLD.dates.update(received_on=date(2026, 11, 16), due_on=date(2027, 2, 1))
    go(PRESCRIPTION, trial("DRAFT"), "record")
    row = row_of(session, PRESCRIPTION, "appeal.file_prescription")
    assert row.due_at == datetime(2026, 11, 30, 16, 59, 59, tzinfo=UTC)


def test_an_unknown_term_runs_no_clock(session, trial, go):
    WORLD.dates["received_on"] = date(2026, 11, 26)
    go(WARNING, trial("DRAFT"), "record")
    row = row_of(session, WARNING, "warning.objection")
    assert (row.standing, row.due_at, row.basis) == ("term_unknown", None, None)


def test_the_act_on_the_type_of_control_sets_the_term(session, trial, go):
    class Type:
        code, has_clocks = "education", True

        def term(self, key):
            return Term(10, DayKind.WORKING_DAYS, "ПП РФ № 997", True) if key == "warning.objection" else None

    WORLD.control_type = Type()
    WORLD.dates["received_on"] = date(2026, 11, 26)
    go(WARNING, trial("DRAFT"), "record")
    row = row_of(session, WARNING, "warning.objection")
    assert (row.due_at, row.basis) == (moscow(2026, 12, 10), "ПП РФ № 997")


def test_a_term_this_kind_of_case_does_not_have_is_not_counted_at_all(session, trial, go):
    WORLD.keys[DURATION] = None
    go(EVENT, trial("SCHEDULED"), "start")
    assert [row.key for row in open_terms(session, EVENT, "trial") if row.key == DURATION] == []


def test_a_clock_stands_without_an_end_and_runs_on_by_the_days_it_stood(session, on_site, go):
    WORLD.conditions["documentary"] = True
    WORLD.dates["papers_asked_on"] = date(2026, 12, 2)
    go(EVENT, on_site, "pause_for_documents")
    assert (row_of(session, EVENT, DURATION).standing, row_of(session, EVENT, DURATION).due_at) == ("paused", None)
    WORLD.dates["resumed_on"] = date(2026, 12, 9)
    go(EVENT, on_site, "go_on")
    row = row_of(session, EVENT, DURATION)
    assert (row.standing, row.due_at) == ("runs", moscow(2026, 12, 21))


def test_a_standstill_whose_first_day_is_unknown_stops_nothing(session, on_site, go):
    WORLD.conditions["documentary"] = True
    go(EVENT, on_site, "pause_for_documents")
    row = row_of(session, EVENT, DURATION)
    assert (row.standing, row.due_at) == ("runs", moscow(2026, 12, 14))
    assert row.pauses[-1]["since"] is None


def test_all_pauses_together_are_cut_at_the_cap(session, on_site, go, clock):
    row = row_of(session, EVENT, DURATION)
    row.cap = 5
    session.add(row)
    WORLD.conditions["documentary"] = True
    WORLD.dates["papers_asked_on"] = date(2026, 12, 1)
    go(EVENT, on_site, "pause_for_documents")
    # Five working days at most: the end is known while the clock still stands.
    assert (row_of(session, EVENT, DURATION).standing, row_of(session, EVENT, DURATION).due_at) == (
        "paused",
        moscow(2026, 12, 21),
    )
    WORLD.dates["resumed_on"] = date(2026, 12, 28)
    go(EVENT, on_site, "go_on")
    assert row_of(session, EVENT, DURATION).due_at == moscow(2026, 12, 21)


def test_a_named_date_moves_by_the_days_of_a_stay(session, trial, go):
    WORLD.dates.update(received_on=date(2026, 11, 16), due_on=date(2026, 12, 10), stayed_on=date(2026, 12, 1))
    case = trial("DRAFT")
    go(PRESCRIPTION, case, "record")
    go(PRESCRIPTION, case, "stay", "system", None, by="appeal:7")
    assert marks(session, PRESCRIPTION, ["trial"]) == {"trial": {"STAYED"}}
    assert row_of(session, PRESCRIPTION, "prescription.execute").standing == "paused"
    WORLD.dates["stay_lifted_on"] = date(2026, 12, 8)
    go(PRESCRIPTION, case, "lift_stay", "system", None, by="appeal:7")
    assert marks(session, PRESCRIPTION, ["trial"]) == {}
    assert row_of(session, PRESCRIPTION, "prescription.execute").due_at == moscow(2026, 12, 17)
    assert [step.caused_by for step in history(session, PRESCRIPTION, "trial")] == [None, "appeal:7", "appeal:7"]


def test_a_mark_is_raised_once_and_lowered_only_while_it_stands(session, on_site, go):
    with pytest.raises(Conflict):
        go(EVENT, on_site, "close_appeal")
    go(EVENT, on_site, "appeal")
    with pytest.raises(Conflict):
        go(EVENT, on_site, "appeal")
    go(EVENT, on_site, "close_appeal")
    assert on_site.state == "IN_PROGRESS"
    assert "appeal" in {step.action for step in open_steps(session, EVENT, on_site, OWNER, "business")}


def test_the_clock_of_a_closed_case_stops(session, on_site, go):
    WORLD.dates["ended_at"] = datetime(2026, 12, 1, 12, tzinfo=UTC)
    go(EVENT, on_site, "finish")
    assert row_of(session, EVENT, "event.act").due_at == moscow(2026, 12, 2)
    go(EVENT, on_site, "draw_act")
    go(EVENT, on_site, "act_signed")
    go(EVENT, on_site, "close_clean")
    assert {row.key for row in open_terms(session, EVENT, "trial")} == {"appeal.file"}
    go(EVENT, on_site, "invalidate", "authority_head", HEAD)
    assert open_terms(session, EVENT, "trial") == []


def test_time_ends_an_event_at_its_cap_and_not_while_the_clock_stands(engine, settings, session, on_site, clock):
    case_id = on_site.id
    session.close()
    hands = Hands(settings, engine, clock)
    clock.moment = moscow(2026, 12, 14)
    run_due(hands)
    assert session.get(Trial, case_id).state == "IN_PROGRESS"
    session.close()
    clock.forward(seconds=1)
    run_due(hands)
    assert session.get(Trial, case_id).state == "REPORT_PENDING"


def test_a_business_is_reminded_14_3_and_1_days_before_its_prescription(engine, settings, session, trial, go, clock):
    WORLD.dates.update(received_on=date(2026, 11, 16), due_on=date(2027, 2, 1))
    go(PRESCRIPTION, trial("DRAFT"), "record")
    session.close()
    hands = Hands(settings, engine, clock)
    said = []
    for day in (18, 29, 31):
        clock.moment = datetime(2027, 1, day, 6, 0, 1, tzinfo=UTC)
        run_due(hands)
        said.append(notices(session, "anna").count("term.days"))
        session.close()
    assert said == [1, 2, 3]


def test_a_step_within_its_term_is_closed_after_it(session, trial, go, clock):
    WORLD.dates["agreed_date"] = date(2026, 12, 14)
    case = trial("APPROVED")
    go(VISIT, case, "agree_date", "inspector", HEAD)
    assert row_of(session, VISIT, "visit.withdraw_before").due_at == moscow(2026, 12, 7)
    clock.moment = datetime(2026, 12, 8, 9, tzinfo=UTC)
    with pytest.raises(Conflict) as refusal:
        go(VISIT, case, "withdraw")
    assert refusal.value.message.ru == "«Отозвать заявление»: срок прошёл, 248-ФЗ, ст. 52.2 ч. 6."
    assert open_steps(session, VISIT, case, OWNER, "business", clock.now()) != ()
    names = {one.action for one in open_steps(session, VISIT, case, OWNER, "business", clock.now())}
    assert "withdraw" not in names


def test_a_step_without_its_official_record_is_a_working_copy(session, trial, go, clock):
    WORLD.dates.update(received_on=date(2026, 11, 16), due_on=date(2027, 2, 1))
    case = trial("DRAFT")
    go(PRESCRIPTION, case, "issue", "authority_head", HEAD)
    (copy,) = working_copies(session, PRESCRIPTION, "trial")
    assert copy.words.ru == "Рабочая копия: оформите шаг «Подписать и выдать» в ЕРКНМ"
    record_outside(session, copy.record, Outside("erknm", "77250000001", date(2026, 11, 28)), HEAD, clock.now())
    assert working_copies(session, PRESCRIPTION, "trial") == []
    go(PRESCRIPTION, case, "deliver", "inspector", HEAD, outside=Outside("notice", "12"))
    assert working_copies(session, PRESCRIPTION, "trial") == []


def test_who_took_an_earlier_step_is_known_to_a_guard(session, trial, go):
    case = trial("PREPARING")
    go(EVENT, case, "propose_decision", "inspector", HEAD)
    assert taken_by(session, EVENT, "trial", "propose_decision") == "rita"
    assert taken_by(session, EVENT, "trial", "sign_decision") is None


def test_the_slice_decides_who_acts_for_the_authority(session, trial, go):
    case = trial("PREPARING")
    with pytest.raises(NotFound):
        go(EVENT, case, "propose_decision", "inspector", OTHER)
    assert open_steps(session, EVENT, case, OTHER, "inspector") == ()


def test_of_two_people_who_race_one_is_told(engine, session, on_site, go, clock):
    with open_session(engine) as reader:
        stale = reader.get(Trial, on_site.id)
    go(EVENT, on_site, "finish")
    session.close()
    with open_session(engine, write=True) as other, pytest.raises(Changed):
        take_step(
            other, EVENT, stale, "find_impossible", OWNER, "business", clock.now(), given={"impossible_reason": "х"}
        )


def test_a_cause_without_an_end_is_asked_about_every_ten_working_days(engine, settings, session, trial, go, clock):
    WORLD.conditions["by_absence"] = True
    WORLD.dates.update(filed_on=date(2026, 11, 27), cause_asked_on=date(2026, 11, 30))
    go(REQUEST, trial("AUTO_CHECK"), "grant_until_cause_ends", "inspector", HEAD)
    session.close()
    clock.moment = datetime(2026, 12, 14, 21, 0, 0, tzinfo=UTC)
    run_due(Hands(settings, engine, clock))
    assert notices(session, "anna").count(f"{REQUEST}.ask_cause") == 1


def test_a_new_calendar_counts_open_terms_anew_and_tells(session, on_site, clock):
    row = row_of(session, EVENT, DURATION)
    row.calendar_version, row.due_at = "0" * 16, moscow(2026, 12, 15)
    session.add(row)
    session.flush()
    assert recompute_deadlines(session, clock.now()) == 1
    assert row_of(session, EVENT, DURATION).due_at == moscow(2026, 12, 14)
    assert "term.moved" in notices(session, "anna")
    assert recompute_deadlines(session, clock.now()) == 0


def test_what_was_counted_by_the_present_calendar_is_left_alone(session, on_site, clock):
    before = [(row.id, row.revision) for row in session.exec(select(DeadlineRow))]
    assert recompute_deadlines(session, clock.now()) == 0
    assert [(row.id, row.revision) for row in session.exec(select(DeadlineRow))] == before
    assert len(session.exec(select(StepRecord)).all()) == 1
