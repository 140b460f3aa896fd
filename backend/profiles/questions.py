"""One screen of the interview as the page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.law import Law
from backend.profiles.answers import NOTHING, UNKNOWN
from backend.profiles.matching import BusinessMatch, PlaceMatch
from backend.profiles.models import Origin
from backend.profiles.queries import Known, PlaceProfile
from rules.conditions import FactValue
from rules.facts import Fact, FactType
from rules.matching.interview import Question
from rules.matching.offers import offer
from rules.text import Text

# The interview stops by itself here; who wants more goes on from the list.
MOST_QUESTIONS = 15
OPEN_SHARE = 0.02
RADIOS = 7
UNITS = {
    "people": Text("человек", "people"),
    "rub": Text("₽", "₽"),
    "m2": Text("м²", "m²"),
    "vehicles": Text("машин", "vehicles"),
    "tonnes": Text("тонн", "tonnes"),
    "seats": Text("мест", "seats"),
    "rooms": Text("номеров", "rooms"),
    "floors": Text("этажей", "floors"),
    "m3": Text("м³", "m³"),
    "workplaces": Text("рабочих мест", "workplaces"),
}


# Headings of screens that ask several facts; another word shows its first question.
SCREENS = {
    "headcount": Text("Сколько у вас людей", "How many people you have"),
    "vehicles": Text("Какие у вас машины", "Which vehicles you have"),
    "place": Text("Какое у вас помещение", "What your premises are like"),
    "area": Text("Какая у вас площадь", "How large your premises are"),
}


def heading_of(law: Law, codes: Sequence[str]) -> Text:
    """Return the heading of a screen: its question, or what its questions have in common."""
    fact = law.vocabulary.facts[codes[0]]
    question = fact.question or Text(fact.code, fact.code)
    return SCREENS.get(fact.ask_together or "", question) if len(codes) > 1 else question


@dataclass(frozen=True, slots=True)
class AskedFact:
    """One field of a screen: its kind decides the control, the options are in the order of likelihood."""

    code: str
    kind: str  # number, date, yes_no, radio, select, checkboxes
    question: Text
    hint: Text | None
    why: Text | None
    unit: Text | None
    decimal: bool
    options: tuple[dict[str, Any], ...]
    sections: tuple[dict[str, Any], ...]
    nothing: dict[str, Any] | None
    values: tuple[str, ...]
    unknown: bool


def asked_fact(law: Law, code: str, place: PlaceMatch, language: str) -> AskedFact:
    """Return a fact as a field, with what is known or likely filled in."""
    fact = law.vocabulary.facts[code]
    offered = offer(fact, place.known.facts, law.interview.priors)
    known = place.profile.known.get(code)
    options = _options(fact, offered.likely, language)
    sections = tuple(
        {
            "title": part.heading.in_(language) if part.heading else Text("Остальное", "Others").in_(language),
            "options": _options(fact, part.values, language),
            "open": False,
        }
        for part in offered.sections
    )
    if fact.type is FactType.CATEGORY and len(fact.values) > RADIOS:
        options, sections = _options(fact, fact.values, language), ()
    return AskedFact(
        code=code,
        kind=_kind(fact),
        question=fact.question or Text(code, code),
        hint=fact.hint,
        why=fact.why,
        unit=UNITS.get(fact.unit or ""),
        decimal=fact.type is FactType.NUMBER and not fact.whole,
        options=options,
        sections=sections,
        nothing=_nothing(fact, language),
        values=_filled(known, offered.ticked),
        unknown=known is not None and known.value is None,
    )


def _filled(known: Known | None, ticked: frozenset[str]) -> tuple[str, ...]:
    """Return what stands in the field already: the answer, or what is likely and only waits to be confirmed."""
    if known is None or known.value is None:
        return tuple(sorted(ticked))
    if known.origin is Origin.SUGGESTED and isinstance(known.value, tuple):
        return tuple(sorted(ticked | set(known.value)))
    return _typed(known.value)


def _kind(fact: Fact) -> str:
    if fact.type is FactType.CATEGORY:
        return "radio" if len(fact.values) <= RADIOS else "select"
    kinds = {FactType.NUMBER: "number", FactType.DATE: "date", FactType.BOOLEAN: "yes_no"}
    return kinds.get(fact.type, "checkboxes")


def _options(fact: Fact, codes: Iterable[str], language: str) -> tuple[dict[str, Any], ...]:
    chosen = [fact.values[code] for code in codes]
    return tuple(
        {
            "value": one.code,
            "label": one.name.in_(language),
            "hint": one.hint.in_(language) if one.hint else None,
        }
        for one in chosen
    )


def _nothing(fact: Fact, language: str) -> dict[str, Any] | None:
    if fact.type is not FactType.MULTI or fact.min_items:
        return None
    label = fact.none or Text("Ничего из этого", "None of these")
    return {"value": NOTHING, "label": label.in_(language)}


def _typed(value: FactValue) -> tuple[str, ...]:
    """Return a known value as the form's fields hold it."""
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    if isinstance(value, tuple):
        return value or (NOTHING,)
    return (str(value),)


def questions_left(law: Law, place: PlaceMatch, asked: int) -> tuple[int, int] | None:
    """Return how many more screens there may be, least and most, or None when nothing is open.

    The interview stops by itself after so many; whoever goes on from the list sees what is really left.
    """
    wanted = {fact for facts in law.interview.needed(place.match).values() for fact in facts}
    wanted -= set(place.known.dont_know)
    screens = {law.vocabulary.facts[code].ask_together or code for code in wanted if code in law.vocabulary.facts}
    if not screens:
        return None
    room = MOST_QUESTIONS - asked if asked < MOST_QUESTIONS else len(screens)
    most = max(1, min(len(screens), room))
    return max(1, most // 2), most


def answered_screens(law: Law, profile: PlaceProfile) -> int:
    """Return how many questions this person has answered, «не знаю» included."""
    said = [code for code, known in profile.known.items() if known.origin in (Origin.ANSWER, Origin.UNKNOWN)]
    return len({law.vocabulary.facts[code].ask_together or code for code in said})


def enough(match: BusinessMatch, asked: int) -> bool:
    """Whether the interview may stop by itself: enough is settled, or enough was asked."""
    total = sum(match.counts.values())
    return asked >= MOST_QUESTIONS or match.counts["unknown"] <= OPEN_SHARE * total


def depends_of(question: Question | None, law: Law, match: PlaceMatch, codes: Iterable[str]) -> int:
    """Return how many open requirements wait for these facts; for an edited answer, how many conditions name them."""
    if question is not None and set(codes) == set(question.facts):
        return question.depends
    asked = set(codes)
    return sum(1 for clauses in law.ruleset.clauses.values() if asked & {lit.fact for c in clauses for lit in c})


def changed_counts(before: Mapping[str, int], after: Mapping[str, int]) -> int:
    """Return the difference in requirements that apply."""
    return after["applies"] - before["applies"]


__all__ = ["UNKNOWN", "AskedFact", "asked_fact", "depends_of", "enough", "questions_left"]
