"""Feedback on a requirement: sorted by the editor, sent to the regulator through one of the doors, comply or explain.

The platform's own order. A regulator is sent a statement that says nothing of a business, unless the business chose to
be named, or a systemic issue of the ombudsman. The clock of the answer is public; reasons are visible, people are not.

Time marks nothing before the sending: a mark is a leaf of the log, whose size is public, and would tell of what waits.
What the editor dismisses or merges is quiet for the same reason: the weekly sending writes all of it down as one leaf,
every week, also where there was nothing.
"""

from __future__ import annotations

from rules.procedures.steps import PLATFORM_ORDER, Procedure, State, Step, on_each
from rules.roles import Role
from rules.text import Text

ORDER = f"{PLATFORM_ORDER}: отзывы о требованиях, п. "
EDITOR, REGULATOR = Role.EDITOR, Role.REGULATOR
# Each who flagged is told alone; the room of the procedure knows who they are, the table does not.
FLAGGED = (Role.BUSINESS, Role.REPRESENTATIVE)
TRIAGE, ANSWER, ACTION, VERIFY = "feedback.triage", "feedback.answer", "feedback.action", "feedback.verify"
WITH_REGULATOR = ("WITH_REGULATOR", "REOPENED")

STATES = {
    "OPEN": State(Text("Новый", "New")),
    "TRIAGED": State(Text("Разобран, ждёт недельной отправки", "Sorted, waits for the weekly sending")),
    "WITH_REGULATOR": State(Text("У регулятора", "With the regulator")),
    "ACCEPTED": State(Text("Принят, нужен план", "Accepted, a plan is due")),
    "PARTLY_ACCEPTED": State(Text("Принят в части, нужен план", "Accepted in part, a plan is due")),
    "REJECTED": State(
        Text("Отклонён с объяснением", "Rejected with a reason"),
        no_term=Text("Отказ можно вернуть с новыми доводами", "It may be sent back with new arguments"),
        expects=("reopen", "leave_rejected"),
    ),
    "ACTION_PLANNED": State(Text("Меры намечены", "Measures planned")),
    "IMPLEMENTED": State(Text("Меры приняты", "Measures taken")),
    "REOPENED": State(Text("Возвращён регулятору", "Sent back to the regulator")),
    "VERIFIED": State(Text("Закрыт: помогло", "Closed: it helped"), terminal=True),
    "CLOSED_REJECTED": State(Text("Закрыт с отказом", "Closed as rejected"), terminal=True),
    "DISMISSED": State(Text("Не о требовании", "Not about the requirement"), terminal=True),
    "WITHDRAWN": State(Text("Забран до отправки", "Taken back before it was sent"), terminal=True),
    "MERGED": State(Text("Объединён с другим", "Merged with another"), terminal=True),
}

SORTED = (
    Step(
        "triage",
        "OPEN",
        "TRIAGED",
        actor=EDITOR,
        source=f"{ORDER}1",
        name=Text("Разобрать и сформулировать", "Sort and word it"),
        guard="statement_is_neutral",
        only_if="is_sorted",
        term=TRIAGE,
        needs=("statement",),
    ),
    Step(
        "dismiss",
        "OPEN",
        "DISMISSED",
        actor=EDITOR,
        source=f"{ORDER}1",
        name=Text("Снять с объяснением", "Dismiss with a reason"),
        only_if="is_sorted",
        quiet=True,
        term=TRIAGE,
        needs=("reason",),
        notify=FLAGGED,
    ),
    Step(
        "merge",
        "OPEN",
        "MERGED",
        actor=EDITOR,
        source=f"{ORDER}1",
        name=Text("Объединить с другим отзывом", "Merge with another"),
        only_if="is_sorted",
        quiet=True,
        term=TRIAGE,
        needs=("merged_into",),
    ),
    Step(
        "submit_named",
        "OPEN",
        "TRIAGED",
        actor=FLAGGED,
        source=f"{ORDER}1",
        name=Text("Отправить от своего имени", "Send in one's own name"),
        guard="preview_was_read",
        only_if="is_named",
        needs=("statement",),
    ),
    Step(
        "take_back",
        "TRIAGED",
        "WITHDRAWN",
        actor=FLAGGED,
        source=f"{ORDER}1",
        name=Text("Забрать до отправки", "Take back before it is sent"),
        only_if="is_named",
    ),
    Step(
        "take_figure",
        "OPEN",
        "TRIAGED",
        actor="system",
        source=f"{ORDER}3",
        name=Text("Взять из опубликованной сводки", "Take it from a published figure"),
        guard="goes_through_a_door",
        only_if="is_released",
        needs=("statement",),
    ),
    Step(
        "send_systemic",
        "OPEN",
        "WITH_REGULATOR",
        actor=Role.OMBUDSMAN,
        source=f"{ORDER}3",
        name=Text("Передать системный вопрос", "Pass a systemic issue on"),
        guard="goes_through_a_door",
        only_if="is_systemic",
        needs=("statement",),
        notify=(REGULATOR, EDITOR),
        effects=("note_the_sending",),
    ),
    Step(
        "send",
        "TRIAGED",
        "WITH_REGULATOR",
        actor="system",
        source=f"{ORDER}3",
        name=Text("Отправить регулятору", "Send to the regulator"),
        guard="goes_through_a_door",
        term="feedback.batch",
        notify=(REGULATOR, *FLAGGED),
        effects=("note_the_sending",),
    ),
)


