"""One requirement of the list asked for by its id, and the boundaries of verdicts as a document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from rules.conditions import FactValue
from rules.faults import Fault, InputError
from rules.matching.boundaries import boundaries
from rules.matching.compile import RuleSet
from rules.requirements import Edition
from rules.shapes import unknown_code
from rules.text import Text


def boundaries_document(
    rules: RuleSet, edition: Edition, facts: Mapping[str, FactValue], on: date, only: str | None = None
) -> dict[str, Any]:
    """Return the flips of every requirement listed on the day, or of one.

    Raises:
        InputError: there is no such requirement, or it is not in force on the day.
    """
    match = rules.match(facts, on)
    if only is not None and only not in match.verdicts:
        raise InputError([not_listed(only, edition, on)])
    flips = boundaries(match, None if only is None else [only])
    listed = [
        {"id": name, "verdict": match.verdicts[name], "flips": [flip.as_dict() for flip in found]}
        for name, found in flips.items()
    ]
    return {"requirements": listed}


def not_listed(name: str, edition: Edition, on: date) -> Fault:
    """Return the fault of an id that no requirement has, or whose requirement is not in force on the day."""
    if name not in edition.requirements:
        return unknown_code("id", name, edition.requirements)
    message = Text(f"Требование «{name}» {on:%d.%m.%Y} не действует.", f"“{name}” is not in force on {on}.")
    return Fault("not_in_force", "id", message, Text("Назовите другой день (on).", "Name another day (on)."))
