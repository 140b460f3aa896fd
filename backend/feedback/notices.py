"""Words of notices about feedback. Those to a business say nothing of anybody else's."""

from __future__ import annotations

from backend.notifications.wording import Wording
from rules.text import Text

ABOUT = Text("{about}", "{about}")
OPEN_OWN = Text("Открыть мои отзывы", "Open my feedback")
OPEN_STATEMENT = Text("Открыть вопрос", "Open the statement")

NOTICES = {
    "feedback.dismiss": Wording(
        Text("Ваш отзыв закрыт с объяснением", "Your feedback is closed with a reason"), ABOUT, OPEN_OWN
    ),
    "feedback.send": Wording(
        Text("Регулятору ушёл вопрос № {number}", "Statement No. {number} was sent to the regulator"),
        ABOUT,
        OPEN_STATEMENT,
    ),
    "feedback.send_systemic": Wording(
        Text("Системный вопрос № {number} от уполномоченного", "Systemic issue No. {number} of the ombudsman"),
        ABOUT,
        OPEN_STATEMENT,
    ),
    "feedback.accept": Wording(
        Text("Регулятор согласился: вопрос № {number}", "The regulator accepted No. {number}"), ABOUT, OPEN_STATEMENT
    ),
    "feedback.accept_in_part": Wording(
        Text("Регулятор согласился в части: вопрос № {number}", "The regulator accepted No. {number} in part"),
        ABOUT,
        OPEN_STATEMENT,
    ),
    "feedback.reject": Wording(
        Text("Регулятор отказал и объяснил: вопрос № {number}", "The regulator rejected No. {number} with a reason"),
        ABOUT,
        OPEN_STATEMENT,
    ),
    "feedback.plan_action": Wording(
        Text("Регулятор назвал меры и срок: вопрос № {number}", "Measures and a date for No. {number}"),
        ABOUT,
        OPEN_STATEMENT,
    ),
    "feedback.implement": Wording(
        Text("Меры приняты: вопрос № {number}", "Measures are taken for No. {number}"), ABOUT, OPEN_STATEMENT
    ),
    "feedback.verify": Wording(
        Text("Вопрос № {number} закрыт: помогло", "No. {number} is closed: it helped"), ABOUT, OPEN_STATEMENT
    ),
    "feedback.reopen": Wording(
        Text("Вопрос № {number} вернули: нужен новый ответ", "No. {number} came back: a new answer is due"),
        ABOUT,
        OPEN_STATEMENT,
    ),
    "feedback.leave_rejected": Wording(
        Text("Вопрос № {number} закрыт с отказом", "No. {number} is closed as rejected"), ABOUT, OPEN_STATEMENT
    ),
    "feedback.mark_answer_late": Wording(
        Text("Ответа на вопрос № {number} нет в срок", "No answer to No. {number} in time"), ABOUT, OPEN_STATEMENT
    ),
    "feedback.mark_action_late": Wording(
        Text("Меры по вопросу № {number} не приняты в срок", "The measures of No. {number} are late"),
        ABOUT,
        OPEN_STATEMENT,
    ),
}
