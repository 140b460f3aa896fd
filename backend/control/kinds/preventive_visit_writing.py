"""What the steps of a visit on request ask for and write."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.faults import fault
from backend.control.cases.kinds import Asks, AsksOf
from backend.control.models import PreventiveVisit
from backend.control.prevention.shared import in_order, is_own, known_value, main_place, past, refuse, today_of, write
from backend.errors import Conflict, Invalid
from backend.permissions import Actor
from backend.procedures.queries import open_terms
from backend.procedures.timers import zone_of_row
from rules.control.prevention import BY_CONSENT, REFUSALS, Eligibility, may_ask_for_visit
from rules.text import Text

NAME = "preventive_visit"
REASON = Ask("reason", AskKind.LONG, Text("Причина", "Reason"))
AGREED = Ask("agreed_date", AskKind.DATE, Text("День визита", "Day of the visit"), to_come=True)
CONSENT = Ask(
    "sampling_consent",
    AskKind.YES_NO,
    Text("Согласен ли бизнес на отбор проб, обследование, испытание", "Does the business consent to samples and tests"),
    Text("Без согласия их не проводят: 52.2(7)", "Without consent they are not done: 52.2(7)"),
    optional=True,
)
IMPOSSIBLE_BY = Ask(
    "impossible_by",
    AskKind.CHOICE,
    Text("Из-за кого", "Through whom"),
    choices=(
        ("applicant", Text("из-за того, кто просил", "through the applicant")),
        ("authority", Text("из-за органа", "through the authority")),
        ("other", Text("ни тот, ни другой", "neither")),
    ),
)


def _refuse(session: Session, case: PreventiveVisit) -> Asks:
    return (
        Ask("refusal", AskKind.CHOICE, Text("Основание", "Ground"), _earlier(session, case), tuple(REFUSALS.items())),
        Ask("refusal_reason", AskKind.LONG, Text("Обоснование", "Reasons")),
        Ask("refused_on", AskKind.DATE, Text("Дата решения", "Date of the decision")),
    )


def _earlier(session: Session, case: PreventiveVisit) -> Text:
    """Say what the platform knows of an earlier visit; that it knows none does not say there was none."""
    held = last_held(session, case)
    if held is None:
        return Text("Прежних визитов по просьбе в Ясно нет", "No earlier requested visit is known here")
    return Text(f"Последний визит по просьбе: {held:%d.%m.%Y}", f"The last requested visit: {held}")


def last_held(session: Session, case: PreventiveVisit) -> date | None:
    """Return when this body last held a requested visit of this kind there, as far as the platform knows."""
    query = select(PreventiveVisit).where(
        PreventiveVisit.inn == case.inn,
        PreventiveVisit.control_type == case.control_type,
        PreventiveVisit.body_id == case.body_id,
        col(PreventiveVisit.mandatory).is_(False),
        PreventiveVisit.id != case.id,
    )
    return max((row.held_on for row in session.exec(query) if row.held_on), default=None)


PURPOSE = Ask(
    "purpose",
    AskKind.LONG,
    Text("Что хотите узнать", "What you want to learn"),
    Text("Например: проверьте выходы до открытия второго зала", "Such as: look at the exits before the hall opens"),
)
ASKED = Ask(
    "asked_on",
    AskKind.DATE,
    Text("Когда подали", "When you filed it"),
    Text("Подают через Госуслуги: 52.2(2)", "It is filed through Gosuslugi: 52.2(2)"),
)
ASKS: dict[str, Asks | AsksOf] = {
    "submit": (PURPOSE, ASKED),
    "approve": (Ask("approved_on", AskKind.DATE, Text("Дата решения", "Date of the decision")),),
    "refuse": _refuse,
    "agree_date": (AGREED,),
    "change_date": (AGREED,),
    "start": (Ask("held_on", AskKind.DATE, Text("День визита", "Day of the visit")), CONSENT),
    "advise": (
        Ask(
            "sampled",
            AskKind.CHOICES,
            Text("Что проводили с согласия", "What was done with consent"),
            choices=tuple(BY_CONSENT.items()),
            optional=True,
        ),
        Ask(
            "advice",
            AskKind.LONG,
            Text("Разъяснения и советы", "Explanations and advice"),
            Text("Предписаний здесь не выдают: 52.2(9)", "No prescription comes of it: 52.2(9)"),
            most=8000,
        ),
        Ask("ended_on", AskKind.DATE, Text("День окончания", "Day of its end")),
    ),
    "escalate": (REASON,),
    "find_impossible": (
        Ask("impossible_on", AskKind.DATE, Text("Когда не состоялся", "When it was not held")),
        Ask("impossible_reason", AskKind.LONG, Text("Почему", "Why"), most=2000),
        IMPOSSIBLE_BY,
    ),
}


def eligibility(session: Session, business: Business, place_id: str = "") -> Eligibility:
    """Return whether a business may ask, as far as it has said who it is: yes, no or not known."""
    place = main_place(session, business, place_id)
    return may_ask_for_visit(known_value(place, "sme_category"), known_value(place, "legal_form"))


def compose_approve(
    session: Session, case: PreventiveVisit, typed: dict[str, Any], actor: Actor, now: datetime
) -> None:
    """Write the decision; the term to agree on a day runs from it."""
    ru, en = "Решение раньше просьбы.", "The decision is before the request."
    name = "refused_on" if "refused_on" in typed else "approved_on"
    refuse([*past(typed, now, name, region=case.region), *in_order(typed, name, case.asked_on, ru, en)])
    write(case, typed)


def compose_day(session: Session, case: PreventiveVisit, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write the day agreed upon: in a shared case it is still to come."""
    ru, en = "День раньше решения о визите.", "The day is before the decision."
    faults = in_order(typed, "agreed_date", case.approved_on or case.asked_on, ru, en)
    if not is_own(session, case) and typed["agreed_date"] < today_of(now, case.region):
        faults.append(fault("order", "agreed_date", "Этот день уже прошёл.", "That day has passed."))
    refuse(faults)
    write(case, typed)


