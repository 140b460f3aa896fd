"""An event that the café enters from its papers, as its page takes it."""

from __future__ import annotations

from typing import Any

PAPERS = {
    "stage": "record_act",
    "control_type": "fire",
    "kind": "ON_SITE",
    "authority_name": "МЧС",
    "decision_number": "17",
    "decision_date": "2026-11-16",
    "registry_number": "77260001234567890123",
    "planned": "no",
    "ground": "RISK_INDICATOR",
    "noticed_at": "2026-11-17T10:00",
    "start_at": "2026-11-18T09:00",
    "planned_end": "2026-11-20",
    "actions": ["INSPECTION", "DOCUMENTS"],
    "people_named": "Иванов И. И.",
    "items": "Планы эвакуации\nИнструктаж",
    "act_delivered_on": "2026-11-20",
}


def enter(browser: Any, **changes: Any) -> str:
    """Enter an event; return the address of its room."""
    answer = browser.post_form("/control-events/new", {**PAPERS, **changes})
    assert answer.status_code == 303, answer.text[-3000:]
    return str(answer.headers["location"])
