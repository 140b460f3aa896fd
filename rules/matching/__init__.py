"""One business against many requirements: compile, match, explain, what to ask next, what would change a verdict."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from rules.matching.compile import Rule, RuleSet, compile_conditions, compile_requirements
from rules.matching.explain import Explanation, Reason
from rules.matching.match import Match, Standing, Verdict

if TYPE_CHECKING:
    from rules.matching.population import Counts, count_affected

__all__ = [
    "Counts",
    "Explanation",
    "Match",
    "Reason",
    "Rule",
    "RuleSet",
    "Standing",
    "Verdict",
    "compile_conditions",
    "compile_requirements",
    "count_affected",
]


def __getattr__(name: str) -> Any:
    """Load the counting of populations, with numpy and pyarrow, only when it is asked for."""
    if name not in ("Counts", "count_affected"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    population = importlib.import_module("rules.matching.population")
    return getattr(population, name)
