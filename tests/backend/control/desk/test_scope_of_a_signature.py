"""A decision is signed only with requirements that apply to its object; unknown ones are named and confirmed."""

from __future__ import annotations

from datetime import date
from typing import Any

from backend.control.desk.object_facts import held_facts
from backend.control.models import EventItem
from backend.db.engine import open_session
from backend.law import current_law
from backend.risk.models import ControlObject
from calculators.scope_check import Verdict
from tests.backend.control.desk.conftest import step

DAY = date(2026, 12, 7)


def entry_that(verdict: str, facts: dict[str, Any], day: date) -> str:
    """Return a requirement with this verdict for these facts."""
    verdicts = current_law().ruleset.match(facts, day).verdicts
    return next(one for one, said in sorted(verdicts.items()) if said == verdict)


def proposed(fire, inspector, verdict: str) -> tuple[str, str]:
    """Pass on a decision with one more requirement, of which the object's facts say `verdict`."""
    event_id = fire.prepare(inspector)
    event, (object_,) = fire.event(event_id), fire.read(ControlObject)
    entry = entry_that(verdict, held_facts(object_.facts), event.planned_start)
    assert inspector.post_form(f"/desk/control/events/{event_id}/scope", {"requirement": entry}).status_code == 303
    step(inspector, event_id, "propose_decision")
    return event_id, current_law().edition.requirements[entry].title.ru


def test_a_decision_with_a_requirement_that_does_not_apply_is_not_signed(fire, inspector, head) -> None:
    event_id, title = proposed(fire, inspector, Verdict.DOES_NOT_APPLY)
    room = head.get(f"/control-events/{event_id}").text
    assert f"Не относятся к объекту: «{title}»" in room
    assert f"/cases/control_event/{event_id}/sign_decision" not in room
    refused = head.post_form(f"/cases/control_event/{event_id}/sign_decision", {})
    assert refused.status_code == 409
    assert title in refused.text
    assert "Верните проект" in refused.text
    assert fire.event(event_id).state == "DRAFTED"
    step(head, event_id, "return_draft", {"reason": "Лишнее требование"})
    row = next(one for one in fire.read(EventItem) if one.text == title)
    inspector.post_form(f"/desk/control/events/{event_id}/scope", {"drop": row.id})
    step(inspector, event_id, "propose_decision")
    step(head, event_id, "sign_decision")
    assert fire.event(event_id).state == "READY_FOR_APPROVAL"


def test_what_is_not_known_is_named_and_signed_only_with_a_confirmation(fire, inspector, head) -> None:
    event_id, title = proposed(fire, inspector, Verdict.UNKNOWN)
    address = f"/cases/control_event/{event_id}/sign_decision"
    form = head.get(address).text
    assert "Подписать с ними?" in form
    assert title in form
    assert head.post_form(address, {}).status_code == 422
    assert head.post_form(address, {"scope_confirmed": "no"}).status_code == 422
    assert fire.event(event_id).state == "DRAFTED"
    step(head, event_id, "sign_decision", {"scope_confirmed": "yes"})
    event = fire.event(event_id)
    assert event.state == "READY_FOR_APPROVAL"
    assert title in event.draft["scope_confirmed"]


def test_an_entry_out_of_force_on_the_day_of_the_event_does_not_apply(fire, inspector, head, engine) -> None:
    event_id = fire.prepare(inspector)
    step(inspector, event_id, "propose_decision")
    law = current_law()
    gone = next(one for one in law.edition.requirements.values() if one.id not in law.ruleset.match({}, DAY).verdicts)
    with open_session(engine, write=True) as session:
        session.add(EventItem(event_id=event_id, position=9, requirement=gone.id, text="Старое", act="", unit=""))
        session.commit()
    assert head.post_form(f"/cases/control_event/{event_id}/sign_decision", {}).status_code == 409
