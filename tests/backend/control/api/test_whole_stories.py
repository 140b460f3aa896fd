"""Two whole stories over HTTP: an entrepreneur alone; from the plan of a year to the act, with all its offices."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from rules.roles import Role
from tests.backend.control.api.conftest import EVENTS, PDF
from tests.backend.control.desk.conftest import DRAFT, INN

PLANS = "/api/v1/control-plans"
NUMBER = "77260041000100000009"
OWN = {
    "stage": "record_notice",
    "control_type": "fire",
    "kind": "ON_SITE",
    "authority_name": "МЧС",
    "decision_number": "17",
    "decision_date": "2026-11-26",
    "planned": False,
    "ground": "RISK_INDICATOR",
    "noticed_at": "2026-11-28T11:00:00+03:00",
    "start_at": "2026-11-29T10:00:00+03:00",
    "actions": ["INSPECTION", "DOCUMENTS"],
    "items": ["Планы эвакуации", "Инструктаж"],
}


def test_an_entrepreneur_alone_from_a_late_notice_to_a_deferred_prescription(calling, owner, clock) -> None:
    mine = calling(owner)
    made = mine.post(EVENTS, json=OWN, headers={"Idempotency-Key": "first"})
    assert made.status_code == 201, made.text
    event = made.json()
    again = mine.post(EVENTS, json=OWN, headers={"Idempotency-Key": "first"})
    assert (again.json()["id"], again.headers["Idempotent-Replayed"]) == (event["id"], "true")
    late_notice(mine, event["id"])
    move_for_illness(mine, event["id"])
    clock.moment = datetime(2026, 12, 14, 12, tzinfo=UTC)
    mine.take("control_event", event["id"], "start", {"started_at": "2026-12-14T10:00:00+03:00"})
    hand_papers_over(mine, event["id"], clock)
    clock.moment = datetime(2026, 12, 18, 12, tzinfo=UTC)
    mine.take("control_event", event["id"], "finish", {"ended_at": "2026-12-18T10:00:00+03:00"})
    mine.take("control_event", event["id"], "draw_act", {"act_number": "А-1", "act_date": "2026-12-18"})
    case = mine.take("control_event", event["id"], "act_signed", {"act_delivered_on": "2026-12-18"})
    assert case["state"] == "DELIVERED"
    defer_a_prescription(mine, event["id"], clock)
    dossier = mine.get(f"{EVENTS}/{event['id']}/dossier.pdf")
    assert (dossier.status_code, dossier.content[:5]) == (200, b"%PDF-")


def late_notice(mine: Any, event_id: str) -> None:
    """«Check the check» finds the notice of 23 hours, in the room and by the computing call alike."""
    room = mine.get(f"{EVENTS}/{event_id}/parts/check").json()
    assert "24" in str(room["data"])
    said = {"control_type": "fire", "kind": "ON_SITE", "planned": False}
    said |= {"notice_at": "2026-11-28T11:00:00+03:00", "start": "2026-11-29T10:00:00+03:00"}
    tests = mine.post("/api/v1/event-check", json=said).json()["tests"]
    breaches = [one for one in tests if one["result"] == "breach"]
    assert [(one["n"], one["code"]) for one in breaches] == [(3, "notice")]


def move_for_illness(mine: Any, event_id: str) -> None:
    """By the right of 31(8), with the sick note as its proof; the authority's answer is written down from its paper."""
    note = mine.post(f"{EVENTS}/{event_id}/files", files={"file": ("больничный.pdf", PDF)}).json()
    asked = {"ground": "ILLNESS", "proof": "Больничный лист № 5", "cause_from": "2026-11-28"}
    asked |= {"cause_until": "2026-12-11", "filed_on": "2026-11-28"}
    outside = {"number": "ЕПГУ-501", "date": "2026-11-28"}
    case = mine.open(event_id, "postponement", asked, file=note["id"], outside=outside)
    assert [(one["action"], one["number"]) for one in case["official"]] == [("submit", "ЕПГУ-501")]
    granted = {"new_start": "2026-12-14T10:00:00+03:00", "decided_on": "2026-11-28"}
    assert mine.take("postponement", case["id"], "grant", granted)["closed"]
    room = mine.get(f"{EVENTS}/{event_id}").json()
    assert (room["state"], room["planned_start"]) == ("SCHEDULED", "2026-12-14")


