"""What stops a signature: a requirement of the decision that does not apply to the object, and what is not known."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from backend.control.cases.asking import Ask, AskKind
from backend.control.desk.scope_facts import items_checked
from backend.control.models import ControlEvent
from backend.errors import Invalid
from backend.permissions import Actor
from calculators.scope_check import Item, Verdict
from rules.faults import Fault
from rules.text import Text

# The confirmation of the head, and where the draft keeps what was confirmed.
CONFIRM, CONFIRMED = "scope_confirmed", "scope_confirmed"
LONGEST = 5
TAKE_OUT = Text(
    "Верните проект: пусть инспектор уберёт их или исправит факты об объекте.",
    "Return the draft: let the inspector take them out, or correct the facts on the object.",
)


def alien_items(session: Session, event: ControlEvent) -> list[Item]:
    """Return the requirements of a decision that certainly do not apply to its object."""
    return [one for one in items_checked(session, event) if one.verdict is Verdict.DOES_NOT_APPLY]


def unclear_items(session: Session, event: ControlEvent) -> list[Item]:
    """Return the requirements of a decision of which the facts the authority holds say neither yes nor no."""
    settled = (Verdict.APPLIES, Verdict.DOES_NOT_APPLY)
    return [one for one in items_checked(session, event) if one.verdict not in settled]


def why_not_signed(session: Session, event: ControlEvent) -> tuple[Text, Text] | None:
    """Return why a decision may not be signed for its scope, and what to do; None where it may."""
    alien = alien_items(session, event)
    if not alien:
        return None
    named = _named(alien)
    why = Text(
        f"Не относятся к объекту: {named}. С ними решение не подписать (64(1)11).",
        f"Not applicable to the object: {named}. A decision with them is not signed (64(1)11).",
    )
    return why, TAKE_OUT


def scope_applies_to_object(session: Session, event: ControlEvent, actor: Actor | None) -> None:
    """See that no requirement of the decision certainly does not apply to the object.

    Raises:
        Invalid: those that do not, by name.
    """
    if (said := why_not_signed(session, event)) is not None:
        raise Invalid([Fault("not_applicable", "items", *said)])


def sign_asks(session: Session, event: ControlEvent) -> tuple[Ask, ...]:
    """Return what a signature asks for: a confirmation, where it is not known whether requirements apply."""
    unclear = unclear_items(session, event)
    if not unclear:
        return ()
    named = _named(unclear)
    hint = Text(
        f"Факты об объекте не говорят, относятся ли: {named}.",
        f"Facts on the object do not say whether these apply: {named}.",
    )
    return (Ask(CONFIRM, AskKind.YES_NO, Text("Подписать с ними?", "Sign with them?"), hint),)


def confirmed(session: Session, event: ControlEvent, said: object) -> None:
    """Keep in the draft which requirements were signed for though nobody knows whether they apply.

    Raises:
        Invalid: it is not confirmed.
    """
    unclear = unclear_items(session, event)
    if unclear and said is not True:
        message = Text("Без подтверждения решение не подписать.", "Without a confirmation it is not signed.")
        remedy = Text("Подтвердите или верните проект.", "Confirm, or return the draft.")
        raise Invalid([Fault("not_confirmed", CONFIRM, message, remedy)])
    kept = {name: value for name, value in event.draft.items() if name != CONFIRMED}
    event.draft = kept | ({CONFIRMED: [one.name for one in unclear]} if unclear else {})


def _named(items: Sequence[Item]) -> str:
    """Return the names of requirements, the first few and how many more there are."""
    shown = "; ".join(f"«{one.name}»" for one in items[:LONGEST])
    return shown if len(items) <= LONGEST else f"{shown} (+{len(items) - LONGEST})"
