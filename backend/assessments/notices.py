"""Words of reminders."""

from __future__ import annotations

from backend.assessments.reminders import DUE, OPEN, PAPER_ENDS
from backend.notifications.wording import Wording
from rules.text import Text

NOTICES = {
    PAPER_ENDS: Wording(
        Text("До {day} обновите документ: {paper}", "Renew by {day}: {paper}"),
        Text("Он подтверждает: {title}.", "It confirms: {title}."),
        Text("Приложить новый", "Attach a new one"),
    ),
    DUE: Wording(
        Text("До {day}: {title}", "By {day}: {title}"),
        Text(
            "Всего дел в календаре: {count}.\nБез ответа в самопроверке: {open}.",
            "Due in the calendar: {count}.\nNot answered in the self-check: {open}.",
        ),
        Text("Открыть календарь", "Open the calendar"),
    ),
    OPEN: Wording(
        Text("Самопроверка: без ответа {open}", "Self-check: {open} not answered"),
        Text("Ответы сохранены, продолжите с того же места.", "Your answers are kept; go on where you stopped."),
        Text("Продолжить", "Go on"),
    ),
}
