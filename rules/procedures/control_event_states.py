"""The states of a control event; in brackets of the law, as the register of control events calls them."""

from __future__ import annotations

from rules.procedures.steps import State
from rules.text import Text

SAME_DAY = Text("Документы уходят прокурору в тот же день", "The papers go to the prosecutor the same day")

STATES = {
    "PREPARING": State(
        Text("Готовится", "In preparation"),
        no_term=Text("Закон не называет срока подготовки", "The law sets no term for preparing"),
        expects=("propose_decision",),
    ),
    "DRAFTED": State(
        Text("Решение на подписи", "Decision awaits signature"),
        no_term=Text("Закон не называет срока подписи", "The law sets no term for signing"),
        expects=("sign_decision",),
    ),
    "READY_FOR_APPROVAL": State(
        Text("Готово к согласованию", "Ready for approval"), no_term=SAME_DAY, expects=("send_for_approval", "schedule")
    ),
    "ON_APPROVAL": State(Text("На согласовании у прокурора", "With the prosecutor")),
    "REJECTED": State(Text("Не согласована", "Not approved"), terminal=True),
    "SCHEDULED": State(
        Text("Ожидает проведения", "Scheduled"),
        no_term=Text("До дня начала, названного в решении", "Until the day of start named in the decision"),
        expects=("start",),
    ),
    "POSTPONED": State(Text("Перенесена", "Postponed")),
    "IN_PROGRESS": State(Text("Идёт", "In progress")),
    "PAUSED": State(
        Text("Срок стоит", "The clock stands"),
        no_term=Text("До ответа на запрос или конца экспертизы", "Until the papers come or the expert work ends"),
        expects=("go_on",),
    ),
    "IMPOSSIBLE": State(Text("Не может быть проведена", "Cannot be held")),
    "NOT_HELD": State(Text("Не состоялась", "Not held"), terminal=True),
    "REPORT_PENDING": State(Text("Ожидает акта", "Awaits the act")),
    "ACT_DRAWN": State(
        Text("Акт составлен", "Act drawn"),
        no_term=Text("Акт вручают на месте или отправляют", "The act is given on the spot or sent"),
        expects=("show_act", "act_signed", "act_refused", "send_act"),
    ),
    "DELIVERED": State(
        Text("Акт вручён", "Act delivered"),
        no_term=Text("Итог назван в самом акте", "The act itself names the outcome"),
        expects=("close_clean", "close_fixed", "find_violations"),
    ),
    "NO_VIOLATIONS": State(Text("Нарушений нет", "No violations"), terminal=True),
    "FIXED_BEFORE_END": State(Text("Исправлено до конца проверки", "Fixed before the end"), terminal=True),
    "VIOLATIONS_FOUND": State(
        Text("Найдены нарушения", "Violations found"),
        no_term=Text("Закон не называет срока предписания", "The law sets no term for the prescription"),
        expects=("issue_prescription",),
    ),
    "PRESCRIPTION_ISSUED": State(Text("Выдано предписание", "Prescription issued"), terminal=True),
    "EXCLUDED": State(Text("Исключена из плана", "Excluded from the plan"), terminal=True),
    "CANCELLED": State(Text("Отменена", "Cancelled"), terminal=True),
    "INVALIDATED": State(Text("Результаты недействительны", "Results void"), terminal=True, undoes=True),
}
