"""The chosen breaches as an appeal may use them; the appeal itself is filed elsewhere (248-ФЗ art. 40(1))."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.control.cases.naming import event_title
from backend.control.models import ControlEvent
from backend.control.own.checking import basis

FORMAT = "yasno-appeal-basis/1"


def basis_document(session: Session, event: ControlEvent, now: datetime) -> dict[str, Any]:
    """Return the event in a few words and each chosen breach: level, article, evidence, how an appeal words it."""
    return {
        "format": FORMAT,
        "made_at": now.isoformat(timespec="seconds"),
        "event": {
            "number": event.number,
            "title": event_title(event).as_dict(),
            "registry_number": event.registry_number,
            "decision_number": event.decision_number,
            "decision_date": event.decision_date.isoformat() if event.decision_date else None,
            "act_number": event.act_number,
            "act_delivered_on": event.act_delivered_on.isoformat() if event.act_delivered_on else None,
        },
        "filed_at": "248-ФЗ, ст. 40 ч. 1",
        "grounds": [
            {
                "code": point.code,
                "level": point.finding.level.value,
                "title": point.title.as_dict(),
                "article": point.finding.article,
                "evidence": point.finding.evidence.as_dict(),
                "wording": point.wording.as_dict(),
            }
            for point in basis(session, event)
        ],
    }
