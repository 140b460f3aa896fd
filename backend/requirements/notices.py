"""Words of notices about disputes and about changes of the law."""

from __future__ import annotations

from backend.notifications.wording import Wording
from rules.text import Text

ABOUT = Text("{about}", "{about}")
STILL = Text(
    "{about}\nПока решения нет, требование в силе.",
    "{about}\nUntil it is decided, the requirement stays in force.",
)
OPEN_DISPUTE = Text("Открыть спор", "Open the dispute")
OPEN_LIST = Text("Показать, что изменилось", "Show what changed")

NOTICES = {
    "dispute.submit": Wording(Text("Новый спор: {about}", "A new dispute: {about}"), button=OPEN_DISPUTE),
    "dispute.take": Wording(Text("Спор взяли в работу", "Your dispute is being looked at"), STILL, OPEN_DISPUTE),
    "dispute.ask_facts": Wording(
        Text("Спор: ответьте на вопрос органа", "Dispute: answer the authority's question"), STILL, OPEN_DISPUTE
    ),
    "dispute.give_facts": Wording(Text("Спор: бизнес ответил", "Dispute: the business answered"), ABOUT, OPEN_DISPUTE),
    "dispute.lapse": Wording(
        Text("Спор закрыт: ответа на вопрос не было", "Dispute closed: the question was not answered"),
        ABOUT,
        OPEN_DISPUTE,
    ),
    "dispute.accept": Wording(
        Text("Спор: требование снято", "Dispute: the requirement does not concern you"), ABOUT, OPEN_DISPUTE
    ),
    "dispute.reject": Wording(Text("Спор: требование остаётся", "Dispute: the requirement stays"), ABOUT, OPEN_DISPUTE),
    "dispute.withdraw": Wording(Text("Спор отозван", "Dispute withdrawn"), ABOUT, OPEN_DISPUTE),
    "dispute.mark_overdue": Wording(
        Text("Орган не ответил на спор в срок", "The authority did not answer the dispute in time"),
        STILL,
        OPEN_DISPUTE,
    ),
    "requirements.task": Wording(
        Text("Проверьте условие: {about}", "Check the condition: {about}"),
        Text("Спор № {number} решён в пользу бизнеса.", "Dispute No. {number} was decided for the business."),
        Text("Открыть задачи", "Open the tasks"),
    ),
    "requirements.changed": Wording(
        Text("С {day} {what}", "From {day}: {what}"),
        Text("{titles}", "{titles}"),
        OPEN_LIST,
    ),
}
