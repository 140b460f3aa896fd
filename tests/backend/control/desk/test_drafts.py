"""The scope of a draft: requirements picked from the registry, and its check by what the authority holds."""

from __future__ import annotations

import re
from contextlib import nullcontext

import pytest

from backend.control.event_checks import kind_is_open
from backend.control.models import ControlEvent, EventItem
from backend.db.engine import open_session
from backend.errors import Conflict
from rules.control import control_types
from tests.backend.control.desk.conftest import step


def reasons(page: str) -> str:
    return re.sub(r"<[^>]+>", " ", page.split('id="scope_check"')[1].split("</section>")[0])


def test_a_requirement_comes_with_its_act_and_unit_and_goes_again(fire, inspector) -> None:
    event_id = fire.begin(inspector)
    scope = f"/desk/control/events/{event_id}/scope"
    found = inspector.get(f"{scope}?q=огнетушители").text
    assert "Нашли в реестре" in found
    assert "Добавить:" in found
    inspector.post_form(scope, {"requirement": fire.requirement()})
    inspector.post_form(scope, {"requirement": fire.requirement()})
    row = fire.read(EventItem)[0]
    assert len(fire.read(EventItem)) == 1
    assert row.act
    assert row.unit
    assert inspector.post_form(scope, {"requirement": "no.such"}).status_code == 404
    inspector.post_form(scope, {"drop": row.id})
    assert fire.read(EventItem) == []


def test_the_check_stands_in_the_room_and_names_faults_first(fire, inspector) -> None:
    event_id = fire.prepare(inspector, documents_named="Выписка из ЕГРЮЛ", address="Москва, ул. Иная, 9")
    said = reasons(inspector.get(f"/control-events/{event_id}").text)
    assert "Это есть у государства: Выписка из ЕГРЮЛ." in said
    assert "Объект стоит здесь" in said
    assert said.index("найдено") < said.index("чисто", said.index("ЕГРЮЛ"))


def test_what_the_authority_does_not_know_stays_not_clear(fire, inspector) -> None:
    event_id = fire.begin(inspector)
    said = reasons(inspector.get(f"/control-events/{event_id}").text)
    assert "Требования не названы." in said
    assert "Перечень документов не заполнен." in said


def test_the_draft_refuses_an_end_before_the_start_and_a_list_against_a_no(fire, inspector) -> None:
    event_id = fire.begin(inspector)
    said = {
        "start_at": "2026-12-07T10:00",
        "planned_end": "2026-12-01",
        "documents_needed": "no",
        "documents_named": "журнал",
    }
    answer = inspector.post_form(f"/desk/control/events/{event_id}/draft", said)
    assert answer.status_code == 422
    assert 'href="#f-planned_end"' in answer.text
    assert 'href="#f-documents_named"' in answer.text
    assert fire.event(event_id).start_at is None


def test_only_an_inspector_edits_a_draft(fire, inspector, head) -> None:
    event_id = fire.begin(inspector)
    assert head.get(f"/desk/control/events/{event_id}/draft").status_code == 200
    assert head.post_form(f"/desk/control/events/{event_id}/draft", {"subject": "иное"}).status_code == 404
    assert head.post_form(f"/desk/control/events/{event_id}/scope", {"requirement": "x"}).status_code == 404


def test_an_urgent_event_needs_the_hour_when_word_of_harm_came(fire, inspector) -> None:
    said = {"object": fire.object(inspector), "kind": "ON_SITE", "ground": "HARM_INFO", "urgent": "yes"}
    answer = inspector.post_form("/desk/control/events/new", said)
    assert answer.status_code == 422
    assert 'href="#f-harm_information_at"' in answer.text


@pytest.mark.parametrize(
    ("kind", "ground"), [("ON_SITE", "RISK_INDICATOR"), ("ON_SITE", "PROSECUTOR_DEMAND"), ("DOCUMENTARY", "HARM_INFO")]
)
def test_without_harm_or_of_another_kind_nothing_is_urgent(fire, inspector, kind: str, ground: str) -> None:
    said = {"object": fire.object(inspector), "kind": kind, "ground": ground, "urgent": "yes"}
    answer = inspector.post_form("/desk/control/events/new", said | {"harm_information_at": "2026-11-28T09:00"})
    assert answer.status_code == 422
    assert "Срочно начинают только из-за вреда" in answer.text
    assert fire.read(ControlEvent) == []


def test_an_event_marked_urgent_without_harm_goes_to_the_prosecutor(fire, inspector, head) -> None:
    event_id = fire.prepare(inspector)
    with open_session(fire.engine, write=True) as session:
        event = session.get_one(ControlEvent, event_id)
        event.urgent, event.harm_information_at = True, fire.now
        session.commit()
    step(inspector, event_id, "propose_decision")
    step(head, event_id, "sign_decision")
    room = head.get(f"/control-events/{event_id}").text
    assert "Нужно согласование." in room
    assert f"/cases/control_event/{event_id}/start_urgently" not in room
    refused = inspector.post_form(f"/cases/control_event/{event_id}/start_urgently", {"started_at": "2026-11-28T11:00"})
    assert refused.status_code in (404, 409)
    assert fire.event(event_id).state == "READY_FOR_APPROVAL"


def test_papers_of_an_event_without_approval_are_not_called_those_for_the_prosecutor(fire, inspector) -> None:
    room = inspector.get(f"/control-events/{fire.prepare(inspector, ground='PROSECUTOR_DEMAND')}").text
    assert "Согласование не нужно." in room
    assert "Документы к заявлению" not in room
    other = inspector.get(f"/control-events/{fire.prepare(inspector)}").text
    assert "Документы к заявлению, 66(5)" in other


@pytest.mark.parametrize("kind", ["PERMANENT_RAID", "PERMANENT_SUPERVISION", "MONITORING"])
def test_a_regime_or_a_look_without_contact_is_no_event_with_a_decision(fire, inspector, kind: str) -> None:
    said = {"object": fire.object(inspector), "kind": kind, "ground": "RISK_INDICATOR"}
    assert inspector.post_form("/desk/control/events/new", said).status_code == 422
    assert kind not in inspector.get("/desk/control/events/new").text


@pytest.mark.parametrize(
    ("control_type", "kind", "passes"),
    [
        ("education", "ON_SITE", True),
        ("education", "RAID", False),
        ("fire", "RAID", True),
        ("fire", "PERMANENT_RAID", False),
    ],
)
def test_a_decision_is_of_a_kind_that_the_act_on_the_type_names(control_type: str, kind: str, passes: bool) -> None:
    event = ControlEvent(number=1, control_type=control_type, kind=kind, ground="RISK_INDICATOR", planned=False)
    with nullcontext() if passes else pytest.raises(Conflict):
        kind_is_open(event, control_types()[control_type])
