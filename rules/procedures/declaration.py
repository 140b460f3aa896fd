"""A declaration of compliance after a self-assessment: filed, registered, kept up to date, ended (51)."""

from __future__ import annotations

from rules.procedures.steps import EITHER, Procedure, State, Step, on_each
from rules.roles import Role
from rules.text import Text

CLIENT = (Role.BUSINESS, Role.REPRESENTATIVE)
OFFICIAL = (Role.INSPECTOR, Role.AUTHORITY_HEAD)
LAW = "248-ФЗ, ст. 51"
REVIEW, VALID = "declaration.review", "declaration.valid"

STATES = {
    "DRAFT": State(
        Text("Черновик", "Draft"), no_term=Text("Пока вы не подадите", "Until you file it"), expects=("submit",)
    ),
    "SUBMITTED": State(Text("Подана", "Filed")),
    "REGISTERED": State(Text("Зарегистрирована", "Registered")),
    "EXPIRED": State(Text("Срок прошёл", "Expired"), terminal=True),
    "REPLACED": State(Text("Заменена новой", "Replaced by a new one"), terminal=True),
    "ANNULLED": State(Text("Аннулирована", "Annulled"), terminal=True),
    "REFUSED": State(Text("Не зарегистрирована", "Not registered"), terminal=True),
    "WITHDRAWN": State(Text("Отозвана", "Withdrawn"), terminal=True),
}

STEPS = (
    Step(
        "submit",
        "DRAFT",
        "SUBMITTED",
        actor=CLIENT,
        source=f"{LAW} ч. 4",
        name=Text("Подать декларацию", "File the declaration"),
        guard=("declaration_allowed", "assessment_is_high"),
        needs=("statement",),
        notify=OFFICIAL,
        outside="epgu",
    ),
    Step(
        "register",
        "SUBMITTED",
        "REGISTERED",
        actor=(*OFFICIAL, *CLIENT, "system"),
        source=f"{LAW} ч. 5",
        name=Text("Зарегистрировать", "Register"),
        guard=EITHER,
        term=REVIEW,
        anchor="submitted_on",
        needs=("registered_on",),
        notify=CLIENT,
        outside="erknm",
    ),
    Step(
        "refuse",
        "SUBMITTED",
        "REFUSED",
        actor=(Role.AUTHORITY_HEAD, *CLIENT),
        source=f"{LAW} ч. 4, 5",
        name=Text("Не регистрировать", "Do not register"),
        guard=EITHER,
        term=REVIEW,
        anchor="submitted_on",
        needs=("reason",),
        notify=CLIENT,
        outside="erknm",
    ),
    Step(
        "update",
        "REGISTERED",
        "REGISTERED",
        actor=CLIENT,
        source=f"{LAW} ч. 6",
        name=Text("Обновить декларацию", "Update the declaration"),
        only_if="facts_changed",
        term="declaration.update",
        anchor="changed_on",
        needs=("statement",),
        notify=OFFICIAL,
        outside="epgu",
    ),
    Step(
        "expire",
        "REGISTERED",
        "EXPIRED",
        actor="system",
        source=f"{LAW} ч. 5",
        name=Text("Срок декларации прошёл", "The declaration has expired"),
        term=VALID,
        anchor="registered_on",
        by_time=True,
        notify=CLIENT,
    ),
    Step(
        "renew",
        "REGISTERED",
        "REPLACED",
        actor=CLIENT,
        source=f"{LAW} ч. 5",
        name=Text("Заменить новой декларацией", "Replace it by a new one"),
        term=VALID,
        anchor="registered_on",
        remind=(60, 30),
        notify=OFFICIAL,
        effects=("open_new_declaration",),
        outside="epgu",
    ),
    Step(
        "annul",
        "REGISTERED",
        "ANNULLED",
        actor=(Role.AUTHORITY_HEAD, *CLIENT),
        source=f"{LAW} ч. 8",
        name=Text("Аннулировать", "Annul"),
        guard=(EITHER, "violations_or_false_data_found"),
        needs=("annulled_reason",),
        notify=CLIENT,
        outside="erknm",
    ),
    Step(
        "withdraw",
        "SUBMITTED",
        "WITHDRAWN",
        actor=CLIENT,
        source=f"{LAW} ч. 4",
        name=Text("Отозвать", "Withdraw"),
        notify=OFFICIAL,
        outside="epgu",
    ),
    *on_each(
        ("SUBMITTED",),
        "mark_overdue",
        "OVERDUE",
        actor="system",
        source=f"{LAW} ч. 5",
        name=Text("Отметить: не зарегистрировали в срок", "Mark: not registered in time"),
        term=REVIEW,
        anchor="submitted_on",
        by_time=True,
        notify=(*CLIENT, Role.AUTHORITY_HEAD),
    ),
)

PROCEDURE = Procedure(
    name="declaration",
    title=Text("Декларация соблюдения", "Declaration of compliance"),
    initial="DRAFT",
    states=STATES,
    steps=STEPS,
)
