"""How a question is offered: which values come first, which are ticked already, which groups stay folded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.conditions import Facts, truth
from rules.facts import Fact, FactType, Section
from rules.matching.priors import Priors, covered
from rules.text import Text

FIRST = 7
LIKELY = 0.15  # a value below this chance is not put first


@dataclass(frozen=True, slots=True)
class OfferedSection:
    """A heading with the values under it; a folded one opens on demand."""

    id: str
    heading: Text | None
    values: tuple[str, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """The values of one question: the likely ones first, then the rest in sections; `ticked` is only a suggestion."""

    likely: tuple[str, ...] = ()
    sections: tuple[OfferedSection, ...] = ()
    ticked: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()


def offer(fact: Fact, facts: Facts, priors: Priors) -> Offer:
    """Return how to offer the values of a category or multi-valued fact; other facts have none."""
    if not fact.values:
        return Offer()
    if fact.type is FactType.CATEGORY:
        shares = priors.shares(fact, _section_of(facts, priors))
        few = len(fact.values) <= FIRST
        likely = tuple(fact.values) if few else tuple(sorted(shares, key=lambda code: -shares[code])[:FIRST])
        rest = tuple(code for code in fact.values if code not in likely)
        return Offer(likely, (OfferedSection("rest", None, rest),) if rest else ())
    return _offer_list(fact, facts, priors)


def _section_of(facts: Facts, priors: Priors) -> str | None:
    return priors.section(_codes(facts, priors))


def _codes(facts: Facts, priors: Priors) -> tuple[str, ...]:
    codes = facts.get(priors.okved) if priors.okved else None
    return codes if isinstance(codes, tuple) else ()


def _offer_list(fact: Fact, facts: Facts, priors: Priors) -> Offer:
    codes = _codes(facts, priors)
    skipped = frozenset(value for part in fact.sections if _skips(part, facts) for value in part.values)
    ticked = suggested(fact, facts, codes) - skipped
    shut = {value for part in fact.sections if _folds(part, facts, ticked) for value in part.values} - ticked
    chances = priors.chances(fact, codes, priors.section(codes))
    places = {code: number for number, code in enumerate(fact.values)}
    able = [code for code in fact.values if code not in skipped and code not in shut]
    able.sort(key=lambda code: (code not in ticked, -chances[code], places[code]))
    likely = [code for code in able if code in ticked or chances[code] >= LIKELY][:FIRST]
    if len(fact.values) - len(skipped) <= FIRST:
        likely = able
    sections = _sections(fact, facts, skipped, set(likely), ticked)
    return Offer(tuple(sorted(likely, key=places.__getitem__)), sections, ticked, skipped)


def _sections(
    fact: Fact, facts: Facts, skipped: frozenset[str], first: set[str], ticked: frozenset[str]
) -> tuple[OfferedSection, ...]:
    found = []
    for part in fact.sections:
        values = tuple(value for value in part.values if value not in skipped and value not in first)
        if values:
            found.append(OfferedSection(part.id, part.heading, values, _folds(part, facts, ticked)))
    inside = {value for part in fact.sections for value in part.values}
    loose = tuple(code for code in fact.values if code not in inside and code not in first)
    return (*found, OfferedSection("rest", None, loose)) if loose else tuple(found)


def suggested(fact: Fact, facts: Facts, codes: Sequence[str]) -> frozenset[str]:
    """Return the values to tick beforehand: suggested by activity codes or other answers, or certain."""
    ticked = {
        code
        for code, option in fact.values.items()
        if (option.suggested_by and any(covered(one, option.suggested_by) for one in codes))
        or (option.suggested_if is not None and truth(option.suggested_if, facts))
    }
    for one in fact.implied:
        if truth(one.condition, facts):
            ticked = (ticked | set(one.includes)) - set(one.excludes)
    return frozenset(ticked)


def _skips(part: Section, facts: Facts) -> bool:
    return part.if_not == "skip" and part.relevant_if is not None and truth(part.relevant_if, facts) is False


def _folds(part: Section, facts: Facts, ticked: frozenset[str]) -> bool:
    if part.relevant_if is None or truth(part.relevant_if, facts) is not False:
        return False
    return ticked.isdisjoint(part.opens_with)


def all_skipped(fact: Fact, facts: Facts) -> bool:
    """Return whether every value is certainly not there, so that the answer is «none of these»."""
    inside = {value for part in fact.sections for value in part.values}
    return bool(fact.sections) and inside >= set(fact.values) and all(_skips(part, facts) for part in fact.sections)
