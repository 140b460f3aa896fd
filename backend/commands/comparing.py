"""`yasno whatif`, `boundaries`, `ladder`, `changes`, `compare`: what would change the list; how conditions stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from backend.commands import shared
from backend.commands.matching import read_business
from rules.conditions import Condition, FactValue, parse_condition
from rules.facts import Fact, FactType, Vocabulary
from rules.faults import Fault, InputError
from rules.matching import RuleSet, compile_requirements
from rules.matching.boundaries import ladder as ladder_of
from rules.matching.compare import compare as compare_conditions
from rules.matching.documents import warnings_of_day
from rules.matching.listed import boundaries_document
from rules.matching.whatif import Changes, changes_between, what_if
from rules.profiles import read_value, unknown_fact
from rules.reading import load_edition, read_vocabulary
from rules.requirements import Edition
from rules.text import Text

NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?", re.ASCII)


def _compiled(edition: Edition) -> RuleSet:
    return compile_requirements(edition.requirements, edition.vocabulary)


@click.command(cls=shared.Command)
@click.argument("profile", metavar="PROFILE")
@click.option("--set", "sets", multiple=True, required=True, metavar="FACT=VALUE", help="A fact to change; repeats.")
@shared.registry_option
@shared.on_option
@shared.json_option
def whatif(profile: str, sets: tuple[str, ...], registry: Path | None, on: date, as_json: bool) -> None:
    """Tell what changes when some facts of PROFILE become others.

    Several values of a list are separated by commas; FACT= is none of them, FACT=null unknown.
    """
    edition = load_edition(registry)
    facts, changes = shared.gathered(
        lambda: read_business(profile, edition, on),
        lambda: read_changes(sets, edition.vocabulary, max(on, shared.today())),
    )
    found = what_if(_compiled(edition), facts, changes, on)
    answer = found.as_dict()
    shared.write(answer, as_json, lambda: _difference_lines(answer))


def _difference_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    for name, sign in (("added", "+"), ("removed", "-"), ("now_unknown", "?")):
        yield from (f"{sign} {one}" for one in answer[name])
    if not any(answer[name] for name in ("added", "removed", "now_unknown")):
        yield shared.told(Text("Ничего не изменится.", "Nothing changes."))


def read_changes(sets: Iterable[str], vocabulary: Vocabulary, today: date) -> dict[str, FactValue]:
    """Return the facts named by `--set`, typed.

    Raises:
        InputError: no «=», an unknown fact, a fact twice, or a value that does not fit; all at once.
    """
    found: dict[str, FactValue] = {}
    faults: list[Fault] = []
    for one in sets:
        name, equals, word = one.partition("=")
        fact = vocabulary.facts.get(name)
        if not equals:
            faults.append(_no_equals(one))
        elif fact is None:
            faults.append(unknown_fact(f"set.{name}", name, vocabulary.facts))
        elif name in found:
            faults.append(_twice(name))
        else:
            found[name] = read_value(fact, _typed(fact, word), vocabulary, f"set.{name}", faults, today)
    if faults:
        raise InputError(faults)
    return found


def _typed(fact: Fact, word: str) -> object:
    """Return a word of the command line in the shape of a profile."""
    if word == "null":
        return None
    if fact.type is FactType.MULTI:
        return word.split(",") if word else []
    if fact.type is FactType.BOOLEAN:
        return {"true": True, "false": False}.get(word, word)
    if fact.type is FactType.NUMBER and NUMBER.fullmatch(word):
        return Decimal(word)
    return word


@click.command(cls=shared.Command)
@click.argument("profile", metavar="PROFILE")
@click.option("--id", "requirement_id", metavar="REQ", help="Only this requirement.")
@shared.registry_option
@shared.on_option
@shared.json_option
def boundaries(profile: str, requirement_id: str | None, registry: Path | None, on: date, as_json: bool) -> None:
    """Tell which single answers of PROFILE would turn a verdict."""
    edition = load_edition(registry)
    facts = read_business(profile, edition, on)
    answer = boundaries_document(_compiled(edition), edition, facts, on, requirement_id)
    shared.write(answer, as_json, lambda: _flip_lines(answer["requirements"]))


def _flip_lines(listed: list[dict[str, Any]]) -> Iterator[str]:
    for entry in listed:
        for flip in entry["flips"]:
            yield f"{entry['id']}: {shared.told(Text(**flip['sentence']))}"


@click.command(cls=shared.Command)
@click.argument("profile", metavar="PROFILE")
@click.option("--fact", "name", required=True, metavar="FACT", help="A number fact.")
@click.option("--from", "low", required=True, metavar="NUMBER", help="The least value.")
@click.option("--to", "high", required=True, metavar="NUMBER", help="The greatest value.")
@shared.registry_option
@shared.on_option
@shared.json_option
def ladder(profile: str, name: str, low: str, high: str, registry: Path | None, on: date, as_json: bool) -> None:
    """Tell on which intervals of a number fact the list stays the same."""
    edition = load_edition(registry)
    facts, ends = shared.gathered(
        lambda: read_business(profile, edition, on), lambda: _span(edition.vocabulary, name, low, high)
    )
    steps = ladder_of(_compiled(edition), facts, name, ends["from"], ends["to"], on)
    shown = [step.as_dict(edition.vocabulary.facts[name].whole) for step in steps]
    lines = [f"{step['from']}–{step['to']}: {step['count']}" for step in shown]
    shared.write({"steps": shown}, as_json, lambda: lines)


def _span(vocabulary: Vocabulary, name: str, low: str, high: str) -> dict[str, Any]:
    fact = vocabulary.facts.get(name)
    if fact is None:
        raise InputError([unknown_fact("fact", name, vocabulary.facts)])
    if fact.type is not FactType.NUMBER:
        message = Text(f"Факт «{name}» не число.", f"“{name}” is not a number.")
        raise InputError([Fault("not_a_number", "fact", message, _number_facts(vocabulary))])
    faults: list[Fault] = []
    ends: dict[str, Any] = {
        field: read_value(fact, _typed(fact, "" if word == "null" else word), vocabulary, field, faults)
        for field, word in (("from", low), ("to", high))
    }
    if not faults and ends["from"] > ends["to"]:
        faults.append(_backwards("to", low, high))
    if faults:
        raise InputError(faults)
    return ends


@click.command(cls=shared.Command)
@click.argument("profile", metavar="PROFILE")
@click.option("--since", type=shared.DAY, required=True, metavar="DATE", help="The day from which to look.")
@click.option("--until", type=shared.DAY, required=True, metavar="DATE", help="The last day to look at.")
@shared.registry_option
@click.option("--on", type=shared.DAY, expose_value=False, hidden=True)
@shared.json_option
def changes(profile: str, since: date, until: date, registry: Path | None, as_json: bool) -> None:
    """Tell which requirements begin, are replaced and end for the business in PROFILE between two days."""
    if since > until:
        raise InputError([_backwards("until", since, until)])
    edition = load_edition(registry)
    facts = read_business(profile, edition, until)
    found = changes_between(_compiled(edition), edition.requirements, facts, since, until)
    answer = {"from": since.isoformat(), "until": until.isoformat(), **_changes_shape(found)}
    answer["warnings"] = [*warnings_of_day(since), *_open_warning(found)]
    shared.write(answer, as_json, lambda: _changes_lines(answer))


def _changes_shape(found: Changes) -> dict[str, Any]:
    return {
        "came": [{"id": name, "date": day.isoformat()} for name, day in found.came],
        "changed": [{"id": name, "date": day.isoformat(), "replaces": old} for name, day, old in found.changed],
        "ended": [{"id": name, "date": day.isoformat()} for name, day in found.ended],
        "cost_delta": None,
    }


def _open_warning(found: Changes) -> Iterator[dict[str, Any]]:
    if found.open:
        number = len(found.open)
        message = Text(
            f"Ещё {number} меняются за это время, но по этим ответам не ясно, действуют ли они для вас.",
            f"{number} more change in this time; these answers do not tell whether they apply to you.",
        )
        yield {"code": "open_requirements", "message": message.as_dict(), "requirements": list(found.open)}


def _changes_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    for name, sign in (("came", "+"), ("changed", "~"), ("ended", "-")):
        yield from (f"{sign} {one['date']} {one['id']}" for one in answer[name])


@click.command(cls=shared.Command)
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@shared.registry_option
@shared.on_option
@shared.json_option
def compare(a: str, b: str, registry: Path | None, on: date, as_json: bool) -> None:
    """Tell how the conditions in files A and B stand: equal, disjoint, one implies the other, or overlap."""
    vocabulary = read_vocabulary(registry)
    one, other = shared.gathered(lambda: _condition(a, "a", vocabulary), lambda: _condition(b, "b", vocabulary))
    answer = compare_conditions(one, other, vocabulary, on).as_dict()
    shared.write(answer, as_json, lambda: [answer["relation"]])


def _condition(path: str, where: str, vocabulary: Vocabulary) -> Condition:
    condition, faults = parse_condition(shared.read_document(path), vocabulary, where)
    if condition is None:
        raise InputError(faults)
    return condition


def _no_equals(one: str) -> Fault:
    message = Text(f"В «{one}» нет знака «=».", f"“{one}” has no “=”.")
    return Fault("no_equals", "set", message, Text("Напишите ФАКТ=ЗНАЧЕНИЕ.", "Write FACT=VALUE."))


def _twice(name: str) -> Fault:
    message = Text(f"Факт «{name}» задан дважды.", f"“{name}” is set twice.")
    return Fault("repeated_fact", f"set.{name}", message, Text("Оставьте один раз.", "Keep one."))


def _backwards(field: str, low: object, high: object) -> Fault:
    message = Text(f"Начало {low} позже конца {high}.", f"The start {low} is after the end {high}.")
    return Fault("backwards", field, message, Text("Поменяйте местами.", "Swap them."))


def _number_facts(vocabulary: Vocabulary) -> Text:
    names = ", ".join(name for name, fact in vocabulary.facts.items() if fact.type is FactType.NUMBER)
    return Text(f"Назовите факт-число: {names}.", f"Name a number fact: {names}.")
