"""«Чем занимаетесь?» in free words: the everyday trade, its ОКВЭД codes, activities and premises to confirm."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from rules.conditions import FactValue
from rules.facts import OkvedCode, Vocabulary
from rules.language.bm25 import Alternative, Bm25, Tally
from rules.language.query import LONGEST_QUERY, Lexicon, read_query, terms_in, tokens
from rules.language.trades import Trade, sections
from rules.text import Text

# A code in a profile has at least four digits.
SHORTEST_CODE = 4
CODE = re.compile(r"\d{2}\.\d{1,2}(?:\.\d{1,2})?|\b\d{4,6}\b")
CLASS_ONLY = re.compile(r"\s*\d{2}(?:\.?\d)?\s*\Z")
AT_HOME = re.compile(r"\b(?:на дому|из дома|у себя дома|дома|в своей квартире|(?:at|from) home)\b", re.IGNORECASE)
AT_CLIENT = re.compile(r"\b(?:на дом|с выездом|на выезде|выездн\w+|(?:на дому )?у клиент\w+)\b", re.IGNORECASE)
LEGAL_FORMS = {"npd": r"самозанят\w*", "ip": "ип", "ooo": "ооо"}
# «Хочу открыть своё дело» says nothing of the trade.
EMPTY_WORDS = frozenset(
    {"хотеть", "открыть", "открывать", "бизнес", "дело", "заниматься", "планировать", "начать", "услуга"}
)
# What people do at home; «строю дома», «сдаю дома» speak of houses, not of where the person works.
HOME_PREMISES = frozenset({"kitchen", "workshop", "beauty_salon", "office", "classroom", "children_room", "warehouse"})
KEPT_AT_HOME = frozenset({"kitchen", "workshop", "beauty_salon"})
AWAY_SECTIONS = frozenset({"building", "home", "repairs", "leisure", "lodging", "transport", "land", "waste", "shops"})

# Measured on tests/rules/language/activity_queries.yaml: what all phrases of a trade add to the best of them, how an
# official name counts beside an everyday one, and how far below the best a suggestion may stand.
ALL_PHRASES = 0.3
OFFICIAL = 0.7
WORTH_SHOWING = 0.3
KEPT_INDEXES = 4
JOINED = ("okved", "activities", "premises")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A trade or an official code to tick; `facts` holds what the words say beyond that, for example work at home."""

    id: str
    title: Text
    okved: tuple[str, ...]
    activities: tuple[str, ...]
    premises: tuple[str, ...]
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """The query without the words that name a place or a legal form, and what those words said."""

    words: str
    at_home: bool
    at_client: bool
    facts: Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class ActivityIndex:
    """Phrases of trades and official names of codes, searched together."""

    vocabulary: Vocabulary
    trades: tuple[Trade, ...]
    codes: tuple[OkvedCode, ...]
    phrases: tuple[frozenset[str], ...]
    owners: tuple[int, ...]
    lines: Bm25
    whole: Bm25
    lexicon: Lexicon

    @classmethod
    def build(cls, vocabulary: Vocabulary) -> ActivityIndex:
        """Return the index of all trades and of the codes of `vocabulary` (about 0.6 s, once a process)."""
        trades = tuple(chain.from_iterable(section.trades for section in sections()))
        codes = tuple(code for code in vocabulary.okved.values() if _digits(code.code) >= SHORTEST_CODE)
        lines = [(owner, frozenset(terms_in(text))) for owner, trade in enumerate(trades) for text in _texts(trade)]
        lines = [(owner, terms) for owner, terms in lines if terms]
        names = [frozenset(terms_in(code.name)) for code in codes]
        every = [*(text for trade in trades for text in _texts(trade)), *(code.name for code in codes)]
        return cls(
            vocabulary=vocabulary,
            trades=trades,
            codes=codes,
            phrases=tuple(terms for _, terms in lines),
            owners=tuple(owner for owner, _ in lines),
            lines=Bm25.build([dict.fromkeys(terms, 1.0) for terms in chain((terms for _, terms in lines), names)]),
            whole=Bm25.build([_bag(trade) for trade in trades]),
            lexicon=Lexicon.build({token for text in every for token in tokens(text)}),
        )

    def suggest(self, query: str, limit: int = 5) -> list[Suggestion]:
        """Return at most `limit` trades and codes that `query` may mean, best first; none when no word is known."""
        asked = _asked(query[:LONGEST_QUERY])
        numbered = [
            _official(code, self.vocabulary, asked, (code.code,)) for code in self._codes_in(query[:LONGEST_QUERY])
        ]
        found = self._found(CODE.sub(" ", asked.words), asked, limit)
        return list({suggestion.id: suggestion for suggestion in (*numbered, *found)}.values())[:limit]

    def _codes_in(self, query: str) -> list[OkvedCode]:
        """Return the codes whose numbers stand in the query, the shorter first: «56.10», «5610», «56»."""
        typed = [query] if CLASS_ONLY.match(query) else CODE.findall(query)
        begun = tuple(number.strip().replace(".", "") for number in typed)
        fitting = [code for code in self.codes if begun and code.code.replace(".", "").startswith(begun)]
        return sorted(fitting, key=lambda code: (len(code.code), code.code))

    def _found(self, words: str, asked: Asked, limit: int) -> list[Suggestion]:
        """Return suggestions for the words; those far below the best are left out, however few remain."""
        ranked = sorted(
            self._scored(read_query(words, self.lexicon, EMPTY_WORDS)), key=lambda found: (-found[0], found[1])
        )
        worth = [found for found in ranked if found[0] >= WORTH_SHOWING * ranked[0][0]]
        if worth and worth[0][1] < len(self.trades) and self.trades[worth[0][1]].section in AWAY_SECTIONS:
            # «Ремонт дома» is about a house: the other suggestions are not work at home either.
            asked = replace(asked, at_home=False)
        return [self._suggestion(number, because, asked) for _, number, because in worth[:limit]]

    def _scored(self, parts: list[list[Alternative]]) -> Iterator[tuple[float, int, tuple[str, ...]]]:
        """Yield score, number and matched words: trades are numbered first, official codes after them."""
        lines, whole = Tally(), Tally()
        for part in parts:
            lines.add(part, self.lines)
            whole.add(part, self.whole)
        trades, official = self._best_lines(parts, lines)
        bags = whole.totals()
        for number, score in trades.items():
            yield score + ALL_PHRASES * bags.get(number, 0.0), number, whole.labels(number)
        for number, score in official.items():
            yield OFFICIAL * score, len(self.trades) + number, lines.labels(len(self.phrases) + number)

    def _best_lines(self, parts: list[list[Alternative]], lines: Tally) -> tuple[dict[int, float], dict[int, float]]:
        """Return the score of each trade by its best phrase, and of each official name.

        A phrase counts by the share of its words that were meant: «мебель на заказ» is less about «мебель».
        """
        meant = {term for part in parts for alternative in part for term in alternative.terms}
        trades: dict[int, float] = defaultdict(float)
        official: dict[int, float] = {}
        for line, score in lines.totals().items():
            if line >= len(self.phrases):
                official[line - len(self.phrases)] = score
                continue
            phrase = self.phrases[line]
            owner = self.owners[line]
            trades[owner] = max(trades[owner], score * len(meant & phrase) / len(phrase))
        return trades, official

    def _suggestion(self, number: int, because: tuple[str, ...], asked: Asked) -> Suggestion:
        if number < len(self.trades):
            return _everyday(self.trades[number], self.vocabulary, asked, because)
        return _official(self.codes[number - len(self.trades)], self.vocabulary, asked, because)


