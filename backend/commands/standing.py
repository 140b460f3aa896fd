"""Whether an entry of the registry is in force, as commands say it."""

from __future__ import annotations

from datetime import date

from rules.requirements import Requirement


def standing(entry: Requirement, on: date) -> str:
    """Return whether the entry is in force on a day, and if not, why not."""
    # Loaded here: most commands of the registry need no matching.
    from rules.matching.compile import Rule

    return str(Rule(entry.id, entry.applies_when, entry.in_force, entry.replaced_by).standing(on))
