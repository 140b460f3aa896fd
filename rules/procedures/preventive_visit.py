"""A preventive visit on request: asked for, agreed upon, held, with advice and without prescriptions (52.2).

The postponement D3 of the order is here: the day is agreed within 20 working days, and a request is withdrawn at least
five working days before it.
"""

from __future__ import annotations

from rules.procedures.steps import EITHER, Clock, Procedure, State, Step, on_each
from rules.roles import Role
from rules.text import Text

CLIENT = (Role.BUSINESS, Role.REPRESENTATIVE)
OFFICIAL = (Role.INSPECTOR, Role.AUTHORITY_HEAD)
LAW = "248-ФЗ, ст. 52.2"
REVIEW, AGREE, DAY, LENGTH = (
    f"visit.{name}" for name in ("request_review", "date_agreement", "agreed_day", "requested_max")
)

STATES = {
    "DRAFT": State(
        Text("Черновик", "Draft"), no_term=Text("Пока вы не подадите", "Until you file it"), expects=("submit",)
    ),
    "SUBMITTED": State(Text("Подано", "Filed")),
    "UNDER_REVIEW": State(Text("На рассмотрении", "Under review")),
    "APPROVED": State(Text("Одобрено, согласуйте день", "Approved, agree on a day")),
    "DATE_AGREED": State(Text("День назначен", "Day agreed")),
    "HELD": State(Text("Идёт", "Under way")),
    "ADVICE_ISSUED": State(Text("Рекомендации получены", "Advice given"), terminal=True),
    "ESCALATED": State(Text("Найдена прямая угроза", "A direct threat was found"), terminal=True),
    "REFUSED": State(Text("Отказано", "Refused"), terminal=True),
    "WITHDRAWN": State(Text("Отозвано", "Withdrawn"), terminal=True),
    "IMPOSSIBLE": State(Text("Не состоялся", "Not held"), terminal=True),
}


def _withdraw(states: tuple[str, ...], *, in_term: bool) -> Step:
    return Step(
        "withdraw",
        states,
        "WITHDRAWN",
        actor=CLIENT,
        source=f"{LAW} ч. 6",
        name=Text("Отозвать заявление", "Withdraw the request"),
        term="visit.withdraw_before" if in_term else None,
        anchor="agreed_date" if in_term else None,
        in_term=in_term,
        notify=OFFICIAL,
        outside="epgu",
    )


