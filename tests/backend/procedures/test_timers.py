"""Timers: none is missed and none is early, whatever dies and however the machine's clock jumps."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush
from random import Random

import pytest
from sqlmodel import col, func, select

from backend.accounts.models import Person
from backend.db.engine import open_session
from backend.jobs.models import OutboxRow
from backend.jobs.work import LEASE, Hands, claim, do
from backend.procedures.models import DeadlineRow, StepRecord
from backend.procedures.runner import take_step
from backend.procedures.timers import TIMER, WARNINGS, moment_before, moment_of
from calculators.calendar import work_calendar
from calculators.deadlines import MOSCOW
from calculators.procedure_clocks import count
from rules.procedures import procedures
from rules.terms import DayKind, Term
from tests.backend.procedures.rehearsals import OWNER, WORLD, Apart, Trial, rehearse

PRESCRIPTION = rehearse("prescription")
MANY, REAL, REAL_TIMERS = 100_000, 350, 2_000
UNITS = (DayKind.WORKING_DAYS, DayKind.CALENDAR_DAYS, DayKind.HOURS, DayKind.MONTHS)
START = datetime(2026, 11, 28, 9, tzinfo=UTC)


def moments(random: Random) -> list[datetime]:
    """Return the moments of one random term: half, four fifths, the end, and a reminder some days before it."""
    begun = START + timedelta(minutes=random.randrange(60 * 24 * 400))
    unit = random.choice(UNITS)
    counted = count(begun, Term(random.randint(1, 24), unit, "ст. 1"), work_calendar(), MOSCOW)
    assert counted.begins
    assert counted.due
    row = DeadlineRow(
        procedure=PRESCRIPTION, subject_id="-", key="-", state="-", started_at=counted.begins, due_at=counted.due
    )
    # The moments as the planner puts them into the outbox.
    found = [moment for percent in WARNINGS if (moment := moment_of(row, percent))]
    assert begun < found[0] <= found[1] <= counted.due < found[2]
    before = moment_before(row, random.choice((1, 3, 14)))
    assert before
    return [*found, before]


@pytest.mark.slow
def test_a_hundred_thousand_terms_lose_no_moment_and_say_none_early():
    random, queue, said = Random(1), [], [0] * MANY
    for number in range(MANY):
        for moment in moments(random):
            heappush(queue, (moment, number))
    now, waiting = START, len(queue)
    while queue:
        now += timedelta(minutes=random.randrange(1, 3_000))
        seen = now - timedelta(minutes=random.choice((0, 0, 0, 90)))
        while queue and queue[0][0] <= seen:
            moment, number = heappop(queue)
            assert moment <= seen
            said[number] += 1
    assert sum(said) == waiting
    assert set(said) == {len(WARNINGS) + 1}


@pytest.fixture
def hands(settings, engine, clock):
    Apart.metadata.create_all(engine)
    WORLD.clear()
    with open_session(engine, write=True) as session:
        for name in ("anna", "rita"):
            session.add(Person(id=name, email=f"{name}@example.org", name=name, language="ru", created_at=clock.now()))
        session.commit()
    return Hands(settings, engine, clock)


def open_cases(hands: Hands, number: int, random: Random) -> None:
    """Open cases whose terms end within a year."""
    given = dict.fromkeys([need for step in procedures()["prescription"].steps for need in step.needs], "есть")
    with open_session(hands.engine, write=True) as session:
        for index in range(number):
            case = Trial(id=f"t{index}", state="DRAFT")
            session.add(case)
            named = date(2026, 12, 10) + timedelta(days=random.randrange(330))
            WORLD.dates.update({"received_on": date(2026, 11, 27), f"t{index}.due_on": named})
            take_step(session, PRESCRIPTION, case, "record", OWNER, "business", hands.clock.now(), given=given)
        session.commit()


def jump(hands: Hands, random: Random) -> timedelta:
    """Return how far the machine's clock moves: mostly on, sometimes back."""
    return timedelta(hours=random.choice((-5, 1, 12, 60, 200)))


def work(hands: Hands, random: Random) -> None:
    """Do what is due. Now and then a process dies between claiming and doing, or the clock goes back before it does."""
    while claimed := claim(hands):
        for row_id, lease in claimed:
            fate = random.random()
            if fate < 0.1:
                continue
            back = timedelta(hours=30) if fate < 0.15 else timedelta(0)
            hands.clock.moment -= back
            do(hands, row_id, lease)
            hands.clock.moment += back


def waiting(hands: Hands) -> int:
    """Return how many timers nobody has answered yet."""
    with open_session(hands.engine) as session:
        query = select(func.count()).select_from(OutboxRow)
        return session.exec(query.where(OutboxRow.kind == TIMER, col(OutboxRow.done_at).is_(None))).one()


@pytest.mark.slow
def test_two_thousand_timers_with_kills_and_jumps_of_the_clock_come_once_and_in_time(hands):
    random = Random(2)
    open_cases(hands, REAL, random)
    end = datetime(2027, 12, 20, tzinfo=UTC)
    while hands.clock.now() < end:
        hands.clock.moment += jump(hands, random)
        work(hands, random)
    while waiting(hands):
        hands.clock.moment += LEASE + timedelta(seconds=1)
        work(hands, random)
    with open_session(hands.engine) as session:
        steps = session.exec(select(StepRecord).where(StepRecord.action == "run_out")).all()
        rows = {row.subject_id: row for row in session.exec(select(DeadlineRow).where(DeadlineRow.clock == True))}  # noqa: E712
        timers = session.exec(select(OutboxRow).where(OutboxRow.kind == TIMER)).all()
    assert sorted(step.subject_id for step in steps) == sorted(f"t{index}" for index in range(REAL))
    assert [step.subject_id for step in steps if step.at <= rows[step.subject_id].due_at] == []
    assert len(timers) >= REAL_TIMERS
    assert [row for row in timers if row.done_at is None] == []
    print(f"{len(timers)} timers of {REAL} terms, {sum(row.attempts > 1 for row in timers)} claimed again")
