"""Reasons that lie in what is to be done: requirements, papers, actions, duration, ground."""

from __future__ import annotations

import re
from decimal import Decimal

from calculators.scope_check.saying import clean, found, unknown
from calculators.scope_check.scope import Item, Reason, Scope, Verdict
from rules.control.asking import allowed_actions, hours_cap, max_duration
from rules.control.event_reading import event_rules
from rules.control.state_holds import held_by_state
from rules.terms import DayKind
from rules.text import Text

FILL = Text("Заполните это в решении.", "Fill it in.")
ON_SITE, DOCUMENTARY, VISIT = "ON_SITE", "DOCUMENTARY", "INSPECTION_VISIT"
PRODUCT = frozenset({"SAMPLING", "TESTING", "EXPERTISE"})
SIZES = ("micro", "small", "medium", "large")
NUMBER = re.compile(r"\d[\d/.-]*")


def units_apply(scope: Scope) -> Reason:
    """Every requirement named applies to the object."""
    say = ("units", Text("Требования относятся к объекту", "The requirements apply"), "248-ФЗ, ст. 64 ч. 1 п. 11")
    if not scope.items:
        return unknown(say, Text("Требования не названы.", "No requirement is named."), FILL)
    alien = [item.name for item in scope.items if item.verdict is Verdict.DOES_NOT_APPLY]
    if alien:
        why = Text(f"Не относятся: {'; '.join(alien)}.", f"Not applicable: {'; '.join(alien)}.")
        return found(say, why, Text("Уберите их из решения.", "Take them out."))
    open_ = [item.name for item in scope.items if item.verdict is not Verdict.APPLIES]
    if open_:
        why = Text(f"Не ясно: {'; '.join(open_)}.", f"Not clear: {'; '.join(open_)}.")
        return unknown(say, why, Text("Допишите факты об объекте.", "Add facts on the object."))
    return clean(say, Text("Все относятся.", "All of them apply."))


def act_named_right(scope: Scope) -> Reason:
    """Acts are named as the registry has them: number, date, unit."""
    say = ("act", Text("Акты названы верно", "Acts are named right"), "248-ФЗ, ст. 64 ч. 1 п. 11")
    if not scope.items:
        return unknown(say, Text("Требования не названы.", "No requirement is named."), FILL)
    wrong = [item.name for item in scope.items if _differs(item)]
    if wrong:
        why = Text(f"Не так, как в реестре: {'; '.join(wrong)}.", f"Not as registered: {'; '.join(wrong)}.")
        return found(say, why, Text("Возьмите акт и пункт из реестра.", "Take act and unit from the registry."))
    if any(item.known_act is None or not item.act for item in scope.items):
        why = Text("Часть пунктов написана от руки.", "Some points are typed by hand.")
        return unknown(say, why, Text("Выберите их в реестре или сверьте с актом.", "Pick them, or check the act."))
    return clean(say, Text("Номера и пункты как в реестре.", "As the registry has them."))


def _differs(item: Item) -> bool:
    if item.known_act is None or not item.act:
        return False
    if set(NUMBER.findall(item.known_act)) - set(NUMBER.findall(item.act)):
        return True
    return bool(item.unit and item.known_unit) and NUMBER.findall(item.unit) != NUMBER.findall(item.known_unit or "")


def no_needless_papers(scope: Scope) -> Reason:
    """No paper is asked for that the state holds, or that this kind of event may not ask for."""
    say = ("documents", Text("Лишнего не просят", "No needless papers"), "248-ФЗ, ст. 37 ч. 6")
    if scope.documents is None:
        return unknown(say, Text("Перечень документов не заполнен.", "The list of papers is not filled in."), FILL)
    held = held_by_state(scope.documents)
    if held:
        why = Text(f"Это есть у государства: {'; '.join(held)}.", f"The state holds: {'; '.join(held)}.")
        return found(say, why, Text("Уберите, запросите у другого органа.", "Take it out, ask the other body."))
    if scope.documents and scope.actions is not None and "DOCUMENTS" not in scope.actions:
        why = Text("Документы просят, а действия такого нет.", "Papers are asked for without that action.")
        return found(say, why, Text("Добавьте истребование или уберите перечень.", "Add the action, or drop the list."))
    return clean(say, Text("Лишних нет.", "None is needless."))


def in_time(scope: Scope) -> Reason:
    """Days and hours are within the law."""
    say = ("duration", Text("Дни и часы в пределах", "Within days and hours"), "248-ФЗ, ст. 67–73")
    if scope.kind not in event_rules().kinds:
        return unknown(say, Text("Вид не выбран.", "No kind is chosen."), FILL)
    verdicts = (_days(scope), _hours(scope))
    if False in verdicts:
        why = Text("Дольше, чем даёт закон.", "Longer than the law gives.")
        return found(say, why, Text("Сократите дни или часы.", "Cut days or hours."))
    if None in verdicts:
        why = Text("Нет дней, часов или размера бизнеса.", "Days, hours or the size are missing.")
        return unknown(say, why, FILL)
    return clean(say, Text("В пределах.", "Within them."))


