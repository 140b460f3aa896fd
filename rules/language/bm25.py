"""BM25: which documents hold the rare words of a query, most telling first."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

# Source: Robertson, Zaragoza. The Probabilistic Relevance Framework: BM25 and Beyond, 2009.
SATURATION = 1.2
LENGTH = 0.75
# How much of the readings beside the best one counts, and how strongly missing words lower a score; measured on
# queries of tests/rules/language.
OTHER_READINGS = 0.3
COVERAGE = 0.3


@dataclass(frozen=True, slots=True)
class Bm25:
    """Weights of terms in documents, ready to be added up."""

    postings: Mapping[str, tuple[tuple[int, float], ...]]
    size: int

    @classmethod
    def build(cls, documents: Sequence[Mapping[str, float]]) -> Bm25:
        """Return the index of `documents`, each a mapping of term to how often it stands there (fractions allowed)."""
        lengths = [sum(counts.values()) for counts in documents]
        mean = sum(lengths) / max(1, len(lengths)) or 1.0
        found: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, counts in enumerate(documents):
            dampened = SATURATION * (1 - LENGTH + LENGTH * lengths[number] / mean)
            for term, count in counts.items():
                found[term].append((number, count * (SATURATION + 1) / (count + dampened)))
        return cls({term: _weighed(places, len(documents)) for term, places in found.items()}, len(documents))

    def rarity(self, term: str) -> float:
        """Return the inverse document frequency of `term`; an unseen term is as rare as can be."""
        return _rarity(len(self.postings.get(term, ())), self.size)

    def places(self, term: str) -> tuple[tuple[int, float], ...]:
        """Return (document, weight) for every document holding `term`."""
        return self.postings.get(term, ())


def _rarity(holders: int, size: int) -> float:
    return math.log(1 + (size - holders + 0.5) / (holders + 0.5))


def _weighed(places: Sequence[tuple[int, float]], size: int) -> tuple[tuple[int, float], ...]:
    rarity = _rarity(len(places), size)
    return tuple((number, weight * rarity) for number, weight in places)


@dataclass(frozen=True, slots=True)
class Alternative:
    """One reading of a typed word: how to name it to the person, and the terms it stands for with their weights."""

    label: str
    terms: Mapping[str, float]


@dataclass(slots=True)
class Tally:
    """The score of each document over the words of a query, and which readings of them it holds."""

    scores: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    words: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    found: dict[int, list[tuple[str, int, int]]] = field(default_factory=lambda: defaultdict(list))
    asked: int = 0

    def add(self, part: Sequence[Alternative], bm25: Bm25) -> None:
        """Count one typed word: its best reading whole, the others in part, so that synonyms do not outvote it."""
        self.asked += 1
        readings: dict[int, list[float]] = defaultdict(list)
        for alternative in part:
            for number, worth in self._read(alternative, bm25).items():
                readings[number].append(worth)
        for number, worths in readings.items():
            best = max(worths)
            self.scores[number] += best + OTHER_READINGS * (sum(worths) - best)
            self.words[number] += 1

    def _read(self, alternative: Alternative, bm25: Bm25) -> dict[int, float]:
        worths: dict[int, float] = defaultdict(float)
        held: dict[int, int] = defaultdict(int)
        for term, weight in alternative.terms.items():
            for number, worth in bm25.places(term):
                worths[number] += weight * worth
                held[number] += 1
        for number, count in held.items():
            self.found[number].append((alternative.label, count, len(alternative.terms)))
        return worths

    def totals(self) -> dict[int, float]:
        """Return the score of each document, somewhat less when it lacks some of the words."""
        return {
            number: round(score * (self.words[number] / self.asked) ** COVERAGE, 4)
            for number, score in self.scores.items()
        }

    def labels(self, number: int) -> tuple[str, ...]:
        """Return the readings that `number` holds for the most part, or else those it holds at all."""
        found = self.found[number]
        most = [label for label, held, terms in found if 2 * held > terms]
        return tuple(dict.fromkeys(most or [label for label, _, _ in found]))