def hand_papers_over(mine: Any, event_id: str, clock: Any) -> None:
    """A demand is written down and answered through Госуслуги; the number of the receipt comes a day later."""
    demand = {"kind": "documents", "items": ["Журнал инструктажа"], "number": "3", "received_on": "2026-12-14"}
    case = mine.open(event_id, "document_request", demand | {"due_on": "2026-12-20"})
    paper = mine.post(f"/api/v1/cases/document_request/{case['id']}/files", files={"file": ("журнал.pdf", PDF)}).json()
    case = mine.take("document_request", case["id"], "supply", {"supplied_on": "2026-12-14"}, file=paper["id"])
    assert (case["state"], case["own_copy"]) == ("SUPPLIED", True)
    owed = [one for one in case["official"] if one["number"] is None]
    assert [(one["action"], one["system"]) for one in owed] == [("supply", "epgu")]
    clock.forward(days=1)
    numbers = f"/api/v1/cases/document_request/{case['id']}/numbers"
    receipt = {"step": owed[0]["step"], "number": "ЕПГУ-777", "date": "2026-12-14"}
    case = mine.post(numbers, json=receipt).json()
    assert [one["number"] for one in case["official"]] == ["ЕПГУ-777"]
    assert mine.post(numbers, json=receipt).json()["errors"][0]["field"] == "number"


def defer_a_prescription(mine: Any, event_id: str, clock: Any) -> None:
    """A prescription is written down; its date moves by a motion and the answer to it."""
    clock.moment = datetime(2026, 12, 21, 12, tzinfo=UTC)
    points = ["Нет огнетушителя; ППР 1479, п. 60; 20.01.2027; Купить; Фото"]
    said = {"number": "П-1", "issued_on": "2026-12-18", "received_on": "2026-12-18", "due_on": "2027-01-20"}
    case = mine.open(event_id, "prescription", said | {"points": points})
    assert case["state"] == "RECEIVED"
    motion = {"reason": "Поставщик задерживает", "asked_until": "2027-03-01", "motion_received_on": "2026-12-21"}
    asked = mine.take("prescription", case["id"], "ask_deferral", motion)
    assert asked["state"] != case["state"]
    mine.take("prescription", case["id"], "defer", {"due_on": "2027-03-01", "decided_on": "2026-12-21"})
    shown = mine.get(f"{EVENTS}/{event_id}/parts/prescriptions").json()["data"]["prescriptions"][0]
    assert (shown["due_on"], shown["original_due_on"]) == ("2027-03-01", "2027-01-20")


@pytest.fixture
def offices(calling, person, owner, inspector, head, prosecutor, stranger) -> dict[str, Any]:
    """A program of everybody in the second story, and of those in the same posts elsewhere."""
    second = person("second@mchs.example", Role.AUTHORITY_HEAD, name="Зоя Поздняя")
    far = person("far@mchs.example", Role.AUTHORITY_HEAD, office=("mchs", "78"))
    near = {"owner": owner, "inspector": inspector, "head": head, "prosecutor": prosecutor}
    return {name: calling(one) for name, one in (near | {"second": second, "far": far, "stranger": stranger}).items()}


def test_from_the_plan_of_a_year_to_the_act(fire, offices, owner, inspector, work, clock) -> None:
    fire.give_inn(owner.business, INN)
    enter_objects(offices["inspector"])
    plan_id = form_the_plan(offices, inspector, work)
    entry = agree_on_the_plan(offices, plan_id)
    event_id = entry["event_id"]
    assert offices["owner"].get(f"{EVENTS}/{event_id}").status_code == 404
    announce(fire, offices, event_id, entry, clock)
    hold(offices, event_id, clock)
    plans_follow(offices, plan_id, entry["id"])


