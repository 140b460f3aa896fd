"""Marks of a control event, which leave its state as it is: notice given, prosecutor told, appealed, overdue."""

from __future__ import annotations

from rules.procedures.steps import EITHER, Clock, Step, lowered_on_each, on_each
from rules.roles import Role
from rules.text import Text

CLIENT = (Role.BUSINESS, Role.REPRESENTATIVE)
OFFICIAL = (Role.INSPECTOR, Role.AUTHORITY_HEAD)
LAW = "248-ФЗ, ст. "
UNDER_WAY = ("IN_PROGRESS", "PAUSED", "IMPOSSIBLE", "REPORT_PENDING")
BEFORE_ACT = ("SCHEDULED", "POSTPONED", "IN_PROGRESS", "PAUSED", "IMPOSSIBLE", "REPORT_PENDING", "ACT_DRAWN")
AFTER_ACT = ("DELIVERED", "NO_VIOLATIONS", "FIXED_BEFORE_END", "VIOLATIONS_FOUND", "PRESCRIPTION_ISSUED", "NOT_HELD")
APPEAL = Text("Обжаловать", "Appeal")
DURATION = "event.duration"
# Where the clock of the event runs; elsewhere a stay only closes the steps that go on with it.
RUNNING = ("IN_PROGRESS", "IMPOSSIBLE")
STANDING = tuple(state for state in BEFORE_ACT if state not in RUNNING)


def _told(only_if: str, source: str, key: str, anchor: str) -> tuple[Step, ...]:
    """Return the rows by which the prosecutor is told within 24 hours, and marked as not told after them."""
    tell = on_each(
        UNDER_WAY,
        "tell_prosecutor",
        "PROSECUTOR_TOLD",
        actor=Role.AUTHORITY_HEAD,
        source=source,
        name=Text("Известить прокурора", "Tell the prosecutor"),
        only_if=only_if,
        term=key,
        anchor=anchor,
        notify=(Role.PROSECUTOR,),
        outside="erknm",
    )
    late = on_each(
        UNDER_WAY,
        "mark_prosecutor_not_told",
        "PROSECUTOR_NOT_TOLD",
        actor="system",
        source=source,
        name=Text("Отметить: прокурора не известили за 24 часа", "Mark: the prosecutor was not told in 24 hours"),
        only_if=only_if,
        unless="PROSECUTOR_TOLD",
        term=key,
        anchor=anchor,
        by_time=True,
        notify=(*OFFICIAL, *CLIENT),
    )
    return (*tell, *late)


def _stayed(states: tuple[str, ...], pauses: Clock | None = None) -> tuple[Step, ...]:
    """Return the rows by which the execution of a decision is stayed while an appeal is heard (40(10))."""
    return on_each(
        states,
        "stay",
        "STAYED",
        actor=(*CLIENT, "system"),
        source=f"{LAW}40 ч. 9, 10",
        name=Text("Исполнение приостановлено по жалобе", "Execution stayed by the appeal"),
        guard=EITHER,
        clock=pauses,
        needs=("stayed_on",),
        notify=(*CLIENT, *OFFICIAL),
        outside="erknm",
    )


def _lifted(states: tuple[str, ...], runs: Clock | None = None) -> tuple[Step, ...]:
    """Return the rows by which a stay is lifted: the appeal has ended."""
    return lowered_on_each(
        states,
        "lift_stay",
        "STAYED",
        actor=(*CLIENT, "system"),
        source=f"{LAW}40 ч. 9, ст. 43 ч. 6",
        name=Text("Приостановка снята", "The stay is lifted"),
        guard=EITHER,
        clock=runs,
        needs=("stay_lifted_on",),
        notify=(*CLIENT, *OFFICIAL),
    )


