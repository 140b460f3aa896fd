"""Computing calls about control: one event against the law's tests, one object's risk. Nothing is kept."""

from __future__ import annotations

from typing import Any

from litestar import Response, post

from backend.clock import Clock
from backend.web.calls import Api, Day, answer, day_of
from backend.web.openapi import BASE, computes
from calculators.event_check import event_check_document
from calculators.risk_documents import risk_document

EVENT = {"control_type": "fire", "kind": "ON_SITE", "notice_at": "2026-12-01T11:00", "start": "2026-12-02T10:00"}
OBJECT: dict[str, Any] = {"control_type": "fire", "facts": {}, "assigned": None}


class Computing(Api):
    """The law's own arithmetic about control."""

    path = BASE
    tags = ["control"]

    @post("/event-check", **computes("«Check the check»", "event-check", "event-check-result", example=EVENT))
    def check_event(self, document: Any) -> Response[bytes]:
        """Answer as `yasno event-check EVENT.json --json` does: twelve tests of 91(2), then further points."""
        return answer(event_check_document(document))

    @post("/risk", **computes("The risk of an object", "risk", "risk-result", example=OBJECT))
    def count_risk(self, clock: Clock, document: Any, on: Day = "") -> Response[bytes]:
        """Answer as `yasno risk OBJECT.json --json` does: category, what comes next, what would lower it."""
        day = day_of(on, clock)
        return answer(risk_document(document, day))


ROUTES = [Computing]
