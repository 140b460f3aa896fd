"""The answer of `match` as one document: verdicts with reasons, what is missing, what to ask next, a receipt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from rules.conditions import Facts, FactValue, truth, value_as_json
from rules.facts import Conflict, Vocabulary
from rules.matching.compile import compile_requirements
from rules.matching.interview import Interview
from rules.matching.match import Match
from rules.matching.receipts import make_receipt
from rules.requirements import Edition, Requirement
from rules.text import Text

# What the law was before this day the catalogue does not know.
KNOWN_FROM = date(2026, 11, 23)
BEFORE = Text(
    "Каталог знает законы с 23.11.2026; на более раннюю дату список может быть неточным.",
    "The catalogue knows the law from 23 November 2026; for an earlier date the list may be inexact.",
)


def match_document(
    edition: Edition, facts: Mapping[str, FactValue], on: date, interview: Interview | None = None
) -> dict[str, Any]:
    """Return the JSON document of `yasno match`: the same facts, day and edition give the same document.

    `interview` is the compiled edition where it is kept; without it the edition is compiled for this one answer.
    """
    asking = interview or interview_of(edition)
    known = {name: value for name, value in facts.items() if value is not None}
    match = asking.rules.match(known, on)
    entries = [_entry(edition.requirements[name], match, known) for name in match.verdicts]
    receipt = make_receipt(edition.sha256, on, known, match.verdicts.items())
    number = {} if edition.number is None else {"edition_number": edition.number}
    return {
        "edition": edition.sha256,
        **number,
        "on": on.isoformat(),
        "facts": {name: value_as_json(value) for name, value in sorted(known.items())},
        "counts": match.counts(),
        "not_in_force": match.not_in_force(),
        "requirements": entries,
        "next_question": next_fact(asking, match, on),
        "receipt": receipt.as_dict(),
        "warnings": [*warnings_of_day(on), *warnings(edition.vocabulary, known, on)],
    }


def interview_of(edition: Edition) -> Interview:
    """Return the compiled edition with its questions; building it takes a few hundredths of a second."""
    return Interview(compile_requirements(edition.requirements, edition.vocabulary), edition.vocabulary)


def _entry(requirement: Requirement, match: Match, given: Facts) -> dict[str, Any]:
    explanation = match.explain(requirement.id, given)
    status = match.status(requirement.id)
    shape: dict[str, Any] = {
        "id": requirement.id,
        **explanation.as_dict(),
        "source": source_of(requirement),
    }
    return shape | ({"status": status} if status else {})


def source_of(requirement: Requirement) -> dict[str, Any]:
    """Return where a requirement stands: act, provision, days in force, whether it was read there."""
    act, days = requirement.act, requirement.in_force
    return {
        "act": {"type": act.type, "number": act.number, "date": value_as_json(act.date), "title": act.title},
        "provision": requirement.provision,
        "in_force": {"from": value_as_json(days.from_), "until": value_as_json(days.until)},
        "verified": requirement.verified,
    }


def next_fact(asking: Interview, match: Match, on: date | None) -> dict[str, Any] | None:
    """Return the fact to ask next and how many open requirements its answer is expected to settle, at least one.

    Only facts that can decide a requirement as it stands: `match` never adds an implied answer.
    """
    needed = asking.needed(match)
    mentions: dict[str, int] = {}
    for facts in needed.values():
        for name in facts:
            mentions[name] = mentions.get(name, 0) + 1
    if not mentions:
        return None
    question = asking.next_question(match.known, on)
    chosen = next((name for name in question.facts if name in mentions), None) if question else None
    fact = chosen or max(mentions, key=lambda name: mentions[name])
    settles = question.settles if question and chosen else sum(1 for facts in needed.values() if facts == (fact,))
    text = asking.vocabulary.facts[fact].question or Text(fact, fact)
    return {"fact": fact, "question": text.as_dict(), "settles": max(1, min(settles, mentions[fact]))}


def warnings_of_day(on: date) -> list[dict[str, Any]]:
    """Return the warning that the catalogue does not know the law of an early day."""
    return [{"code": "before_catalogue", "message": BEFORE.as_dict()}] if on < KNOWN_FROM else []


def warnings(vocabulary: Vocabulary, facts: Facts, on: date) -> list[dict[str, Any]]:
    """Return the answers that cannot both be right, or that the law does not allow together."""
    return [*_conflicts(vocabulary.conflicts, facts, on), *_exceeding(vocabulary, facts)]


def _conflicts(conflicts: Iterable[Conflict], facts: Facts, on: date) -> Iterable[dict[str, Any]]:
    for conflict in conflicts:
        early = conflict.valid_from is not None and on < conflict.valid_from
        late = conflict.valid_until is not None and on > conflict.valid_until
        if not early and not late and truth(conflict.condition, facts):
            shape = {"code": conflict.id, "kind": conflict.kind, "message": conflict.message.as_dict()}
            yield shape | ({"source": conflict.source} if conflict.source else {})


def _exceeding(vocabulary: Vocabulary, facts: Facts) -> Iterable[dict[str, Any]]:
    for pair in vocabulary.at_most:
        part, whole = facts.get(pair.fact), facts.get(pair.of)
        if isinstance(part, Decimal) and isinstance(whole, Decimal) and part > whole:
            yield {"code": f"{pair.fact}_exceeds_{pair.of}", "kind": "impossible", "message": pair.message.as_dict()}
