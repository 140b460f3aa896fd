"""Search in requirements by the words people use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rules.language.bm25 import Bm25, Tally
from rules.language.query import Lexicon, read_query, read_synonyms, terms_in, tokens
from rules.requirements import Requirement

SYNONYMS = Path(__file__).with_name("synonyms.csv")
# Words of a title count twice, words of steps and proofs half as much as those of the duty itself.
TITLE = 2.0
STEPS = 0.5
# Entries far below the best share a chance word with the query.
WORTH_SHOWING = 0.15


@dataclass(frozen=True, slots=True)
class Hit:
    """One requirement found; `because` names the words that led there as a person would write them."""

    id: str
    score: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """An index of requirements in both languages."""

    ids: tuple[str, ...]
    bm25: Bm25
    lexicon: Lexicon

    @classmethod
    def build(cls, requirements: Iterable[Requirement] | Mapping[str, Requirement]) -> SearchIndex:
        """Return the index of `requirements` (0.5 s for 542 entries, most of it the first reading of words)."""
        entries = tuple(requirements.values() if isinstance(requirements, Mapping) else requirements)
        fields = [_fields(entry) for entry in entries]
        documents = [_document(texts) for texts in fields]
        forms = {token for texts in fields for text, _ in texts for token in tokens(text)}
        lexicon = Lexicon.build(forms, read_synonyms(SYNONYMS))
        return cls(tuple(entry.id for entry in entries), Bm25.build(documents), lexicon)

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """Return the requirements nearest to `query`, best first; none when no word is known."""
        tally = Tally()
        for part in read_query(query, self.lexicon):
            tally.add(part, self.bm25)
        ranked = sorted(tally.totals().items(), key=lambda found: (-found[1], self.ids[found[0]]))[:limit]
        worth = [(number, score) for number, score in ranked if score >= WORTH_SHOWING * ranked[0][1]]
        return [Hit(self.ids[number], score, tally.labels(number)) for number, score in worth]


def _fields(entry: Requirement) -> list[tuple[str, float]]:
    """Return the texts of an entry with the weight of each."""
    act = f"{entry.act.type} {entry.act.number} {entry.act.title} {entry.provision}"
    fields = [(entry.title.ru, TITLE), (entry.title.en, TITLE), (act, 1.0), (entry.official or "", 1.0)]
    if entry.plain:
        fields += [(entry.plain.ru, 1.0), (entry.plain.en, 1.0)]
    return fields + [(text.ru, STEPS) for text in (*entry.steps, *entry.evidence)]


def _document(fields: Iterable[tuple[str, float]]) -> dict[str, float]:
    counts: dict[str, float] = defaultdict(float)
    for text, weight in fields:
        for term in terms_in(text):
            counts[term] += weight
    return dict(counts)
