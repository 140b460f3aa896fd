"""The decision on an appeal: an answer to each ground, what is ordered, the words; its draft and what it becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.appeals.filing import grounds_of
from backend.appeals.models import Appeal
from backend.appeals.ordering import ordered_asks, read_ordered
from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.kinds import Asks
from backend.errors import Invalid
from backend.permissions import Actor
from rules.text import Text

EMPTY: tuple[Any, ...] = (None, "", [])
DECISIONS = ("dismiss", "cancel_in_full", "cancel_in_part", "replace", "find_unlawful")
DECIDED = Ask("decided_on", AskKind.DATE, Text("Дата решения", "Date of the decision"))
WORDS = Ask(
    "decision_text",
    AskKind.LONG,
    Text("Решение и почему", "The decision and why"),
    Text("Законность доказывает орган, не заявитель: ст. 43 ч. 5", "The authority proves, not the applicant: 43(5)"),
    most=20000,
)


def asks_of(action: str) -> Callable[[Session, Appeal], Asks]:
    """Return what makes the fields of a decision for an appeal."""

    def asks(session: Session, row: Appeal) -> Asks:
        return (*_answers(session, row), *ordered_asks(session, row, action), WORDS, DECIDED)

    return asks


def _answers(session: Session, row: Appeal) -> Asks:
    """One answer a ground and whether it holds (43(5), 43(6)); in a copy made from papers they may be left out."""
    optional, made = not row.shared, []
    for one in grounds_of(session, row):
        words = one.text[:160]
        label = Text(f"Ответ на довод {one.n}: {words}", f"Answer to ground {one.n}: {words}")
        holds = Text(f"Довод {one.n} принят?", f"Does ground {one.n} hold?")
        made += [
            Ask(f"answer_{one.n}", AskKind.LONG, label, optional=optional),
            Ask(f"accepted_{one.n}", AskKind.YES_NO, holds, optional=optional),
        ]
    return tuple(made)


def decide(session: Session, row: Appeal, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write the decision into the appeal.

    Raises:
        Invalid: what it orders is against who appealed, each with its field.
    """
    ordered, faults = read_ordered(session, row, typed)
    if faults:
        raise Invalid(faults)
    for one in grounds_of(session, row):
        one.answer = typed.get(f"answer_{one.n}") or ""
        one.accepted = typed.get(f"accepted_{one.n}")
        session.add(one)
    row.ordered = ordered
    row.decision_text, row.decided_on, row.decided_by = typed["decision_text"], typed["decided_on"], actor.person_id
    row.decision_draft = {}
    session.flush()


def refuse(session: Session, row: Appeal, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write the refusal to consider."""
    row.refusal_ground = int(typed["refusal_ground"])
    row.decision_text, row.decided_on, row.decided_by = typed["decision_text"], typed["decided_on"], actor.person_id
    row.decision_draft = {}


def draft_asks(session: Session, row: Appeal, action: str) -> Asks:
    """Return the fields of a draft: those of the decision, each may still be empty."""
    return tuple(replace(ask, optional=True) for ask in asks_of(action)(session, row))


def keep_draft(session: Session, row: Appeal, action: str, typed: Mapping[str, Any]) -> None:
    """Keep the draft; only the hearing body reads it.

    Raises:
        Invalid: what it would order is against who appealed.
    """
    _, faults = read_ordered(session, row, {name: value for name, value in typed.items() if value not in EMPTY})
    if faults:
        raise Invalid(faults)
    row.decision_draft = {
        "action": action,
        "values": {name: _plain(value) for name, value in typed.items() if value not in EMPTY},
    }
    row.version += 1
    session.add(row)
    session.flush()


def _plain(value: Any) -> Any:
    """Return a value as a form holds it, in JSON."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if hasattr(value, "isoformat") else value


def filled(session: Session, row: Appeal, action: str) -> Mapping[str, Any]:
    """Return what a form of a decision holds before anybody typed: the draft of the same decision."""
    draft = row.decision_draft
    if draft.get("action") != action:
        return {}
    values = dict(draft["values"])
    several = {f"{name}[]": value for name, value in values.items() if isinstance(value, list)}
    lines = {name: "\n".join(value) for name, value in values.items() if isinstance(value, list)}
    return values | lines | several
