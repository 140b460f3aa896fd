"""What has not ended yet when somebody wants to erase a business or themselves.

A room tells it in a module `open_cases.py`, which is found by itself: `open_cases(session, business_id)` what others
here still answer, `own_records(session, business_id)` what goes on elsewhere and stands here as the business's own
record, `held_cases(session, person_id)` what waits for this person in an office that nobody else holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from backend.errors import Conflict
from backend.jobs.registry import offering
from rules.faults import Fault
from rules.text import Text

NOT_CARRIED_ON = Fault(
    "not_carried_on",
    "carry_on",
    Text("Вы не отметили, что дальше ведёте без Ясно.", "You have not ticked that you carry it on yourself."),
    Text("Скачайте и отметьте или сначала отзовите.", "Take it away and tick it, or withdraw first."),
)


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """What is heard elsewhere and stands here as the business's own record: its name, its page, who hears it."""

    name: Text
    href: str
    whose: str = ""


def refuse_running(session: Session, business_ids: Sequence[str]) -> None:
    """See that nothing runs that others here answer.

    Raises:
        Conflict: something does; it is named.
    """
    _refuse(
        _told(session, "open_cases", business_ids),
        Text(
            "Отзовите или передайте бизнес другому владельцу, потом удаляйте.",
            "Withdraw it, or hand the business over to another owner, then erase.",
        ),
    )


def refuse_held(session: Session, person_id: str) -> None:
    """See that nobody waits for a person alone in their office.

    Raises:
        Conflict: somebody does; the cases are named.
    """
    _refuse(
        _told(session, "held_cases", [person_id]),
        Text(
            "Завершите их или попросите администратора дать эту роль ещё кому-то, потом удаляйте.",
            "End them, or ask an admin to give the role to somebody else too, then erase.",
        ),
    )


def own_records(session: Session, business_ids: Sequence[str]) -> list[OwnRecord]:
    """Return what goes on elsewhere: whoever erases its record says that they carry it on themselves."""
    return _told(session, "own_records", business_ids)


def _told(session: Session, question: str, ids: Sequence[str]) -> list[Any]:
    rooms = [room for room in offering("open_cases") if hasattr(room, question)]
    return [one for id_ in ids for room in rooms for one in getattr(room, question)(session, id_)]


def _refuse(running: Sequence[Text], remedy: Text) -> None:
    if running:
        ru, en = "; ".join(one.ru for one in running), "; ".join(one.en for one in running)
        raise Conflict(Text(f"Ещё не закончено: {ru}.", f"Still going on: {en}."), remedy)
