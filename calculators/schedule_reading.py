"""Reading the input of a plan: a document in the contract's shape becomes a `Problem`, or all its faults at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from calculators.schedule import Check, Inspector, Problem, Slot
from calculators.schedule_board import Board
from rules.faults import Fault, InputError
from rules.shapes import (
    anything,
    as_date,
    day,
    list_of,
    map_of,
    mapping,
    number,
    shown,
    text,
    unknown_code,
    wrong,
)
from rules.text import Text


def _two_days(value: object, where: str, faults: list[Fault]) -> None:
    if not isinstance(value, list) or len(value) != 2:
        faults.append(wrong(where, value, "два дня: [первый, последний]", "two days: [first, last]"))
        return
    found: list[Fault] = []
    list_of(day)(value, where, found)
    faults.extend(found)
    if not found and value[0] > value[1]:
        faults.append(_backwards(where, value))


_SLOT = mapping({"inspector": text, "start": day}, required=("inspector", "start"))
_INSPECTOR = mapping(
    {"id": text, "region": text, "skills": list_of(text), "absences": list_of(_two_days)},
    required=("id", "region", "skills"),
)
_CHECK = mapping(
    {
        "id": text,
        "business": text,
        "region": text,
        "days": number(1, whole=True),
        "window": _two_days,
        "skill": text,
        "weight": number(0),
        "fixed": _SLOT,
    },
    required=("id", "business", "region", "days", "window", "skill", "weight"),
)
_PROBLEM = mapping(
    {
        "year_days": list_of(day),
        "inspectors": list_of(_INSPECTOR),
        "checks": list_of(_CHECK),
        "travel": map_of(map_of(number(0))),
        "previous": map_of(_SLOT),
    },
    required=("year_days", "inspectors", "checks"),
)
_ASSIGNMENT = mapping({"check": text, "inspector": text, "start": day, "end": day}, ("check", "inspector", "start"))
# The rest of a result document: known, and not looked at.
_BESIDE = ("unassigned", "objective", "greedy_objective", "bound", "moved", "postponement")
_PLAN = mapping(
    {"assignments": list_of(_ASSIGNMENT), **dict.fromkeys(_BESIDE, anything)},
    required=("assignments",),
)


def read_problem(document: object, plan: object = None) -> Problem:
    """Return the problem of a document; `plan`, a result document, stands in for its `previous`.

    Raises:
        InputError: every fault, by the name of its field: shapes first, then what only the whole shows.

    >>> read_problem({"year_days": ["2027-01-11"], "inspectors": [], "checks": []}).days
    (datetime.date(2027, 1, 11),)
    """
    faults: list[Fault] = []
    _PROBLEM(document, "", faults)
    if plan is not None:
        _PLAN(plan, "plan", faults)
    if faults or not isinstance(document, Mapping):
        raise InputError(faults)
    problem = _problem(document)
    if isinstance(plan, Mapping):
        faults += _twice("plan.assignments[{}].check", [row["check"] for row in plan["assignments"]])
        faults += [_two_plans()] if document.get("previous") else []
        problem = replace(problem, previous={row["check"]: _slot(row) for row in plan["assignments"]})
    faults += _repeated(document)
    faults += _unknown_roads(problem)
    faults += _previous(problem, document, plan)
    # What is fixed can be judged only when ids mean one thing each.
    faults += [] if faults else _fixed(problem)
    if faults:
        raise InputError(faults)
    return problem


def _problem(document: Mapping[str, Any]) -> Problem:
    travel = document.get("travel") or {}
    return Problem(
        days=tuple(sorted({_day(one) for one in document["year_days"]})),
        inspectors=tuple(_inspector(row) for row in document["inspectors"]),
        checks=tuple(_check(row) for row in document["checks"]),
        travel={
            (home, region): Decimal(cost)
            for home, row in travel.items()
            for region, cost in (row or {}).items()
            if cost is not None
        },
        previous={name: _slot(row) for name, row in (document.get("previous") or {}).items() if row},
    )


def _inspector(row: Mapping[str, Any]) -> Inspector:
    absences = tuple((_day(first), _day(last)) for first, last in row.get("absences") or ())
    return Inspector(row["id"], row["region"], frozenset(row["skills"]), absences)


def _check(row: Mapping[str, Any]) -> Check:
    return Check(
        id=row["id"],
        business=row["business"],
        region=row["region"],
        days=int(row["days"]),
        first=_day(row["window"][0]),
        last=_day(row["window"][1]),
        skill=row["skill"],
        weight=Decimal(row["weight"]),
        fixed=_slot(row["fixed"]) if row.get("fixed") else None,
    )


def _slot(row: Mapping[str, Any]) -> Slot:
    return Slot(row["inspector"], _day(row["start"]))


def _day(value: object) -> date:
    found = as_date(value)
    if found is None:
        raise ValueError(f"not a date: {value}")
    return found


def _repeated(document: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _twice("year_days[{}]", [str(one) for one in document["year_days"]])
    for name in ("inspectors", "checks"):
        yield from _twice(name + "[{}].id", [row["id"] for row in document[name]])


def _twice(field: str, names: list[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            message = Text(f"«{name}» встречается дважды.", f"“{name}” stands here twice.")
            cure = Text("Оставьте один раз или дайте другое имя.", "Keep one, or give it another name.")
            yield Fault("repeated", field.format(index), message, cure)
        seen.add(name)


def _unknown_roads(problem: Problem) -> Iterator[Fault]:
    """Yield each pair of regions somebody may have to travel whose cost is not given: unknown is not zero."""
    pairs = {
        (inspector.region, check.region)
        for skill in {check.skill for check in problem.checks}
        for inspector in problem.inspectors
        if skill in inspector.skills
        for check in problem.checks
        if check.skill == skill
    }
    for home, region in sorted(pairs):
        if problem.travel_cost(home, region) is None:
            message = Text(f"Неизвестна дорога из {home} в {region}.", f"The way from {home} to {region} is not given.")
            cure = Text("Добавьте её цену в днях.", "Add its cost in days.")
            yield Fault("unknown_way", f"travel.{home}.{region}", message, cure)


def _previous(problem: Problem, document: Mapping[str, Any], plan: object) -> Iterator[Fault]:
    checks = [check.id for check in problem.checks]
    inspectors = [inspector.id for inspector in problem.inspectors]
    for index, (name, slot) in enumerate(problem.previous.items()):
        where = f"plan.assignments[{index}]" if plan is not None else f"previous.{name}"
        if name not in checks:
            yield unknown_code(f"{where}.check" if plan is not None else where, name, checks)
        if slot.inspector not in inspectors:
            yield unknown_code(f"{where}.inspector", slot.inspector, inspectors)


def _fixed(problem: Problem) -> Iterator[Fault]:
    if not any(check.fixed for check in problem.checks):
        return
    board = Board(replace(problem, checks=tuple(replace(check, fixed=None) for check in problem.checks)))
    for index, check in enumerate(problem.checks):
        if check.fixed is None:
            continue
        found = list(_fixed_alone(problem, check, check.fixed, f"checks[{index}].fixed"))
        yield from found
        if found:
            continue
        inspector, start = board.numbers_of(check.fixed)
        if board.fits(index, inspector, start):
            board.put(index, inspector, start)
        else:
            yield _taken(f"checks[{index}].fixed", check.fixed)


def _fixed_alone(problem: Problem, check: Check, slot: Slot, where: str) -> Iterator[Fault]:
    """Yield what is wrong with a fixed place whatever else is planned."""
    inspector = next((one for one in problem.inspectors if one.id == slot.inspector), None)
    if inspector is None:
        yield unknown_code(f"{where}.inspector", slot.inspector, [one.id for one in problem.inspectors])
    elif check.skill not in inspector.skills:
        yield _unskilled(f"{where}.inspector", slot.inspector, check.skill)
    start = problem.number_of.get(slot.start)
    if start is None:
        yield _no_working_day(f"{where}.start", slot.start)
        return
    span = problem.span(check.first, check.last)
    if start not in span or start + check.days > span.stop:
        yield _outside(f"{where}.start", check)
    elif inspector is not None:
        days = problem.days[start : start + check.days]
        yield from _away(f"{where}.start", inspector, days)


def _away(where: str, inspector: Inspector, days: Iterable[date]) -> Iterator[Fault]:
    away = [one for one in days if any(first <= one <= last for first, last in inspector.absences)]
    if away:
        message = Text(f"«{inspector.id}» отсутствует {away[0]}.", f"“{inspector.id}” is absent on {away[0]}.")
        yield Fault("absent", where, message, _OTHER_PLACE)


_OTHER_PLACE = Text("Назовите другой день или другого инспектора.", "Name another day or another inspector.")


def _taken(where: str, slot: Slot) -> Fault:
    message = Text(
        f"Место «{slot.inspector}», {slot.start} занято другой закреплённой проверкой инспектора или бизнеса.",
        f"“{slot.inspector}”, {slot.start}: another fixed check of the inspector or of the business is there.",
    )
    return Fault("fixed_twice", where, message, _OTHER_PLACE)


def _unskilled(where: str, name: str, skill: str) -> Fault:
    message = Text(f"У инспектора «{name}» нет навыка «{skill}».", f"“{name}” does not have the skill “{skill}”.")
    return Fault("no_skill", where, message, _OTHER_PLACE)


def _no_working_day(where: str, value: date) -> Fault:
    message = Text(f"Дня {value} нет в year_days.", f"{value} is not among year_days.")
    return Fault("not_a_working_day", where, message, Text("Назовите рабочий день.", "Name a working day."))


def _outside(where: str, check: Check) -> Fault:
    message = Text(
        f"Закреплённые дни выходят за окно проверки: с {check.first} по {check.last}, дней: {check.days}.",
        f"The fixed days leave the window of the check: {check.first} to {check.last}, {check.days} days.",
    )
    return Fault("outside_window", where, message, Text("Измените день или окно.", "Change the day or the window."))


def _backwards(where: str, value: list[Any]) -> Fault:
    message = Text(
        f"Первый день {shown(value[0])} позже последнего {shown(value[1])}.",
        f"The first day {shown(value[0])} is after the last {shown(value[1])}.",
    )
    return Fault("backwards", where, message, Text("Поменяйте местами.", "Swap them."))


def _two_plans() -> Fault:
    message = Text("Прежний план дан дважды: в previous и в --plan.", "The earlier plan is given twice.")
    return Fault("two_plans", "previous", message, Text("Оставьте один.", "Keep previous or --plan."))
