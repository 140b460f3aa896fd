"""An appeal before the court (248-FZ, arts. 39–43): drafted, filed, registered, heard, decided, carried out.

It is filed on Gosuslugi alone (40(1)): filing is a date and a proof told to the platform, registration a number of the
subsystem. The term of filing stays red until then. Late filing is never dropped: the term may be restored (40(7)).
"""

from __future__ import annotations

from rules.procedures.appeal_hearing import (
    AFTER,
    BODY,
    BODY_OR_PAPER,
    CLIENT,
    DECIDE,
    DECISIONS,
    LAW,
    MOTIONS,
    QUESTION,
    REFUSAL,
)
from rules.procedures.appeal_states import OPEN, STATES
from rules.procedures.steps import EITHER, PLATFORM_ORDER, Clock, Procedure, Step, on_each
from rules.text import Text

FILE = "appeal.file"

FILING = (
    Step(
        "submit",
        "DRAFT",
        "SUBMITTED",
        actor=CLIENT,
        source=f"{LAW}40 ч. 1, 5, 6, ст. 41 ч. 1",
        name=Text("Отметить: жалоба подана", "Record: the appeal is filed"),
        guard=("is_filed_in_this_way", "holds_the_seven_items"),
        term=FILE,
        anchor="known_on",
        remind=(14, 3, 1),
        needs=("filed_at",),
        notify=(BODY,),
        effects=("freeze_the_package", "raise_in_control"),
        outside="epgu",
    ),
    *on_each(
        ("DRAFT",),
        "mark_filing_late",
        "FILING_LATE",
        actor="system",
        source=f"{LAW}40 ч. 5–7",
        name=Text("Отметить: срок подачи прошёл", "Mark: the term of filing is over"),
        term=FILE,
        anchor="known_on",
        by_time=True,
        notify=CLIENT,
    ),
    Step(
        "discard",
        "DRAFT",
        "DISCARDED",
        actor=CLIENT,
        source=f"{PLATFORM_ORDER}: жалоба, п. 1",
        name=Text("Удалить черновик", "Discard the draft"),
    ),
    Step(
        "register",
        "SUBMITTED",
        "REGISTERED",
        actor=(*BODY_OR_PAPER, "system"),
        source=f"{LAW}43 ч. 1, 2",
        name=Text("Зарегистрировать", "Register"),
        guard=EITHER,
        needs=("registered_on", "registry_number"),
        notify=(*CLIENT, BODY),
        clock=Clock(DECIDE, "starts", anchor="registered_on"),
        outside="appeals",
    ),
    *(
        Step(
            "add_material",
            state,
            state,
            actor=CLIENT,
            source=f"{LAW}43 ч. 4.1",
            name=Text("Добавить материалы", "Add material"),
            needs=("material",),
            notify=(BODY,),
            outside="epgu",
        )
        for state in OPEN
    ),
    Step(
        "withdraw",
        OPEN,
        "WITHDRAWN",
        actor=CLIENT,
        source=f"{LAW}40 ч. 8, ст. 42 ч. 1 п. 3",
        name=Text("Отозвать жалобу", "Withdraw the appeal"),
        needs=("knows_no_repeat",),
        notify=(BODY,),
        effects=("close_in_control",),
        outside="epgu",
    ),
)

PROCEDURE = Procedure(
    name="appeal",
    title=Text("Досудебная жалоба", "Pre-trial appeal"),
    initial="DRAFT",
    states=STATES,
    steps=(*FILING, *MOTIONS, *QUESTION, *REFUSAL, *DECISIONS, *AFTER),
)