def _digits(code: str) -> int:
    return len(code.replace(".", ""))


def _texts(trade: Trade) -> list[str]:
    """Return the phrases of a trade, the parts of its title and its English name."""
    return [*re.split("[,:]", trade.title.ru), trade.title.en, *trade.phrases]


def _bag(trade: Trade) -> dict[str, float]:
    counts: dict[str, float] = defaultdict(float)
    for text, weight in [(trade.title.ru, 2.0), (trade.title.en, 2.0), *((phrase, 1.0) for phrase in trade.phrases)]:
        for term in terms_in(text):
            counts[term] += weight
    return dict(counts)


def _asked(query: str) -> Asked:
    """Return what the query says beside the trade: «на дому», «с выездом», «самозанятый»."""
    at_client = AT_CLIENT.search(query) is not None
    words = AT_CLIENT.sub(" ", query)
    facts: dict[str, FactValue] = {}
    for form, pattern in LEGAL_FORMS.items():
        words, times = re.subn(rf"\b{pattern}\b", " ", words, flags=re.IGNORECASE)
        if times:
            facts.setdefault("legal_form", form)
    return Asked(AT_HOME.sub(" ", words), AT_HOME.search(words) is not None, at_client, facts)


def _everyday(trade: Trade, vocabulary: Vocabulary, asked: Asked, because: tuple[str, ...]) -> Suggestion:
    """Return the suggestion for a trade, held to what the vocabulary knows."""
    premises = _known(trade.premises, "premises", vocabulary)
    facts = dict(asked.facts)
    if asked.at_client:
        premises = ()
    elif asked.at_home and trade.section not in AWAY_SECTIONS and HOME_PREMISES.issuperset(premises):
        premises = tuple(place for place in premises if place in KEPT_AT_HOME)
        facts["premises_at_home"] = True
    return Suggestion(
        id=trade.id,
        title=trade.title,
        okved=tuple(code for code in trade.okved if code in vocabulary.okved),
        activities=_known(trade.activities, "activities", vocabulary),
        premises=premises,
        facts=facts,
        because=because,
    )


