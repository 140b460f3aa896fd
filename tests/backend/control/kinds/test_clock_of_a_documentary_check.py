"""The clock of a documentary check stands from the sending of a demand until every demand is answered (72(7))."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from backend.control.models import ControlEvent, DocumentRequest

ASKED = {"kind": "documents", "items": "Журнал инструктажа", "issued_on": "2026-11-24", "received_on": "2026-11-26"}


def demand(house: Any, inspector: Any, event_id: str) -> str:
    """Demand papers by the room's page; return the id of the demand."""
    answer = inspector.post_form(f"/control-events/{event_id}/new/document_request", ASKED)
    assert answer.status_code == 303, answer.text[-3000:]
    return str(house.read(DocumentRequest)[-1].id)


@pytest.fixture
def event_id(house) -> str:
    """A documentary check that goes on."""
    return house.event(kind="DOCUMENTARY", state="IN_PROGRESS", started_at=datetime(2026, 11, 23, 7, 0, tzinfo=UTC))


def test_it_stands_from_the_sending_not_from_the_receipt(house, inspector, event_id: str) -> None:
    demand(house, inspector, event_id)
    event = house.read(ControlEvent, id=event_id)[0]
    assert (event.state, event.papers_asked_on) == ("PAUSED", date(2026, 11, 24))


def test_it_runs_on_with_a_day_only_when_no_demand_waits_any_more(house, inspector, owner, event_id: str) -> None:
    first, second = demand(house, inspector, event_id), demand(house, inspector, event_id)
    assert first != second
    named = {"already_held": "Подали в МЧС 12.10.2026, вх. № 44"}
    assert owner.post_form(f"/cases/document_request/{first}/name_earlier_paper", named).status_code == 303
    assert house.state(ControlEvent, event_id) == "PAUSED"
    assert owner.post_form(f"/cases/document_request/{second}/name_earlier_paper", named).status_code == 303
    event = house.read(ControlEvent, id=event_id)[0]
    assert (event.state, event.resumed_on) == ("IN_PROGRESS", date(2026, 11, 28))


def test_more_time_does_not_end_before_the_demand_came(house, inspector, owner, event_id: str) -> None:
    case = f"/cases/document_request/{demand(house, inspector, event_id)}"
    ask = {
        "extension_reason": "Бухгалтер болен",
        "extension_until": "2026-12-20",
        "extension_asked_at": "2026-11-28T10:00",
    }
    assert owner.post_form(f"{case}/ask_extension", ask).status_code == 303
    answer = inspector.post_form(f"{case}/extend", {"due_on": "2026-11-26"})
    assert (answer.status_code, "Новый срок не позже прежнего." in answer.text) == (422, True)
    assert inspector.post_form(f"{case}/extend", {"due_on": "2026-12-20"}).status_code == 303