STEPS = (
    Step(
        "submit",
        "DRAFT",
        "SUBMITTED",
        actor=CLIENT,
        source=f"{LAW} ч. 1",
        name=Text("Попросить о визите", "Ask for a visit"),
        guard="may_ask_for_a_visit",
        needs=("purpose",),
        notify=OFFICIAL,
        outside="epgu",
    ),
    Step(
        "take",
        "SUBMITTED",
        "UNDER_REVIEW",
        actor=(*OFFICIAL, *CLIENT, "system"),
        source=f"{LAW} ч. 2",
        name=Text("Принять к рассмотрению", "Take up"),
        guard=EITHER,
        term=REVIEW,
        anchor="asked_on",
        notify=CLIENT,
    ),
    Step(
        "approve",
        "UNDER_REVIEW",
        "APPROVED",
        actor=(*OFFICIAL, *CLIENT),
        source=f"{LAW} ч. 2",
        name=Text("Одобрить визит", "Approve the visit"),
        guard=EITHER,
        term=REVIEW,
        anchor="asked_on",
        needs=("approved_on",),
        notify=CLIENT,
        outside="notice",
    ),
    Step(
        "refuse",
        "UNDER_REVIEW",
        "REFUSED",
        actor=(Role.AUTHORITY_HEAD, *CLIENT),
        source=f"{LAW} ч. 4",
        name=Text("Отказать в визите", "Refuse the visit"),
        guard=(EITHER, "one_of_four_refusals"),
        term=REVIEW,
        anchor="asked_on",
        needs=("refusal", "refusal_reason"),
        notify=CLIENT,
        outside="notice",
    ),
    Step(
        "agree_date",
        "APPROVED",
        "DATE_AGREED",
        actor=(*OFFICIAL, *CLIENT),
        source=f"{LAW} ч. 3",
        name=Text("Назначить день", "Set the day"),
        guard=EITHER,
        term=AGREE,
        anchor="approved_on",
        needs=("agreed_date",),
        notify=(*CLIENT, Role.INSPECTOR),
        outside="erknm",
    ),
    Step(
        "change_date",
        "DATE_AGREED",
        "DATE_AGREED",
        actor=(*OFFICIAL, *CLIENT),
        source=f"{LAW} ч. 3",
        name=Text("Сменить день по согласию", "Change the day by agreement"),
        guard=EITHER,
        needs=("agreed_date",),
        notify=(*CLIENT, Role.INSPECTOR),
        outside="erknm",
    ),
    Step(
        "start",
        "DATE_AGREED",
        "HELD",
        actor=(Role.INSPECTOR, *CLIENT),
        source=f"{LAW} ч. 3",
        name=Text("Начать визит", "Start the visit"),
        guard=EITHER,
        term=DAY,
        anchor="agreed_date",
        remind=(60, 30),
        needs=("held_on",),
        clock=Clock(LENGTH, "starts", anchor="held_on"),
        notify=CLIENT,
        outside="erknm",
    ),
    Step(
        "advise",
        "HELD",
        "ADVICE_ISSUED",
        actor=(Role.INSPECTOR, *CLIENT),
        source=f"{LAW} ч. 8, 9",
        name=Text("Дать рекомендации", "Give advice"),
        guard=EITHER,
        term=LENGTH,
        needs=("advice",),
        notify=CLIENT,
        outside="erknm",
    ),
    Step(
        "escalate",
        "HELD",
        "ESCALATED",
        actor=(Role.INSPECTOR, *CLIENT),
        source=f"{LAW} ч. 10",
        name=Text("Сообщить о прямой угрозе", "Report a direct threat"),
        guard=EITHER,
        needs=("reason",),
        notify=(*CLIENT, Role.AUTHORITY_HEAD),
        outside="erknm",
    ),
    Step(
        "find_impossible",
        ("DATE_AGREED", "HELD"),
        "IMPOSSIBLE",
        actor=(Role.INSPECTOR, *CLIENT),
        source=f"{LAW} ч. 4",
        name=Text("Визит не состоялся", "The visit was not held"),
        guard=EITHER,
        needs=("impossible_reason",),
        notify=CLIENT,
        outside="erknm",
    ),
    _withdraw(("SUBMITTED", "UNDER_REVIEW", "APPROVED"), in_term=False),
    _withdraw(("DATE_AGREED",), in_term=True),
    *on_each(
        ("SUBMITTED", "UNDER_REVIEW"),
        "mark_overdue",
        "OVERDUE",
        actor="system",
        source=f"{LAW} ч. 2",
        name=Text("Отметить: ответа нет в срок", "Mark: no answer in time"),
        term=REVIEW,
        anchor="asked_on",
        by_time=True,
        notify=(*CLIENT, Role.AUTHORITY_HEAD),
    ),
    *on_each(
        ("APPROVED",),
        "mark_date_overdue",
        "DATE_OVERDUE",
        actor="system",
        source=f"{LAW} ч. 3",
        name=Text("Отметить: день не согласован в срок", "Mark: no day was agreed in time"),
        term=AGREE,
        anchor="approved_on",
        by_time=True,
        notify=(*CLIENT, Role.AUTHORITY_HEAD),
    ),
    *on_each(
        ("REFUSED",),
        "appeal",
        "APPEALED",
        actor=(*CLIENT, "system"),
        source="248-ФЗ, ст. 52.2 ч. 5, ст. 40 ч. 5",
        name=Text("Обжаловать отказ", "Appeal the refusal"),
        term="appeal.file",
        anchor="refused_on",
        notify=OFFICIAL,
        outside="epgu",
    ),
)

PROCEDURE = Procedure(
    name="preventive_visit",
    title=Text("Профилактический визит по просьбе", "Preventive visit on request"),
    initial="DRAFT",
    states=STATES,
    steps=STEPS,
)
