"""States of an appeal; an end may still wait for what is owed after it: publication, the answer to the ombudsman."""

from __future__ import annotations

from rules.procedures.steps import State
from rules.text import Text

OPEN = ("SUBMITTED", "REGISTERED", "INFO_REQUESTED")
HEARD = ("REGISTERED", "INFO_REQUESTED")
# Decisions of 43(6), each a real consideration: after them the court is open.
DECIDED = ("DISMISSED", "CANCELLED_FULL", "CANCELLED_PART", "REPLACED", "ACTIONS_UNLAWFUL")
PUBLISHED = (*DECIDED, "REFUSED_TO_CONSIDER")

STATES = {
    "DRAFT": State(Text("Черновик", "Draft"), expects=("submit",)),
    "SUBMITTED": State(Text("Подана, номера ещё нет", "Filed, no number yet")),
    "REGISTERED": State(Text("На рассмотрении", "Under consideration")),
    "INFO_REQUESTED": State(Text("Орган просит сведения", "The body asks for information")),
    "DISMISSED": State(Text("Оставлена без удовлетворения", "Dismissed"), terminal=True),
    "CANCELLED_FULL": State(Text("Решение отменено полностью", "Decision cancelled in full"), terminal=True),
    "CANCELLED_PART": State(Text("Решение отменено в части", "Decision cancelled in part"), terminal=True),
    "REPLACED": State(Text("Отменено, принято новое решение", "Cancelled, a new decision taken"), terminal=True),
    "ACTIONS_UNLAWFUL": State(Text("Действия признаны незаконными", "Actions found unlawful"), terminal=True),
    "REFUSED_TO_CONSIDER": State(Text("Отказано в рассмотрении", "Refused to consider"), terminal=True),
    "WITHDRAWN": State(Text("Отозвана", "Withdrawn"), terminal=True),
    "SUPERSEDED": State(Text("Обжалованное уже отменено", "What was appealed is cancelled already"), terminal=True),
    "DISCARDED": State(Text("Черновик удалён", "Draft discarded"), terminal=True),
}
