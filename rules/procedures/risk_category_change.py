"""A change of the risk category of an object: asked for by the business or found by the authority (24(5)–(6))."""

from __future__ import annotations

from rules.procedures.steps import EITHER, Procedure, State, Step, lowered_on_each, on_each
from rules.roles import Role
from rules.text import Text

CLIENT = (Role.BUSINESS, Role.REPRESENTATIVE)
OFFICIAL = (Role.INSPECTOR, Role.AUTHORITY_HEAD)
LAW = "248-ФЗ, ст. 24"
DECIDE, RECEIVED = "risk.change_decision", "received_on"
DECIDED = ("DECIDED_CHANGED", "DECIDED_KEPT")

STATES = {
    "DRAFT": State(
        Text("Черновик", "Draft"), no_term=Text("Пока вы не подадите", "Until you file it"), expects=("submit",)
    ),
    "SUBMITTED": State(Text("На рассмотрении", "Under review")),
    "DECIDED_CHANGED": State(Text("Категория изменена", "Category changed"), terminal=True, undoes=True),
    "DECIDED_KEPT": State(Text("Категория осталась", "Category kept"), terminal=True),
    "WITHDRAWN": State(Text("Отозвано", "Withdrawn"), terminal=True),
}


def _decide(action: str, to: str, name: Text, needs: tuple[str, ...], effects: tuple[str, ...] = ()) -> Step:
    return Step(
        action,
        "SUBMITTED",
        to,
        actor=(Role.AUTHORITY_HEAD, *CLIENT),
        source=f"{LAW} ч. 5, 6",
        name=name,
        guard=EITHER,
        term=DECIDE,
        anchor=RECEIVED,
        needs=needs,
        notify=CLIENT,
        effects=effects,
        outside="ervk",
    )


STEPS = (
    Step(
        "submit",
        "DRAFT",
        "SUBMITTED",
        actor=CLIENT,
        source=f"{LAW} ч. 6",
        name=Text("Попросить изменить категорию", "Ask to change the category"),
        needs=("wanted_category",),
        notify=OFFICIAL,
        outside="epgu",
    ),
    Step(
        "find",
        "DRAFT",
        "SUBMITTED",
        actor=(*OFFICIAL, "system"),
        source=f"{LAW} ч. 5",
        name=Text("Поступили сведения о категории", "Information on the category came in"),
        needs=("wanted_category",),
        notify=(*OFFICIAL,),
    ),
    _decide(
        "change",
        "DECIDED_CHANGED",
        Text("Изменить категорию", "Change the category"),
        ("new_category",),
        ("set_category",),
    ),
    _decide("keep", "DECIDED_KEPT", Text("Оставить категорию", "Keep the category"), ("reason",)),
    Step(
        "withdraw",
        "SUBMITTED",
        "WITHDRAWN",
        actor=CLIENT,
        source=f"{LAW} ч. 6",
        name=Text("Отозвать заявление", "Withdraw the request"),
        only_if="asked_by_business",
        notify=OFFICIAL,
        outside="epgu",
    ),
    *on_each(
        ("SUBMITTED",),
        "mark_overdue",
        "OVERDUE",
        actor="system",
        source=f"{LAW} ч. 5",
        name=Text("Отметить: решения нет в срок", "Mark: no decision in time"),
        term=DECIDE,
        anchor=RECEIVED,
        by_time=True,
        notify=(*CLIENT, Role.AUTHORITY_HEAD),
    ),
    *on_each(
        DECIDED,
        "appeal",
        "APPEALED",
        actor=(*CLIENT, "system"),
        source="248-ФЗ, ст. 40 ч. 4 п. 4, ч. 5",
        name=Text("Обжаловать решение", "Appeal the decision"),
        term="appeal.file",
        anchor="decision_known_on",
        notify=OFFICIAL,
        outside="epgu",
    ),
    *lowered_on_each(
        DECIDED,
        "close_appeal",
        "APPEALED",
        actor=(*CLIENT, "system"),
        source="248-ФЗ, ст. 43 ч. 2.1, 6",
        name=Text("Жалоба рассмотрена или отозвана", "Appeal decided or withdrawn"),
        notify=(*CLIENT, *OFFICIAL),
    ),
    Step(
        "change_by_appeal",
        DECIDED,
        "DECIDED_CHANGED",
        actor="system",
        source="248-ФЗ, ст. 43 ч. 6, ст. 92 ч. 2",
        name=Text("Категория изменена решением по жалобе", "Category changed by the decision on an appeal"),
        notify=(*CLIENT, *OFFICIAL),
        effects=("set_category",),
    ),
)

PROCEDURE = Procedure(
    name="risk_category_change",
    title=Text("Изменение категории риска", "Change of risk category"),
    initial="DRAFT",
    states=STATES,
    steps=STEPS,
)
