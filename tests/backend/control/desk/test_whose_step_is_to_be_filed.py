"""What still has to be filed officially is told as a task to whoever did it; lists name whose case it is."""

from __future__ import annotations

from tests.backend.control.desk.conftest import step

NUMBER = "77260041000100000001"


def test_a_business_is_not_told_to_file_what_the_authority_signed(fire, inspector, head, owner) -> None:
    fire.give_inn(owner.business)
    event_id = fire.prepare(inspector, ground="PROSECUTOR_DEMAND")
    step(inspector, event_id, "propose_decision")
    step(head, event_id, "sign_decision")
    step(head, event_id, "schedule", {"registry_number": NUMBER})
    task = "Рабочая копия: оформите шаг «Подписать решение»"
    assert task in inspector.get(f"/control-events/{event_id}").text
    page = owner.get(f"/control-events/{event_id}").text
    assert task not in page
    assert "нет официальной записи: сверьтесь с бумагами" in page


def test_what_a_desk_has_to_decide_names_the_business(fire, inspector, head, owner) -> None:
    fire.give_inn(owner.business)
    event_id = fire.prepare(inspector, ground="PROSECUTOR_DEMAND")
    step(inspector, event_id, "propose_decision")
    step(head, event_id, "sign_decision")
    step(head, event_id, "schedule", {"registry_number": NUMBER})
    asked = {
        "ground": "ILLNESS",
        "proof": "Больничный № 12",
        "cause_from": "2026-12-05",
        "filed_on": "2026-11-28",
    }
    answer = owner.post_form(f"/control-events/{event_id}/new/postponement", asked)
    assert answer.status_code == 303, answer.text[-2000:]
    assert "ИП Соколова. Выездная проверка" in inspector.get("/desk/control").text


def test_a_name_that_ends_in_a_dot_has_one(fire, inspector, head, owner) -> None:
    fire.give_inn(owner.business)
    event_id = fire.prepare(inspector, ground="PROSECUTOR_DEMAND", business_name="ИП Соколова М. А.")
    step(inspector, event_id, "propose_decision")
    step(head, event_id, "sign_decision")
    step(head, event_id, "schedule", {"registry_number": NUMBER})
    asked = {"ground": "ILLNESS", "proof": "Больничный", "cause_from": "2026-12-05", "filed_on": "2026-11-28"}
    assert owner.post_form(f"/control-events/{event_id}/new/postponement", asked).status_code == 303
    page = inspector.get("/desk/control").text
    assert "ИП Соколова М. А. Выездная проверка" in page
    assert "А.." not in page
