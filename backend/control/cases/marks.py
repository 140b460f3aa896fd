"""The marks that a case may bear beside its state, in words."""

from __future__ import annotations

from collections.abc import Mapping

from rules.text import Text

MARKS: Mapping[str, Text] = {
    "OVERDUE": Text("Срок прошёл", "Overdue"),
    "DATE_OVERDUE": Text("День не согласован в срок", "No day agreed in time"),
    "START_VISIT_OVERDUE": Text("Прошло 6 месяцев", "6 months are over"),
    "ACT_LATE": Text("Акта в срок нет", "The act is late"),
    "SHIFT_ASKED": Text("Просят другой день", "Another day is asked for"),
    "NOTIFIED": Text("Уведомили", "Notice given"),
    "APPEALED": Text("Обжалуется", "Appealed"),
    "PROSECUTOR_TOLD": Text("Прокурор извещён", "The prosecutor was told"),
    "PROSECUTOR_NOT_TOLD": Text("Прокурора не известили", "The prosecutor was not told"),
    "ORDERED_AGAIN": Text("Назначена повторно", "Ordered again"),
    "TERM_RESTORED": Text("Срок подачи восстановлен", "Term of filing restored"),
    "TERM_NOT_RESTORED": Text("Срок подачи не восстановлен", "Term of filing not restored"),
    "HELD_IN_TIME": Text("Признана поданной в срок", "Held filed in time"),
    "FILING_LATE": Text("Срок подачи прошёл", "The term of filing is over"),
    "STAY_GRANTED": Text("Исполнение приостановлено", "Execution stayed"),
    "STAY_DENIED": Text("В приостановке отказано", "Stay denied"),
    "STAY_TOLD": Text("О приостановке сообщили", "Told about the stay"),
    "STAY_LATE": Text("Решения о приостановке в срок нет", "No decision on the stay in time"),
    "PUBLISHED": Text("Решение размещено", "Decision published"),
    "PUBLICATION_LATE": Text("Решение не размещено в срок", "Decision not published in time"),
    "OMBUDSMAN_ANSWERED": Text("На позицию ответили", "The position was answered"),
    "REQUEST_LATE": Text("Орган не ответил в срок", "The authority did not answer in time"),
    "POSITION_LATE": Text("Позиции нет в срок", "No position in time"),
    "AUTHORITY_TOLD": Text("Органу сообщили об участии", "The authority was told of the presence"),
    "COURT": Text("Обратились в суд", "Brought to court"),
    "STAYED": Text("Приостановлено по жалобе", "Stayed by an appeal"),
    "MOTION_OVERDUE": Text("На просьбу не ответили в срок", "The motion was not answered in time"),
    "DELIVERED": Text("Вручено", "Delivered"),
    "NO_ANSWER": Text("Ответа в срок нет", "No answer in time"),
    "DRAFT_LATE": Text("Проект не отправлен в срок", "The draft was not sent in time"),
    "APPROVAL_LATE": Text("План не утверждён в срок", "The plan was not approved in time"),
}
