"""A prescription: delivered, moved by motions, replaced by an agreement, reported, checked, met or issued anew.

The postponement D5 of the order is here: a motion to defer, answered in five working days. A stay by an appeal is a
mark; it and a suspension let the clock stand.
"""

from __future__ import annotations

from rules.procedures.prescription_motions import AGREEMENT, MOTIONS
from rules.procedures.prescription_states import OPEN, STATES
from rules.procedures.steps import EITHER, PLATFORM_ORDER, Clock, Procedure, Step, lowered_on_each, on_each
from rules.roles import Role
from rules.text import Text

CLIENT = (Role.BUSINESS, Role.REPRESENTATIVE)
OFFICIAL = (Role.INSPECTOR, Role.AUTHORITY_HEAD)
LAW = "248-ФЗ, ст. "
ORDER = f"{PLATFORM_ORDER}: своя копия предписания, п. "
EXECUTE = "prescription.execute"
RUN = Clock(EXECUTE, "starts", anchor="due_on")

ISSUED = (
    Step(
        "issue",
        "DRAFT",
        "ISSUED",
        actor=Role.AUTHORITY_HEAD,
        source=f"{LAW}90 ч. 2 п. 1, ст. 90.1 ч. 2",
        name=Text("Подписать и выдать", "Sign and issue"),
        guard=("signed_by_another", "each_violation_has_four_fields"),
        needs=("due_on",),
        notify=CLIENT,
        effects=("follow_in_event",),
        outside="erknm",
    ),
    Step(
        "record",
        "DRAFT",
        "RECEIVED",
        actor=(*CLIENT, "system"),
        source=f"{ORDER}1",
        name=Text("Мне выдали предписание", "I was given a prescription"),
        guard="own_copy",
        needs=("due_on", "received_on"),
        clock=RUN,
        effects=("follow_in_event",),
    ),
    Step(
        "deliver",
        "ISSUED",
        "RECEIVED",
        actor=(*OFFICIAL, *CLIENT, "system"),
        source=f"{LAW}21 ч. 4, 5",
        name=Text("Отметить вручение", "Record the delivery"),
        guard=EITHER,
        needs=("received_on",),
        notify=(*CLIENT, *OFFICIAL),
        clock=RUN,
        outside="notice",
    ),
)

MET = (
    Step(
        "report",
        "TERM_OVER",
        "REPORTED",
        actor=CLIENT,
        source=f"{LAW}95 ч. 1",
        name=Text("Отправить отчёт об исполнении", "Report that it is met"),
        needs=("report",),
        notify=OFFICIAL,
        outside="epgu",
    ),
    Step(
        "report",
        "RECEIVED",
        "REPORTED",
        actor=CLIENT,
        source=f"{LAW}95 ч. 1",
        name=Text("Отправить отчёт об исполнении", "Report that it is met"),
        needs=("report",),
        term=EXECUTE,
        remind=(14, 3, 1),
        notify=OFFICIAL,
        outside="epgu",
    ),
    Step(
        "run_out",
        "RECEIVED",
        "TERM_OVER",
        actor="system",
        source=f"{LAW}90.1 ч. 2, ст. 95 ч. 1",
        name=Text("Срок предписания прошёл", "The term of the prescription is over"),
        term=EXECUTE,
        by_time=True,
        notify=(*CLIENT, *OFFICIAL),
    ),
    Step(
        "accept",
        ("REPORTED", "TERM_OVER"),
        "FULFILLED",
        actor=(*OFFICIAL, *CLIENT),
        source=f"{LAW}95 ч. 1",
        name=Text("Признать исполненным", "Accept as met"),
        guard=EITHER,
        notify=CLIENT,
        outside="erknm",
    ),
    Step(
        "accept_in_part",
        ("REPORTED", "CHECKING"),
        "PARTLY_FULFILLED",
        actor=(*OFFICIAL, *CLIENT, "system"),
        source=f"{LAW}95 ч. 1, 2",
        name=Text("Признать исполненным в части", "Accept as met in part"),
        guard=(EITHER, "act_says_it"),
        needs=("items_left",),
        notify=CLIENT,
        outside="erknm",
    ),
    Step(
        "start_check",
        ("REPORTED", "TERM_OVER", "CHECKING"),
        "CHECKING",
        actor=(*OFFICIAL, *CLIENT),
        source=f"{LAW}95 ч. 1, ст. 57 ч. 1 п. 5",
        name=Text("Проверить исполнение", "Check that it is met"),
        guard=(EITHER, "kind_of_check_allowed", "one_check_at_a_time"),
        # The business hears of the event when the law lets it: a test purchase is not told of.
        effects=("open_check",),
        outside="erknm",
    ),
    Step(
        "find_met",
        "CHECKING",
        "FULFILLED",
        actor=(*OFFICIAL, *CLIENT, "system"),
        source=f"{LAW}95 ч. 1",
        name=Text("Итог: исполнено", "Result: met"),
        guard=(EITHER, "act_says_it"),
        notify=CLIENT,
        outside="erknm",
    ),
    Step(
        "find_not_met",
        "CHECKING",
        "NOT_FULFILLED",
        actor=(*OFFICIAL, *CLIENT, "system"),
        source=f"{LAW}95 ч. 2",
        name=Text("Итог: не исполнено", "Result: not met"),
        guard=(EITHER, "act_says_it"),
        notify=(*CLIENT, Role.AUTHORITY_HEAD),
        outside="erknm",
    ),
    Step(
        "issue_new",
        ("PARTLY_FULFILLED", "NOT_FULFILLED"),
        "REPLACED",
        actor=(Role.AUTHORITY_HEAD, *CLIENT),
        source=f"{LAW}95 ч. 2; КоАП РФ, ст. 19.5",
        name=Text("Выдать новое предписание", "Issue a new prescription"),
        guard=EITHER,
        needs=("due_on",),
        notify=CLIENT,
        effects=("open_new_prescription",),
        outside="erknm",
    ),
    Step(
        "cancel",
        ("DRAFT", *OPEN),
        "CANCELLED",
        actor=(Role.AUTHORITY_HEAD, *CLIENT, "system"),
        source=f"{LAW}43 ч. 6, ст. 91, ст. 92 ч. 2",
        name=Text("Отменить предписание", "Cancel the prescription"),
        guard=EITHER,
        needs=("reason",),
        notify=(*CLIENT, *OFFICIAL),
        effects=("tell_it_is_undone",),
        outside="erknm",
    ),
)

