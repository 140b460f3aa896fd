"""Every kind of case by keys: each rightful side takes its own steps, and for anybody else the case does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from backend.control.models import ControlEvent, Declaration, PrescriptionItem, Violation
from backend.db.engine import open_session
from backend.profiles.models import Origin
from backend.profiles.queries import list_places
from backend.profiles.service import record_facts
from backend.risk.models import ControlObject, Source
from tests.backend.control.api.conftest import EVENTS, PDF
from tests.backend.control.desk.conftest import INN

TODAY = "2026-11-28"
DECIDED = {"decided_on": TODAY}
TWO = ("owner", "inspector", "head")


def nobody_else(sides: dict[str, Any], procedure: str, case_id: str, seen_by: Iterable[str]) -> None:
    """See that exactly these programs find the case, and that no call of others reaches it."""
    case = f"/api/v1/cases/{procedure}/{case_id}"
    for name, program in sides.items():
        answer = program.get(case)
        assert answer.status_code == (200 if name in seen_by else 404), (name, answer.text)
        if name in seen_by:
            continue
        for address, body in (
            (f"{case}/steps/appeal", {}),
            (f"{case}/numbers", {"step": 1, "number": "1"}),
        ):
            assert program.post(address, json=body).status_code == 404, (name, address)
        assert program.post(f"{case}/files", files={"file": ("а.pdf", PDF)}).status_code == 404, name
        assert program.get(f"{case}/paper").status_code == 404, name
        listed = program.get(f"/api/v1/cases/{procedure}")
        assert case_id not in listed.text, name


def test_a_postponement(sides, event_id) -> None:
    mine, chief = sides["owner"], sides["head"]
    asked = {"ground": "ILLNESS", "proof": "Больничный № 5", "cause_from": TODAY, "cause_until": "2026-12-11"}
    case = mine.open(event_id, "postponement", asked | {"filed_on": TODAY})
    id_ = case["id"]
    nobody_else(sides, "postponement", id_, TWO)
    early = {"new_start": "2026-12-10T10:00:00+03:00", **DECIDED}
    refused = chief.post(f"/api/v1/cases/postponement/{id_}/steps/grant", json={"fields": early})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "fields.new_start")
    granted = {"fields": early | {"new_start": "2026-12-14T10:00:00+03:00"}}
    assert mine.post(f"/api/v1/cases/postponement/{id_}/steps/grant", json=granted).status_code in (404, 409)
    moved = chief.take("postponement", id_, "grant", granted["fields"])
    assert moved["closed"]
    assert mine.get(f"{EVENTS}/{event_id}").json()["planned_start"] == "2026-12-14"


@pytest.fixture
def issued(sides, event_id, engine) -> str:
    """A prescription drafted by the inspector, signed by the head and delivered."""
    with open_session(engine, write=True) as session:
        event = session.get_one(ControlEvent, event_id)
        event.state, event.act_number, event.act_date = "VIOLATIONS_FOUND", "15", date(2026, 11, 20)
        session.add(event)
        about = {"event_id": event_id, "act": "ППР № 1479", "unit": "п. 60"}
        session.add_all([Violation(position=n, text=f"Нет огнетушителя {n + 1}", **about) for n in range(2)])
        session.commit()
    staff, chief = sides["inspector"], sides["head"]
    draft = f"{EVENTS}/{event_id}/prescription"
    shown = staff.get(draft)
    assert shown.json()["prescription_id"] is None
    fields = {name: value for name, value in shown.json()["values"].items() if value}
    for number, day in ((1, "2027-02-01"), (2, "2027-01-15")):
        fields |= {f"due_on_{number}": day, f"measures_{number}": "Повесить", f"proof_{number}": "Фото"}
    wrong = staff.put(draft, json={"fields": fields | {"due_on_1": "2026-11-01"}})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "fields.due_on_1")
    tag = {"If-Match": shown.headers["ETag"]}
    kept = staff.put(draft, json={"fields": fields}, headers=tag)
    assert kept.status_code == 200, kept.text
    assert chief.put(draft, json={"fields": fields}, headers=tag).status_code == 412
    id_ = str(kept.json()["prescription_id"])
    nobody_else(sides, "prescription", id_, ("inspector", "head"))
    for name in ("owner", "prosecutor", "inspector of another region", "stranger"):
        assert sides[name].get(draft).status_code == 404, name
    assert staff.post(f"/api/v1/cases/prescription/{id_}/steps/issue", json={}).status_code == 404
    chief.take("prescription", id_, "issue", {"number": "77", "issued_on": "2026-11-26"})
    chief.take("prescription", id_, "deliver", {"received_on": "2026-11-27"})
    return id_


def test_a_prescription_with_its_motions_and_its_paper(sides, issued) -> None:
    mine, chief = sides["owner"], sides["head"]
    nobody_else(sides, "prescription", issued, TWO)
    assert mine.get(f"/api/v1/cases/prescription/{issued}/paper").content[:5] == b"%PDF-"
    came = {"motion_received_on": "2026-11-27"}
    mine.take("prescription", issued, "ask_explanation", {"question": "Какой?"} | came)
    for name in ("owner", "inspector"):
        own = {"fields": {"explanation": "ОП-4", **DECIDED}}
        answer = sides[name].post(f"/api/v1/cases/prescription/{issued}/steps/explain", json=own)
        assert answer.status_code in (404, 409), name
    assert chief.take("prescription", issued, "explain", {"explanation": "ОП-4", **DECIDED})["state"] == "RECEIVED"
    mine.take("prescription", issued, "ask_deferral", {"reason": "Поставщик", "asked_until": "2027-04-05"} | came)
    chief.take("prescription", issued, "defer", {"due_on": "2027-04-05", **DECIDED})
    mine.take("prescription", issued, "ask_suspension", {"reason": "Пожар"} | came)
    assert chief.take("prescription", issued, "suspend", {"suspended_on": TODAY})["state"] == "SUSPENDED"
    chief.take("prescription", issued, "resume", {"resumed_on": TODAY})
    mine.take("prescription", issued, "ask_termination", {"reason": "Закрылись"} | came)
    refused = chief.take("prescription", issued, "refuse_termination", {"reason": "Нет", **DECIDED})
    assert refused["state"] == "RECEIVED"
    proof = mine.post(f"/api/v1/cases/prescription/{issued}/files", files={"file": ("фото.pdf", PDF)}).json()
    report = {"report": "Повесили оба", "reported_on": TODAY}
    told = mine.take("prescription", issued, "report", report, file=proof["id"])
    assert told["files"][0]["receipt"]
    assert chief.take("prescription", issued, "accept", DECIDED)["state"] == "FULFILLED"


def test_an_agreement_in_place_of_a_prescription_goes_to_the_prosecutor(sides, issued) -> None:
    mine, chief, attorney = sides["owner"], sides["head"], sides["prosecutor"]
    mine.take("prescription", issued, "propose_agreement", {"programme": "Март", "programme_ends_on": "2027-09-01"})
    assert attorney.get(f"/api/v1/cases/prescription/{issued}").status_code == 404
    chief.take("prescription", issued, "sign_agreement", {"sent_on": TODAY})
    assert attorney.actions("prescription", issued) == {"approve_agreement", "reject_agreement"}
    shown = attorney.get(f"/api/v1/cases/prescription/{issued}").json()
    assert "Март" in str(shown["facts"])
    assert {term["key"] for term in shown["waiting_for"]["terms"]} <= {"prescription.agreement"}
    assert (shown["marks"], shown["files"]) == ([], [])
    assert sides["prosecutor of another region"].get(f"/api/v1/cases/prescription/{issued}").status_code == 404
    case = attorney.take("prescription", issued, "approve_agreement", {"agreement_from": TODAY})
    assert case["state"] == "SUSPENDED_BY_AGREEMENT"
    assert attorney.get(f"/api/v1/cases/prescription/{issued}/paper").status_code == 404


def test_what_is_left_of_a_prescription_is_named_by_its_points(sides, issued, engine) -> None:
    mine, chief = sides["owner"], sides["head"]
    mine.take("prescription", issued, "report", {"report": "Повесили один", "reported_on": TODAY})
    with open_session(engine) as session:
        points = [row.id for row in session.exec(select(PrescriptionItem).order_by(PrescriptionItem.position))]
    left = chief.take("prescription", issued, "accept_in_part", {"items_left": points[1:], **DECIDED})
    assert left["state"] == "PARTLY_FULFILLED"


def test_a_warning_drafted_by_an_inspector_announced_by_the_head_and_objected_to(fire, sides, owner) -> None:
    fire.give_inn(owner.business, INN)
    mine, staff, chief = (sides[name] for name in TWO)
    fields = staff.get("/api/v1/cases/warning").json()["new"]["fields"]
    assert {"inn", "action", "proposal"} <= set(fields["required"])
    said = {
        "inn": INN,
        "business_name": "Кафе «Лён»",
        "control_type": "fire",
        "information_on": "2026-11-20",
        "requirement_text": "Выходы открыты",
        "act": "ПП РФ № 1479",
        "unit": "п. 26",
        "action": "Выход во двор заперт",
        "proposal": "Держать выход открытым",
    }
    wrong = staff.post("/api/v1/cases/warning", json={"fields": said | {"inn": "1"}})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "fields.inn")
    case = staff.begin("warning", said)
    id_ = case["id"]
    nobody_else(sides, "warning", id_, ("inspector", "head"))
    assert staff.get(f"/api/v1/cases/warning/{id_}/paper").content[:5] == b"%PDF-"
    assert staff.post(f"/api/v1/cases/warning/{id_}/steps/announce", json={}).status_code == 404
    chief.take("warning", id_, "announce", {"number": "П-1", "issued_on": TODAY})
    staff.take("warning", id_, "deliver", {"received_on": TODAY})
    nobody_else(sides, "warning", id_, TWO)
    assert [one["id"] for one in mine.get("/api/v1/cases/warning").json()["items"]] == [id_]
    mine.take("warning", id_, "object", {"objection": "Выход открыт", "objected_on": TODAY})
    assert chief.actions("warning", id_)


def test_a_visit_that_a_business_asks_for(fire, sides, owner, engine, clock) -> None:
    with open_session(engine, write=True) as session:
        place = list_places(session, owner.business.id)[0]
        facts = {"sme_category": "small", "legal_form": "ooo", "region": "77"}
        record_facts(session, owner.business.id, place.id, facts, Origin.ANSWER, clock.now())
        session.commit()
    mine, staff, chief = (sides[name] for name in TWO)
    said = {"control_type": "fire", "to": fire.body_id, "purpose": "Посмотрите выходы", "asked_on": TODAY}
    case = mine.begin("preventive_visit", said)
    id_ = case["id"]
    nobody_else(sides, "preventive_visit", id_, TWO)
    assert [one["action"] for one in case["official"]] == ["submit"]
    staff.take("preventive_visit", id_, "take")
    refusal = {"refusal": "visited_within_year", "refusal_reason": "Были", "refused_on": TODAY}
    refuse = f"/api/v1/cases/preventive_visit/{id_}/steps/refuse"
    assert staff.post(refuse, json={"fields": refusal}).status_code in (404, 409)
    staff.take("preventive_visit", id_, "approve", {"approved_on": TODAY})
    staff.take("preventive_visit", id_, "agree_date", {"agreed_date": TODAY})
    assert "start" in staff.actions("preventive_visit", id_)
    staff.take("preventive_visit", id_, "start", {"held_on": TODAY, "sampling_consent": False})
    assert staff.take("preventive_visit", id_, "advise", {"advice": "Уберите стулья", "ended_on": TODAY})["closed"]
    assert chief.get("/api/v1/cases/preventive_visit?state=ADVICE_ISSUED").json()["items"][0]["id"] == id_
    assert staff.post("/api/v1/cases/preventive_visit", json={"fields": {}}).status_code == 404


def test_a_mandatory_visit_of_the_authority(fire, sides, owner) -> None:
    fire.give_inn(owner.business, INN)
    mine, staff = sides["owner"], sides["inspector"]
    said = {"inn": INN, "business_name": "Кафе «Лён»", "address": "Лесная, 5"}
    case = staff.begin("mandatory_visit", said | {"control_type": "fire", "ground": "RISK_CATEGORY"})
    id_ = case["id"]
    nobody_else(sides, "mandatory_visit", id_, ("inspector", "head"))
    staff.take("mandatory_visit", id_, "notify", {"notified_on": TODAY, "agreed_date": TODAY})
    nobody_else(sides, "mandatory_visit", id_, TWO)
    staff.take("mandatory_visit", id_, "start", {"held_on": TODAY})
    staff.take("mandatory_visit", id_, "finish", {"ended_on": TODAY})
    done = staff.take("mandatory_visit", id_, "close_clean", {"act_number": "А-1", "act_date": TODAY})
    assert done["closed"]
    assert mine.get(f"/api/v1/cases/mandatory_visit/{id_}").json()["state"] == done["state"]


def test_own_notes_of_a_warning_and_a_visit_are_read_by_nobody_else(sides) -> None:
    mine = sides["owner"]
    warning = {"control_type": "fire", "authority_name": "МЧС", "issued_on": TODAY, "received_on": TODAY}
    fields = mine.get("/api/v1/cases/warning").json()["new"]["fields"]
    more = {name: "Выход заперт" for name in fields["required"] if name not in warning and name != "issued_on"}
    warned = mine.begin("warning", more | warning)["id"]
    nobody_else(sides, "warning", warned, ("owner",))
    notice = {"control_type": "fire", "ground": "RISK_CATEGORY", "notified_on": TODAY, "agreed_date": TODAY}
    visited = mine.begin("mandatory_visit", notice)["id"]
    nobody_else(sides, "mandatory_visit", visited, ("owner",))
    for procedure, case_id in (("warning", warned), ("mandatory_visit", visited)):
        assert [one["id"] for one in mine.get(f"/api/v1/cases/{procedure}").json()["items"]] == [case_id]


def test_a_request_about_a_category_filed_on_the_platform_and_numbered_later(fire, sides, owner, engine, clock) -> None:
    thing = ControlObject(
        source=Source.AUTHORITY,
        business_id=owner.business.id,
        body_id=fire.body_id,
        business_name=owner.business.name,
        region="77",
        control_type="fire",
        category="HIGH",
        created_at=clock.now(),
    )
    with open_session(engine, write=True) as session:
        session.add(thing)
        session.commit()
    mine, staff, chief = (sides[name] for name in TWO)
    asked = {"object_id": thing.id, "wanted": "LOW", "reason": "Жалоб нет", "way": "platform"}
    wrong = mine.post("/api/v1/cases/risk_category_change", json={"fields": asked | {"wanted": "NONE"}})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "fields.wanted")
    id_ = mine.begin("risk_category_change", asked)["id"]
    nobody_else(sides, "risk_category_change", id_, ("owner",))
    case = mine.take("risk_category_change", id_, "submit", {"received_on": TODAY})
    nobody_else(sides, "risk_category_change", id_, TWO)
    owed = [one["step"] for one in case["official"] if one["number"] is None]
    numbers = f"/api/v1/cases/risk_category_change/{id_}/numbers"
    given = {"step": owed[0], "number": "ЕПГУ-5"}
    assert staff.post(numbers, json=given).status_code == 404
    assert mine.post(numbers, json=given, headers={"If-Match": '"9.x"'}).status_code == 412
    known = mine.post(numbers, json=given)
    assert [one["number"] for one in known.json()["official"]] == ["ЕПГУ-5"]
    change = {"new_category": "LOW", **DECIDED}
    address = f"/api/v1/cases/risk_category_change/{id_}/steps/change"
    assert staff.post(address, json={"fields": change}).status_code == 404
    assert chief.take("risk_category_change", id_, "change", change)["closed"]


def test_a_declaration(fire, sides, owner, engine, clock) -> None:
    row = Declaration(
        number=1,
        business_id=owner.business.id,
        body_id=fire.body_id,
        control_type="fire",
        statement={"share": "1/1", "requirements": []},
        submitted_on=date(2026, 11, 27),
        state="SUBMITTED",
        created_at=clock.now(),
    )
    with open_session(engine, write=True) as session:
        session.add(row)
        session.commit()
    nobody_else(sides, "declaration", row.id, TWO)
    empty = sides["owner"].post("/api/v1/cases/declaration", json={"fields": {"control_type": "fire"}})
    assert empty.status_code in (409, 422)
    registered = {"registered_on": TODAY, "registry_number": "Д-1", "valid_until": "2027-11-28"}
    register = f"/api/v1/cases/declaration/{row.id}/steps/register"
    assert sides["owner"].post(register, json={"fields": registered}).status_code in (404, 409)
    takers = [name for name in ("inspector", "head") if "register" in sides[name].actions("declaration", row.id)]
    assert takers
    assert sides[takers[0]].take("declaration", row.id, "register", registered)["state"] == "REGISTERED"
    assert sides["owner"].get("/api/v1/cases/declaration").json()["items"][0]["state"] == "REGISTERED"


def test_a_plan_and_its_entry_are_the_body_s_and_once_sent_the_prosecutor_s(fire, sides, engine, clock) -> None:
    thing = ControlObject(
        source=Source.AUTHORITY,
        body_id=fire.body_id,
        inn="7707083893",
        business_name="Склад",
        address="Лесная, 5",
        region="77",
        control_type="fire",
        category="HIGH",
        assigned_on=date(2025, 3, 10),
        created_at=clock.now(),
    )
    with open_session(engine, write=True) as session:
        session.add(thing)
        session.commit()
    new = {"control_type": "fire", "year": "2027", "kind": "ON_SITE", "days": 5}
    plan = sides["inspector"].post("/api/v1/control-plans", json=new).json()
    home = f"/api/v1/control-plans/{plan['id']}"
    entry = sides["inspector"].get(f"{home}/entries").json()["items"][0]
    for procedure, id_ in (("event_plan", plan["id"]), ("event_plan_entry", entry["id"])):
        nobody_else(sides, procedure, id_, ("inspector", "head"))
    for name, program in sides.items():
        if name not in ("inspector", "head"):
            for path in ("", "/entries", "/count", "/entries.csv", "/entries.xlsx", "/plan.pdf"):
                assert program.get(f"{home}{path}").status_code == 404, (name, path)
            assert program.post(f"{home}/count").status_code == 404, name
            assert program.post("/api/v1/control-plans", json=new).status_code == 404, name
    sides["head"].take("event_plan_entry", entry["id"], "exclude", {"exclusion_ground": "BY_DRAFTER"})
    assert sides["head"].get(home).json()["entries"] == {"EXCLUDED": 1}
    assert sides["inspector"].get(f"{home}/entries?state=EXCLUDED").json()["items"][0]["id"] == entry["id"]
    assert sides["inspector"].get(f"{home}/entries?state=NONE").status_code == 422


def test_in_the_demo_a_step_by_key_gets_the_made_up_number_of_the_pages(sides, event_id, app, settings) -> None:
    app.app.state.settings = replace(settings, demo=True)
    try:
        noticed = {"noticed_at": "2026-11-27T10:00:00+03:00"}
        case = sides["inspector"].take("control_event", event_id, "notify_business", noticed)
    finally:
        app.app.state.settings = settings
    assert case["official"][0]["number"].startswith("ДЕМО-")