MARKS = (
    *on_each(
        ("SCHEDULED",),
        "notify_business",
        "NOTIFIED",
        actor=(*OFFICIAL, *CLIENT),
        source=f"{LAW}73 ч. 6, ст. 21",
        name=Text("Уведомить о начале", "Give notice of the start"),
        guard=EITHER,
        only_if="notice_due",
        term="event.notice_onsite",
        anchor="start_at",
        needs=("noticed_at",),
        notify=CLIENT,
        outside="notice",
    ),
    *lowered_on_each(
        ("SCHEDULED",),
        "withdraw_notice",
        "NOTIFIED",
        actor=(*OFFICIAL, *CLIENT, "system"),
        source=f"{LAW}31 ч. 8, ст. 73 ч. 6",
        name=Text("Снять отметку: дата сменилась", "Take the mark down: the date changed"),
        guard=EITHER,
    ),
    *_told("urgent", f"{LAW}66 ч. 12", "event.urgent_start", "harm_information_at"),
    *_told("told_instead_of_approval", f"{LAW}60 ч. 3, ст. 57 ч. 1 п. 8", "event.prosecutor_told", "started_at"),
    *on_each(
        ("ON_APPROVAL",),
        "mark_prosecutor_late",
        "OVERDUE",
        actor="system",
        source=f"{LAW}66 ч. 7",
        name=Text("Отметить: решения прокурора нет в срок", "Mark: no decision of the prosecutor in time"),
        term="prosecutor.decision",
        anchor="approval_sent_on",
        by_time=True,
        notify=(Role.PROSECUTOR, Role.AUTHORITY_HEAD),
    ),
    *on_each(
        ("REPORT_PENDING",),
        "mark_act_late",
        "ACT_LATE",
        actor="system",
        source=f"{LAW}87 ч. 3",
        name=Text("Отметить: акта нет в срок", "Mark: no act in time"),
        term="event.act",
        anchor="ended_at",
        by_time=True,
        notify=(*OFFICIAL, *CLIENT),
    ),
    *on_each(
        ("NOT_HELD",),
        "order_again",
        "ORDERED_AGAIN",
        actor=(Role.AUTHORITY_HEAD,),
        source=f"{LAW}65 ч. 11",
        name=Text("Назначить повторно", "Order it again"),
        term="event.repeat_after_impossible",
        anchor="impossible_on",
        in_term=True,
        notify=(Role.INSPECTOR,),
        effects=("open_repeated_event",),
        outside="erknm",
    ),
    *on_each(
        BEFORE_ACT,
        "appeal",
        "APPEALED",
        actor=(*CLIENT, "system"),
        source=f"{LAW}40 ч. 4, 5",
        name=APPEAL,
        term="appeal.file",
        anchor="decision_known_on",
        notify=(*OFFICIAL,),
        outside="epgu",
    ),
    *on_each(
        AFTER_ACT,
        "appeal",
        "APPEALED",
        actor=(*CLIENT, "system"),
        source=f"{LAW}40 ч. 4, 5",
        name=APPEAL,
        term="appeal.file",
        anchor="act_delivered_on",
        notify=(*OFFICIAL,),
        outside="epgu",
    ),
    *lowered_on_each(
        (*BEFORE_ACT, *AFTER_ACT, "CANCELLED", "INVALIDATED"),
        "close_appeal",
        "APPEALED",
        actor=(*CLIENT, "system"),
        source=f"{LAW}43 ч. 6, ст. 40 ч. 8",
        name=Text("Жалоба рассмотрена или отозвана", "Appeal decided or withdrawn"),
        notify=(*OFFICIAL, *CLIENT),
    ),
    *_stayed(STANDING),
    *_stayed(RUNNING, pauses=Clock(DURATION, "pauses", anchor="stayed_on")),
    *_lifted(STANDING),
    *_lifted(RUNNING, runs=Clock(DURATION, "starts", anchor="stay_lifted_on")),
    *(
        Step(
            "change_by_appeal",
            state,
            state,
            actor="system",
            source=f"{LAW}43 ч. 6, ст. 92 ч. 2",
            name=Text("Изменено решением по жалобе", "Changed by the decision on an appeal"),
            notify=(*OFFICIAL, *CLIENT),
        )
        for state in (*BEFORE_ACT, *AFTER_ACT)
    ),
)
