"""A request to move an event. D1 is the right of an entrepreneur who cannot be there (31(8)); D2 asks for another day.

Three further routes live where they belong: D3, the day of a requested visit, in `preventive_visit`; D4, more time for
documents, in `document_request`; D5, a deferral, in the motions of `prescription`. The statute names no term for the
answer and no last day: both limits here are the platform's.
"""

from __future__ import annotations

from rules.procedures.steps import EITHER, PLATFORM_ORDER, Procedure, State, Step, on_each
from rules.roles import Role
from rules.text import Text

CLIENT = (Role.BUSINESS, Role.REPRESENTATIVE)
OFFICIAL = (Role.INSPECTOR, Role.AUTHORITY_HEAD)
ABSENCE = "248-ФЗ, ст. 31 ч. 8"
ORDER = f"{PLATFORM_ORDER}: перенос мероприятия, п. "
ANSWER, FILED = "postponement.answer", "filed_on"

STATES = {
    "DRAFT": State(
        Text("Черновик", "Draft"),
        no_term=Text("Можно подать до конца проверки", "It can be filed until the event ends"),
        expects=("submit",),
    ),
    "SUBMITTED": State(Text("Подана", "Filed")),
    "AUTO_CHECK": State(Text("На рассмотрении", "Under review")),
    "OPEN_ENDED": State(Text("Перенесено, пока не пройдёт причина", "Moved until the cause ends")),
    "GRANTED": State(Text("Перенесено", "Moved"), terminal=True),
    "PROCEED_WITHOUT": State(Text("Пройдёт без вас", "It goes on without you"), terminal=True),
    "REFUSED": State(Text("Отказано", "Refused"), terminal=True),
    "WITHDRAWN": State(Text("Отозвана", "Withdrawn"), terminal=True),
    "LAPSED": State(Text("Проверка прошла раньше ответа", "The event came before the answer"), terminal=True),
}


def _decide(action: str, to: str, source: str, name: Text, **more: object) -> Step:
    return Step(
        action,
        "AUTO_CHECK",
        to,
        actor=(*OFFICIAL, *CLIENT),
        source=source,
        name=name,
        term=ANSWER,
        anchor=FILED,
        notify=(*CLIENT, Role.INSPECTOR),
        outside="notice",
        **more,  # type: ignore[arg-type]
    )


STEPS = (
    Step(
        "submit",
        "DRAFT",
        "SUBMITTED",
        actor=CLIENT,
        source=ABSENCE,
        name=Text("Подать: не могу присутствовать", "File: I cannot be there"),
        guard="event_not_over",
        only_if="by_absence",
        needs=("ground", "proof"),
        notify=OFFICIAL,
        effects=("check_at_once",),
        outside="epgu",
    ),
    Step(
        "submit",
        "DRAFT",
        "SUBMITTED",
        actor=CLIENT,
        source=f"{ORDER}2",
        name=Text("Попросить другой день", "Ask for another day"),
        guard="event_announced_and_not_begun",
        only_if="by_agreement",
        needs=("reason", "wanted_from"),
        notify=OFFICIAL,
        effects=("check_at_once",),
        outside="epgu",
    ),
    Step(
        "check",
        "SUBMITTED",
        "AUTO_CHECK",
        actor="system",
        source=f"{ORDER}3",
        name=Text("Сверить с условиями", "Compare with the conditions"),
        term=ANSWER,
        anchor=FILED,
        effects=("compare_with_conditions",),
    ),
    _decide(
        "grant",
        "GRANTED",
        ABSENCE,
        Text("Перенести", "Move the event"),
        guard=EITHER,
        only_if="by_absence",
        needs=("new_start",),
        effects=("move_event",),
    ),
    _decide(
        "grant",
        "GRANTED",
        f"{ORDER}2",
        Text("Перенести", "Move the event"),
        guard=EITHER,
        only_if="by_agreement",
        needs=("new_start",),
        effects=("move_event",),
    ),
    _decide(
        "grant_until_cause_ends",
        "OPEN_ENDED",
        ABSENCE,
        Text("Перенести, пока не пройдёт причина", "Move it until the cause ends"),
        guard=EITHER,
        only_if="by_absence",
        effects=("postpone_event", "note_cause_asked"),
    ),
    _decide(
        "proceed_without",
        "PROCEED_WITHOUT",
        "248-ФЗ, ст. 31 ч. 7",
        Text("Провести без присутствия", "Go on without presence"),
        guard=(EITHER, "can_be_judged_without_presence"),
        needs=("decision_reason",),
    ),
    _decide(
        "refuse",
        "REFUSED",
        ABSENCE,
        Text("Отказать", "Refuse"),
        guard=(EITHER, "one_of_three_refusals"),
        only_if="by_absence",
        needs=("refusal", "decision_reason"),
    ),
    _decide(
        "refuse",
        "REFUSED",
        f"{ORDER}2",
        Text("Отказать", "Refuse"),
        guard=EITHER,
        only_if="by_agreement",
        needs=("decision_reason",),
    ),
    Step(
        "cause_ended",
        "OPEN_ENDED",
        "GRANTED",
        actor=(*CLIENT, "system"),
        source=ABSENCE,
        name=Text("Причина прошла", "The cause has ended"),
        needs=("cause_ended_on",),
        notify=OFFICIAL,
        effects=("ask_for_new_day",),
        outside="epgu",
    ),
    Step(
        "ask_cause",
        "OPEN_ENDED",
        "OPEN_ENDED",
        actor="system",
        source=f"{ORDER}4",
        name=Text("Спросить, прошла ли причина", "Ask whether the cause has ended"),
        term="postponement.cause_ended_ask",
        anchor="cause_asked_on",
        by_time=True,
        notify=CLIENT,
        effects=("note_cause_asked",),
    ),
    Step(
        "withdraw",
        ("SUBMITTED", "AUTO_CHECK", "OPEN_ENDED"),
        "WITHDRAWN",
        actor=CLIENT,
        source=f"{ORDER}5",
        name=Text("Отозвать", "Withdraw"),
        notify=OFFICIAL,
        outside="epgu",
    ),
    Step(
        "lapse",
        ("SUBMITTED", "AUTO_CHECK", "OPEN_ENDED"),
        "LAPSED",
        actor="system",
        source=f"{ORDER}6",
        name=Text("Закрыть: проверка прошла", "Close: the event is over"),
        notify=(*CLIENT, Role.INSPECTOR),
    ),
    *on_each(
        ("SUBMITTED", "AUTO_CHECK"),
        "mark_overdue",
        "OVERDUE",
        actor="system",
        source=f"{ORDER}1",
        name=Text("Отметить: ответа нет в срок", "Mark: no answer in time"),
        term=ANSWER,
        anchor=FILED,
        by_time=True,
        notify=(*CLIENT, *OFFICIAL),
    ),
)

PROCEDURE = Procedure(
    name="postponement",
    title=Text("Перенос проверки", "Postponement"),
    initial="DRAFT",
    states=STATES,
    steps=STEPS,
)
