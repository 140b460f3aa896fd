"""An event by pages: an inspector prepares, the head signs, the prosecutor approves, it is held, its act is given."""

from __future__ import annotations

from backend.control.models import ControlEvent
from backend.notifications.models import Notice
from tests.backend.control.desk.conftest import step

NUMBER = "77260041000100000001"


def to_prosecutor(fire, inspector, head, event_id: str) -> None:
    step(inspector, event_id, "propose_decision")
    step(head, event_id, "sign_decision")
    step(head, event_id, "send_for_approval", {"approval_sent_on": "2026-11-28", "registry_number": NUMBER})


def test_the_whole_way(fire, inspector, head, prosecutor, owner) -> None:
    fire.give_inn(owner.business)
    event_id = fire.prepare(inspector)
    room = f"/control-events/{event_id}"
    assert owner.get(room).status_code == 404
    to_prosecutor(fire, inspector, head, event_id)
    assert "Пожарная безопасность кафе" in prosecutor.get(room).text
    assert owner.get(room).status_code == 404
    step(prosecutor, event_id, "approve", {"approval_decided_on": "2026-11-28"})
    assert "Пожарная безопасность кафе" in owner.get(room).text
    step(inspector, event_id, "notify_business", {"noticed_at": "2026-12-04T10:00"})
    step(inspector, event_id, "start", {"started_at": "2026-12-07T10:00"})
    page = inspector.get(room).text
    assert page.index(f"{event_id}/finish") < page.index(f"{event_id}/find_impossible")  # the usual end first
    step(inspector, event_id, "finish", {"ended_at": "2026-12-08T16:00"})
    act = {"act_number": "А-7", "act_date": "2026-12-08", "hours_spent": "11"}
    step(inspector, event_id, "draw_act", act)
    step(inspector, event_id, "act_signed", {"act_delivered_on": "2026-12-08"})
    event = fire.event(event_id)
    assert (event.state, event.approval, event.act_manner) == ("DELIVERED", "given", "signed")
    assert (event.signed_by, event.prepared_by) == (head.person.id, inspector.person.id)
    told = {(row.person_id, row.kind) for row in fire.read(Notice)}
    assert (owner.person.id, "control_event.approve") in told
    assert (prosecutor.person.id, "control_event.draw_act") in told


def test_a_head_who_prepared_the_decision_does_not_sign_it(fire, person, prosecutor) -> None:
    from rules.roles import Role

    both = person("both@mchs.example", Role.INSPECTOR, Role.AUTHORITY_HEAD, name="Пётр Двойной")
    event_id = fire.prepare(both)
    step(both, event_id, "propose_decision")
    answer = both.post_form(f"/cases/control_event/{event_id}/sign_decision", {})
    assert answer.status_code == 409
    assert fire.event(event_id).state == "DRAFTED"


def test_a_decision_without_its_items_is_not_passed_on(fire, inspector) -> None:
    event_id = fire.begin(inspector)
    answer = inspector.post_form(f"/cases/control_event/{event_id}/propose_decision", {})
    assert answer.status_code in (409, 422)
    assert fire.event(event_id).state == "PREPARING"
    assert "Заполнено 5 из 15" in inspector.get(f"/desk/control/events/{event_id}/draft").text


def test_a_full_draft_counts_fifteen_and_cannot_be_edited_once_passed_on(fire, inspector) -> None:
    event_id = fire.prepare(inspector)
    draft = f"/desk/control/events/{event_id}/draft"
    assert "Заполнено 15 из 15" in inspector.get(draft).text
    step(inspector, event_id, "propose_decision")
    assert inspector.post_form(draft, {"subject": "иное"}).status_code == 409
    assert fire.event(event_id).subject == "Пожарная безопасность кафе"


def test_of_two_heads_the_second_is_told_who_decided_and_when(fire, inspector, head, person) -> None:
    from rules.roles import Role

    second = person("second@mchs.example", Role.AUTHORITY_HEAD, name="Зоя Поздняя")
    event_id = fire.prepare(inspector)
    step(inspector, event_id, "propose_decision")
    version = str(fire.event(event_id).version)
    step(head, event_id, "sign_decision", {"version": version})
    late = second.post_form(
        f"/cases/control_event/{event_id}/return_draft", {"version": version, "reason": "Нет предмета"}
    )
    assert late.status_code == 409
    assert "Уже решено: Глеб Сомов, 12:00. Ваше не записано." in late.text
    assert fire.event(event_id).state == "READY_FOR_APPROVAL"


def test_of_two_who_edit_a_draft_the_second_is_told_that_it_changed(fire, inspector) -> None:
    event_id = fire.begin(inspector)
    draft, version = f"/desk/control/events/{event_id}/draft", str(fire.event(event_id).version)
    assert inspector.post_form(draft, {"version": version, "subject": "первое"}).status_code == 303
    assert inspector.post_form(draft, {"version": version, "subject": "второе"}).status_code == 412
    assert fire.event(event_id).subject == "первое"


