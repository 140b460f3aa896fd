"""Words of notices about consultations."""

from __future__ import annotations

from backend.notifications.wording import Wording
from rules.text import Text

ABOUT = Text("Вопрос № {number}", "Question No. {number}")

NOTICES = {
    "consultation.asked": Wording(Text("Новый вопрос о требованиях", "A new question about requirements"), ABOUT),
    "consultation.answered": Wording(Text("Орган ответил на ваш вопрос", "The authority answered you"), ABOUT),
}
