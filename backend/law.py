"""The law this process answers by: the current edition, compiled once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rules.facts import Vocabulary
from rules.language.activities import ActivityIndex
from rules.language.search import SearchIndex
from rules.matching import RuleSet, compile_requirements
from rules.matching.interview import Interview
from rules.reading import load_edition
from rules.requirements import Edition


@dataclass(frozen=True, slots=True)
class Law:
    """An edition, its compiled conditions, and the questions they need."""

    edition: Edition
    ruleset: RuleSet
    interview: Interview

    @property
    def vocabulary(self) -> Vocabulary:
        """The facts of this edition."""
        vocabulary: Vocabulary = self.edition.vocabulary
        return vocabulary


@cache
def activity_index() -> ActivityIndex:
    """Return the index of trades and activity codes by free words."""
    return ActivityIndex.build(current_law().vocabulary)


@cache
def search_index() -> SearchIndex:
    """Return the index of requirements by free words."""
    return SearchIndex.build(current_law().edition.requirements.values())


@cache
def current_law() -> Law:
    """Return the law of this process; reading takes a moment, so it is read once."""
    edition = load_edition()
    ruleset = compile_requirements(edition.requirements, edition.vocabulary)
    return Law(edition, ruleset, Interview(ruleset, edition.vocabulary))
