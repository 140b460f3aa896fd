"""A warning and the objection to it. It holds no deadline and no demand (49(2)); measures are voluntary."""

from __future__ import annotations

from rules.procedures.steps import EITHER, PLATFORM_ORDER, Procedure, State, Step, lowered_on_each, on_each
from rules.roles import Role
from rules.text import Text

CLIENT = (Role.BUSINESS, Role.REPRESENTATIVE)
OFFICIAL = (Role.INSPECTOR, Role.AUTHORITY_HEAD)
LAW = "248-ФЗ, ст. 49"
OBJECTION, REVIEW = "warning.objection", "warning.objection_review"
AWAITING = ("RECEIVED", "ACKNOWLEDGED")
GIVEN = (*AWAITING, "OBJECTED", "UPHELD_OBJECTION", "REJECTED_OBJECTION", "CLOSED")

STATES = {
    "DRAFT": State(Text("Проект", "Draft")),
    "ANNOUNCED": State(
        Text("Объявлено", "Announced"),
        no_term=Text("Сроки пойдут со дня получения", "The terms begin on the day of receipt"),
        expects=("deliver",),
    ),
    "RECEIVED": State(Text("Получено", "Received")),
    "ACKNOWLEDGED": State(Text("Меры приняты", "Measures taken")),
    "OBJECTED": State(Text("Есть возражение", "Objected")),
    "UPHELD_OBJECTION": State(Text("Возражение принято", "Objection upheld"), terminal=True),
    "REJECTED_OBJECTION": State(Text("Возражение отклонено", "Objection rejected"), terminal=True),
    "CLOSED": State(Text("Закрыто", "Closed"), terminal=True),
    "CANCELLED": State(Text("Отменено", "Cancelled"), terminal=True, undoes=True),
}

