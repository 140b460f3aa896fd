"""The registry compiled once, and its verdicts for the places of business whose lists are read."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import yaml

from rules.matching import Match, RuleSet, compile_requirements
from rules.profiles import read_profile
from rules.reading import read_registry
from rules.requirements import Edition

ON = date(2026, 11, 28)
CASES = Path(__file__).parents[2] / "cases" / "lists"


@cache
def edition() -> Edition:
    """Return the registry as it is in the folder, read once."""
    return read_registry()


@cache
def rules() -> RuleSet:
    """Return the registry compiled."""
    return compile_requirements(edition().requirements, edition().vocabulary)


@cache
def matched(place: str, on: date = ON) -> Match:
    """Return the verdicts for one of the places on a fixed day."""
    document = yaml.safe_load((CASES / f"{place}.yaml").read_text(encoding="utf-8"))
    return rules().match(read_profile(document, edition().vocabulary, ON), on)
