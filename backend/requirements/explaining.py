"""Why a requirement has its verdict for a business, and what would change it."""

from __future__ import annotations

from dataclasses import dataclass

from backend.profiles.matching import BusinessMatch, Judged, PlaceMatch
from backend.profiles.words import question_of, unwanted_text, value_text, wanted_text
from backend.requirements.listing import Item, item_of, legal_form_of
from calculators.sanctions import SanctionRange, sanction_ranges
from rules.conditions import Op
from rules.facts import Fact, FactType, Vocabulary
from rules.matching import Reason, Standing, Verdict
from rules.matching.boundaries import boundaries
from rules.requirements import Requirement
from rules.text import Text

MOST_SHOWN = 3
MOST_FLIPS = 3


@dataclass(frozen=True, slots=True)
class Why:
    """One answer that led to the verdict: the question, what was said, what the condition wants, where to change it."""

    fact: str
    question: Text
    answer: Text
    wanted: Text | None
    href: str


@dataclass(frozen=True, slots=True)
class AtPlace:
    """The reasons at one place, or the facts that are still open there."""

    name: str
    place_id: str
    verdict: Verdict
    because: tuple[Why, ...]
    missing: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A requirement for one business: verdict, reasons by place, what would change it."""

    requirement: Requirement
    match: BusinessMatch
    item: Item
    verdict: Verdict
    standing: Standing
    places: tuple[AtPlace, ...]
    changes: tuple[Text, ...]
    sanctions: tuple[SanctionRange, ...]

    @property
    def main(self) -> AtPlace:
        """The place that decides the verdict."""
        return next((one for one in self.places if one.verdict == self.verdict), self.places[0])


def explain_item(match: BusinessMatch, requirement: Requirement) -> Explained:
    """Return why a requirement applies to a business, does not, or is open."""
    judged = match.judged.get(requirement.id)
    standing = match.law.ruleset.standings(match.on)[requirement.id]
    if judged is None:
        judged = _out_of_force(match, requirement)
    places = _told_once([_at_place(match, requirement, one) for one in match.places])
    here = next((one for one in match.places if _verdict_at(one, requirement.id) == judged.verdict), match.places[0])
    return Explained(
        requirement,
        match,
        item_of(match, requirement, judged),
        judged.verdict,
        standing,
        places,
        _changes(here, requirement.id),
        sanction_ranges(requirement.sanctions, legal_form_of(match)),
    )


def _told_once(places: list[AtPlace]) -> tuple[AtPlace, ...]:
    """Where every place has the same reasons, one is enough and is not named."""
    reasons = {(one.verdict, _told(one.because), _told(one.missing)) for one in places}
    return tuple(places[:1] if len(reasons) == 1 else places)


def _told(whys: tuple[Why, ...]) -> tuple[tuple[str, str, Text | None], ...]:
    return tuple((why.fact, why.answer.ru, why.wanted) for why in whys)


def _out_of_force(match: BusinessMatch, requirement: Requirement) -> Judged:
    """Judge an entry that is not in force today as if it were."""
    verdicts = [_verdict_at(one, requirement.id) for one in match.places]
    applies = tuple(one for one, verdict in zip(match.places, verdicts, strict=True) if verdict == "applies")
    unsettled = tuple(one for one, verdict in zip(match.places, verdicts, strict=True) if verdict == "unknown")
    return Judged("applies" if applies else "unknown" if unsettled else "does_not_apply", applies, unsettled)


def _verdict_at(place: PlaceMatch, id_: str) -> Verdict:
    return place.match.judged[id_]


def _at_place(match: BusinessMatch, requirement: Requirement, place: PlaceMatch) -> AtPlace:
    vocabulary = match.law.vocabulary
    explanation = place.match.explain(requirement.id)
    applies = explanation.verdict == "applies"
    because = [_why(vocabulary, place, reason, applies=applies) for reason in explanation.because]
    missing = [_asked(vocabulary, place, code) for code in explanation.missing]
    return AtPlace(place.place.name, place.place.id, explanation.verdict, _once(because), tuple(missing))


def _once(whys: list[Why]) -> tuple[Why, ...]:
    """One fact is said once, however often the condition looks at it; what it wants is joined."""
    found: dict[str, Why] = {}
    for why in whys:
        before = found.get(why.fact)
        if before is None:
            found[why.fact] = why
        elif why.wanted and before.wanted and why.wanted.ru not in before.wanted.ru:
            wanted = Text(f"{before.wanted.ru}; {why.wanted.ru}", f"{before.wanted.en}; {why.wanted.en}")
            found[why.fact] = Why(why.fact, why.question, before.answer, wanted, why.href)
    return tuple(found.values())


def _why(vocabulary: Vocabulary, place: PlaceMatch, reason: Reason, *, applies: bool) -> Why:
    fact = vocabulary.facts[reason.atom.fact]
    positive = reason.holds == applies
    return Why(
        fact.code,
        question_of(fact),
        _answer(vocabulary, fact, reason),
        _wanted(vocabulary, fact, reason, positive=positive),
        answer_href(fact.code, place.place.id),
    )


def _answer(vocabulary: Vocabulary, fact: Fact, reason: Reason) -> Text:
    """Of a long list of answers only those the condition names, when it is they that decided."""
    actual = reason.actual
    if isinstance(actual, tuple) and reason.holds:
        named = [one for one in actual if _names(reason, one)]
        return value_text(fact, tuple(named or actual), vocabulary)
    if isinstance(actual, tuple) and len(actual) > MOST_SHOWN:
        shown = value_text(fact, actual[:MOST_SHOWN], vocabulary)
        rest = len(actual) - MOST_SHOWN
        return Text(f"{shown.ru} и ещё {rest}", f"{shown.en} and {rest} more")
    return value_text(fact, actual, vocabulary)


def _names(reason: Reason, value: str) -> bool:
    named = reason.atom.value if isinstance(reason.atom.value, tuple) else (reason.atom.value,)
    if reason.atom.op is Op.OKVED:
        return any(value == one or value.startswith(f"{str(one).rstrip('.')}") for one in named)
    return value in named


def _wanted(vocabulary: Vocabulary, fact: Fact, reason: Reason, *, positive: bool) -> Text | None:
    """What the condition asks of the answer, where the answer alone does not say it."""
    if fact.type is FactType.BOOLEAN:
        return None
    if positive and reason.holds and fact.type is not FactType.NUMBER:
        return None
    if reason.atom.op is Op.OKVED:
        return _codes(reason, positive=positive)
    return (wanted_text if positive else unwanted_text)(reason.atom, fact, vocabulary)


def _codes(reason: Reason, *, positive: bool) -> Text:
    """Codes of activities without their names: the law lists them by the dozen."""
    codes = reason.atom.value if isinstance(reason.atom.value, tuple) else (str(reason.atom.value),)
    listed = ", ".join(str(code) for code in codes)
    return (
        Text(f"ОКВЭД {listed}", f"activity {listed}")
        if positive
        else Text(f"не ОКВЭД {listed}", f"not activity {listed}")
    )


def _asked(vocabulary: Vocabulary, place: PlaceMatch, code: str) -> Why:
    fact = vocabulary.facts[code]
    answer = Text("не знаю", "I don't know") if code in place.known.dont_know else Text("нет ответа", "no answer")
    return Why(code, question_of(fact), answer, None, answer_href(code, place.place.id))


def answer_href(code: str, place_id: str) -> str:
    """Return where an answer is changed."""
    return f"/answers/{code}?place={place_id}"


def _changes(place: PlaceMatch, id_: str) -> tuple[Text, ...]:
    if id_ not in place.match.verdicts:
        return ()
    first: dict[str, Text] = {}
    for flip in boundaries(place.match, [id_])[id_]:
        # One change of each answer is enough to see what it turns on.
        first.setdefault(flip.fact, flip.sentence)
    return tuple(first.values())[:MOST_FLIPS]