STEPS = (
    Step(
        "announce",
        "DRAFT",
        "ANNOUNCED",
        actor=Role.AUTHORITY_HEAD,
        source=f"{LAW} ч. 1, 2",
        name=Text("Объявить предостережение", "Announce the warning"),
        guard=("signed_by_another", "no_deadline_and_no_demand"),
        term="warning.issue",
        anchor="information_on",
        needs=("act", "unit", "action", "proposal"),
        notify=CLIENT,
        outside="erknm",
    ),
    Step(
        "record",
        "DRAFT",
        "RECEIVED",
        actor=(*CLIENT, "system"),
        source=f"{PLATFORM_ORDER}: своя копия предостережения, п. 1",
        name=Text("Мне объявили предостережение", "I was given a warning"),
        guard="own_copy",
        needs=("received_on",),
    ),
    Step(
        "deliver",
        "ANNOUNCED",
        "RECEIVED",
        actor=(*OFFICIAL, *CLIENT, "system"),
        source="248-ФЗ, ст. 21 ч. 4, 5",
        name=Text("Отметить получение", "Record the receipt"),
        guard=EITHER,
        needs=("received_on",),
        notify=CLIENT,
        outside="notice",
    ),
    Step(
        "acknowledge",
        "RECEIVED",
        "ACKNOWLEDGED",
        actor=CLIENT,
        source=f"{LAW} ч. 2",
        name=Text("Сообщить о мерах", "Tell of measures taken"),
        notify=OFFICIAL,
        outside="epgu",
    ),
    Step(
        "object",
        AWAITING,
        "OBJECTED",
        actor=CLIENT,
        source=f"{LAW} ч. 4",
        name=Text("Подать возражение", "Object"),
        term=OBJECTION,
        anchor="received_on",
        needs=("objection",),
        notify=OFFICIAL,
        outside="epgu",
    ),
    Step(
        "run_out",
        AWAITING,
        "CLOSED",
        actor="system",
        source=f"{LAW} ч. 4, 5",
        name=Text("Закрыть: срок возражения прошёл", "Close: the term to object is over"),
        term=OBJECTION,
        anchor="received_on",
        by_time=True,
        notify=CLIENT,
    ),
    Step(
        "close",
        AWAITING,
        "CLOSED",
        actor=(Role.AUTHORITY_HEAD, *CLIENT),
        source=f"{LAW} ч. 5",
        name=Text("Закрыть", "Close"),
        guard=EITHER,
        notify=CLIENT,
    ),
    Step(
        "uphold",
        "OBJECTED",
        "UPHELD_OBJECTION",
        actor=(Role.AUTHORITY_HEAD, *CLIENT),
        source=f"{LAW} ч. 4",
        name=Text("Принять возражение", "Uphold the objection"),
        guard=EITHER,
        term=REVIEW,
        anchor="objected_on",
        needs=("answer",),
        notify=CLIENT,
        outside="erknm",
    ),
    Step(
        "reject",
        "OBJECTED",
        "REJECTED_OBJECTION",
        actor=(Role.AUTHORITY_HEAD, *CLIENT),
        source=f"{LAW} ч. 4",
        name=Text("Отклонить возражение", "Reject the objection"),
        guard=EITHER,
        term=REVIEW,
        anchor="objected_on",
        needs=("answer",),
        notify=CLIENT,
        outside="erknm",
    ),
    Step(
        "cancel",
        ("DRAFT", "ANNOUNCED", *AWAITING, "OBJECTED"),
        "CANCELLED",
        actor=(Role.AUTHORITY_HEAD, *CLIENT, "system"),
        source=f"{LAW}, ст. 43 ч. 6",
        name=Text("Отменить предостережение", "Cancel the warning"),
        guard=EITHER,
        needs=("reason",),
        notify=CLIENT,
        effects=("tell_it_is_undone",),
        outside="erknm",
    ),
    Step(
        "cancel_by_appeal",
        GIVEN,
        "CANCELLED",
        actor="system",
        source="248-ФЗ, ст. 43 ч. 6",
        name=Text("Отменено решением по жалобе", "Cancelled by the decision on an appeal"),
        notify=(*CLIENT, *OFFICIAL),
    ),
    *(
        Step(
            "change_by_appeal",
            state,
            state,
            actor="system",
            source="248-ФЗ, ст. 43 ч. 6, ст. 92 ч. 2",
            name=Text("Исправлено решением по жалобе", "Corrected by the decision on an appeal"),
            notify=(*CLIENT, *OFFICIAL),
        )
        for state in GIVEN
    ),
    *on_each(
        GIVEN,
        "appeal",
        "APPEALED",
        actor=(*CLIENT, "system"),
        source="248-ФЗ, ст. 40 ч. 4 п. 6, ч. 5",
        # Whether a warning may be appealed is argued (40(4)6), so no clock of the law runs for it.
        name=Text("Обжаловать", "Appeal"),
        notify=OFFICIAL,
        outside="epgu",
    ),
    *lowered_on_each(
        (*GIVEN, "CANCELLED"),
        "close_appeal",
        "APPEALED",
        actor=(*CLIENT, "system"),
        source="248-ФЗ, ст. 43 ч. 6, ст. 40 ч. 8",
        name=Text("Жалоба рассмотрена или отозвана", "Appeal decided or withdrawn"),
        notify=(*CLIENT, *OFFICIAL),
    ),
    *on_each(
        ("OBJECTED",),
        "mark_overdue",
        "OVERDUE",
        actor="system",
        source=f"{LAW} ч. 4",
        name=Text("Отметить: на возражение не ответили в срок", "Mark: the objection was not answered in time"),
        term=REVIEW,
        anchor="objected_on",
        by_time=True,
        notify=(Role.AUTHORITY_HEAD, *CLIENT),
    ),
)

PROCEDURE = Procedure(
    name="warning",
    title=Text("Предостережение", "Warning"),
    initial="DRAFT",
    states=STATES,
    steps=STEPS,
)
