"""«Число верное?»: asked once of a number that lies at a place where the list changes, or just below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from backend.law import current_law
from backend.profiles import service
from backend.profiles.matching import PlaceMatch
from backend.profiles.questions import UNITS
from backend.profiles.words import question_of, value_text
from backend.web import formats
from rules.conditions import FactValue
from rules.facts import Fact
from rules.matching.nearby import Threshold, near_threshold
from rules.text import Text

# Only signs: a word would have to be bent after a number.
SIGNS = frozenset({"rub", "m2", "m3"})


@dataclass(frozen=True, slots=True)
class NearNumber:
    """An answer near a threshold, in words: what was asked and answered, and where the list changes."""

    code: str
    question: Text
    answer: Text
    start: Text
    threshold: Threshold


def to_be_asked(session: Session, here: PlaceMatch, codes: Iterable[str], on: date) -> tuple[str, ...]:
    """Return which of the facts just answered are near a threshold and not yet asked about with this value."""
    near = [one.code for one in near_numbers(here, codes, on)]
    business, place = here.place.business_id, here.place.id
    return tuple(
        code for code in near if service.ask_once(session, business, place, code, here.profile.given.get(code))
    )


def near_numbers(here: PlaceMatch, codes: Iterable[str], on: date) -> list[NearNumber]:
    """Return those of the facts whose number is near a threshold, as this place stands now."""
    law, given = current_law(), here.profile.given
    found = []
    for code in dict.fromkeys(codes):
        fact = law.vocabulary.facts.get(code)
        near = near_threshold(law.interview, given, code, on) if fact else None
        if fact and near:
            found.append(NearNumber(code, question_of(fact), _with_sign(fact, given[code]), _start(fact, near), near))
    return found


def _start(fact: Fact, near: Threshold) -> Text:
    value = _with_sign(fact, near.value)
    if near.open:
        return Text(f"Больше {value.ru}:", f"Above {value.en}:")
    return Text(f"С {value.ru}", f"From {value.en} on,")


def _with_sign(fact: Fact, value: FactValue) -> Text:
    number = value_text(fact, value, current_law().vocabulary)
    if fact.unit not in SIGNS:
        return number
    sign = UNITS[fact.unit]
    return Text(f"{number.ru}{formats.NBSP}{sign.ru}", f"{number.en}{formats.NBSP}{sign.en}")
