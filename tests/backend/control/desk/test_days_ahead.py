"""An act that has happened bears no day to come, in the zone of its authority; plans and ends of terms do."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from backend.control.cases.asking import Ask, AskKind, read_asked
from backend.control.cases.kinds import case_kinds
from backend.control.cases.stepping import NUMBER
from backend.control.models import ControlEvent
from backend.db.engine import open_session
from backend.errors import Invalid
from backend.procedures.models import StepRecord
from calculators.calendar import zone_of
from rules.text import Text
from tests.backend.control.desk.conftest import step
from tests.backend.control.own_events import PAPERS, enter

REGISTERED = "77260041000100000001"
# Every other day of any step tells of an act.
PLANNED = {
    "agreed_date",
    "asked_until",
    "cause_from",
    "cause_until",
    "due_on",
    "extension_until",
    "new_start",
    "programme_ends_on",
    "start_at",
    "valid_until",
    "wanted_from",
}


def scheduled(fire, inspector, head) -> str:
    event_id = fire.prepare(inspector, ground="PROSECUTOR_DEMAND")
    step(inspector, event_id, "propose_decision")
    step(head, event_id, "sign_decision")
    step(head, event_id, "schedule", {"registry_number": REGISTERED})
    return event_id


def test_only_plans_and_ends_of_terms_may_be_ahead() -> None:
    asked = [
        ask
        for kind in case_kinds().values()
        for asks in kind.asks.values()
        if not callable(asks)
        for ask in asks
        if ask.kind in (AskKind.DATE, AskKind.MOMENT)
    ]
    assert {ask.name for ask in asked if ask.to_come} <= PLANNED
    assert not {ask.name for ask in asked if not ask.to_come} & PLANNED
    assert len(asked) > 60


@pytest.mark.parametrize(
    ("state", "action", "values", "field"),
    [
        ("SCHEDULED", "notify_business", {"noticed_at": "2026-11-28T12:01"}, "noticed_at"),
        ("SCHEDULED", "start", {"started_at": "2026-12-07T10:00"}, "started_at"),
        ("SCHEDULED", "find_impossible", {"impossible_on": "2026-11-29", "impossible_reason": "x"}, "impossible_on"),
        ("IN_PROGRESS", "finish", {"ended_at": "2026-11-28T12:01"}, "ended_at"),
        ("REPORT_PENDING", "draw_act", {"act_number": "1", "act_date": "2026-11-29"}, "act_date"),
        ("ACT_DRAWN", "send_act", {"act_delivered_on": "2026-11-29"}, "act_delivered_on"),
    ],
)
def test_an_act_ahead_is_refused_with_its_field_and_changes_nothing(
    fire, inspector, head, engine, state: str, action: str, values: dict[str, str], field: str
) -> None:
    event_id = scheduled(fire, inspector, head)
    with open_session(engine, write=True) as session:
        event = session.get_one(ControlEvent, event_id)
        event.state = state
        session.commit()
        taken = len(session.exec(select(StepRecord)).all())
    address = f"/cases/control_event/{event_id}/{action}"
    answer = inspector.post_form(address, values)
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.text
    assert "ещё не наступил" in answer.text
    inspector.cookies.set("language", "en")
    assert "has not come yet" in inspector.post_form(address, values).text
    event = fire.event(event_id)
    assert (event.state, getattr(event, field)) == (state, None)
    with open_session(engine) as session:
        assert len(session.exec(select(StepRecord)).all()) == taken


def test_a_decision_of_tomorrow_stands_in_a_draft_and_is_not_signed_today(fire, inspector, head) -> None:
    event_id = fire.prepare(inspector, decision_date="2026-11-29")
    step(inspector, event_id, "propose_decision")
    answer = head.post_form(f"/cases/control_event/{event_id}/sign_decision", {})
    assert answer.status_code == 422
    assert "ещё не наступил" in answer.text
    assert fire.event(event_id).state == "DRAFTED"
    head.people.wait_until("2026-11-29T00:00")
    step(head, event_id, "sign_decision")


@pytest.mark.parametrize(
    ("stage", "changes", "field"),
    [
        ("record_notice", {"noticed_at": "2026-11-28T12:01"}, "noticed_at"),
        ("record_notice", {"decision_date": "2026-11-29"}, "decision_date"),
        ("record_visit", {"start_at": "2026-11-28T12:01"}, "start_at"),
        ("record_act", {"act_delivered_on": "2026-11-29"}, "act_delivered_on"),
        ("record_act", {"act_delivered_on": "2026-11-17"}, "act_delivered_on"),
    ],
)
def test_a_business_enters_no_act_ahead_either(owner, engine, stage: str, changes: dict[str, str], field: str) -> None:
    answer = owner.post_form("/control-events/new", {**PAPERS, "stage": stage, **changes})
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.text
    with open_session(engine) as session:
        assert session.exec(select(ControlEvent)).all() == []
    enter(owner, stage="record_notice", start_at="2026-12-07T10:00", planned_end="2026-12-09", act_delivered_on="")


def test_a_day_has_come_by_the_zone_of_the_authority() -> None:
    asks = (Ask("act_date", AskKind.DATE, Text("Дата", "Date")),)
    night = datetime(2026, 11, 28, 13, 0, tzinfo=UTC)  # 01:00 of the 29th in Kamchatka, 16:00 of the 28th in Moscow
    assert read_asked(asks, {"act_date": "2026-11-29"}, zone_of("41"), night)["act_date"].day == 29
    with pytest.raises(Invalid) as refused:
        read_asked(asks, {"act_date": "2026-11-29"}, zone_of("77"), night)
    assert refused.value.faults[0].field == "act_date"


def test_the_date_of_an_official_record_without_its_number_is_not_dropped(fire, inspector, head) -> None:
    event_id = fire.prepare(inspector)
    step(inspector, event_id, "propose_decision")
    address = f"/cases/control_event/{event_id}/sign_decision"
    answer = head.post_form(address, {"outside_date": "2026-11-28"})
    assert answer.status_code == 422
    assert f'id="e-{NUMBER}"' in answer.text
    assert "номера нет" in answer.text
    assert fire.event(event_id).state == "DRAFTED"
    step(head, event_id, "sign_decision", {"outside_date": "2026-11-28", "outside_number": REGISTERED})


def test_a_business_records_that_the_results_were_declared_void(fire, owner, engine) -> None:
    event_id = enter(owner).rsplit("/", 1)[-1]
    address = f"/cases/control_event/{event_id}/invalidate"
    said = {"invalidated_on": "2026-11-27", "invalidated_by": "МЧС России", "reason": "Акт вручили поздно"}
    early = owner.post_form(address, said | {"invalidated_on": "2026-11-29"})
    assert early.status_code == 422
    assert "Признать результаты недействительными" in owner.get(f"/control-events/{event_id}").text
    record = {"outside_number": REGISTERED, "outside_date": "2026-11-27"}
    assert owner.post_form(address, said | record).status_code == 303
    assert fire.event(event_id).state == "INVALIDATED"
    page = owner.get(f"/control-events/{event_id}/timeline").text
    assert REGISTERED in page


def test_of_a_shared_event_a_business_declares_nothing_void(fire, inspector, head, owner) -> None:
    fire.give_inn(owner.business)
    event_id = scheduled(fire, inspector, head)
    with open_session(fire.engine, write=True) as session:
        session.get_one(ControlEvent, event_id).state = "DELIVERED"
        session.commit()
    said = {"invalidated_on": "2026-11-27", "invalidated_by": "я", "reason": "Не согласен"}
    assert owner.post_form(f"/cases/control_event/{event_id}/invalidate", said).status_code in (404, 409)
    assert fire.event(event_id).state == "DELIVERED"
