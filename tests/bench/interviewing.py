"""The interview: how long one step takes, and how many questions until one requirement in ten is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import mean

from rules.conditions import FactValue
from rules.matching.interview import Interview, Known
from tests.bench.businesses import Business, examples
from tests.bench.figures import Figure, seconds
from tests.rules.registry.places import ON, edition, rules

OPEN = 0.1
STEPS = 15
Ask = Callable[[Business], tuple[str, ...]]


def figures() -> Iterator[Figure]:
    """Yield the time of a step and the number of questions beside a form asked in order."""
    steps = len(examples()) * STEPS
    taken = seconds(_interviews, rounds=3)
    yield Figure("interview_step", taken / steps * 1000, None, None, "ms a question", steps)
    interview = Interview(rules(), edition().vocabulary)
    ours = mean(_questions(interview, business, _cleverly(interview)) for business in examples())
    form = mean(_questions(interview, business, _in_order(interview)) for business in examples())
    name = "a form in order, idle questions left out"
    yield Figure("questions_until_a_tenth_is_open", ours, form, name, "questions", len(examples()))


def _interviews() -> None:
    """Ask every example the first questions; a fresh interview, because it remembers what it was asked before."""
    interview = Interview(rules(), edition().vocabulary)
    for business in examples():
        given: Business = {}
        for _ in range(STEPS):
            question = interview.next_question(given, ON)
            if question:
                given = interview.record(given, {fact: business[fact] for fact in question.facts})


def _questions(interview: Interview, business: Business, ask: Ask) -> int:
    given: Business = {}
    asked = 0
    total = len(interview.match(given, ON).verdicts)
    while len(interview.match(given, ON).open) > OPEN * total:
        facts = ask(given)
        if not facts:
            break
        answers: dict[str, FactValue] = {fact: business[fact] for fact in facts}
        given = interview.record(given, answers)
        asked += 1
    return asked


def _cleverly(interview: Interview) -> Ask:
    def ask(given: Business) -> tuple[str, ...]:
        question = interview.next_question(given, ON)
        return question.facts if question else ()

    return ask


def _in_order(interview: Interview) -> Ask:
    """Ask the facts in the order of the vocabulary, those shown together on one screen, idle ones left out."""
    facts = interview.vocabulary.facts

    def ask(given: Business) -> tuple[str, ...]:
        known: Known = interview.known(given)
        needed = {name for names in interview.needed(interview.match(given, ON)).values() for name in names}
        waiting = [name for name in facts if name in needed and name not in known.facts]
        if not waiting:
            return ()
        together = facts[waiting[0]].ask_together
        return tuple(
            name for name in waiting if name == waiting[0] or (together and facts[name].ask_together == together)
        )

    return ask
