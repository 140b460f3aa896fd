"""Similar cases: by requirement, ground, type of control, authority, and by text; only inside what may be seen now.

Of a case that is seen no more only the ombudsman's own words are searched, and how they filed it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from backend.ombudsman.consents import day_of, lasting
from backend.ombudsman.models import OmbudsmanCase
from backend.ombudsman.queries import kept_of, seen_now
from backend.ombudsman.sharing import material
from backend.ombudsman.traits import BY, Known, known_of
from backend.permissions import Actor
from rules.language.bm25 import Bm25, Tally
from rules.language.query import Lexicon, read_query, read_synonyms, terms_in, tokens
from rules.language.search import SYNONYMS, WORTH_SHOWING
from rules.text import Text

MOST = 50


@dataclass(frozen=True, slots=True)
class Found:
    """A case and why it is similar; `seen`: it may be opened, else only the ombudsman's own words are left.

    `by_material`: only what the client shows led there, so it is a look of which the client reads.
    """

    row: OmbudsmanCase
    why: tuple[Text, ...]
    seen: bool
    by_material: bool = False


def similar_to(session: Session, actor: Actor, row: OmbudsmanCase, now: datetime) -> list[Found]:
    """Return the cases that share something with one, those that share most first."""
    here = known_of(session, row, True, now)
    found = [(one, _shared(here, one)) for one in _all(session, actor, now) if one.row.id != row.id]
    found.sort(key=lambda line: (-len(line[1]), -line[0].row.platform_number))
    return [
        Found(one.row, tuple(BY[name] for name in names), one.seen, not _filed_alike(here, one, names))
        for one, names in found
        if names
    ][:MOST]


def _shared(here: Known, other: Known) -> list[str]:
    return [name for name in BY if here.values(name) & other.values(name)]


def _filed_alike(here: Known, other: Known, names: Sequence[str]) -> bool:
    """Whether the other case would be found by how it was filed alone."""
    return all(here.values(name) & other.own[name] for name in names)


def narrowed(session: Session, actor: Actor, wanted: Mapping[str, str], words: str, now: datetime) -> list[Found]:
    """Return the cases that have all that is asked for; with words the nearest to them first."""
    asked = {name: value for name, value in wanted.items() if name in BY and value}
    rows = [one for one in _all(session, actor, now) if all(value in one.values(name) for name, value in asked.items())]
    why = tuple(BY[name] for name in asked)
    found = [
        Found(one.row, why, one.seen, any(value not in one.own[name] for name, value in asked.items())) for one in rows
    ]
    if not words:
        return found[:MOST]
    texts = [" ".join(_words(session, one.row, one.seen, now)) for one in rows]
    nearest = _nearest(texts, words)[:MOST]
    return [replace(found[n], why=(*why, *because), by_material=True) for n, because in nearest]


def _all(session: Session, actor: Actor, now: datetime) -> list[Known]:
    today = day_of(now)
    seen = [known_of(session, one, True, now) for one in seen_now(session, actor, today)]
    return [*seen, *(known_of(session, one, False, now) for one in kept_of(session, actor, today))]


def choices(session: Session, actor: Actor, today: date) -> Mapping[str, list[str]]:
    """Return by what the cases an ombudsman may see or has kept can be narrowed: types of control, authorities."""
    rows = [*seen_now(session, actor, today), *kept_of(session, actor, today)]
    return {name: sorted({getattr(one, name) or "" for one in rows} - {""}) for name in ("control_type", "body_id")}


def _words(session: Session, row: OmbudsmanCase, seen: bool, now: datetime) -> Iterator[str]:
    """Yield what the ombudsman may read of a case: their own words, and while it is shared what the client named."""
    yield from (row.question, row.position, row.effect)
    one = lasting(session, row.id, day_of(now)) if seen else None
    if one is not None:
        yield row.request
        for part in material(session, row, one, now):
            yield from _strings(part["data"])


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, Text):
        yield value.ru
    elif isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, Iterable):
        for one in value:
            yield from _strings(one)


def _nearest(texts: Sequence[str], words: str) -> list[tuple[int, tuple[Text, ...]]]:
    """Return the places of the texts nearest to the words with what led there, by the search of the registry."""
    lexicon = Lexicon.build({token for text in texts for token in tokens(text)}, read_synonyms(SYNONYMS))
    index = Bm25.build([{term: float(n) for term, n in Counter(terms_in(text)).items()} for text in texts])
    tally = Tally()
    for part in read_query(words, lexicon):
        tally.add(part, index)
    ranked = sorted(tally.totals().items(), key=lambda found: (-found[1], found[0]))
    worth = [number for number, score in ranked if score >= WORTH_SHOWING * ranked[0][1]]
    return [(number, tuple(Text(word, word) for word in tally.labels(number))) for number in worth]
