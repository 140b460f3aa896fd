"""Checklists of a decision: approved lists of its type of control alone, by 53(1) and 64(1)12."""

from __future__ import annotations

from collections.abc import Iterable

from backend.control.cases.asking import Ask, AskKind
from backend.errors import Invalid
from rules.checklists import Checklist, checklists, lists_of_decision, may_stand_in_decision
from rules.control import control_types
from rules.faults import InputError
from rules.text import Text

FIELD = "checklists"


def list_asks(control_type: str) -> tuple[Ask, ...]:
    """Return whether lists are compulsory, and which: asked where somebody imported an approved one of this type."""
    needed = Text("Проверочные листы обязательны?", "Are checklists compulsory?")
    return (
        Ask("checklists_needed", AskKind.YES_NO, needed, _where(control_type), optional=True),
        *_which(control_type),
    )


def _where(control_type: str) -> Text:
    """Only an approved list may be used; the orders that approve those of the type, where their titles were read."""
    known = control_types().get(control_type)
    orders = ", ".join(known.checklists.value or ()) if known else ""
    if not orders:
        return Text("Лист берут только утверждённый: 53(1)", "Only an approved list may be used: 53(1)")
    return Text(
        f"Лист берут только утверждённый (53(1)): {orders}",
        f"Only an approved list may be used (53(1)): {orders}",
    )


def _which(control_type: str) -> tuple[Ask, ...]:
    found = [one for one in checklists().values() if one.control_type == control_type and may_stand_in_decision(one)]
    if not found:
        return ()
    choices = tuple((one.code, one.title) for one in found)
    return (Ask(FIELD, AskKind.CHOICES, Text("Какие листы", "Which lists"), choices=choices, optional=True),)


def named_lists(codes: Iterable[str] | None) -> list[str] | None:
    """Return the codes a decision may name, None where it names none.

    Raises:
        Invalid: a code that no list has, or a list that was not approved.
    """
    try:
        found = lists_of_decision(codes or (), checklists())
    except InputError as refused:
        raise Invalid(refused.faults) from refused
    return [one.code for one in found] or None


def lines_of(codes: Iterable[str] | None) -> list[str]:
    """Return how a decision names its lists: the title, and the act that approved it. What is not approved is left out.

    A list that was withdrawn from the registry since is left out too: its act is not known here any more.
    """
    known = [code for code in codes or () if code in checklists() and may_stand_in_decision(checklists()[code])]
    return [_line(one) for one in lists_of_decision(known, checklists())]


def _line(one: Checklist) -> str:
    approved = one.approved
    if approved is None:
        return one.title.ru
    act = f"{approved.act} от {approved.date:%d.%m.%Y} № {approved.number}"
    return f"{one.title.ru}: {act}, {approved.annex}" if approved.annex else f"{one.title.ru}: {act}"