def test_without_a_number_in_the_register_nothing_begins(fire, inspector, head, prosecutor) -> None:
    event_id = fire.prepare(inspector)
    step(inspector, event_id, "propose_decision")
    step(head, event_id, "sign_decision")
    step(head, event_id, "send_for_approval", {"approval_sent_on": "2026-11-28"})
    step(prosecutor, event_id, "approve", {"approval_decided_on": "2026-11-28"})
    start = f"/cases/control_event/{event_id}/start"
    assert inspector.post_form(start, {"started_at": "2026-12-07T10:00"}).status_code == 409
    assert "нет номера, начинать нельзя" in inspector.get("/desk/control").text
    late = f"/desk/control/events/{event_id}/number"
    refused = inspector.post_form(late, {"registry_number": "будет позже"})
    assert refused.status_code == 422
    assert "В номере ЕРКНМ 20 цифр" in refused.text
    assert 'value="будет позже"' in refused.text
    assert inspector.post_form(late, {"registry_number": NUMBER}).status_code == 303
    step(inspector, event_id, "start", {"started_at": "2026-12-07T10:00"})


def test_the_prosecutor_refuses_on_one_of_seven_grounds_alone(fire, inspector, head, prosecutor) -> None:
    event_id = fire.prepare(inspector)
    to_prosecutor(fire, inspector, head, event_id)
    refuse = f"/cases/control_event/{event_id}/refuse_approval"
    said = {"approval_decided_on": "2026-11-28", "reason": "Индикатор не тот"}
    assert prosecutor.post_form(refuse, said | {"approval_ground": "just_so"}).status_code == 422
    step(prosecutor, event_id, "refuse_approval", said | {"approval_ground": "not_the_indicators"})
    event = fire.event(event_id)
    assert (event.state, event.approval, event.approval_reason) == ("REJECTED", "refused", "Индикатор не тот")


def test_an_unannounced_event_is_hidden_from_the_business_until_it_begins(fire, inspector, head, owner, engine) -> None:
    fire.give_inn(owner.business)
    event_id = fire.prepare(inspector, kind="INSPECTION_VISIT", ground="PROSECUTOR_DEMAND", working_days="1")
    step(inspector, event_id, "propose_decision")
    step(head, event_id, "sign_decision")
    step(head, event_id, "schedule", {"registry_number": NUMBER})
    assert fire.event(event_id).business_id is None
    assert owner.get(f"/control-events/{event_id}").status_code == 404
    step(inspector, event_id, "start", {"started_at": "2026-12-07T10:00"})
    assert owner.get(f"/control-events/{event_id}").status_code == 200


def test_an_event_is_shown_to_nobody_where_two_accounts_name_its_inn(fire, inspector, head, owner, stranger) -> None:
    fire.give_inn(owner.business)
    fire.give_inn(stranger.business)
    event_id = fire.prepare(inspector, ground="PROSECUTOR_DEMAND")
    step(inspector, event_id, "propose_decision")
    step(head, event_id, "sign_decision")
    step(head, event_id, "schedule", {"registry_number": NUMBER})
    assert fire.event(event_id).business_id is None


def test_an_urgent_event_begins_at_once_and_the_prosecutor_sees_it(fire, inspector, head, prosecutor) -> None:
    said = {"urgent": "yes", "harm_information_at": "2026-11-28T09:00"}
    event_id = fire.begin(inspector, ground="HARM_INFO", **said)
    from tests.backend.control.desk.conftest import DRAFT

    inspector.post_form(f"/desk/control/events/{event_id}/scope", {"requirement": fire.requirement()})
    inspector.post_form(f"/desk/control/events/{event_id}/draft", DRAFT | {"registry_number": NUMBER})
    step(inspector, event_id, "propose_decision")
    step(head, event_id, "sign_decision")
    begun = {"harm_information_at": "2026-11-28T09:00", "started_at": "2026-11-28T11:00"}
    step(inspector, event_id, "start_urgently", begun)
    assert "Начаты срочно" in prosecutor.get("/desk/prosecutor").text
    step(head, event_id, "tell_prosecutor")


def test_another_body_sees_neither_room_nor_draft_nor_object(fire, inspector, person, engine, clock) -> None:
    from backend.authorities.models import AuthorityBody, BodyLevel
    from backend.db.engine import open_session
    from rules.roles import Role

    with open_session(engine, write=True) as session:
        about = {"name": "Роструд", "level": BodyLevel.TERRITORIAL, "created_at": clock.now()}
        session.add(AuthorityBody(authority="rostrud", region="77", **about))
        session.commit()
    other = person("other@rostrud.example", Role.INSPECTOR, office=("rostrud", "77"))
    event_id = fire.prepare(inspector)
    object_id = fire.event(event_id).object_id
    addresses = (
        f"/control-events/{event_id}",
        f"/control-events/{event_id}/papers/decision",
        f"/desk/control/events/{event_id}/draft",
        f"/desk/control/events/{event_id}/scope",
        f"/desk/control/objects/{object_id}",
        f"/desk/control/events/new?object={object_id}",
    )
    assert {address: other.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 404)
    assert other.post_form(f"/desk/control/events/{event_id}/draft", {"subject": "чужое"}).status_code == 404
    assert other.post_form(f"/desk/control/events/{event_id}/number", {"registry_number": "1"}).status_code == 404
    assert other.post_form("/desk/control/events/new", {"object": object_id, "kind": "RAID"}).status_code == 404
    assert len(fire.read(ControlEvent)) == 1