def enter_objects(staff: Any) -> None:
    """Enter three objects of high risk that are due in 2027; the first is the café's."""
    about = {"control_type": "fire", "region": "77", "kind": "помещение", "category": "HIGH", "decision": "№ 7"}
    facts = {"sme_category": "small", "legal_form": "ip"}
    for number, (inn, name) in enumerate(((INN, "Кафе «Лён»"), ("7707083893", "Склад"), ("7736050003", "Цех")), 1):
        own = {"inn": inn, "business_name": name, "address": f"Москва, Лесная, {number}"}
        own |= {"registry_number": f"77-00{number}", "assigned_on": f"2025-03-1{number}"}
        made = staff.post("/api/v1/control-objects", json=about | own | {"facts": facts})
        assert made.status_code == 201, made.text


def form_the_plan(offices: dict[str, Any], inspector: Any, work: Any) -> str:
    """The inspector opens it, has it counted, accepts the proposal, and places one entry by hand."""
    staff = offices["inspector"]
    new = {"control_type": "fire", "year": "2027", "kind": "ON_SITE", "days": 5}
    made = staff.post(PLANS, json=new, headers={"Idempotency-Key": "plan"})
    assert made.status_code == 201, made.text
    plan = made.json()
    assert staff.post(PLANS, json=new, headers={"Idempotency-Key": "plan"}).json()["id"] == plan["id"]
    assert staff.post(PLANS, json=new).status_code == 409
    assert plan["entries"] == {"PROPOSED": 3}
    for name in ("owner", "prosecutor", "far", "stranger"):
        assert offices[name].get(f"{PLANS}/{plan['id']}").status_code == 404, name
        assert plan["id"] not in offices[name].get(PLANS).text, name
    home = f"{PLANS}/{plan['id']}"
    assert staff.post(f"{home}/count").json()["status"] == "waiting"
    assert staff.post(f"{home}/count").status_code == 409
    work()
    counted = staff.get(f"{home}/count").json()
    assert (counted["status"], bool(counted["price"])) == ("done", True)
    assert staff.post(f"{home}/accept", json={"run": "another"}).status_code == 409
    shown = staff.get(home)
    assert shown.json()["proposal"]["placed"] == 3
    accepted = staff.post(f"{home}/accept", json={"run": counted["run"]}, headers={"If-Match": shown.headers["ETag"]})
    assert accepted.json()["count"]["status"] == "accepted"
    place_by_hand(offices, home, inspector)
    return str(plan["id"])


def place_by_hand(offices: dict[str, Any], home: str, inspector: Any) -> None:
    """Two place the same entry: the one who saw it before the other did is told; a clash names its field."""
    staff, chief = offices["inspector"], offices["head"]
    first = staff.get(f"{home}/entries", params={"limit": 1}).json()
    assert first["next"]
    entry = f"{home}/entries/{first['items'][0]['id']}"
    tag = chief.get(entry).headers["ETag"]
    spot = {"inspector_id": inspector.person.id, "start": "2027-05-03", "days": 5}
    clash = staff.put(f"{entry}/place", json=spot)
    assert (clash.status_code, clash.json()["errors"][0]["field"]) == (422, "start")
    assert staff.put(f"{entry}/place", json=spot | {"start": "2027-05-17"}).json()["pinned"]
    late = chief.put(f"{entry}/place", json=spot | {"start": "2027-05-24"}, headers={"If-Match": tag})
    assert late.status_code == 412
    assert chief.post(f"{entry}/loosen").json()["pinned"] is False
    offer = staff.post(f"{entry}/move", json={"not_before": "2027-06-07"}).json()
    assert not offer["done"]
    assert staff.post(f"{entry}/move", json={"not_before": "2027-06-07", "seal": "0" * 16}).status_code == 409
    done = staff.post(f"{entry}/move", json={"not_before": "2027-06-07", "seal": offer["seal"]}).json()
    assert (done["done"], done["moves"][0]["start"]) == (True, "2027-06-07")


