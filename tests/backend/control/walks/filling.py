"""Values for the fields of a step, drawn by the kind of each field: what a form would send, dates near the clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from backend.clock import MOSCOW
from backend.control.cases.asking import Ask, AskKind

# Days that lie ahead by their sense; all others are days of something that has happened.
_AHEAD = (
    "due_on agreed_date start_at new_start wanted_from cause_until asked_until programme_ends_on extension_until "
    "valid_until planned_end planned_start"
)
AHEAD = frozenset(_AHEAD.split())
INN = "7707083893"


def fill(asks: Sequence[Ask], random: Random, now: datetime) -> dict[str, Any]:
    """Return values for fields; of those that may stay empty, a half."""
    asked = [ask for ask in asks if not ask.optional or random.random() < 0.5]
    return {ask.name: value_of(ask, random, now) for ask in asked}


def value_of(ask: Ask, random: Random, now: datetime) -> Any:
    """Return a value that a field takes."""
    match ask.kind:
        case AskKind.DATE:
            return day_of(ask.name, random, now).isoformat()
        case AskKind.MOMENT:
            day = day_of(ask.name, random, now)
            at = datetime(day.year, day.month, day.day, random.randrange(24), random.randrange(60), tzinfo=MOSCOW)
            return (at if ask.name in AHEAD else min(at, now.astimezone(MOSCOW))).isoformat()
        case AskKind.CHOICE:
            return random.choice(ask.choices)[0]
        case AskKind.CHOICES:
            return random.sample([code for code, _ in ask.choices], random.randint(1, len(ask.choices)))
        case AskKind.YES_NO:
            return random.choice(["yes", "no"])
        case AskKind.WHOLE | AskKind.DECIMAL:
            return str(random.randint(ask.least or 0, min(ask.most or 40, 40)))
        case AskKind.LINES:
            return "\n".join(line_of(ask.name, random, now) for _ in range(random.randint(1, 3)))
        case _ if ask.register:
            return f"{random.randrange(10**20):020d}"
        case _:
            return INN if ask.name == "inn" else f"Слова {random.randrange(1000)}"[: ask.most or 300]


def day_of(name: str, random: Random, now: datetime) -> date:
    """Return a day near the clock: ahead where the field is about what will be, today or a little before else."""
    today = now.astimezone(MOSCOW).date()
    days = random.choice((1, 3, 10, 20, 40)) if name in AHEAD else -random.choice((0, 0, 0, 1, 2))
    return today + timedelta(days=days)


def line_of(name: str, random: Random, now: datetime) -> str:
    """Return a line of a list; a violation and a point of a prescription have parts of their own."""
    number = random.randrange(1000)
    if name == "violations":
        return f"{random.choice(('', '+'))}Нарушение {number}; Акт {number}; п. {number}"
    if name == "points":
        return f"Нарушение {number}; п. {number}; {day_of('due_on', random, now):%d.%m.%Y}; Исправить; Фото"
    return f"Строка {number}"
