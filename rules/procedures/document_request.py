"""An inspector demands documents; the business supplies them, names where they are already held, or asks for time.

The postponement D4 of the order is here: a motion to extend the term, answered within 24 hours.
"""

from __future__ import annotations

from rules.procedures.steps import EITHER, PLATFORM_ORDER, Procedure, State, Step, on_each
from rules.roles import Role
from rules.text import Text

CLIENT = (Role.BUSINESS, Role.REPRESENTATIVE)
DEMAND, MOTION, HELD = (f"248-ФЗ, ст. 80{part}" for part in ("", " ч. 4", " ч. 5"))
REQUEST = "248-ФЗ, ст. 72 ч. 4"
ORDER = f"{PLATFORM_ORDER}: документы, п. "
RUNS = ("ISSUED", "EXTENSION_ASKED", "EXTENDED", "NOT_EXTENDED")

STATES = {
    "DRAFT": State(
        Text("Проект требования", "Draft demand"),
        no_term=Text("Срок пойдёт, когда требование вручат", "The term begins when the demand is delivered"),
        expects=("issue",),
    ),
    "ISSUED": State(Text("Документы запрошены", "Documents asked for")),
    "EXTENSION_ASKED": State(Text("Попросили продлить срок", "More time asked for")),
    "EXTENDED": State(Text("Срок продлён", "More time given")),
    "NOT_EXTENDED": State(Text("Срок не продлили", "No more time given")),
    "OVERDUE": State(
        Text("Срок прошёл, документов нет", "The term is over, no documents"),
        no_term=Text("Закон не даёт второго срока", "The law gives no second term"),
        expects=("supply",),
    ),
    "SUPPLIED": State(Text("Документы переданы", "Documents supplied"), terminal=True),
    "ALREADY_HELD": State(Text("Документы уже у органа", "The authority holds them already"), terminal=True),
    "NOT_SUPPLIED": State(Text("Документы не переданы", "Documents not supplied"), terminal=True),
    "RECALLED": State(Text("Требование отозвано", "Demand recalled"), terminal=True),
}


def _supply(states: tuple[str, ...], source: str, only_if: str | None, key: str, anchor: str) -> Step:
    return Step(
        "supply",
        states,
        "SUPPLIED",
        actor=CLIENT,
        source=source,
        name=Text("Передать документы", "Hand over the documents"),
        guard="supplied_all_or_said_why",
        term=key,
        anchor=anchor,
        notify=(Role.INSPECTOR,),
        only_if=only_if,
        effects=("resume_event_clock",),
        outside="epgu",
    )


def _lapse(states: tuple[str, ...], source: str, only_if: str | None, key: str, anchor: str) -> Step:
    return Step(
        "run_out",
        states,
        "OVERDUE",
        actor="system",
        source=source,
        name=Text("Срок документов прошёл", "The term for documents is over"),
        term=key,
        anchor=anchor,
        by_time=True,
        only_if=only_if,
        notify=(*CLIENT, Role.INSPECTOR),
    )


FIRST_TERM = ("ISSUED", "EXTENSION_ASKED", "NOT_EXTENDED")
DOCUMENTARY = ("documentary", "event.documents_reply", "received_on")
# In every other event the demand itself names the day.
NAMED = ("not_documentary", "request.named_date", "due_on")