def _answer(action: str, to: str, ru: str, en: str) -> Step:
    return Step(
        action,
        WITH_REGULATOR,
        to,
        actor=REGULATOR,
        source=f"{ORDER}2",
        name=Text(ru, en),
        guard="answers_for_the_authority",
        term=ANSWER,
        needs=("answer",),
        notify=(*FLAGGED, EDITOR, Role.OMBUDSMAN),
        effects=("publish_the_answer",),
    )


ANSWERED = (
    _answer("accept", "ACCEPTED", "Согласиться", "Accept"),
    _answer("accept_in_part", "PARTLY_ACCEPTED", "Согласиться в части", "Accept in part"),
    _answer("reject", "REJECTED", "Отклонить и объяснить", "Reject and explain"),
    *on_each(
        WITH_REGULATOR,
        "mark_answer_late",
        "OVERDUE",
        actor="system",
        source=f"{ORDER}2",
        name=Text("Отметить: ответа нет в срок", "Mark: no answer in time"),
        term=ANSWER,
        by_time=True,
        notify=(REGULATOR, EDITOR, Role.OMBUDSMAN),
    ),
    Step(
        "plan_action",
        ("ACCEPTED", "PARTLY_ACCEPTED"),
        "ACTION_PLANNED",
        actor=REGULATOR,
        source=f"{ORDER}4",
        name=Text("Назвать меры и срок", "Name the measures and the date"),
        guard="answers_for_the_authority",
        term=ACTION,
        needs=("action", "action_due_on"),
        notify=FLAGGED,
    ),
    Step(
        "implement",
        "ACTION_PLANNED",
        "IMPLEMENTED",
        actor=REGULATOR,
        source=f"{ORDER}4",
        name=Text("Отметить: меры приняты", "Record: the measures are taken"),
        guard="answers_for_the_authority",
        term="feedback.implement",
        anchor="action_due_on",
        needs=("done",),
        notify=(*FLAGGED, EDITOR, Role.OMBUDSMAN),
    ),
    *on_each(
        ("ACTION_PLANNED",),
        "mark_action_late",
        "ACTION_LATE",
        actor="system",
        source=f"{ORDER}4",
        name=Text("Отметить: меры не приняты в срок", "Mark: the measures were not taken in time"),
        term="feedback.implement",
        anchor="action_due_on",
        by_time=True,
        notify=(REGULATOR, EDITOR),
    ),
    Step(
        "verify",
        "IMPLEMENTED",
        "VERIFIED",
        actor=EDITOR,
        source=f"{ORDER}5",
        name=Text("Закрыть: помогло", "Close: it helped"),
        term=VERIFY,
        needs=("verified_by",),
        notify=FLAGGED,
    ),
    Step(
        "reopen",
        ("IMPLEMENTED", "REJECTED"),
        "REOPENED",
        actor=(EDITOR, Role.OMBUDSMAN),
        source=f"{ORDER}5",
        name=Text("Вернуть регулятору", "Send back to the regulator"),
        needs=("reason",),
        notify=(REGULATOR,),
    ),
    Step(
        "leave_rejected",
        "REJECTED",
        "CLOSED_REJECTED",
        actor=EDITOR,
        source=f"{ORDER}5",
        name=Text("Закрыть с отказом", "Close as rejected"),
        notify=FLAGGED,
    ),
)

PROCEDURE = Procedure(
    name="feedback",
    title=Text("Отзыв о требовании", "Feedback on a requirement"),
    initial="OPEN",
    states=STATES,
    steps=(*SORTED, *ANSWERED),
)
