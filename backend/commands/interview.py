"""`yasno interview`: questions and answers, from a script or on the terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from backend.commands import shared
from backend.commands.matching import read_business
from rules.conditions import FactValue, value_as_json
from rules.facts import Fact, FactType, Vocabulary
from rules.faults import Fault, InputError
from rules.matching.documents import interview_of
from rules.matching.interview import Interview, Question
from rules.profiles import read_value
from rules.reading import load_edition
from rules.text import Text

Answers = dict[str, FactValue]
# Answers a question; None when the person stops.
Answering = Callable[[Question], Answers | None]
STOP = frozenset({"q", "й", "стоп", "stop"})
UNKNOWN = frozenset({"?", "не знаю", "null"})
YES = frozenset({"да", "д", "yes", "y", "true"})
NO = frozenset({"нет", "н", "no", "n", "false"})


@dataclass(frozen=True)
class Conversation:
    """What was asked and answered, and why it ended."""

    interview: Interview
    on: date
    given: Answers
    questions: tuple[dict[str, Any], ...]
    reason: str

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        known = self.interview.known(self.given)
        match = self.interview.rules.match(known.facts, self.on)
        needed = {fact for facts in self.interview.needed(match).values() for fact in facts}
        order = self.interview.vocabulary.facts
        facts = {name: known.facts[name] for name in order if name in known.facts}
        return {
            "questions": list(self.questions),
            "end": {
                "reason": self.reason,
                **match.counts(),
                "open_facts": [name for name in order if name in needed],
            },
            "profile": {
                "facts": {name: value_as_json(value) for name, value in facts.items()},
                "origins": {name: known.origin(name) for name in facts},
            },
        }


@click.command(cls=shared.Command)
@click.option("--script", metavar="ANSWERS", help='A file {"facts": {…}} that answers; what is missing is «не знаю».')
@click.option("--profile", metavar="PROFILE", help="What is known beforehand.")
@click.option("--limit", type=click.IntRange(min=0), default=15, show_default=True, help="At most so many questions.")
@shared.registry_option
@shared.on_option
@shared.json_option
def interview(
    script: str | None, profile: str | None, limit: int, registry: Path | None, on: date, as_json: bool
) -> None:
    """Ask what still matters, first the question that settles most."""
    if script is None and as_json:
        raise InputError([_needs_script()])
    edition = load_edition(registry)
    asking = interview_of(edition)
    given, answers = shared.gathered(
        lambda: read_business(profile, edition, on) if profile else {},
        lambda: read_business(script, edition, on) if script else {},
    )
    answering = _on_terminal(edition.vocabulary, on) if script is None else _from_script(answers)
    held = converse(asking, given, answering, limit, on)
    answer = held.as_dict()
    shared.write(answer, as_json, lambda: _lines(answer))


def converse(asking: Interview, given: Answers, answering: Answering, limit: int, on: date) -> Conversation:
    """Ask until all is settled, the limit is reached, nothing is left to ask, or the person stops."""
    questions: list[dict[str, Any]] = []
    while True:
        if not asking.match(given, on).open:
            return Conversation(asking, on, given, tuple(questions), "settled")
        if len(questions) >= limit:
            return Conversation(asking, on, given, tuple(questions), "limit")
        question = asking.next_question(given, on)
        answers = None if question is None else answering(question)
        if question is None or answers is None:
            return Conversation(asking, on, given, tuple(questions), "stopped")
        given = asking.record(given, answers)
        questions.append(_asked(question, given, asking.match(given, on).counts()))


def _asked(question: Question, given: Answers, counts: dict[str, int]) -> dict[str, Any]:
    answers = {name: value_as_json(given[name]) for name in question.facts}
    alone = question.facts[0] if len(question.facts) == 1 else None
    return {
        "fact": alone or list(question.facts),
        "question": question.text.as_dict(),
        "why": question.why.as_dict(),
        "answer": answers[alone] if alone else answers,
        "counts": counts,
    }


def _from_script(answers: Mapping[str, FactValue]) -> Answering:
    return lambda question: {name: answers.get(name) for name in question.facts}


def _on_terminal(vocabulary: Vocabulary, on: date) -> Answering:
    def answer(question: Question) -> Answers | None:
        depends = Text(f"Зависит требований: {question.depends}", f"Requirements that depend on it: {question.depends}")
        click.echo(f"\n{shared.told(depends)}")
        answers: Answers = {}
        for name in question.facts:
            try:
                answers[name] = _ask(vocabulary.facts[name], vocabulary, on)
            except EOFError:
                return None
        return answers

    return answer


def _ask(fact: Fact, vocabulary: Vocabulary, on: date) -> FactValue:
    """Return the answer typed; asks again until it fits.

    Raises:
        EOFError: the person stops.
    """
    for line in _prompt(fact):
        click.echo(line)
    while True:
        typed = sys.stdin.readline()
        word = typed.strip()
        if not typed or word.lower() in STOP:
            raise EOFError
        if word.lower() in UNKNOWN:
            return None
        faults: list[Fault] = []
        value = read_value(fact, _typed(fact, word), vocabulary, fact.code, faults, max(on, shared.today()))
        if not faults and value is not None:
            return value
        for fault in faults:
            click.echo(shared.sentence(fault))


def _prompt(fact: Fact) -> Iterator[str]:
    yield shared.told(fact.question or Text(fact.code, fact.code))
    if fact.hint:
        yield f"  {shared.told(fact.hint)}"
    for number, option in enumerate(fact.values.values(), 1):
        yield f"  {number}. {shared.told(option.name)}"
    if fact.values and fact.type is FactType.MULTI:
        none = shared.told(fact.none) if fact.none else shared.told(Text("Ничего из этого", "None of these"))
        yield f"  0. {none}"
    yield shared.told(
        Text("Ответ (? не знаю, q закончить; несколько через запятую):", "Answer (? do not know, q stop; commas):")
    )


def _typed(fact: Fact, word: str) -> object:
    """Return what was typed in the shape of a profile: numbers of a list stand for its values."""
    if fact.type is FactType.BOOLEAN:
        return True if word.lower() in YES else False if word.lower() in NO else word
    if fact.type is FactType.NUMBER:
        plain = re.sub(r"[\s\u00a0]", "", word).replace(",", ".")
        return Decimal(plain) if re.fullmatch(r"-?[0-9]{1,20}(\.[0-9]{1,10})?", plain) else word
    if fact.type is FactType.DATE:
        day = re.fullmatch(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})", word)
        return f"{day[3]}-{day[2]}-{day[1]}" if day else word
    codes = list(fact.values)
    chosen = [_code(part.strip(), codes) for part in word.split(",") if part.strip()]
    if fact.type is FactType.CATEGORY:
        return chosen[0] if len(chosen) == 1 else word
    return [] if chosen == ["0"] and codes else chosen


def _code(word: str, codes: list[str]) -> str:
    if word not in codes and re.fullmatch(r"[0-9]{1,3}", word) and 0 < int(word) <= len(codes):
        return codes[int(word) - 1]
    return word


def _lines(answer: Mapping[str, Any]) -> Iterator[str]:
    for number, asked in enumerate(answer["questions"], 1):
        yield f"{number}. {shared.in_tongue(asked['question'])} → {_said(asked['answer'])}"
    end = answer["end"]
    yield shared.counted(end)
    if end["open_facts"]:
        names = ", ".join(end["open_facts"])
        yield shared.told(Text(f"Решили бы ещё: {names}", f"Would still decide: {names}"))


def _said(value: Any) -> str:
    """Return an answer as a person reads it."""
    if value is None:
        return shared.told(Text("не знаю", "I don't know"))
    if isinstance(value, bool):
        return shared.told(Text("да", "yes") if value else Text("нет", "no"))
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_said(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value)) or shared.told(Text("ничего из этого", "none of these"))
    return str(value)


def _needs_script() -> Fault:
    return Fault(
        "no_script",
        "script",
        Text("С --json некому отвечать на вопросы.", "With --json there is nobody to answer."),
        Text("Добавьте --script ANSWERS.json.", "Add --script ANSWERS.json."),
    )
