"""A program that signs a decision is told which requirements do not apply to the object, as a head on the page is."""

from __future__ import annotations

from tests.backend.control.desk.test_scope_of_a_signature import proposed


def test_a_program_is_told_the_same_with_the_names(fire, inspector, head, program_of) -> None:
    event_id, title = proposed(fire, inspector, "does_not_apply")
    chief = program_of(head)
    answer = chief.post(f"/api/v1/cases/control_event/{event_id}/steps/sign_decision", json={"fields": {}})
    assert answer.status_code == 422
    assert title in answer.text
    part = chief.get(f"/api/v1/control-events/{event_id}/parts/scope_check").json()["data"]
    assert title in str(part["not_signed"]["why"])


def test_a_program_confirms_what_is_not_known(fire, inspector, head, program_of) -> None:
    event_id, title = proposed(fire, inspector, "unknown")
    chief = program_of(head)
    case = chief.get(f"/api/v1/cases/control_event/{event_id}").json()
    sign = next(one for one in case["steps"] if one["action"] == "sign_decision")
    assert sign["fields"]["required"] == ["scope_confirmed"]
    chief.take("control_event", event_id, "sign_decision", {"scope_confirmed": True})
    assert title in fire.event(event_id).draft["scope_confirmed"]