APPEALS = (
    *on_each(
        OPEN,
        "appeal",
        "APPEALED",
        actor=(*CLIENT, "system"),
        source=f"{LAW}40 ч. 6",
        name=Text("Обжаловать предписание", "Appeal the prescription"),
        term="appeal.file_prescription",
        anchor="received_on",
        notify=OFFICIAL,
        outside="epgu",
    ),
    *lowered_on_each(
        (*OPEN, "FULFILLED", "REPLACED", "TERMINATED", "CANCELLED"),
        "close_appeal",
        "APPEALED",
        actor=(*CLIENT, "system"),
        source=f"{LAW}43 ч. 6, ст. 40 ч. 8",
        name=Text("Жалоба рассмотрена или отозвана", "Appeal decided or withdrawn"),
        notify=(*CLIENT, *OFFICIAL),
    ),
    *on_each(
        OPEN,
        "stay",
        "STAYED",
        actor=(*CLIENT, "system"),
        source=f"{LAW}40 ч. 9, 10",
        name=Text("Исполнение приостановлено по жалобе", "Execution stayed by the appeal"),
        guard=EITHER,
        clock=Clock(EXECUTE, "pauses", anchor="stayed_on"),
        notify=(*CLIENT, *OFFICIAL),
        outside="erknm",
    ),
    *lowered_on_each(
        OPEN,
        "lift_stay",
        "STAYED",
        actor=(*CLIENT, "system"),
        source=f"{LAW}40 ч. 9, ст. 43 ч. 6",
        name=Text("Приостановка снята", "The stay is lifted"),
        guard=EITHER,
        clock=Clock(EXECUTE, "starts", anchor="stay_lifted_on"),
        notify=(*CLIENT, *OFFICIAL),
    ),
    *(
        Step(
            "change_by_appeal",
            state,
            state,
            actor="system",
            source=f"{LAW}43 ч. 6, ст. 92 ч. 2",
            name=Text("Изменено решением по жалобе", "Changed by the decision on an appeal"),
            notify=(*CLIENT, *OFFICIAL),
        )
        for state in OPEN
    ),
)

PROCEDURE = Procedure(
    name="prescription",
    title=Text("Предписание", "Prescription"),
    initial="DRAFT",
    states=STATES,
    steps=(*ISSUED, *MET, *MOTIONS, *AGREEMENT, *APPEALS),
)
