"""Two people at one case: the second is told who was first, and when."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from backend.accounts.models import Person
from backend.control.cases.stepping import CaseSeen
from backend.control.models.room import Side
from backend.errors import Changed, Conflict, PlatformError
from backend.procedures.queries import history
from calculators.calendar import zone_of
from rules.roles import ROLE_NAMES
from rules.text import Text

OPEN = Text("Откройте решение: там видно, что дальше.", "Open the decision: it shows what comes next.")


def overtaken(session: Session, seen: CaseSeen, action: str) -> PlatformError:
    """Return what to tell somebody whose step came second: who decided, when; or that the card changed."""
    still_open = any(step.action == action and seen.case.state in step.froms for step in seen.rows)
    steps = history(session, seen.kind.procedure, seen.case.id)
    if still_open or not steps:
        return Changed()
    last = steps[-1]
    at = last.at.astimezone(zone_of(seen.kind.region(seen.case) or None))
    ru, en = _who(session, seen, last)
    return Conflict(
        Text(f"Уже решено: {ru}, {at:%H:%M}. Ваше не записано.", f"{en} decided at {at:%H:%M}; yours is not saved."),
        OPEN,
    )


def _who(session: Session, seen: CaseSeen, step: Any) -> tuple[str, str]:
    """Staff are named to staff; to others, and of others, only the role is told."""
    person = session.get(Person, step.actor)
    if person is not None and seen.side is not Side.BUSINESS and step.acting_as not in ("business", "representative"):
        return person.name, person.name
    role = next((name for code, name in ROLE_NAMES.items() if code == step.acting_as), None)
    return (role.ru, role.en) if role else ("платформа", "The platform")