STEPS = (
    Step(
        "issue",
        "DRAFT",
        "ISSUED",
        actor=Role.INSPECTOR,
        source=f"{DEMAND}, ст. 37 ч. 8",
        name=Text("Запросить документы", "Ask for documents"),
        guard=("event_has_begun", "asks_no_paper_the_state_holds"),
        needs=("items",),
        notify=CLIENT,
        effects=("pause_event_clock",),
        outside="notice",
    ),
    Step(
        "record",
        "DRAFT",
        "ISSUED",
        actor=CLIENT,
        source=f"{ORDER}1",
        name=Text("У меня запросили документы", "I was asked for documents"),
        guard="own_copy",
        needs=("items",),
        effects=("pause_event_clock",),
    ),
    *on_each(
        ("ISSUED",),
        "record_delivery",
        "DELIVERED",
        actor=(Role.INSPECTOR, *CLIENT),
        source="248-ФЗ, ст. 21 ч. 4, 5",
        name=Text("Записать день вручения", "Note the day of delivery"),
        guard=EITHER,
        only_if="day_not_known",
        needs=("received_on",),
        notify=CLIENT,
        outside="notice",
    ),
    _supply(FIRST_TERM, REQUEST, *DOCUMENTARY),
    _supply(FIRST_TERM, DEMAND, *NAMED),
    _supply(("EXTENDED",), MOTION, None, "request.named_date", "due_on"),
    Step(
        "supply",
        "OVERDUE",
        "SUPPLIED",
        actor=CLIENT,
        source=DEMAND,
        name=Text("Передать документы после срока", "Hand over the documents late"),
        guard="supplied_all_or_said_why",
        notify=(Role.INSPECTOR,),
        effects=("resume_event_clock",),
        outside="epgu",
    ),
    Step(
        "name_earlier_paper",
        (*RUNS, "OVERDUE"),
        "ALREADY_HELD",
        actor=CLIENT,
        source=HELD,
        name=Text("Назвать, где документы уже есть", "Name where the documents are held"),
        needs=("already_held",),
        notify=(Role.INSPECTOR,),
        effects=("resume_event_clock",),
        outside="epgu",
    ),
    Step(
        "ask_extension",
        "ISSUED",
        "EXTENSION_ASKED",
        actor=CLIENT,
        source=MOTION,
        name=Text("Попросить продлить срок", "Ask for more time"),
        needs=("extension_reason",),
        notify=(Role.INSPECTOR,),
        outside="epgu",
    ),
    Step(
        "extend",
        "EXTENSION_ASKED",
        "EXTENDED",
        actor=(Role.INSPECTOR, *CLIENT),
        source=MOTION,
        name=Text("Продлить срок", "Give more time"),
        guard=EITHER,
        term="event.doc_extension_answer",
        anchor="extension_asked_at",
        needs=("due_on",),
        notify=CLIENT,
        outside="notice",
    ),
    Step(
        "refuse_extension",
        "EXTENSION_ASKED",
        "NOT_EXTENDED",
        actor=(Role.INSPECTOR, *CLIENT),
        source=MOTION,
        name=Text("Не продлевать срок", "Give no more time"),
        guard=EITHER,
        term="event.doc_extension_answer",
        anchor="extension_asked_at",
        needs=("decision_reason",),
        notify=CLIENT,
        outside="notice",
    ),
    *on_each(
        ("EXTENSION_ASKED",),
        "mark_unanswered",
        "NO_ANSWER",
        actor="system",
        source=MOTION,
        name=Text("Отметить: за 24 часа не ответили", "Mark: no answer in 24 hours"),
        term="event.doc_extension_answer",
        anchor="extension_asked_at",
        by_time=True,
        notify=(*CLIENT, Role.INSPECTOR, Role.AUTHORITY_HEAD),
    ),
    _lapse(FIRST_TERM, REQUEST, *DOCUMENTARY),
    _lapse(FIRST_TERM, DEMAND, *NAMED),
    _lapse(("EXTENDED",), MOTION, None, "request.named_date", "due_on"),
    Step(
        "close_unsupplied",
        "OVERDUE",
        "NOT_SUPPLIED",
        actor=(Role.INSPECTOR, *CLIENT),
        source=DEMAND,
        name=Text("Закрыть: документов нет", "Close: no documents"),
        guard=EITHER,
        notify=CLIENT,
        effects=("resume_event_clock",),
    ),
    Step(
        "recall",
        (*RUNS, "OVERDUE"),
        "RECALLED",
        actor=(Role.INSPECTOR, *CLIENT, "system"),
        source=f"{DEMAND}, ст. 37 ч. 6",
        name=Text("Отозвать требование", "Recall the demand"),
        guard=EITHER,
        notify=CLIENT,
        effects=("resume_event_clock",),
        outside="notice",
    ),
)

PROCEDURE = Procedure(
    name="document_request",
    title=Text("Истребование документов", "Demand for documents"),
    initial="DRAFT",
    states=STATES,
    steps=STEPS,
)
