"""The nine grounds of 248-ФЗ art. 42(1) by number: what each is called, and how an answer to it is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from calculators.appeal.shapes import Check, RefusalGround
from rules.text import Text

TITLES: Mapping[int, tuple[str, Text]] = {
    1: ("late", Text("Срок прошёл, ходатайства нет", "Late, and no motion to restore the term")),
    2: ("term_not_restored", Text("Срок не восстановили", "The term was not restored")),
    3: ("withdrawn", Text("Жалобу отозвали", "The appeal was withdrawn")),
    4: ("court_decision", Text("Суд уже решил", "A court has decided")),
    5: ("repeat", Text("Такая жалоба уже была", "There was such an appeal already")),
    6: ("insulting", Text("Брань, оскорбления, угрозы", "Abuse, insults, threats")),
    7: ("refused_before", Text("Уже отказали, нового нет", "Refused before, and nothing new")),
    8: ("wrong_body", Text("Не тот орган", "The wrong body")),
    9: ("court_only", Text("Только суд", "The court alone")),
}
Head = tuple[str, Text, str]


def heading(n: int) -> Head:
    """Return code, title and article of a ground.

    >>> heading(8)[0], heading(8)[2]
    ('wrong_body', '248-ФЗ, ст. 42 ч. 1 п. 8')
    """
    code, title = TITLES[n]
    return code, title, f"248-ФЗ, ст. 42 ч. 1 п. {n}"


def numbered(n: int, check: Check) -> RefusalGround:
    """Return a check as the ground of that number."""
    return RefusalGround(**{one.name: getattr(check, one.name) for one in fields(check)}, n=n)
