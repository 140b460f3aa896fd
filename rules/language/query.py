"""What a person typed, read as words that an index can hold: layout and spelling mended, synonyms added."""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path

from rules.language.bm25 import Alternative
from rules.language.lemmas import LETTERS, clean, is_known, lemma, other_lemmas

# «54-ФЗ», «54 фз», «2.1.3678-20», «021/2011», «14.43»: numbers of acts and articles are words too.
LAW_NUMBER = re.compile(r"(\d+)\s?[-‑–]?\s?(фз|кз|рф)\b", re.IGNORECASE)
TOKEN = re.compile(f"\\d+(?:[./‑-]\\d+)*(?:-(?:фз|кз))?|[{LETTERS}]+(?:[-‑’'][{LETTERS}]+)*", re.IGNORECASE)
SMALL_WORDS = frozenset(Path(__file__).with_name("small_words.txt").read_text(encoding="utf-8").split())
LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбюё"
KEYBOARD = str.maketrans(LATIN + LATIN.upper() + '{}:"<>~', CYRILLIC + CYRILLIC.upper() + "ХЪЖЭБЮЁ")

LONGEST_QUERY = 2_000
MOST_WORDS = 100
SYNONYM = 0.8
RELATED = 0.4
# A word the collection lacks leaves its relatives to speak for it.
RELATED_ALONE = 0.7
OTHER_FORM = 0.8
NEAREST = 78
# A word that the dictionary knows is rarely a slip: only a very close one may replace it.
NEAREST_KNOWN = 90


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words an index holds and the synonyms people use for them."""

    terms: frozenset[str]
    forms: tuple[str, ...]
    sorted_terms: tuple[str, ...]
    synonyms: Mapping[tuple[str, ...], tuple[Alternative, ...]] = field(default_factory=dict)

    @classmethod
    def build(cls, forms: Iterable[str], synonyms: Iterable[tuple[str, str]] = ()) -> Lexicon:
        """Return the lexicon of the word forms of a collection and of pairs (everyday phrase, phrase of the law)."""
        forms = list(forms)
        terms = {term for form in forms for term in terms_of(form)}
        table = _synonym_table(synonyms)
        spoken = {word for phrase in table for word in phrase if len(word) >= 4}
        spelled = {form.lower().replace("ё", "е") for form in forms if len(form) >= 4} | spoken | terms
        long_words = sorted(word for word in spelled if len(word) >= 4 and not word[0].isdigit())
        return cls(frozenset(terms), tuple(long_words), tuple(sorted(terms)), table)

    def holds(self, term: str) -> bool:
        """Return whether the collection or its synonyms hold `term`."""
        return term in self.terms or (term,) in self.synonyms


def tokens(text: str) -> list[str]:
    """Return words and numbers of `text` in small letters; «54 фз» is one number.

    >>> tokens("Касса по 54 фз")
    ['касса', 'по', '54-фз']
    """
    plain = LAW_NUMBER.sub(lambda match: f"{match[1]}-{match[2].lower()}", clean(text).text)
    return [match.group().lower().replace("‑", "-") for match in TOKEN.finditer(plain)]


def terms_of(token: str) -> tuple[str, ...]:
    """Return what is indexed for one token: a dictionary form, or a number and its telling parts.

    >>> terms_of("2.1.3678-20")
    ('2.1.3678-20', '3678-20')
    """
    if token[:1].isdigit():
        parts = [token, token.rpartition("/")[2], token.removesuffix("-фз")]
        last = token.rpartition(".")[2]
        parts += [last] if "-" in last else []
        return tuple(dict.fromkeys(parts))
    return _word_terms(token)


def _word_terms(token: str) -> tuple[str, ...]:
    whole = lemma(token)
    if "-" not in token:
        return (whole,)
    return tuple(dict.fromkeys([whole, *(lemma(part) for part in token.split("-") if len(part) > 1)]))


def terms_in(text: str) -> list[str]:
    """Return every term of `text`, small words left out."""
    found = (term for token in tokens(text) for term in terms_of(token))
    return [term for term in found if term not in SMALL_WORDS]


def read_synonyms(path: Path) -> list[tuple[str, str]]:
    """Return pairs (everyday phrase, phrase of the law) of a file with columns colloquial, legal («a|b»)."""
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
    return [(row["colloquial"], legal) for row in rows for legal in row["legal"].split("|")]


def _synonym_table(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, ...], tuple[Alternative, ...]]:
    table: dict[tuple[str, ...], list[Alternative]] = defaultdict(list)
    for spoken, legal in pairs:
        terms = dict.fromkeys(terms_in(legal))
        if terms:
            weight = SYNONYM / sqrt(len(terms))
            table[tuple(terms_in(spoken))].append(Alternative(legal, dict.fromkeys(terms, weight)))
    return {phrase: tuple(alternatives) for phrase, alternatives in table.items() if phrase}


def mend_layout(query: str, lexicon: Lexicon) -> str:
    """Return `query` as typed, or as the Russian keyboard would have it when that makes more known words.

    Source: people forget to switch the keyboard.
    """
    if not re.search("[A-Za-z]", query) or re.search("[А-Яа-яЁё]", query):
        return query
    switched = query.translate(KEYBOARD)
    return switched if _known_share(switched, lexicon) > _known_share(query, lexicon) else query


def _known_share(text: str, lexicon: Lexicon) -> float:
    """Return how much of the letters stands in words that the lexicon or the dictionary knows."""
    found = [token for token in tokens(text) if not token[0].isdigit()]
    known = [token for token in found if lexicon.holds(lemma(token)) or (token[0] > "z" and is_known(token))]
    return sum(map(len, known)) / max(1, sum(map(len, found)))


def read_query(query: str, lexicon: Lexicon, empty: frozenset[str] = frozenset()) -> list[list[Alternative]]:
    """Return, for each typed word or synonym phrase, what it may stand for; none is demanded.

    Words whose dictionary form is in `empty` say nothing here. The words beyond the first hundred are not read.
    """
    small = SMALL_WORDS | empty
    told = (
        token
        for token in tokens(mend_layout(query[:LONGEST_QUERY], lexicon))
        if small.isdisjoint((token, lemma(token)))
    )
    typed = list(dict.fromkeys(told))[:MOST_WORDS]
    mended = [_mend(token, lexicon) for token in typed]
    parts = [list(_readings(token, lexicon)) for token in mended]
    return [part for part in parts if part] + list(_phrases(mended, lexicon))


def _mend(token: str, lexicon: Lexicon) -> str:
    """Return the word, or the nearest form of the lexicon when nothing there resembles it."""
    if len(token) < 4 or token[0].isdigit():
        return token
    if any(lexicon.holds(term) for term in (*terms_of(token), *other_lemmas(token))) or related(lemma(token), lexicon):
        return token
    return nearest(token, lexicon) or token


def nearest(token: str, lexicon: Lexicon) -> str | None:
    """Return the form of the lexicon most like `token`, or None when none is like enough."""
    from rapidfuzz import fuzz, process

    cutoff = NEAREST_KNOWN if is_known(token) else NEAREST
    found = process.extractOne(token.replace("ё", "е"), lexicon.forms, scorer=fuzz.ratio, score_cutoff=cutoff)
    return str(found[0]) if found else None


def _readings(token: str, lexicon: Lexicon) -> Iterator[Alternative]:
    """Yield the word itself, its synonyms, and words of the lexicon from the same root."""
    terms = terms_of(token)
    others = other_lemmas(token)
    present = {term: 1.0 for term in terms if term in lexicon.terms}
    if present:
        yield Alternative(token, present)
    for term in others:
        if term in lexicon.terms and term not in present:
            yield Alternative(term, {term: OTHER_FORM})
    for term in (*terms, *others):
        yield from lexicon.synonyms.get((term,), ())
    for other in related(terms[0], lexicon):
        yield Alternative(other, {other: RELATED if present else RELATED_ALONE})


def _phrases(mended: list[str], lexicon: Lexicon) -> Iterator[list[Alternative]]:
    """Yield the synonyms of phrases of two to four words standing in a row."""
    row = [terms_of(token)[0] for token in mended]
    for length in (2, 3, 4):
        for start in range(len(row) - length + 1):
            alternatives = lexicon.synonyms.get(tuple(row[start : start + length]))
            if alternatives:
                yield list(alternatives)


def related(term: str, lexicon: Lexicon) -> list[str]:
    """Return words of the lexicon with the same root: most of the letters from the start are the same.

    Three fifths of the longer word, or the whole of a shorter one of at least six letters («психиатр»).
    """
    if len(term) < 5 or not term.isalpha() or term[0] < "а":
        return []
    start = max(4, -(-len(term) * 3 // 5))
    prefix = term[:start]
    found = []
    for other in lexicon.sorted_terms[bisect_left(lexicon.sorted_terms, prefix) :]:
        if not other.startswith(prefix):
            break
        if other != term and other.isalpha() and _same_root(term, other, start):
            found.append(other)
    return found


def _same_root(term: str, other: str, shared: int) -> bool:
    return shared >= 0.6 * len(other) or (len(term) >= 6 and other.startswith(term))
