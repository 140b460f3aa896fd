"""The law this process answers by: the current edition, compiled once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rules.facts import Vocabulary
from rules.matching import RuleSet, compile_requirements
from rules.reading import load_edition
from rules.requirements import Edition


@dataclass(frozen=True, slots=True)
class Law:
    """An edition and its compiled conditions."""

    edition: Edition
    ruleset: RuleSet

    @property
    def vocabulary(self) -> Vocabulary:
        """The facts of this edition."""
        vocabulary: Vocabulary = self.edition.vocabulary
        return vocabulary


@cache
def current_law() -> Law:
    """Return the law of this process; reading takes a moment, so it is read once."""
    edition = load_edition()
    return Law(edition, compile_requirements(edition.requirements.values()))
