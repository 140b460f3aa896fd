"""States and terms of a dispute in words: the same state asks one side to act and the other to wait."""

from __future__ import annotations

from collections.abc import Mapping

from backend.requirements.routing import NAME
from rules.procedures import State, procedures
from rules.text import Text

STATES: Mapping[str, State] = procedures()[NAME].states
TO_BUSINESS = {
    "NEED_FACTS": Text("Нужны факты от вас", "Facts needed from you"),
    "ACCEPTED": Text("Не относится к вам", "Does not concern you"),
    "REJECTED": Text("Требование относится к вам", "The requirement concerns you"),
    "LAPSED": Text("Закрыт: на вопрос не ответили", "Closed: the question was not answered"),
}
TO_DESK = {
    "TAKEN": Text("В работе", "In progress"),
    "NEED_FACTS": Text("Ждём факты от бизнеса", "Waiting for facts from the business"),
    "ACCEPTED": Text("Решено: не относится", "Decided: it does not concern them"),
    "REJECTED": Text("Решено: относится", "Decided: it concerns them"),
    "WITHDRAWN": Text("Бизнес отозвал спор", "Withdrawn by the business"),
    "LAPSED": Text("Закрыт: бизнес не ответил", "Closed: the business did not answer"),
}
# Terms that the desk has to keep, and the one the business has.
TERMS = {
    "dispute.take": Text("Начало работы", "Taking it up"),
    "dispute.decide": Text("Решение", "Decision"),
}
FACTS_OF_BUSINESS = Text("Ваш ответ на вопрос", "Your answer to the question")
FACTS_FOR_DESK = Text("Ответ бизнеса на вопрос", "The business's answer to the question")
OVERDUE = Text("Ответа в срок нет", "No answer in time")
ASKED_YOU = Text("Вопрос вам", "A question to you")
HAPPENED = {
    "submit": Text("Спор подан", "Dispute submitted"),
    "take": Text("Взят в работу", "Taken up"),
    "ask_facts": Text("Вопрос бизнесу", "A question to the business"),
    "give_facts": Text("Ответ на вопрос", "The question is answered"),
    "accept": Text("Решено: не относится", "Decided: it does not concern the business"),
    "reject": Text("Решено: относится", "Decided: it concerns the business"),
    "withdraw": Text("Спор отозван", "Dispute withdrawn"),
    "lapse": Text("Спор закрыт: ответа на вопрос не было", "Dispute closed: the question was not answered"),
}


def state_words(state: str, *, mine: bool) -> Text:
    """Return a state as its reader should take it: `mine` for the business, else for the desk."""
    return (TO_BUSINESS if mine else TO_DESK).get(state, STATES[state].name)


def term_words(key: str, *, mine: bool) -> Text:
    """Return what has to be done by a term, and by whom."""
    return TERMS.get(key) or (FACTS_OF_BUSINESS if mine else FACTS_FOR_DESK)


def turn_words(action: str, *, mine: bool) -> Text | None:
    """Return what a step was, for the side that reads it."""
    return ASKED_YOU if mine and action == "ask_facts" else HAPPENED.get(action)
