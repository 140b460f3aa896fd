"""The states of a prescription."""

from __future__ import annotations

from rules.procedures.steps import State
from rules.text import Text

RESULT = Text("Закон не называет срока оценки", "The law sets no term for judging it")
NEW = Text("Закон не называет срока нового предписания", "The law sets no term for the new prescription")

STATES = {
    "DRAFT": State(
        Text("Проект предписания", "Draft"),
        no_term=Text("Закон не называет срока подписи", "The law sets no term for signing"),
        expects=("issue",),
    ),
    "ISSUED": State(
        Text("Выдано, не вручено", "Issued, not delivered"),
        no_term=Text("Сроки пойдут со дня вручения", "The terms begin on the day of delivery"),
        expects=("deliver",),
    ),
    "RECEIVED": State(Text("Ждёт исполнения", "To be met")),
    "EXPLANATION_ASKED": State(Text("Попросили разъяснить", "Explanation asked for")),
    "DEFERRAL_ASKED": State(Text("Попросили отсрочку", "Deferral asked for")),
    "SUSPENSION_ASKED": State(Text("Попросили приостановить", "Suspension asked for")),
    "TERMINATION_ASKED": State(Text("Попросили прекратить", "Termination asked for")),
    "SUSPENDED": State(
        Text("Исполнение приостановлено", "Execution suspended"),
        no_term=Text("Пока не решат возобновить", "Until it is resumed"),
        expects=("resume",),
    ),
    "AGREEMENT_PENDING": State(
        Text("Предложено соглашение", "Agreement proposed"),
        no_term=Text("Срок в порядке соглашений не найден", "No term was found in the order of agreements"),
        expects=("sign_agreement", "refuse_agreement"),
    ),
    "AGREEMENT_WITH_PROSECUTOR": State(
        Text("Соглашение у прокурора", "Agreement with the prosecutor"),
        no_term=Text("Срок в порядке соглашений не найден", "No term was found in the order of agreements"),
        expects=("approve_agreement", "reject_agreement"),
    ),
    "SUSPENDED_BY_AGREEMENT": State(Text("Действует соглашение", "Under an agreement")),
    "TERM_OVER": State(
        Text("Срок прошёл", "The term is over"), no_term=RESULT, expects=("accept", "start_check", "report")
    ),
    "REPORTED": State(
        Text("Отчёт отправлен", "Reported"), no_term=RESULT, expects=("accept", "accept_in_part", "start_check")
    ),
    "CHECKING": State(
        Text("Исполнение проверяют", "Being checked"),
        no_term=Text("Срок той проверки, которую назначили", "The term of the event that checks it"),
        expects=("find_met", "accept_in_part", "find_not_met"),
    ),
    "PARTLY_FULFILLED": State(Text("Исполнено в части", "Met in part"), no_term=NEW, expects=("issue_new",)),
    "NOT_FULFILLED": State(Text("Не исполнено", "Not met"), no_term=NEW, expects=("issue_new",)),
    "FULFILLED": State(Text("Исполнено", "Met"), terminal=True),
    "REPLACED": State(Text("Выдано новое предписание", "A new one was issued"), terminal=True),
    "TERMINATED": State(Text("Исполнение прекращено", "Terminated"), terminal=True),
    "CANCELLED": State(Text("Отменено", "Cancelled"), terminal=True),
}

OPEN = tuple(code for code, state in STATES.items() if not state.terminal and code != "DRAFT")