def agree_on_the_plan(offices: dict[str, Any], plan_id: str) -> dict[str, Any]:
    """The head sends it, the prosecutor remarks, the inspector answers, one entry goes out, the head approves."""
    staff, chief, attorney = (offices[name] for name in ("inspector", "head", "prosecutor"))
    home = f"{PLANS}/{plan_id}"
    chief.take("event_plan", plan_id, "send", {"sent_on": "2026-11-28"})
    assert [one["id"] for one in attorney.get(PLANS).json()["items"]] == [plan_id]
    entries = attorney.get(f"{home}/entries").json()["items"]
    cafe = next(one for one in entries if one["inn"] == INN)
    gone = next(one for one in entries if one["business"] == "Цех")
    remark = attorney.post(f"{home}/entries/{gone['id']}/remarks", json={"words": "Цех закрыт."})
    assert [one["sent"] for one in remark.json()["remarks"]] == [False]
    assert staff.get(f"{home}/entries/{gone['id']}").json()["remarks"] == []
    assert staff.post(f"{home}/entries/{gone['id']}/remarks", json={"words": "Я"}).status_code == 404
    attorney.take("event_plan", plan_id, "remark", {"remarks": "Уберите закрытые."})
    assert staff.get(f"{home}/entries/{gone['id']}").json()["owes_answer"]
    assert chief.post(f"/api/v1/cases/event_plan/{plan_id}/steps/approve", json={}).status_code in (409, 422)
    ground = {"exclusion_ground": "PROSECUTOR", "exclusion_reason": "Деятельность прекращена"}
    assert chief.take("event_plan_entry", gone["id"], "exclude", ground)["state"] == "EXCLUDED"
    answered = staff.post(f"{home}/remark-answers", json={"words": "Убрали."}).json()
    assert (answered["owes_answer"], len(answered["remarks"])) == (False, 2)
    chief.take("event_plan", plan_id, "send_again", {"sent_on": "2026-11-28"})
    tag = offices["second"].get(f"/api/v1/cases/event_plan/{plan_id}").headers["ETag"]
    approved = chief.take("event_plan", plan_id, "approve", {"approved_on": "2026-11-28"})
    assert approved["state"] == "APPROVED"
    late = offices["second"].post(
        f"/api/v1/cases/event_plan/{plan_id}/steps/approve", json={"fields": {}}, headers={"If-Match": tag}
    )
    assert late.status_code == 412
    take_away(offices, home)
    return dict(staff.get(f"{home}/entries/{cafe['id']}").json())


def take_away(offices: dict[str, Any], home: str) -> None:
    """The plan leaves as tables and as a paper, to its body and to the prosecutor."""
    for name in ("head", "prosecutor"):
        assert "7707083893" in offices[name].get(f"{home}/entries.csv").text
        assert offices[name].get(f"{home}/entries.xlsx").content[:2] == b"PK"
        assert offices[name].get(f"{home}/plan.pdf").content[:5] == b"%PDF-"
    assert offices["far"].get(f"{home}/plan.pdf").status_code == 404


def announce(fire: Any, offices: dict[str, Any], event_id: str, entry: dict[str, Any], clock: Any) -> None:
    """The inspector fills the decision in, the head signs it and schedules the event, the business is told."""
    staff, chief = offices["inspector"], offices["head"]
    clock.moment = datetime.fromisoformat(f"{entry['start']}T09:00+00:00").replace(tzinfo=UTC)
    clock.forward(days=-10)
    room = f"{EVENTS}/{event_id}"
    today = clock.today().isoformat()
    kept = staff.put(f"{room}/draft", json=decision(fire, entry, today))
    assert kept.status_code == 200, kept.text
    assert [one["number"] for one in kept.json()["items"] if not one["filled"]] == []
    assert staff.get(f"{room}/papers").json()["items"][0]["code"] == "decision"
    assert staff.get(f"{room}/papers/decision").content[:5] == b"%PDF-"
    staff.take("control_event", event_id, "propose_decision")
    tag = offices["second"].get(room).headers["ETag"]
    chief.take("control_event", event_id, "sign_decision")
    late = {"fields": {"reason": "Нет предмета"}}
    back = f"/api/v1/cases/control_event/{event_id}/steps/return_draft"
    assert offices["second"].post(back, json=late, headers={"If-Match": tag}).status_code == 412
    assert offices["second"].post(back, json=late).status_code == 409
    assert staff.post(f"{room}/registry-number", json={"number": NUMBER}).json()["version"]
    chief.take("control_event", event_id, "schedule", {"registry_number": NUMBER})
    assert offices["owner"].get(room).json()["state"] == "SCHEDULED"
    noticed = clock.moment.isoformat()
    staff.take("control_event", event_id, "notify_business", {"noticed_at": noticed, "notice_manner": "Госуслуги"})
    told = offices["owner"].get(f"{room}/parts/event").json()["data"]
    assert (told["registry_number"], bool(told["noticed_at"])) == (NUMBER, True)