def _official(code: OkvedCode, vocabulary: Vocabulary, asked: Asked, because: tuple[str, ...]) -> Suggestion:
    """Return the suggestion for a code of the classifier; its names exist in Russian only."""
    return Suggestion(
        id=code.code,
        title=Text(code.name, f"OKVED {code.code}: {code.name}"),
        okved=(code.code,),
        activities=_suggested("activities", code.code, vocabulary),
        premises=() if asked.at_client else _suggested("premises", code.code, vocabulary),
        facts=dict(asked.facts),
        because=because,
    )


def _known(values: Iterable[str], fact: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    known = vocabulary.facts[fact].values if fact in vocabulary.facts else {}
    return tuple(value for value in values if value in known)


def _suggested(fact: str, code: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the values of a fact whose classes of ОКВЭД cover the code, with those they imply."""
    values = vocabulary.facts[fact].values if fact in vocabulary.facts else {}
    digits = code.replace(".", "")
    chosen = [value for value in values.values() if any(_covers(one, digits) for one in value.suggested_by)]
    implied = {other for value in chosen for other in value.implies}
    direct = {value.code for value in chosen}
    return tuple(name for name in values if name in direct or name in implied)


def _covers(okved_class: str, digits: str) -> bool:
    return digits.startswith(okved_class.replace(".", ""))


def combined(suggestions: Iterable[Suggestion]) -> dict[str, FactValue]:
    """Return the facts that the ticked suggestions make together; work at home only when all of them are.

    >>> combined([Suggestion("cafe", Text("Кафе", "Café"), ("56.10",), ("serves_food",), ("kitchen",))])
    {'okved': ('56.10',), 'activities': ('serves_food',), 'premises': ('kitchen',)}
    """
    ticked = list(suggestions)
    facts: dict[str, FactValue] = {}
    for suggestion in ticked:
        facts |= suggestion.facts
    if not all(suggestion.facts.get("premises_at_home") for suggestion in ticked):
        facts.pop("premises_at_home", None)
    return {
        name: tuple(dict.fromkeys(chain.from_iterable(getattr(one, name) for one in ticked))) for name in JOINED
    } | facts


_INDEXES: dict[int, ActivityIndex] = {}


def find(name: str, vocabulary: Vocabulary, query: str = "") -> Suggestion | None:
    """Return the suggestion of a trade or a code by its id, as `query` would make it; None when there is none."""
    index = _index(vocabulary)
    asked = _asked(query[:LONGEST_QUERY])
    for trade in index.trades:
        if trade.id == name:
            return _everyday(trade, vocabulary, asked, ())
    code = vocabulary.okved.get(name)
    return _official(code, vocabulary, asked, ()) if code else None


def suggest(query: str, vocabulary: Vocabulary, limit: int = 5) -> list[Suggestion]:
    """Return what `query`, in free words, may mean: at most `limit` trades and codes, best first.

    An empty list says that no word is known; then offer `rules.language.trades.sections`.
    """
    return _index(vocabulary).suggest(query, limit)


def _index(vocabulary: Vocabulary) -> ActivityIndex:
    index = _INDEXES.get(id(vocabulary))
    # The index keeps its vocabulary alive, so an id cannot come to mean another one.
    if index is None or index.vocabulary is not vocabulary:
        if len(_INDEXES) >= KEPT_INDEXES:
            _INDEXES.clear()
        index = _INDEXES[id(vocabulary)] = ActivityIndex.build(vocabulary)
    return index
