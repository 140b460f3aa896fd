"""A case of the ombudsman: asked for with a consent, triaged, joined, a position issued, closed with its effect.

The hooks are those of 248-FZ (29(1)5, 36(6), 41(4)); the rest is the platform's own order. The ombudsman sees what a
consent names and while it lasts: its end leads to CONSENT_ENDED, where the client renews it or the case closes.
"""

from __future__ import annotations

from rules.procedures.steps import PLATFORM_ORDER, Procedure, State, Step, on_each
from rules.roles import Role
from rules.text import Text

CLIENT = (Role.BUSINESS, Role.REPRESENTATIVE)
OMBUDSMAN = Role.OMBUDSMAN
OFFICIAL = (Role.INSPECTOR, Role.AUTHORITY_HEAD)
ORDER = f"{PLATFORM_ORDER}: обращение к уполномоченному, п. "
LAW = "248-ФЗ, ст. "
ACTIVE = ("ACCEPTED", "INFO_REQUESTED", "JOINED_EVENT", "POSITION_ISSUED", "ANSWERED")
WITH_CONSENT = ("RECEIVED", *ACTIVE)
CLOSABLE = ("ACCEPTED", "JOINED_EVENT", "POSITION_ISSUED", "ANSWERED")

STATES = {
    "DRAFT": State(Text("Черновик", "Draft"), no_term=Text("Пока вы не отправите", "Until you send it")),
    "RECEIVED": State(Text("Получено", "Received")),
    "ACCEPTED": State(Text("Принято в работу", "Taken up")),
    "INFO_REQUESTED": State(Text("Запрошены сведения у органа", "Information asked of the authority")),
    "JOINED_EVENT": State(Text("Участвует в проверке", "Present at the event")),
    "POSITION_ISSUED": State(Text("Позиция дана", "Position issued")),
    "ANSWERED": State(Text("Орган ответил на позицию", "The body answered the position")),
    "CONSENT_ENDED": State(Text("Согласие закончилось", "The consent has ended")),
    "RESOLVED": State(Text("Завершено: вопрос решён", "Closed: resolved"), terminal=True),
    "PARTLY_RESOLVED": State(Text("Завершено: решён в части", "Closed: resolved in part"), terminal=True),
    "NOT_RESOLVED": State(Text("Завершено: не решён", "Closed: not resolved"), terminal=True),
    "DECLINED": State(Text("Не принято", "Declined"), terminal=True),
    "FORWARDED": State(Text("Передано", "Forwarded"), terminal=True),
    "WITHDRAWN": State(Text("Отозвано", "Withdrawn"), terminal=True),
    "CLOSED_WITHOUT_CONSENT": State(Text("Закрыто без согласия", "Closed without a consent"), terminal=True),
    "DISCARDED": State(Text("Черновик удалён", "Draft discarded"), terminal=True),
}

ASKED = (
    Step(
        "submit",
        "DRAFT",
        "RECEIVED",
        actor=CLIENT,
        source=f"{ORDER}1; {LAW}29 ч. 1 п. 5",
        name=Text("Отправить уполномоченному", "Send to the ombudsman"),
        guard="consent_is_ready",
        needs=("request",),
        notify=(OMBUDSMAN,),
        effects=("give_the_consent",),
    ),
    Step(
        "discard",
        "DRAFT",
        "DISCARDED",
        actor=CLIENT,
        source=f"{ORDER}1",
        name=Text("Удалить черновик", "Discard the draft"),
    ),
    Step(
        "accept",
        "RECEIVED",
        "ACCEPTED",
        actor=OMBUDSMAN,
        source=f"{ORDER}2",
        name=Text("Принять в работу", "Take up"),
        guard=("consent_lasts", "not_the_own_decision"),
        term="ombudsman.triage",
        notify=CLIENT,
        effects=("note_who_took_it_up",),
    ),
    Step(
        "decline",
        "RECEIVED",
        "DECLINED",
        actor=OMBUDSMAN,
        source=f"{ORDER}2",
        name=Text("Не принимать", "Decline"),
        term="ombudsman.triage",
        needs=("reason",),
        notify=CLIENT,
        effects=("close_the_consent",),
    ),
    Step(
        "forward",
        "RECEIVED",
        "FORWARDED",
        actor=OMBUDSMAN,
        source=f"{ORDER}2",
        name=Text("Передать по принадлежности", "Forward"),
        guard="consent_lasts",
        term="ombudsman.triage",
        needs=("forwarded_to", "reason"),
        notify=CLIENT,
        effects=("close_the_consent",),
    ),
    *on_each(
        ("RECEIVED",),
        "mark_triage_late",
        "OVERDUE",
        actor="system",
        source=f"{ORDER}2",
        name=Text("Отметить: ответа нет в срок", "Mark: no answer in time"),
        term="ombudsman.triage",
        by_time=True,
        notify=(*CLIENT, OMBUDSMAN),
    ),
)

