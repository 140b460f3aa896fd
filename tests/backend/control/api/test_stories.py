"""Two stories by keys alone: an entrepreneur without any authority; an event from its draft to its act."""

from __future__ import annotations

import pytest

from rules.roles import Role
from tests.backend.control.api.conftest import EVENTS, PDF
from tests.backend.control.desk.conftest import DRAFT, INN

NUMBER = "77260041000100000001"
OWN = {
    "stage": "record_notice",
    "control_type": "fire",
    "kind": "ON_SITE",
    "authority_name": "МЧС",
    "decision_number": "17",
    "decision_date": "2026-11-26",
    "planned": False,
    "ground": "RISK_INDICATOR",
    "noticed_at": "2026-12-01T11:00:00+03:00",
    "start_at": "2026-12-02T10:00:00+03:00",
    "actions": ["INSPECTION", "DOCUMENTS"],
    "items": ["Планы эвакуации", "Инструктаж"],
}


@pytest.fixture
def draft(fire):
    """A whole draft decision, as JSON."""
    yes_no = {"no": False, "yes": True}
    fields = {name: yes_no.get(value, value) if isinstance(value, str) else value for name, value in DRAFT.items()}
    fields |= {"working_days": 3, "people_named": [DRAFT["people_named"]], "indicators": [DRAFT["indicators"]]}
    fields["documents_named"] = [DRAFT["documents_named"]]
    return {"fields": fields, "requirements": [fire.requirement()]}


def test_an_entrepreneur_alone(program_of, owner, clock) -> None:
    mine = program_of(owner)
    mine.people.wait_for(OWN)
    made = mine.post(EVENTS, json=OWN, headers={"Idempotency-Key": "a"})
    assert made.status_code == 201, made.text
    event = made.json()
    again = mine.post(EVENTS, json=OWN, headers={"Idempotency-Key": "a"})
    assert (again.json()["id"], again.headers["Idempotent-Replayed"]) == (event["id"], "true")
    room = f"{EVENTS}/{event['id']}"
    assert event["own_copy"]
    assert event["side"] == "business"
    assert event["waiting_for"]["articles"]
    # A notice of 23 hours is found by «check the check».
    assert "24" in mine.get(f"{room}/parts/check").text
    paper = mine.post(f"{room}/files", files={"file": ("больничный.pdf", PDF)}).json()
    opened = mine.get(room).json()["openings"]
    assert "postponement" in {one["procedure"] for one in opened}
    steps = {step["action"]: step for step in event["steps"]}
    assert steps["start"]["fields"]["required"] == ["started_at"]
    case = mine.take("control_event", event["id"], "start", {"started_at": "2026-12-02T10:00:00+03:00"})
    assert case["state"] == "IN_PROGRESS"
    mine.take("control_event", event["id"], "finish", {"ended_at": "2026-12-03T16:00:00+03:00"})
    mine.take("control_event", event["id"], "draw_act", {"act_number": "А-1", "act_date": "2026-12-04"})
    given = {"act_delivered_on": "2026-12-04"}
    case = mine.take("control_event", event["id"], "act_signed", given, file=paper["id"])
    assert case["state"] == "DELIVERED"
    keys = {term["key"] for term in mine.get(f"{room}/parts/terms").json()["data"]["terms"]}
    assert any(key.startswith("appeal") for key in keys)
    assert mine.get(f"{EVENTS}?state=DELIVERED").json()["items"][0]["id"] == event["id"]


def test_an_event_from_its_draft_to_its_act(fire, sides, draft, owner, inspector) -> None:
    fire.give_inn(owner.business, INN)
    staff, chief, attorney, mine = (sides[name] for name in ("inspector", "head", "prosecutor", "owner"))
    new = {"object_id": fire.object(inspector), "kind": "ON_SITE", "ground": "RISK_INDICATOR"}
    made = staff.post(EVENTS, json=new)
    assert made.status_code == 201, made.text
    id_ = made.json()["id"]
    room, kept = f"{EVENTS}/{id_}", staff.put(f"{EVENTS}/{id_}/draft", json=draft)
    assert kept.status_code == 200, kept.text
    assert all(item["filled"] for item in kept.json()["items"])
    assert chief.put(f"{room}/draft", json=draft).status_code == 404
    assert mine.get(room).status_code == 404
    staff.take("control_event", id_, "propose_decision")
    assert staff.put(f"{room}/draft", json=draft).status_code == 409
    own = staff.post(f"/api/v1/cases/control_event/{id_}/steps/sign_decision", json={})
    assert own.status_code == 404
    chief.take("control_event", id_, "sign_decision")
    chief.take("control_event", id_, "send_for_approval", {"approval_sent_on": "2026-11-28", "registry_number": NUMBER})
    assert mine.get(room).status_code == 404
    seen = attorney.get(room).json()
    assert {"approve", "refuse_approval"} <= {step["action"] for step in seen["steps"]}
    attorney.take("control_event", id_, "approve", {"approval_decided_on": "2026-11-28"})
    assert mine.get(room).json()["state"] == "SCHEDULED"
    staff.take("control_event", id_, "notify_business", {"noticed_at": "2026-12-04T10:00:00+03:00"})
    staff.take("control_event", id_, "start", {"started_at": "2026-12-07T10:00:00+03:00"})
    staff.take("control_event", id_, "finish", {"ended_at": "2026-12-08T16:00:00+03:00"})
    act = {"act_number": "А-7", "act_date": "2026-12-08", "hours_spent": "11", "violations": ["нет плана; 390; п. 5"]}
    staff.take("control_event", id_, "draw_act", act)
    case = staff.take("control_event", id_, "act_signed", {"act_delivered_on": "2026-12-08"})
    assert case["state"] == "DELIVERED"
    shown = mine.get(f"{room}/parts/act").json()["data"]
    assert (shown["number"], shown["violations"][0]["unit"]) == ("А-7", "п. 5")
    assert attorney.get(f"{room}/parts/act").status_code == 200


