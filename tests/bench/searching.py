"""Search: the requirement people mean among the first five, beside the full-text search of SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from rules.language.query import tokens
from rules.language.search import SearchIndex
from rules.requirements import Requirement
from tests.bench.figures import Figure, remark, seconds
from tests.rules.registry.places import edition

QUERIES = Path(__file__).parents[1] / "rules" / "language" / "search_queries.yaml"
FIRST = 5
# A common trick for Russian without a stemmer: cut the ending, search by the beginning.
ENDING, SHORTEST = 2, 4
COLUMNS = ("title_ru", "title_en", "plain_ru", "plain_en", "act", "official", "steps")
WEIGHTS = ("2.0", "2.0", "1.0", "1.0", "1.0", "1.0", "0.5")
Find = Callable[[str], list[str]]


def figures() -> Iterator[Figure]:
    """Yield time and the share of queries answered among the first five."""
    groups: dict[str, list[dict[str, Any]]] = yaml.safe_load(QUERIES.read_text(encoding="utf-8"))
    queries = [query for group in groups.values() for query in group]
    index = SearchIndex.build(edition().requirements)

    def ours(words: str) -> list[str]:
        return [hit.id for hit in index.search(words, FIRST)]

    time, share = _time(ours, queries), _share(ours, queries)
    for name, find in _peers():
        yield Figure("search", time, _time(find, queries), name, "ms a query", len(queries))
        yield Figure("search_right_in_first_five", share, _share(find, queries), name, "share", len(queries), True)


def _time(find: Find, queries: list[dict[str, Any]]) -> float:
    return seconds(lambda: [find(query["query"]) for query in queries]) / len(queries) * 1000


def _share(find: Find, queries: list[dict[str, Any]]) -> float:
    return sum(not set(query["expect"]).isdisjoint(find(query["query"])) for query in queries) / len(queries)


def _peers() -> Iterator[tuple[str, Find]]:
    base = sqlite3.connect(":memory:")
    try:
        base.execute(f"create virtual table entry using fts5(id unindexed, {', '.join(COLUMNS)}, tokenize='unicode61')")
    except sqlite3.OperationalError as fault:
        remark(f"skipped: SQLite FTS5 ({fault})")
        return
    places = ", ".join("?" * (len(COLUMNS) + 1))
    base.executemany(f"insert into entry values ({places})", map(_row, edition().requirements.values()))
    base.execute("insert into entry(entry) values ('optimize')")
    yield "SQLite FTS5, whole words", _finder(base, _word)
    yield "SQLite FTS5, endings cut", _finder(base, _beginning)


def _row(entry: Requirement) -> tuple[str, ...]:
    plain = entry.plain
    act = f"{entry.act.type} {entry.act.number} {entry.act.title} {entry.provision}"
    steps = " ".join(text.ru for text in (*entry.steps, *entry.evidence))
    texts = (plain.ru, plain.en) if plain else ("", "")
    return (entry.id, entry.title.ru, entry.title.en, *texts, act, entry.official or "", steps)


def _finder(base: sqlite3.Connection, term: Callable[[str], str]) -> Find:
    order = f"bm25(entry, 0, {', '.join(WEIGHTS)})"

    def find(words: str) -> list[str]:
        asked = " OR ".join(term(token) for token in tokens(words))
        if not asked:
            return []
        rows = base.execute(f"select id from entry where entry match ? order by {order} limit ?", (asked, FIRST))
        return [row[0] for row in rows]

    return find


def _word(token: str) -> str:
    return '"' + token.replace('"', '""') + '"'


def _beginning(token: str) -> str:
    stem = token[:-ENDING] if len(token) - ENDING >= SHORTEST else token
    return f"{_word(stem)}*"
