"""In the year: an entry moves with the fewest others, comes in or goes out on a ground, and follows its event."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from sqlmodel import select

from backend.control.kinds.control_event_binding import open_repeated_event
from backend.control.models import ControlEvent, EventPlanEntry
from backend.control.plans.following import follow_events
from backend.db.engine import open_session
from backend.procedures.models import StepRecord
from backend.procedures.runner import SYSTEM, take_step


def move(browser, plan, entry, day: str):
    page = f"/desk/control/plans/{plan.id}/entries/{entry.id}/move"
    offer = browser.post_form(page, {"not_before": day})
    seal = re.search(r'name="seal" value="([0-9a-f]+)"', offer.text)
    return page, offer, seal and seal.group(1)


def test_an_entry_moves_to_a_free_place_and_its_event_follows(office, approved, entries, engine) -> None:
    entry = entries()[0]
    page, offer, seal = move(office.inspector, approved, entry, "2027-02-01")
    assert "Так сдвинется меньше всего" in offer.text
    assert entries()[0].start == date(2027, 1, 11)
    done = office.inspector.post_form(page, {"not_before": "2027-02-01", "seal": seal})
    assert done.status_code == 303
    with open_session(engine) as session:
        row = session.get_one(EventPlanEntry, entry.id)
        event = session.get_one(ControlEvent, row.event_id)
    assert row.start >= date(2027, 2, 1)
    assert (event.planned_start, event.planned_end) == (row.start, row.end)


def test_one_other_gives_way_when_there_is_no_free_place(office, approved, entries, engine) -> None:
    entry, other = entries()[0], entries()[1]
    with open_session(engine, write=True) as session:
        # Nobody works from the middle of January but in the days of the other entry, and later in the summer.
        mine = session.get_one(EventPlanEntry, entry.id)
        theirs = session.get_one(EventPlanEntry, other.id)
        mine.window_last = theirs.end
        theirs.inspector_id = mine.inspector_id
        session.add_all([mine, theirs])
        session.commit()
    for who in (office.inspector, office.second):
        away = {"person_id": who.person.id, "first": "2027-01-25", "last": "2027-03-09", "reason": ""}
        office.head.post_form("/desk/control/absences", away)
    if entry.inspector_id != office.second.person.id:
        away = {"person_id": office.second.person.id, "first": "2027-03-10", "last": "2027-04-30", "reason": ""}
    else:
        away = {"person_id": office.inspector.person.id, "first": "2027-03-10", "last": "2027-04-30", "reason": ""}
    office.head.post_form("/desk/control/absences", away)
    page, offer, seal = move(office.inspector, approved, entry, "2027-02-01")
    assert "уступает место" in offer.text
    office.inspector.post_form(page, {"not_before": "2027-02-01", "seal": seal})
    with open_session(engine) as session:
        assert session.get_one(EventPlanEntry, entry.id).start == date(2027, 3, 10)
        assert session.get_one(EventPlanEntry, other.id).start > date(2027, 3, 10)


def test_an_offer_that_is_no_more_is_refused(office, approved, entries) -> None:
    page, _, seal = move(office.inspector, approved, entries()[0], "2027-02-01")
    office.second.post_form(page, {"not_before": "2027-02-01", "seal": seal})
    again = office.inspector.post_form(page, {"not_before": "2027-02-01", "seal": seal})
    assert again.status_code == 409


def test_an_entry_cannot_move_out_of_its_window(office, approved, entries) -> None:
    _, offer, seal = move(office.inspector, approved, entries()[0], "2027-12-29")
    assert seal is None
    assert "Перенести нельзя" in offer.text


def test_an_entry_goes_out_on_a_ground_and_its_event_with_it(office, approved, entries, engine) -> None:
    entry = entries()[0]
    step = f"/cases/event_plan_entry/{entry.id}/exclude"
    assert office.inspector.get(step).status_code == 409
    assert office.head.post_form(step, {}).status_code == 422
    assert office.head.post_form(step, {"exclusion_ground": "NO_PLACE"}).status_code == 422
    assert office.head.post_form(step, {"exclusion_ground": "CEASED"}).status_code == 303
    with open_session(engine) as session:
        row = session.get_one(EventPlanEntry, entry.id)
        assert (row.state, row.decided_on) == ("EXCLUDED", date(2026, 11, 28))
        assert session.get_one(ControlEvent, row.event_id).state == "CANCELLED"


def test_an_object_comes_in_within_the_year_on_a_ground(office, approved, objects, entries, engine) -> None:
    home = f"/desk/control/plans/{approved.id}"
    said = {
        "object_id": objects[3].id,
        "kind": "INSPECTION_VISIT",
        "inspector_id": office.inspector.person.id,
        "start": "2027-10-05",
        "days": "1",
    }
    assert office.inspector.post_form(f"{home}/add", said).status_code == 303
    row = entries()[-1]
    assert (row.state, row.start) == ("PROPOSED", date(2027, 10, 5))
    step = f"/cases/event_plan_entry/{row.id}/include_in_year"
    assert office.head.post_form(step, {"inclusion_ground": "CATEGORY_RAISED"}).status_code == 303
    row = entries()[-1]
    assert (row.state, row.inclusion_ground) == ("INCLUDED", "CATEGORY_RAISED")
    with open_session(engine) as session:
        assert session.get_one(ControlEvent, row.event_id).planned_start == date(2027, 10, 5)


def test_the_business_sees_its_entry_once_the_plan_is_approved(person, office, sent, entries, engine) -> None:
    from backend.accounts.models import Business

    owner = person("café@example.ru".replace("é", "e"), name="Анна", business="Кафе")
    with open_session(engine, write=True) as session:
        business = session.get_one(Business, owner.business.id)
        business.inn, business.proven_by = "7728168971", "papers"
        session.commit()
    entry = entries()[0]
    page = f"/cases/event_plan_entry/{entry.id}"
    assert owner.get(page).status_code == 404
    office.head.post_form(f"/cases/event_plan/{sent.id}/approve", {"approved_on": "2026-11-28"})
    assert owner.get(page).status_code == 200
    assert "Павел Огнев" not in owner.get(page).text
    assert owner.get(f"/cases/event_plan_entry/{entries()[1].id}").status_code == 404
    assert "В плане" in owner.get("/notices").text or "в плане" in owner.get("/notices").text


def test_an_entry_follows_its_event(office, approved, entries, engine, clock) -> None:
    rows = entries()
    with open_session(engine, write=True) as session:
        held = session.get_one(ControlEvent, rows[0].event_id)
        held.source, held.state = held.source, "REPORT_PENDING"
        off = session.get_one(ControlEvent, rows[1].event_id)
        off.state = "EXCLUDED"
        session.add_all([held, off])
        session.commit()
    with open_session(engine, write=True) as session:
        assert follow_events(session, clock.now()) == 2
        session.commit()
    assert sorted((row.state, row.exclusion_ground) for row in entries()) == [
        ("COMPLETED", None),
        ("EXCLUDED", "WITH_EVENT"),
        ("INCLUDED", None),
    ]


def step(engine, event_id: str, action: str, now, state: str | None = None, **fields) -> None:
    """Take a step of an event as the platform, from a state it is put into first."""
    with open_session(engine, write=True) as session:
        event = session.get_one(ControlEvent, event_id)
        for name, value in (fields | ({"state": state} if state else {})).items():
            setattr(event, name, value)
        session.add(event)
        session.flush()
        given = {"reason": "по решению", "start_at": event.start_at}
        take_step(session, "control_event", event, action, None, SYSTEM, now, given=given)
        session.commit()


def test_the_step_that_ends_an_event_takes_its_entry_along_at_once(approved, entries, engine, clock) -> None:
    held, off, rest = entries()
    step(engine, held.event_id, "run_out", clock.now(), "IN_PROGRESS")
    step(engine, off.event_id, "cancel", clock.now())
    with open_session(engine) as session:
        rows = {one.id: session.get_one(EventPlanEntry, one.id) for one in (held, off, rest)}
        told = session.exec(select(StepRecord).where(StepRecord.subject_id == held.id)).all()
    assert (rows[held.id].state, rows[off.id].state, rows[rest.id].state) == ("COMPLETED", "EXCLUDED", "INCLUDED")
    assert (rows[off.id].exclusion_ground, rows[off.id].decided_on) == ("WITH_EVENT", date(2026, 11, 28))
    assert [row.caused_by for row in told if row.action == "complete"] == [f"control_event:{held.event_id}"]


def test_a_postponed_event_leaves_its_day_in_the_plan_and_takes_its_new_one(
    office, approved, entries, engine, clock
) -> None:
    row = entries()[0]
    home = f"/desk/control/plans/{approved.id}"
    step(engine, row.event_id, "postpone", clock.now(), "SCHEDULED")
    assert "проверку отложили: нового дня ещё нет" in office.inspector.get(home).text
    start = datetime(2027, 4, 5, 7, tzinfo=UTC)
    step(engine, row.event_id, "reschedule", clock.now(), start_at=start)
    moved = next(one for one in entries() if one.id == row.id)
    assert (moved.start, moved.end, moved.state) == (date(2027, 4, 5), date(2027, 4, 16), "INCLUDED")
    assert "проверку отложили: нового дня ещё нет" not in office.inspector.get(home).text


def test_the_entry_of_an_event_that_could_not_be_held_waits_for_the_repeated_one(
    approved, entries, engine, clock
) -> None:
    row = entries()[0]
    with open_session(engine, write=True) as session:
        event = session.get_one(ControlEvent, row.event_id)
        event.state, event.impossible_on = "NOT_HELD", date(2026, 11, 27)
        open_repeated_event(session, event, None, clock.now())
        session.commit()
    waiting = next(one for one in entries() if one.id == row.id)
    assert (waiting.state, waiting.event_id != row.event_id) == ("INCLUDED", True)
    step(engine, waiting.event_id, "run_out", clock.now(), "IN_PROGRESS")
    assert next(one for one in entries() if one.id == row.id).state == "COMPLETED"


def test_what_was_announced_stands_fast(office, approved, entries, engine) -> None:
    entry = entries()[0]
    with open_session(engine, write=True) as session:
        event = session.exec(select(ControlEvent).where(ControlEvent.id == entry.event_id)).one()
        event.state = "SCHEDULED"
        session.add(event)
        session.commit()
    page = f"/desk/control/plans/{approved.id}/entries/{entry.id}/move"
    answer = office.inspector.post_form(page, {"not_before": "2027-02-01"})
    assert answer.status_code == 409
    assert "Проверка уже объявлена или идёт." in answer.text