def test_of_two_who_saw_the_same_one_is_told(fire, sides, draft, program_of, person, inspector) -> None:
    second = program_of(person("second@mchs.example", Role.AUTHORITY_HEAD, name="Зоя Поздняя"))
    staff, first = sides["inspector"], sides["head"]
    new = {"object_id": fire.object(inspector), "kind": "ON_SITE", "ground": "RISK_INDICATOR"}
    id_ = staff.post(EVENTS, json=new).json()["id"]
    assert staff.put(f"{EVENTS}/{id_}/draft", json=draft).status_code == 200
    staff.take("control_event", id_, "propose_decision")
    case = f"/api/v1/cases/control_event/{id_}"
    tag = second.get(case).headers["ETag"]
    assert first.post(f"{case}/steps/sign_decision", json={}, headers={"If-Match": tag}).status_code == 200
    late = {"fields": {"reason": "Нет предмета"}}
    assert second.post(f"{case}/steps/return_draft", json=late, headers={"If-Match": tag}).status_code == 412
    assert second.post(f"{case}/steps/return_draft", json=late).status_code == 409
    assert fire.event(id_).state == "READY_FOR_APPROVAL"


def test_a_refusal_names_the_fields_of_the_body_and_changes_nothing(sides, event_id, contents) -> None:
    staff, case = sides["inspector"], f"/api/v1/cases/control_event/{event_id}"
    before = contents()

    def fields(body):
        answer = staff.post(f"{case}/steps/notify_business", json=body)
        assert answer.status_code == 422, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        return {one["field"] for one in answer.json()["errors"]}

    assert fields({}) == {"fields.noticed_at"}
    assert fields({"fields": {"noticed_at": 5}}) == {"fields.noticed_at"}
    assert fields({"fields": {"noticed_at": "2026-12-04T10:00", "x": 1}}) == {"fields.x"}
    assert fields({"field": {}}) == {"field"}
    assert fields({"fields": []}) == {"fields"}
    assert fields({"outside": {"number": "1", "x": 1}}) == {"outside.x"}
    assert fields({"fields": {"noticed_at": "2026-12-04T10:00"}, "file": "none"}) == {"file"}
    assert fields({"fields": {"outside_number": "1"}}) == {"fields.outside_number"}
    assert staff.post(f"{case}/steps/no_such_step", json={}).status_code == 404
    assert staff.post(f"{case}/steps/finish", json={"fields": {}}).status_code == 409
    assert contents() == before


def test_messages_and_talks_reach_the_other_side(sides, event_id) -> None:
    mine, staff = sides["owner"], sides["inspector"]
    said = mine.post(f"{EVENTS}/{event_id}/messages", json={"text": "Документы готовы."})
    assert said.status_code == 201
    assert "Документы готовы." in staff.get(f"{EVENTS}/{event_id}/parts/messages").text
    slot = staff.post(f"{EVENTS}/{event_id}/video", json={"starts_at": "2026-12-01T10:00"}).json()
    accept = f"{EVENTS}/{event_id}/video/{slot['id']}/accept"
    assert slot["starts_at"] == "2026-12-01T10:00:00+03:00"
    assert staff.post(accept).status_code == 409
    assert mine.post(accept).json()["accepted_at"]
    assert sides["prosecutor"].post(f"{EVENTS}/{event_id}/messages", json={"text": "Я"}).status_code == 404
    for moment in ("9999-12-31T23:59:59-12:00", "2026-11-28T11:59", "2090-01-01T10:00", "завтра, в десять"):
        wrong = staff.post(f"{EVENTS}/{event_id}/video", json={"starts_at": moment})
        assert wrong.status_code == 422, moment


def test_a_demand_for_papers_is_opened_by_the_authority_and_answered_by_the_business(sides, event_id, fire) -> None:
    staff, mine = sides["inspector"], sides["owner"]
    staff.take("control_event", event_id, "notify_business", {"noticed_at": "2026-11-27T10:00:00+03:00"})
    staff.take("control_event", event_id, "start", {"started_at": "2026-12-07T10:00:00+03:00"})
    opened = {one["procedure"] for one in staff.get(f"{EVENTS}/{event_id}").json()["openings"]}
    assert "document_request" in opened
    foreign = sides["inspector of another service"]
    where = f"{EVENTS}/{event_id}/cases/document_request"
    assert foreign.post(where, json={}).status_code == 404
    assert mine.post(f"{EVENTS}/{event_id}/cases/prescription", json={}).status_code == 404
    assert staff.post(f"{EVENTS}/{event_id}/cases/none", json={}).status_code == 404
    empty = staff.post(where, json={})
    assert empty.status_code == 422
    assert all(one["field"].startswith("fields.") for one in empty.json()["errors"])