WORK = (
    Step(
        "ask_authority",
        ("ACCEPTED", "JOINED_EVENT"),
        "INFO_REQUESTED",
        actor=OMBUDSMAN,
        source=f"{ORDER}3; 78-ФЗ (справочно)",
        name=Text("Запросить сведения у органа", "Ask the authority for information"),
        guard=("consent_lasts", "consent_lets_ask", "not_the_own_decision"),
        needs=("question", "asked_on"),
        notify=(*CLIENT, *OFFICIAL),
    ),
    Step(
        "take_answer",
        "INFO_REQUESTED",
        "ACCEPTED",
        actor=(OMBUDSMAN, *OFFICIAL),
        source=f"{ORDER}3; 78-ФЗ (справочно)",
        name=Text("Ответ органа", "Answer of the authority"),
        term="ombudsman.info_request",
        anchor="asked_on",
        needs=("answer",),
        notify=(*CLIENT, OMBUDSMAN),
    ),
    Step(
        "go_on_unanswered",
        "INFO_REQUESTED",
        "ACCEPTED",
        actor=OMBUDSMAN,
        source=f"{ORDER}3",
        name=Text("Продолжить без ответа", "Go on without an answer"),
        guard="consent_lasts",
        notify=CLIENT,
    ),
    *on_each(
        ("INFO_REQUESTED",),
        "mark_request_late",
        "REQUEST_LATE",
        actor="system",
        source=f"{ORDER}3; 78-ФЗ (справочно)",
        name=Text("Отметить: орган не ответил в срок", "Mark: the authority did not answer in time"),
        term="ombudsman.info_request",
        anchor="asked_on",
        by_time=True,
        notify=(OMBUDSMAN, *CLIENT, Role.AUTHORITY_HEAD),
    ),
    Step(
        "join_event",
        "ACCEPTED",
        "JOINED_EVENT",
        actor=OMBUDSMAN,
        source=f"{LAW}36 ч. 6",
        name=Text("Участвовать в проверке", "Be present at the event"),
        guard=("consent_lasts", "consent_names_presence", "event_has_interaction", "not_the_own_decision"),
        notify=CLIENT,
        effects=("note_the_presence",),
    ),
    *on_each(
        ("JOINED_EVENT",),
        "tell_authority",
        "AUTHORITY_TOLD",
        actor=CLIENT,
        source=f"{LAW}36 ч. 6",
        name=Text("Сообщить органу, что уполномоченный участвует", "Tell the authority that the ombudsman is present"),
        notify=OFFICIAL,
        outside="notice",
    ),
    Step(
        "issue_position",
        ("ACCEPTED", "JOINED_EVENT"),
        "POSITION_ISSUED",
        actor=OMBUDSMAN,
        source=f"{LAW}41 ч. 4; {ORDER}3",
        name=Text("Дать позицию", "Issue a position"),
        guard=("consent_lasts", "not_the_own_decision"),
        needs=("position",),
        effects=("note_the_position",),
        notify=CLIENT,
    ),
    *on_each(
        ("ACCEPTED", "JOINED_EVENT"),
        "mark_position_late",
        "POSITION_LATE",
        actor="system",
        source=f"{ORDER}3",
        name=Text("Отметить: позиции нет в срок", "Mark: no position in time"),
        term="ombudsman.position",
        term_from="ACCEPTED",
        by_time=True,
        notify=(*CLIENT, OMBUDSMAN),
    ),
    Step(
        "record_answer",
        "POSITION_ISSUED",
        "ANSWERED",
        actor=(OMBUDSMAN, *CLIENT, "system"),
        source=f"{LAW}41 ч. 4",
        name=Text("Орган ответил на позицию", "The body answered the position"),
        guard="position_is_with_an_appeal",
        needs=("answer_to_position",),
        notify=(OMBUDSMAN, *CLIENT),
    ),
)


