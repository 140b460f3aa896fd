"""From a few words, or a number in the register's extract, to the first facts. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from backend.law import activity_index, current_law
from backend.profiles.models import Origin, Place
from backend.profiles.service import record_facts
from rules.conditions import FactValue
from rules.language.activities import Suggestion
from rules.language.trades import TradeSection, sections

SHOWN = 5
# Enough to find again, among the suggestions for the same words, the ones that were ticked.
SEARCHED = 40


@dataclass(frozen=True, slots=True)
class Offered:
    """A suggestion with the number of requirements it would bring by itself."""

    suggestion: Suggestion
    brings: int


def offer_trades(query: str, on: date) -> list[Offered]:
    """Return what the words may mean, each with what it would bring."""
    found = activity_index().suggest(query, SHOWN)
    return [Offered(one, _brings(one, on)) for one in found]


def _brings(suggestion: Suggestion, on: date) -> int:
    law = current_law()
    known = law.interview.known(_facts([suggestion]))
    return law.ruleset.match(known.facts, on).counts()["applies"]


def trade_sections() -> tuple[TradeSection, ...]:
    """Return all trades by section, for people who would rather look than type."""
    return sections()


def find_chosen(query: str, ids: Iterable[str]) -> list[Suggestion]:
    """Return the ticked suggestions; an id that nothing stands behind is passed over."""
    index = activity_index()
    near = {one.id: one for one in index.suggest(query, SEARCHED)} if query else {}
    titles = {trade.id: trade.title.ru for section in sections() for trade in section.trades}
    chosen = []
    for id_ in ids:
        found = near.get(id_) or {one.id: one for one in index.suggest(titles.get(id_, id_), SEARCHED)}.get(id_)
        if found is not None:
            chosen.append(found)
    return chosen


def record_start(session: Session, place: Place, chosen: list[Suggestion], now: datetime) -> None:
    """Keep the codes and what the words said; activities and premises are only suggested and will be asked."""
    facts = _facts(chosen)
    certain: dict[str, FactValue] = {"okved": facts["okved"]}
    for one in chosen:
        certain |= dict(one.facts)
    likely = {code: facts[code] for code in ("activities", "premises") if facts.get(code)}
    record_facts(session, place.business_id, place.id, certain, Origin.ANSWER, now)
    record_facts(session, place.business_id, place.id, likely, Origin.SUGGESTED, now)


def record_register(session: Session, place: Place, facts: Mapping[str, FactValue], now: datetime) -> None:
    """Keep what a register's extract says."""
    record_facts(session, place.business_id, place.id, facts, Origin.REGISTER, now)


def _facts(chosen: list[Suggestion]) -> dict[str, FactValue]:
    """Return the codes, activities and premises of all chosen trades, each once, in their order."""
    return {
        "okved": _union(one.okved for one in chosen),
        "activities": _union(one.activities for one in chosen),
        "premises": _union(one.premises for one in chosen),
    }


def _union(parts: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for part in parts for value in part))
