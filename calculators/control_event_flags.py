"""What to look at in the cost of a control event: hours over the bound, bounds nobody has read, what is unknown."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from calculators.control_event import EventCost, Hours, remote_allowed
from calculators.money import share_text
from rules.text import Text

Fact = tuple[Fraction | None, Fraction | None]


def flags_of(
    event: str, form: str, requested: Fraction | None, hours: Hours, cost: EventCost, fact: Fact | None
) -> list[dict[str, Any]]:
    """Return the flags, each with a code, words and, where a provision speaks, its article."""
    found = [*_of_hours(requested, hours), *_of_form(event, form, requested), *_of_cost(cost)]
    if fact is not None:
        found += _of_fact(fact[0], hours)
    return found


def _flag(code: str, message: Text, article: str | None = None) -> dict[str, Any]:
    return {"code": code, "message": message.as_dict(), "article": article}


def _of_hours(requested: Fraction | None, hours: Hours) -> Iterator[dict[str, Any]]:
    if requested is None:
        yield _flag("hours_unknown", Text("Сколько часов займёт мероприятие, не указано.", "The hours are not given."))
    elif hours.hours is None:
        yield _flag(
            "bound_depends",
            Text(
                "Предел часов зависит от размера бизнеса, основания или от того, плановое ли мероприятие: укажите их.",
                "The bound depends on the size of the business, the ground or whether the event is planned: give them.",
            ),
        )
    elif hours.exceeded:
        yield _over(requested, hours)
    for bound in hours.bounds:
        if not bound.verified:
            yield _flag(
                "bound_not_read",
                Text(
                    f"Предел часов не проверен: сверьте ({bound.article}).",
                    f"The bound has not been read: check ({bound.article}).",
                ),
                bound.article,
            )
    if len(hours.bounds) == 1 and hours.bounds[0].hours is None:
        yield _flag(
            "no_bound",
            Text("Закон не называет предела часов.", "The law names no bound of hours."),
            hours.bounds[0].article,
        )


def _over(requested: Fraction, hours: Hours) -> dict[str, Any]:
    asked, allowed = share_text(requested), share_text(hours.hours or Fraction(0))
    article = hours.bounds[0].article
    return _flag(
        "hours_over_bound",
        Text(
            f"Запрошено часов: {asked}, закон допускает не больше {allowed} ({article}). Посчитано {allowed}.",
            f"Hours asked for: {asked}; the law allows {allowed} at most ({article}). Counted: {allowed}.",
        ),
        article,
    )


def _of_form(event: str, form: str, requested: Fraction | None) -> Iterator[dict[str, Any]]:
    if form == "remote" and not remote_allowed(event):
        yield _flag(
            "remote_not_provided",
            Text(
                "Это мероприятие закон не даёт провести по видео: посчитано как очное.",
                "The law does not provide for this event by video: counted as in person.",
            ),
            "248-ФЗ, ст. 56 ч. 5",
        )
    if event == "DOCUMENTARY" and requested:
        yield _flag(
            "held_at_the_authority",
            Text(
                "Документарную проверку проводят у органа: часов у вас она не занимает.",
                "A documentary inspection is held at the authority: it takes no hours at your place.",
            ),
            "248-ФЗ, ст. 72 ч. 1",
        )


def _of_cost(cost: EventCost) -> Iterator[dict[str, Any]]:
    unknown = [name for name, part in cost.parts.items() if part is None]
    if unknown:
        names = ", ".join(unknown)
        yield _flag(
            "cost_unknown",
            Text(
                f"Сумму не посчитать: не известно, сколько стоит: {names}.",
                f"The cost cannot be added up: not known: {names}.",
            ),
        )


def _of_fact(actual: Fraction | None, hours: Hours) -> Iterator[dict[str, Any]]:
    limits = [bound for bound in hours.bounds if bound.hours is not None]
    if actual is None or len(limits) != len(hours.bounds) or any(actual <= (one.hours or 0) for one in limits):
        return
    bound = max(limits, key=lambda one: one.hours or Fraction(0))
    allowed = share_text(bound.hours or Fraction(0))
    yield _flag(
        "actual_hours_over_bound",
        Text(
            f"Мероприятие заняло часов: {share_text(actual)}; закон допускает не больше {allowed} ({bound.article}). "
            "Это довод для жалобы (248-ФЗ, ст. 91 ч. 2 п. 8).",
            f"The event took {share_text(actual)} hours; the law allows {allowed} at most ({bound.article}). "
            "That is an argument for an appeal (248-ФЗ, art. 91(2)8).",
        ),
        bound.article,
    )
