"""Four motions about a prescription, each with its outcome, and the agreement that takes its place."""

from __future__ import annotations

from rules.procedures.steps import EITHER, Clock, Step, on_each
from rules.roles import Role
from rules.text import Text

CLIENT = (Role.BUSINESS, Role.REPRESENTATIVE)
HEAD = (Role.AUTHORITY_HEAD, *CLIENT)
LAW = "248-ФЗ, ст. "
MOTION, ANSWER = f"{LAW}94 ч. 1", f"{LAW}94 ч. 2"
EXECUTE = "prescription.execute"
PROGRAMME = "prescription.agreement"
ASKED = ("EXPLANATION_ASKED", "DEFERRAL_ASKED", "SUSPENSION_ASKED", "TERMINATION_ASKED")


def _ask(action: str, to: str, name: Text, *, needs: tuple[str, ...] = ("reason",)) -> Step:
    return Step(
        action,
        "RECEIVED",
        to,
        actor=CLIENT,
        source=MOTION,
        name=name,
        needs=needs,
        notify=(Role.AUTHORITY_HEAD,),
        outside="epgu",
    )


def _answer(
    action: str,
    from_: str,
    to: str,
    name: Text,
    *,
    needs: tuple[str, ...] = (),
    source: str = ANSWER,
    guard: str | None = None,
    clock: Clock | None = None,
) -> Step:
    return Step(
        action,
        from_,
        to,
        actor=HEAD,
        source=source,
        name=name,
        guard=(EITHER, guard) if guard else EITHER,
        term="prescription.motion",
        anchor="motion_received_on",
        needs=needs,
        notify=CLIENT,
        clock=clock,
        outside="notice",
    )


REASON = ("reason",)
NOT_DEFERRED = Text("Отказать в отсрочке", "Refuse to defer")
MOTIONS = (
    _ask("ask_explanation", "EXPLANATION_ASKED", Text("Попросить разъяснить", "Ask to explain"), needs=("question",)),
    _ask("ask_deferral", "DEFERRAL_ASKED", Text("Попросить отсрочку", "Ask to defer"), needs=("reason", "asked_until")),
    _ask("ask_suspension", "SUSPENSION_ASKED", Text("Попросить приостановить", "Ask to suspend")),
    _ask("ask_termination", "TERMINATION_ASKED", Text("Попросить прекратить исполнение", "Ask to terminate")),
    _answer("explain", "EXPLANATION_ASKED", "RECEIVED", Text("Разъяснить", "Explain"), needs=("explanation",)),
    _answer(
        "refuse_explanation",
        "EXPLANATION_ASKED",
        "RECEIVED",
        Text("Отказать в разъяснении", "Refuse to explain"),
        needs=REASON,
    ),
    _answer(
        "defer",
        "DEFERRAL_ASKED",
        "RECEIVED",
        Text("Дать отсрочку", "Defer"),
        needs=("due_on",),
        source=f"{LAW}93 ч. 1, ст. 94 ч. 2",
        guard="deferral_within_a_year",
    ),
    _answer(
        "refuse_deferral", "DEFERRAL_ASKED", "RECEIVED", Text("Отказать в отсрочке", "Refuse to defer"), needs=REASON
    ),
    _answer(
        "suspend",
        "SUSPENSION_ASKED",
        "SUSPENDED",
        Text("Приостановить", "Suspend"),
        clock=Clock(EXECUTE, "pauses", anchor="suspended_on"),
    ),
    _answer(
        "refuse_suspension",
        "SUSPENSION_ASKED",
        "RECEIVED",
        Text("Не приостанавливать", "Refuse to suspend"),
        needs=REASON,
    ),
    _answer("terminate", "TERMINATION_ASKED", "TERMINATED", Text("Прекратить исполнение", "Terminate"), needs=REASON),
    _answer(
        "refuse_termination",
        "TERMINATION_ASKED",
        "RECEIVED",
        Text("Не прекращать исполнение", "Refuse to terminate"),
        needs=REASON,
    ),
    Step(
        "withdraw_motion",
        ASKED,
        "RECEIVED",
        actor=CLIENT,
        source=MOTION,
        name=Text("Отозвать просьбу", "Withdraw the motion"),
        notify=(Role.AUTHORITY_HEAD,),
        outside="epgu",
    ),
    Step(
        "resume",
        "SUSPENDED",
        "RECEIVED",
        actor=(*HEAD, "system"),
        source=MOTION,
        name=Text("Возобновить исполнение", "Resume execution"),
        guard=EITHER,
        clock=Clock(EXECUTE, "starts", anchor="resumed_on"),
        notify=CLIENT,
        outside="notice",
    ),
    *on_each(
        ASKED,
        "mark_motion_overdue",
        "MOTION_OVERDUE",
        actor="system",
        source=ANSWER,
        name=Text("Отметить: на просьбу не ответили в срок", "Mark: the motion was not answered in time"),
        term="prescription.motion",
        anchor="motion_received_on",
        by_time=True,
        notify=(*CLIENT, Role.AUTHORITY_HEAD),
    ),
    # A motion does not let the term stand: what runs on is told of, and so is its end.
    *(
        Step(
            "tell_term_over",
            state,
            state,
            actor="system",
            source=f"{LAW}90.1 ч. 2, ст. 94 ч. 1",
            name=Text(
                "Срок предписания прошёл, пока ждали ответа на просьбу",
                "The term of the prescription ended while the motion waited",
            ),
            term=EXECUTE,
            by_time=True,
            notify=(*CLIENT, Role.INSPECTOR, Role.AUTHORITY_HEAD),
        )
        for state in ASKED
    ),
)