def _days(scope: Scope) -> bool | None:
    rule = max_duration(scope.kind or "")
    most = (rule.term or rule.limit) if rule else None
    if most is None or most.unit is not DayKind.WORKING_DAYS:
        return True
    return None if scope.working_days is None else scope.working_days <= most.amount


def _hours(scope: Scope) -> bool | None:
    """Whether the hours fit every size the business may have; None where sizes differ or nothing is said."""
    sizes = (scope.size,) if scope.size in SIZES else SIZES
    caps = [hours_cap(scope.kind or "", str(size), scope.ground) for size in sizes]
    contact = event_rules().kinds[scope.kind or ""].contact_max
    if contact and (not contact.unplanned_only or scope.planned is False):
        limits: list[Decimal | None] = [contact.hours]
    else:
        limits = [cap.hours if cap else None for cap in caps]
    if all(limit is None for limit in limits):
        return True
    if scope.hours is None:
        return None
    fits = {limit is None or scope.hours <= limit for limit in limits}
    return fits.pop() if len(fits) == 1 else None


def right_ground(scope: Scope) -> Reason:
    """The ground is one of the law's, and fits the plan and the indicators."""
    say = ("ground", Text("Основание верно", "The ground is right"), "248-ФЗ, ст. 57")
    known = event_rules().grounds.get(scope.ground or "")
    if known is None or scope.planned is None:
        return unknown(say, Text("Основание или план не названы.", "The ground or the plan is not named."), FILL)
    if known.planned is not scope.planned:
        why = Text("Основание и план не сходятся.", "The ground does not fit the plan.")
        return found(say, why, Text("Выберите другое основание.", "Choose another ground."))
    missing = scope.in_plan if scope.planned else (True if scope.ground != "RISK_INDICATOR" else _some(scope))
    if missing is False:
        why = Text("Нет пункта плана или индикатора.", "No entry of a plan, or no indicator.")
        return found(say, why, Text("Укажите, на что опирается основание.", "Name what the ground rests on."))
    if missing is None:
        why = Text("Пункт плана или индикатор не указан.", "The entry of a plan or the indicator is not given.")
        return unknown(say, why, FILL)
    return clean(say, known.title)


def _some(scope: Scope) -> bool | None:
    return None if scope.indicators is None else bool(scope.indicators)


def lightest(scope: Scope) -> Reason:
    """No lighter event would do: a visit on the spot is held only where papers do not settle it (73(3))."""
    say = ("lighter", Text("Легче нельзя", "Nothing lighter would do"), "248-ФЗ, ст. 73 ч. 3")
    if scope.kind is None:
        return unknown(say, Text("Вид не выбран.", "No kind is chosen."), FILL)
    if scope.kind != ON_SITE:
        return clean(say, Text("Проверка не выездная.", "It is not an on-site inspection."))
    if scope.actions is None:
        return unknown(say, Text("Действия не выбраны.", "No action is chosen."), FILL)
    if scope.actions and set(scope.actions) <= allowed_actions(DOCUMENTARY):
        why = Text("Хватит документарной проверки.", "A documentary check would do.")
        return found(say, why, Text("Смените вид или добавьте действия на месте.", "Change the kind, or the actions."))
    if scope.working_days == 1 and set(scope.actions) <= allowed_actions(VISIT):
        why = Text("Хватит инспекционного визита.", "An inspection visit would do.")
        return found(say, why, Text("Смените вид.", "Change the kind."))
    if not scope.why_on_site:
        why = Text("Не сказано, почему нельзя без выезда.", "Why it must be on site is not said.")
        return unknown(say, why, Text("Напишите причину в проекте.", "Write the reason down."))
    return clean(say, Text("Причина выезда названа.", "The reason is given."))


def product_burden(scope: Scope) -> Reason:
    """Checks of products do not raise the burden without need."""
    say = ("product", Text("Проба и экспертиза нужны", "Tests of products are needed"), "248-ФЗ, ст. 9, 65 ч. 2")
    if scope.actions is None:
        return unknown(say, Text("Действия не выбраны.", "No action is chosen."), FILL)
    if not PRODUCT & set(scope.actions):
        return clean(say, Text("Проб и экспертиз нет.", "There are none."))
    if scope.product_needed is None:
        why = Text("Не сказано, нужны ли они для предмета.", "Whether the subject needs them is not said.")
        return unknown(say, why, Text("Ответьте в проекте решения.", "Answer in the draft."))
    if scope.product_needed:
        return clean(say, Text("Нужны для предмета.", "The subject needs them."))
    why = Text("Нагрузка растёт, а предмету это не нужно.", "They burden, and the subject does not need them.")
    return found(say, why, Text("Уберите эти действия.", "Take these actions out."))
