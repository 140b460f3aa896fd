"""One business against many requirements: compile, match, explain, what to ask next, what would change a verdict."""

from rules.matching.compile import Rule, RuleSet, compile_conditions, compile_requirements
from rules.matching.explain import Explanation, Reason
from rules.matching.match import Match, Standing, Verdict

__all__ = [
    "Explanation",
    "Match",
    "Reason",
    "Rule",
    "RuleSet",
    "Standing",
    "Verdict",
    "compile_conditions",
    "compile_requirements",
]