AGREED = f"{LAW}90.2"
AGREEMENT = (
    Step(
        "propose_agreement",
        "RECEIVED",
        "AGREEMENT_PENDING",
        actor=CLIENT,
        source=AGREED,
        name=Text("Предложить соглашение", "Propose an agreement"),
        needs=("programme", "programme_ends_on"),
        notify=(Role.AUTHORITY_HEAD,),
        outside="epgu",
    ),
    Step(
        "sign_agreement",
        "AGREEMENT_PENDING",
        "AGREEMENT_WITH_PROSECUTOR",
        actor=HEAD,
        source=AGREED,
        name=Text("Передать соглашение прокурору", "Send the agreement to the prosecutor"),
        guard=EITHER,
        notify=(*CLIENT, Role.PROSECUTOR),
        outside="signature",
    ),
    Step(
        "refuse_agreement",
        "AGREEMENT_PENDING",
        "RECEIVED",
        actor=HEAD,
        source=AGREED,
        name=Text("Отказать в соглашении", "Refuse the agreement"),
        guard=EITHER,
        needs=REASON,
        notify=CLIENT,
    ),
    Step(
        "approve_agreement",
        "AGREEMENT_WITH_PROSECUTOR",
        "SUSPENDED_BY_AGREEMENT",
        actor=(Role.PROSECUTOR, *CLIENT),
        source=AGREED,
        name=Text("Согласовать соглашение", "Approve the agreement"),
        guard=EITHER,
        clock=(
            Clock(EXECUTE, "pauses", anchor="agreement_from"),
            Clock(PROGRAMME, "starts", anchor="programme_ends_on"),
        ),
        notify=(*CLIENT, Role.AUTHORITY_HEAD),
        outside="erknm",
    ),
    Step(
        "reject_agreement",
        "AGREEMENT_WITH_PROSECUTOR",
        "RECEIVED",
        actor=(Role.PROSECUTOR, *CLIENT),
        source=AGREED,
        name=Text("Не согласовать соглашение", "Reject the agreement"),
        guard=EITHER,
        needs=REASON,
        notify=(*CLIENT, Role.AUTHORITY_HEAD),
        outside="erknm",
    ),
    Step(
        "agreement_met",
        "SUSPENDED_BY_AGREEMENT",
        "CANCELLED",
        actor=HEAD,
        source=AGREED,
        name=Text("Соглашение выполнено, предписание отменить", "The agreement is met: cancel the prescription"),
        guard=EITHER,
        term=PROGRAMME,
        remind=(14, 3, 1),
        clock=Clock(PROGRAMME, "stops"),
        notify=CLIENT,
        outside="erknm",
    ),
    Step(
        "agreement_failed",
        "SUSPENDED_BY_AGREEMENT",
        "RECEIVED",
        actor=HEAD,
        source=AGREED,
        name=Text("Соглашение не выполнено, предписание действует", "The agreement failed: the prescription holds"),
        guard=EITHER,
        needs=REASON,
        clock=(Clock(PROGRAMME, "stops"), Clock(EXECUTE, "starts", anchor="agreement_failed_on")),
        notify=(*CLIENT, Role.AUTHORITY_HEAD),
        outside="erknm",
    ),
)