def decision(fire: Any, entry: dict[str, Any], today: str) -> dict[str, Any]:
    """A whole draft decision for the days of the entry."""
    yes_no = {"no": False, "yes": True}
    fields: dict[str, Any] = {name: yes_no.get(v, v) if isinstance(v, str) else v for name, v in DRAFT.items()}
    for name in ("reasoned_submission", "indicators", "complainant"):
        fields.pop(name)
    fields |= {"working_days": entry["days"], "people_named": [DRAFT["people_named"]], "decision_date": today}
    fields |= {"start_at": f"{entry['start']}T10:00", "planned_end": entry["end"]}
    fields |= {"documents_named": [DRAFT["documents_named"]]}
    return {"fields": fields, "requirements": [fire.requirement()]}


def hold(offices: dict[str, Any], event_id: str, clock: Any) -> None:
    """It begins, papers are asked for and handed over with a receipt, it ends, its act is drawn and shown."""
    staff, mine = offices["inspector"], offices["owner"]
    clock.forward(days=10)
    room, at = f"{EVENTS}/{event_id}", clock.moment.isoformat()
    staff.take("control_event", event_id, "start", {"started_at": at})
    today = clock.today().isoformat()
    demand = {"kind": "documents", "items": ["журнал инструктажа"], "number": "5", "received_on": today}
    due = (clock.today().replace(day=clock.today().day + 3)).isoformat()
    case = staff.open(event_id, "document_request", demand | {"due_on": due})
    paper = mine.post(f"/api/v1/cases/document_request/{case['id']}/files", files={"file": ("журнал.pdf", PDF)}).json()
    given = mine.take("document_request", case["id"], "supply", {"supplied_on": today}, file=paper["id"])
    assert given["state"] == "SUPPLIED"
    assert given["files"][0]["receipt"]
    assert staff.get(f"/api/v1/cases/document_request/{case['id']}/files/{paper['id']}").content == PDF
    clock.forward(hours=4)
    staff.take("control_event", event_id, "finish", {"ended_at": clock.moment.isoformat()})
    today = clock.today().isoformat()
    act = {"act_number": "А-7", "act_date": today, "hours_spent": "5", "violations": ["нет плана; ППР 1479; п. 5"]}
    staff.take("control_event", event_id, "draw_act", act)
    staff.take("control_event", event_id, "act_signed", {"act_delivered_on": today})
    assert mine.get(f"{room}/papers/act").content[:5] == b"%PDF-"
    assert mine.get(f"{room}/parts/act").json()["data"]["violations"][0]["unit"] == "п. 5"
    for name, status in {"head": 200, "owner": 200, "far": 404, "stranger": 404}.items():
        assert offices[name].get(f"{room}/dossier.pdf").status_code == status, name


def plans_follow(offices: dict[str, Any], plan_id: str, entry_id: str) -> None:
    """The entry of an event that was held is completed, by the inspector's step or by time itself."""
    case = offices["inspector"].get(f"/api/v1/cases/event_plan_entry/{entry_id}").json()
    if case["state"] == "INCLUDED":
        case = offices["inspector"].take("event_plan_entry", entry_id, "complete")
    assert case["state"] == "COMPLETED"
    mine = offices["owner"].get(f"/api/v1/cases/event_plan_entry/{entry_id}").json()
    assert (mine["side"], mine["state"]) == ("business", "COMPLETED")
    assert isinstance(offices["owner"], httpx.Client)
    assert offices["owner"].get(f"{PLANS}/{plan_id}").status_code == 404