def _closing(action: str, to: str, ru: str, en: str) -> Step:
    return Step(
        action,
        CLOSABLE,
        to,
        actor=OMBUDSMAN,
        source=f"{ORDER}4",
        name=Text(ru, en),
        term="ombudsman.close",
        term_from="ACCEPTED",
        needs=("effect",),
        notify=CLIENT,
        guard="not_the_own_decision",
        effects=("close_the_consent",),
    )


def _renewal(to: str, only_if: str) -> Step:
    """The client gives the consent again, and the case goes on from where it had come."""
    return Step(
        "renew_consent",
        "CONSENT_ENDED",
        to,
        actor=CLIENT,
        source=f"{ORDER}5",
        name=Text("Дать согласие снова", "Give the consent again"),
        guard="consent_is_ready",
        only_if=only_if,
        term="ombudsman.renew",
        notify=(OMBUDSMAN,),
        effects=("give_the_consent",),
    )


CLOSED = (
    _closing("close_resolved", "RESOLVED", "Завершить: вопрос решён", "Close: resolved"),
    _closing("close_partly", "PARTLY_RESOLVED", "Завершить: решён в части", "Close: resolved in part"),
    _closing("close_unresolved", "NOT_RESOLVED", "Завершить: не решён", "Close: not resolved"),
    Step(
        "end_consent",
        WITH_CONSENT,
        "CONSENT_ENDED",
        actor=(*CLIENT, "system"),
        source=f"{ORDER}5",
        name=Text("Забрать согласие", "Take the consent back"),
        notify=(OMBUDSMAN, *CLIENT),
        effects=("close_the_consent",),
    ),
    _renewal("RECEIVED", "was_not_taken_up"),
    _renewal("ACCEPTED", "was_taken_up"),
    _renewal("POSITION_ISSUED", "has_a_position"),
    Step(
        "close_without_consent",
        "CONSENT_ENDED",
        "CLOSED_WITHOUT_CONSENT",
        # Not the ombudsman: without a consent the case does not exist for them.
        actor=(*CLIENT, "system"),
        source=f"{ORDER}5",
        name=Text("Закрыть без согласия", "Close without a consent"),
        term="ombudsman.renew",
        by_time=True,
        notify=(OMBUDSMAN, *CLIENT),
    ),
    Step(
        "withdraw",
        (*WITH_CONSENT, "CONSENT_ENDED"),
        "WITHDRAWN",
        actor=CLIENT,
        source=f"{ORDER}6",
        name=Text("Отозвать обращение", "Withdraw the request"),
        notify=(OMBUDSMAN,),
        effects=("close_the_consent",),
    ),
)

PROCEDURE = Procedure(
    name="ombudsman_case",
    title=Text("Обращение к уполномоченному", "Case of the ombudsman"),
    initial="DRAFT",
    states=STATES,
    steps=(*ASKED, *WORK, *CLOSED),
)
