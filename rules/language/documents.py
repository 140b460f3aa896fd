"""Answers of the search as documents: requirements found, trades suggested."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from decimal import Decimal
from threading import Lock
from typing import Any

from rules.conditions import FactValue
from rules.faults import Fault
from rules.language.activities import Suggestion
from rules.language.search import Hit, SearchIndex
from rules.matching.compile import Rule
from rules.matching.match import LISTED, Standing
from rules.requirements import Edition
from rules.text import Text

KEPT_INDEXES = 4


def found_requirements(words: str, edition: Edition, on: date, limit: int) -> list[dict[str, Any]]:
    """Return the requirements found among those that are listed on the day, best first."""
    standings = {
        entry.id: Rule(entry.id, entry.applies_when, entry.in_force, entry.replaced_by).standing(on)
        for entry in edition.requirements.values()
    }
    index = _INDEXES.of(edition, tuple(name for name in standings if standings[name] in LISTED))
    return [_hit(hit, edition, standings[hit.id]) for hit in index.search(words, limit)]


def trade_document(found: Suggestion) -> dict[str, Any]:
    """Return a suggested trade: codes, activities and premises to confirm, and what the words said beyond."""
    return {
        "id": found.id,
        "title": found.title.as_dict(),
        "okved": list(found.okved),
        "activities": list(found.activities),
        "premises": list(found.premises),
        "facts": dict[str, FactValue](found.facts),
        "because": list(found.because),
    }


def nothing_asked() -> Fault:
    """Return the fault of an empty query."""
    return Fault(
        "empty_query",
        "query",
        Text("Вы не написали, что искать.", "There is nothing to search for."),
        Text("Напишите слово или несколько: «касса на ярмарке».", "Write a word or a few: “cash register at a fair”."),
    )


def _hit(hit: Hit, edition: Edition, standing: Standing) -> dict[str, Any]:
    shape = {
        "id": hit.id,
        "title": edition.requirements[hit.id].title.as_dict(),
        "score": Decimal(str(hit.score)),
        "because": list(hit.because),
    }
    return shape if standing is Standing.IN_FORCE else shape | {"status": str(standing)}


class _Indexes:
    """The last indexes made: one takes over a second, and many days list the same requirements."""

    def __init__(self) -> None:
        self.kept: OrderedDict[tuple[str, tuple[str, ...]], SearchIndex] = OrderedDict()
        self.lock = Lock()

    def of(self, edition: Edition, listed: tuple[str, ...]) -> SearchIndex:
        key = (edition.sha256, listed)
        with self.lock:
            index = self.kept.get(key) or SearchIndex.build(edition.requirements[name] for name in listed)
            self.kept[key] = index
            self.kept.move_to_end(key)
            while len(self.kept) > KEPT_INDEXES:
                self.kept.popitem(last=False)
            return index


_INDEXES = _Indexes()