def compose_held(session: Session, case: PreventiveVisit, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write the day on which it began, and whether samples may be taken."""
    ru, en = "Визит раньше решения о нём.", "The visit is before the decision."
    refuse([*past(typed, now, "held_on", region=case.region), *in_order(typed, "held_on", case.approved_on, ru, en)])
    write(case, typed)


def compose_advice(session: Session, case: PreventiveVisit, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write advice and what was done; samples and tests need the consent (52.2(7))."""
    ru, en = "Конец раньше начала визита.", "The end is before the start."
    faults = [*past(typed, now, "ended_on", region=case.region), *in_order(typed, "ended_on", case.held_on, ru, en)]
    if typed.get("sampled") and case.sampling_consent is not True and not is_own(session, case):
        ru, en = "Согласия не было: пробы и испытания не проводят (52.2(7)).", "No consent was given (52.2(7))."
        faults.append(fault("no_consent", "sampled", ru, en, Text("Снимите отметки.", "Untick them.")))
    refuse(faults)
    case.details = {**case.details, "sampled": typed.pop("sampled", None) or []}
    write(case, typed)


def compose_impossible(
    session: Session, case: PreventiveVisit, typed: dict[str, Any], actor: Actor, now: datetime
) -> None:
    """Write why it was not held: through the applicant, it closes the way for six months (52.2(4)2)."""
    refuse(past(typed, now, "impossible_on", region=case.region))
    case.details = {**case.details, "impossible_by": typed.pop("impossible_by", None)}
    write(case, typed)


def compose_withdraw(
    session: Session, case: PreventiveVisit, typed: dict[str, Any], actor: Actor, now: datetime
) -> None:
    """See that there are at least five working days left (52.2(6)).

    Raises:
        Conflict: there are not; the words say what can be done instead.
    """
    last = last_day_to_withdraw(session, case)
    if case.state == "DATE_AGREED" and last is not None and last < today_of(now, case.region):
        raise Conflict(too_late(last), INSTEAD)


def why_closed(session: Session, case: PreventiveVisit, action: str) -> tuple[Text, Text] | None:
    """Return why a request with a day cannot be withdrawn any more, and what can be done instead."""
    last = last_day_to_withdraw(session, case) if action == "withdraw" and case.state == "DATE_AGREED" else None
    return (too_late(last), INSTEAD) if last else None


def last_day_to_withdraw(session: Session, case: PreventiveVisit) -> date | None:
    """Return the last day on which the request can be withdrawn, None while no day is agreed."""
    rows = [row for row in open_terms(session, NAME, case.id) if row.key == "visit.withdraw_before" and row.due_at]
    return rows[0].due_at.astimezone(zone_of_row(rows[0])).date() if rows and rows[0].due_at else None


def too_late(last: date) -> Text:
    """Return the words for somebody who withdraws too late."""
    return Text(
        f"Отозвать можно было по {last:%d.%m.%Y}: за пять рабочих дней до визита (52.2(6)).",
        f"It could be withdrawn by {last}: five working days before the visit (52.2(6)).",
    )


INSTEAD = Text(
    "Договоритесь с органом о другом дне: его меняют по согласию (52.2(3)). Или примите визит: он даёт только советы.",
    "Agree on another day with the authority (52.2(3)). The visit brings advice only.",
)


def compose_submit(session: Session, case: PreventiveVisit, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write what was asked for; the term to answer runs from its day."""
    refuse(past(typed, now, "asked_on", region=case.region))
    write(case, typed)


def submit_faults(typed: dict[str, Any], found: Eligibility) -> None:
    """See that whoever asks may ask (52.2(1)): by the profile, else by what they say of themselves.

    Raises:
        Invalid: nobody said as whom.
    """
    if found.may is None and not typed.get("eligible_as"):
        ru, en = "Не ясно, вправе ли вы просить о визите (52.2(1)).", "It is not clear whether you may ask (52.2(1))."
        remedy = Text(
            "Выберите, кто вы, или ответьте на вопрос о размере.", "Choose who you are, or answer the question."
        )
        raise Invalid([fault("missing", "eligible_as", ru, en, remedy)])


COMPOSE = {
    "submit": compose_submit,
    "approve": compose_approve,
    "refuse": compose_approve,
    "agree_date": compose_day,
    "change_date": compose_day,
    "start": compose_held,
    "advise": compose_advice,
    "find_impossible": compose_impossible,
    "withdraw": compose_withdraw,
}
