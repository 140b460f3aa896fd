"""Tests 1, 2, 5 of 91(2): the ground, the prosecutor's approval, the plan."""

from __future__ import annotations

from calculators.event_check.event import Event
from calculators.event_check.findings import Finding, Level, breach, clean, unknown
from calculators.event_check.reading import NO_GROUND
from rules.control import approval, cases_possible, event_rules
from rules.control.events import Ground

GROUND = "248-ФЗ, ст. 91 ч. 2 п. 1, ст. 57"
APPROVAL = "248-ФЗ, ст. 91 ч. 2 п. 2"
PLAN = "248-ФЗ, ст. 91 ч. 2 п. 5, ст. 61 ч. 1"


def check_ground(event: Event) -> Finding:
    """Test 1: the event rests on a ground of 57(1), and a planned one on the plan.

    Source: 248-ФЗ art. 91(2)1, 57, 66(1).
    """
    kind = event_rules().kinds.get(event.kind or "")
    if kind and not kind.needs_ground:
        return clean(
            GROUND,
            f"«{kind.title.ru}» идёт по заданию или решению о режиме: основание ст. 57 ч. 1 здесь не нужно.",
            f"“{kind.title.en}” rests on a task or a regime: a ground of 57(1) is not needed here.",
        )
    if event.ground == NO_GROUND and kind:
        return breach(GROUND, "Основание в решении не названо.", "The decision names no ground.")
    if event.ground == NO_GROUND:
        return unknown(GROUND, "Вид проверки не известен.", "The kind of event is not known.", ("kind",))
    if event.ground is None:
        missing = ("ground",) if kind else ("kind", "ground")
        return unknown(GROUND, "Основание не известно.", "The ground is not known.", missing)
    return _fits(event, event_rules().grounds[event.ground])


def _fits(event: Event, ground: Ground) -> Finding:
    article = f"{GROUND}; {ground.article}"
    if event.kind is None:
        return unknown(article, "Вид проверки не известен.", "The kind of event is not known.", ("kind",))
    if event.planned is None:
        return unknown(
            article, "Плановая ли проверка, не известно.", "Whether it is planned is not known.", ("planned",)
        )
    if ground.planned and not event.planned:
        return breach(
            f"{article}; 248-ФЗ, ст. 66 ч. 1",
            "Внеплановая проверка опирается на план, а такого основания для неё нет.",
            "An unplanned event rests on the plan, which is no ground for it.",
        )
    if event.planned and not ground.planned:
        return breach(
            f"{article}; 248-ФЗ, ст. 61 ч. 1",
            f"Проверка названа плановой, а основание другое: {ground.title.ru}.",
            f"The event is called planned, but the ground is another: {ground.title.en}.",
            Level.ARGUABLE,
        )
    return clean(article, f"Основание есть: {ground.title.ru}.", f"There is a ground: {ground.title.en}.")


def check_approval(event: Event) -> Finding:
    """Test 2: a prosecutor has approved where the law asks for it.

    Source: 248-ФЗ art. 91(2)2, 66(2), 66(12), 67–73.
    """
    if event.kind is None:
        if event.approval == "given":
            return clean(APPROVAL, "Прокурор согласовал проверку.", "A prosecutor approved the event.")
        return unknown(APPROVAL, "Вид проверки не известен.", "The kind of event is not known.", ("kind",))
    # An event without a ground falls under no exception of a ground.
    needed = approval(event.kind, event.ground, planned=event.planned, cases=event.cases, control_type=event.type_code)
    article = f"{APPROVAL}; {needed.article}"
    if needed.required is False:
        return clean(article, "Согласие прокурора здесь не нужно.", "A prosecutor's approval is not needed here.")
    if event.approval == "given":
        return clean(article, "Прокурор согласовал проверку.", "A prosecutor approved the event.")
    if needed.required is None:
        return unknown(
            article,
            "Нужно ли согласие прокурора, из известного не видно.",
            "What is known does not show whether approval is needed.",
            _open(event, needed.case),
        )
    return _not_given(event, article)


def _not_given(event: Event, article: str) -> Finding:
    if event.approval is None:
        return unknown(
            article,
            "Согласие прокурора нужно. Получено ли оно, не известно.",
            "Approval is needed. Whether it was given is not known.",
            ("approval",),
        )
    if event.approval == "refused":
        return breach(article, "Прокурор отказал, а проверка шла.", "The prosecutor refused, yet the event went on.")
    if urgent_possible(event):
        return breach(
            f"{article}; 248-ФЗ, ст. 66 ч. 12",
            "Согласия прокурора не спросили. Уточните: при срочном выезде прокурора только извещают за 24\u00a0часа.",
            "No approval was asked for. Check: an urgent start only tells the prosecutor within 24 hours.",
            Level.ARGUABLE,
        )
    return breach(article, "Согласия прокурора не спросили.", "A prosecutor's approval was not asked for.")


def urgent_possible(event: Event) -> bool:
    """Whether nobody has told that the urgent way of 66(12) was not taken, though the ground would allow it."""
    if event.kind is None or event.planned or event.cases.get("urgent") is False:
        return False
    return "urgent" in cases_possible(event.kind, event.ground)


def _open(event: Event, case: str | None) -> tuple[str, ...]:
    fields = [name for name, value in (("ground", event.ground), ("planned", event.planned)) if value is None]
    if case and event.cases.get(case) is None:
        fields.append(case)
    if case and event.control_type is None and event.kind in event_rules().cases[case].types:
        fields.append("control_type")
    return tuple(fields)


def check_plan(event: Event) -> Finding:
    """Test 5: a planned event stands in the plan.

    Source: 248-ФЗ art. 91(2)5, 61(1).
    """
    planned = event.planned
    if planned is False:
        return clean(PLAN, "Проверка внеплановая: план здесь не нужен.", "The event is unplanned: no plan is needed.")
    if event.in_plan is True:
        return clean(PLAN, "Проверка есть в плане.", "The event stands in the plan.")
    if planned is None or event.in_plan is None:
        missing = [name for name, value in (("planned", planned), ("in_plan", event.in_plan)) if value is None]
        return unknown(
            PLAN, "Есть ли проверка в плане, не известно.", "Whether it is in the plan is not known.", missing
        )
    return breach(PLAN, "Плановой проверки нет в плане.", "The planned event does not stand in the plan.")
