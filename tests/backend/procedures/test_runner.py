"""One step is permission, check, state, history, terms, notices and audit; a refused one leaves no trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel, select

from backend.accounts.models import Business, Person
from backend.audit.models import AuditRow
from backend.audit.queries import verify
from backend.db.engine import open_session
from backend.errors import Changed, Conflict, Invalid, NotFound
from backend.jobs.work import Hands, run_due
from backend.notifications.models import Notice
from backend.permissions import Actor, Scope
from backend.procedures.bindings import Binding, bind, faults_of
from backend.procedures.models import DeadlineRow, StepRecord
from backend.procedures.proofs import proves
from backend.procedures.queries import history, marks, open_deadlines
from backend.procedures.runner import open_steps, take_step
from calculators.calendar import work_calendar
from rules.procedures import procedures
from rules.roles import Role
from rules.text import Text

NAME = "rehearsal"
TABLE = replace(procedures()["dispute"], name=NAME)


class Apart(SQLModel, registry=registry()):
    """Tables of this test only."""


class Case(Apart, table=True):
    id: str = Field(primary_key=True)
    state: str = "DRAFT"
    version: int = 1
    business_id: str = "cafe"


OWNER = Actor(person_id="anna", scopes={"cafe": frozenset(Scope)}, roles=frozenset({Role.BUSINESS}))
READER = Actor(person_id="boris", scopes={"cafe": frozenset({Scope.READ})}, roles=frozenset({Role.BUSINESS}))
STRANGER = Actor(person_id="vera", scopes={"shop": frozenset(Scope)}, roles=frozenset({Role.BUSINESS}))
REGULATOR = Actor(person_id="rita", roles=frozenset({Role.REGULATOR}), authority="mchs")
ELSEWHERE = Actor(person_id="olga", roles=frozenset({Role.REGULATOR}), authority="rostrud")
FACTS = {"reason": "нет кухни", "facts": ["seats"]}
EFFECTS: list[str] = []


def answers_for_the_authority(session, case, actor):
    if actor is not None and actor.authority != "mchs":
        raise NotFound


def recipients(session, case, role):
    return {"business": ["anna"], "representative": ["anna"], "regulator": ["rita"]}.get(role, [])


bind(
    Binding(
        table=TABLE,
        find=lambda session, case_id: session.get(Case, case_id),
        recipients=recipients,
        link=lambda case, role: f"/{role}/{case.id}",
        about=lambda session, case: {"about": Text("Тренировка по эвакуации", "Evacuation drill")},
        guards={"answers_for_the_authority": answers_for_the_authority},
        effects={
            "mark_not_concerned": lambda session, case, actor, now: EFFECTS.append("mark_not_concerned"),
            "open_editor_task": lambda session, case, actor, now: EFFECTS.append("open_editor_task"),
        },
    )
)


@pytest.fixture
def session(engine, clock):
    Apart.metadata.create_all(engine)
    EFFECTS.clear()
    with open_session(engine, write=True) as opened:
        for name, language in (("anna", "ru"), ("rita", "en")):
            opened.add(
                Person(id=name, email=f"{name}@example.org", name=name, language=language, created_at=clock.now())
            )
        opened.add(Business(id="cafe", name="Кафе", created_at=clock.now()))
        opened.commit()
        yield opened


@pytest.fixture
def case(session):
    made = Case(id="case1")
    session.add(made)
    session.commit()
    return made


@pytest.fixture
def submitted(session, case, clock):
    take_step(session, NAME, case, "submit", OWNER, "business", clock.now(), given=FACTS)
    session.commit()
    return case


@pytest.fixture
def taken(session, submitted, clock):
    take_step(session, NAME, submitted, "take", REGULATOR, "regulator", clock.now())
    session.commit()
    return submitted


@pytest.fixture
def hands(settings, engine, clock):
    return Hands(settings, engine, clock)


def kinds_told(session, person):
    return [notice.kind for notice in session.exec(select(Notice).where(Notice.person_id == person))]


def run_until(session, clock, hands, moment):
    session.commit()
    session.close()
    clock.moment = moment
    run_due(hands)


def test_a_step_moves_the_case_and_writes_history_audit_term_and_notice(session, submitted):
    assert (submitted.state, submitted.version) == ("SUBMITTED", 2)
    (step,) = history(session, NAME, submitted.id)
    assert (step.action, step.from_state, step.to_state, step.actor) == ("submit", "DRAFT", "SUBMITTED", "anna")
    assert step.basis.startswith("Порядок платформы")
    assert session.exec(select(AuditRow.action)).all() == ["rehearsal.submit"]
    assert [row.key for row in open_deadlines(session, NAME, submitted.id)] == ["dispute.take", "dispute.decide"]
    assert kinds_told(session, "rita") == ["rehearsal.submit"]
    assert kinds_told(session, "anna") == []


def test_terms_are_counted_in_working_days_to_the_last_second_in_moscow(session, submitted):
    # Saturday 28 November; five working days end on Friday 4 December, fifteen on Friday 18 December.
    take, decide = open_deadlines(session, NAME, submitted.id)
    assert take.due_at == datetime(2026, 12, 4, 20, 59, 59, tzinfo=UTC)
    assert decide.due_at == datetime(2026, 12, 18, 20, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("actor", "acting_as"),
    [(READER, "business"), (STRANGER, "business"), (REGULATOR, "business"), (OWNER, "regulator"), (None, "business")],
)
def test_whoever_has_no_right_finds_nothing_and_leaves_no_trace(session, case, clock, actor, acting_as):
    with pytest.raises(NotFound):
        take_step(session, NAME, case, "submit", actor, acting_as, clock.now(), given=FACTS)
    assert case.state == "DRAFT"
    assert session.exec(select(StepRecord)).all() == []
    assert session.exec(select(AuditRow)).all() == []


def test_nobody_can_act_as_time(session, case, clock):
    with pytest.raises(NotFound):
        take_step(session, NAME, case, "lapse", OWNER, "system", clock.now())


def test_an_authority_answers_only_for_itself(session, submitted, clock):
    with pytest.raises(NotFound):
        take_step(session, NAME, submitted, "take", ELSEWHERE, "regulator", clock.now())
    assert open_steps(session, NAME, submitted, ELSEWHERE, "regulator") == ()


def test_a_step_that_is_not_open_says_so(session, case, clock):
    with pytest.raises(Conflict) as refusal:
        take_step(session, NAME, case, "accept", REGULATOR, "regulator", clock.now())
    assert refusal.value.message.ru == "«Согласиться: не относится» сейчас нельзя: состояние «Черновик»."


def test_every_missing_field_is_named_at_once(session, case, clock):
    with pytest.raises(Invalid) as refusal:
        take_step(session, NAME, case, "submit", OWNER, "business", clock.now(), given={"reason": ""})
    assert [fault.field for fault in refusal.value.faults] == ["reason", "facts"]


def test_a_case_somebody_moved_meanwhile_is_not_moved_again(session, taken, clock):
    with pytest.raises(Changed):
        take_step(session, NAME, taken, "accept", REGULATOR, "regulator", clock.now(), version=1)


def test_two_sessions_cannot_take_the_same_step(engine, session, submitted, clock):
    with open_session(engine) as reader:
        stale = reader.get(Case, submitted.id)
    take_step(session, NAME, submitted, "take", REGULATOR, "regulator", clock.now())
    session.commit()
    session.close()
    with open_session(engine, write=True) as other, pytest.raises(Changed):
        take_step(other, NAME, stale, "take", REGULATOR, "regulator", clock.now())


def test_the_words_of_a_comment_stay_out_of_history(session, taken, clock):
    given = {"reason": "кухня есть"}
    take_step(session, NAME, taken, "reject", REGULATOR, "regulator", clock.now(), given=given, comment="кухня есть")
    last = history(session, NAME, taken.id)[-1]
    assert proves(session, last, "кухня есть")
    assert "кухня" not in str(last.model_dump())


def test_accepting_runs_its_effects_and_ends_every_term(session, taken, clock):
    take_step(session, NAME, taken, "accept", REGULATOR, "regulator", clock.now(), days_off=work_calendar("77"))
    assert EFFECTS == ["mark_not_concerned", "open_editor_task"]
    assert open_deadlines(session, NAME, taken.id) == []
    assert session.exec(select(DeadlineRow).where(DeadlineRow.closed_at == None)).all() == []  # noqa: E711


def test_a_question_stops_neither_the_term_nor_its_start(session, taken, clock):
    take_step(session, NAME, taken, "ask_facts", REGULATOR, "regulator", clock.now(), given={"question": "Есть кухня?"})
    assert [row.key for row in open_deadlines(session, NAME, taken.id)] == ["dispute.facts"]
    clock.forward(days=5)
    take_step(session, NAME, taken, "give_facts", OWNER, "business", clock.now(), given={"facts": ["seats"]})
    (decide,) = open_deadlines(session, NAME, taken.id)
    assert decide.due_at == datetime(2026, 12, 18, 20, 59, 59, tzinfo=UTC)


def test_the_owner_is_told_once_though_two_roles_name_them(session, taken):
    assert kinds_told(session, "anna") == ["rehearsal.take"]


def test_time_reminds_at_half_and_at_four_fifths(session, submitted, clock, hands):
    start, end = clock.moment, datetime(2026, 12, 4, 20, 59, 59, tzinfo=UTC)
    run_until(session, clock, hands, start + (end - start) * 0.51)
    assert kinds_told(session, "rita").count("term.50") == 1
    run_until(session, clock, hands, start + (end - start) * 0.81)
    assert kinds_told(session, "rita").count("term.80") == 1
    assert [row.warned for row in open_deadlines(session, NAME, "case1")] == [80, 0]


def test_a_sleeping_house_says_only_the_last_word(session, submitted, clock, hands):
    run_until(session, clock, hands, datetime(2026, 12, 4, 20, 59, 50, tzinfo=UTC))
    told = kinds_told(session, "rita")
    assert (told.count("term.50"), told.count("term.80")) == (0, 1)


def test_the_last_second_is_still_in_time_and_the_next_one_is_not(session, submitted, clock, hands):
    run_until(session, clock, hands, datetime(2026, 12, 18, 20, 59, 59, tzinfo=UTC))
    assert marks(session, NAME, ["case1"]) == {}
    run_until(session, clock, hands, datetime(2026, 12, 18, 21, 0, 0, tzinfo=UTC))
    assert marks(session, NAME, ["case1"]) == {"case1": {"OVERDUE"}}
    assert session.get(Case, "case1").state == "SUBMITTED"
    assert kinds_told(session, "anna") == ["rehearsal.mark_overdue"]


def test_an_unanswered_question_closes_the_case_by_itself(session, taken, clock, hands):
    take_step(session, NAME, taken, "ask_facts", REGULATOR, "regulator", clock.now(), given={"question": "Есть кухня?"})
    run_until(session, clock, hands, datetime(2026, 12, 30, tzinfo=UTC))
    assert session.get(Case, "case1").state == "LAPSED"
    assert history(session, NAME, "case1")[-1].actor == "system"
    assert verify(session).seq == 4


def test_an_answer_in_time_leaves_nothing_for_time_to_do(session, taken, clock, hands):
    take_step(session, NAME, taken, "accept", REGULATOR, "regulator", clock.now() + timedelta(hours=1))
    run_until(session, clock, hands, datetime(2027, 3, 1, tzinfo=UTC))
    assert session.get(Case, "case1").state == "ACCEPTED"
    assert [kind for kind in kinds_told(session, "rita") if kind.startswith("term")] == []


def test_buttons_are_the_steps_that_are_open_to_the_person(session, taken):
    names = [step.action for step in open_steps(session, NAME, taken, REGULATOR, "regulator")]
    assert names == ["ask_facts", "accept", "reject"]
    assert [step.action for step in open_steps(session, NAME, taken, OWNER, "business")] == ["withdraw"]
    assert open_steps(session, NAME, taken, READER, "business") == ()


def test_a_binding_without_what_its_table_names_is_refused():
    bare = Binding(table=TABLE, find=lambda s, i: None, recipients=lambda s, c, r: (), link=lambda c, r: "")
    assert any("no guard «answers_for_the_authority»" in fault for fault in faults_of(bare))
    with pytest.raises(ValueError, match="no effect «mark_not_concerned»"):
        bind(bare)
