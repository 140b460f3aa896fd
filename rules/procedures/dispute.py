"""A business disputes that a requirement concerns it. While the dispute runs, the requirement stays in force.

No statute sets this procedure: it is the platform's own order, and its terms stand in deadlines.yaml as such.
"""

from __future__ import annotations

from rules.procedures import Procedure, State, Step
from rules.reading_terms import read_deadlines
from rules.terms import Term
from rules.text import Text

ORDER = "Порядок платформы «Ясно»: спор об отнесении требования, п. "
CLIENT = ("business", "representative")
# The authority of the requirement, by code and region; where it has no account, the editor.
ANSWERING = ("regulator", "editor")


def _term(key: str) -> Term:
    return read_deadlines()[key].editions[-1].term


TAKE, FACTS, DECIDE = (_term(f"dispute.{name}") for name in ("take", "facts", "decide"))

STATES = {
    "DRAFT": State(Text("Черновик", "Draft"), no_term=Text("Пока вы не подадите", "Until you submit it")),
    "SUBMITTED": State(Text("Подан", "Submitted")),
    "TAKEN": State(Text("На рассмотрении", "Under review")),
    "NEED_FACTS": State(Text("Нужны факты от бизнеса", "Facts needed from the business")),
    "ACCEPTED": State(Text("Не относится к бизнесу", "Does not concern the business"), terminal=True),
    "REJECTED": State(Text("Требование относится к бизнесу", "The requirement concerns the business"), terminal=True),
    "WITHDRAWN": State(Text("Отозван", "Withdrawn"), terminal=True),
    "LAPSED": State(Text("Закрыт без ответа на вопрос", "Closed: the question was not answered"), terminal=True),
}

STEPS = (
    Step(
        "submit",
        "DRAFT",
        "SUBMITTED",
        actor=CLIENT,
        source=ORDER + "1",
        name=Text("Подать спор", "Submit the dispute"),
        needs=("reason", "facts"),
        notify=("regulator", "editor"),
    ),
    Step(
        "take",
        "SUBMITTED",
        "TAKEN",
        actor=ANSWERING,
        source=ORDER + "2",
        name=Text("Взять в работу", "Take up"),
        guard="answers_for_the_authority",
        term=TAKE,
        notify=CLIENT,
    ),
    Step(
        "ask_facts",
        "TAKEN",
        "NEED_FACTS",
        actor=ANSWERING,
        source=ORDER + "3",
        name=Text("Спросить о фактах", "Ask for facts"),
        guard="answers_for_the_authority",
        needs=("question",),
        notify=CLIENT,
    ),
    Step(
        "give_facts",
        "NEED_FACTS",
        "TAKEN",
        actor=CLIENT,
        source=ORDER + "3",
        name=Text("Ответить на вопрос", "Answer the question"),
        term=FACTS,
        needs=("facts",),
        notify=("regulator", "editor"),
    ),
    Step(
        "lapse",
        "NEED_FACTS",
        "LAPSED",
        actor="system",
        source=ORDER + "3",
        name=Text("Закрыть: срок ответа прошёл", "Close: the term to answer is over"),
        term=FACTS,
        by_time=True,
        notify=(*CLIENT, "regulator", "editor"),
    ),
    Step(
        "accept",
        "TAKEN",
        "ACCEPTED",
        actor=ANSWERING,
        source=ORDER + "4",
        name=Text("Согласиться: не относится", "Accept: it does not concern them"),
        guard="answers_for_the_authority",
        term=DECIDE,
        term_from="SUBMITTED",
        notify=CLIENT,
        effects=("mark_not_concerned", "open_editor_task"),
    ),
    Step(
        "reject",
        "TAKEN",
        "REJECTED",
        actor=ANSWERING,
        source=ORDER + "4",
        name=Text("Отказать с объяснением", "Reject with a reason"),
        guard="answers_for_the_authority",
        term=DECIDE,
        term_from="SUBMITTED",
        needs=("reason",),
        notify=CLIENT,
    ),
    Step(
        "withdraw",
        ("SUBMITTED", "TAKEN"),
        "WITHDRAWN",
        actor=CLIENT,
        source=ORDER + "5",
        name=Text("Отозвать спор", "Withdraw the dispute"),
        notify=("regulator", "editor"),
    ),
    Step(
        "mark_overdue",
        "SUBMITTED",
        "SUBMITTED",
        actor="system",
        source=ORDER + "4",
        name=Text("Отметить: ответа нет в срок", "Mark: no answer in time"),
        term=DECIDE,
        term_from="SUBMITTED",
        by_time=True,
        overlay="OVERDUE",
        notify=(*CLIENT, "regulator", "editor"),
    ),
    Step(
        "mark_overdue",
        "TAKEN",
        "TAKEN",
        actor="system",
        source=ORDER + "4",
        name=Text("Отметить: ответа нет в срок", "Mark: no answer in time"),
        term=DECIDE,
        term_from="SUBMITTED",
        by_time=True,
        overlay="OVERDUE",
        notify=(*CLIENT, "regulator", "editor"),
    ),
)

PROCEDURE = Procedure(
    name="dispute",
    title=Text("Спор об отнесении требования", "Dispute of an attribution"),
    initial="DRAFT",
    states=STATES,
    steps=STEPS,
)
