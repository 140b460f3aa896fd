"""The marks that a case may bear beside its state, in words."""

from __future__ import annotations

from collections.abc import Mapping

from rules.text import Text

MARKS: Mapping[str, Text] = {
    "OVERDUE": Text("Срок прошёл", "Overdue"),
    "DATE_OVERDUE": Text("День не согласован в срок", "No day agreed in time"),
    "START_VISIT_OVERDUE": Text("Прошло 6 месяцев", "6 months are over"),
    "ACT_LATE": Text("Акта в срок нет", "The act is late"),
    "NOTIFIED": Text("Уведомили", "Notice given"),
    "APPEALED": Text("Обжалуется", "Appealed"),
    "PROSECUTOR_TOLD": Text("Прокурор извещён", "The prosecutor was told"),
    "PROSECUTOR_NOT_TOLD": Text("Прокурора не известили", "The prosecutor was not told"),
    "ORDERED_AGAIN": Text("Назначена повторно", "Ordered again"),
    "STAYED": Text("Приостановлено по жалобе", "Stayed by an appeal"),
    "MOTION_OVERDUE": Text("На просьбу не ответили в срок", "The motion was not answered in time"),
    "DELIVERED": Text("Вручено", "Delivered"),
    "NO_ANSWER": Text("Ответа в срок нет", "No answer in time"),
}
