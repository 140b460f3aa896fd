"""What the steps of a prescription ask for."""

from __future__ import annotations

from sqlmodel import Session

from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.kinds import Asks, AsksOf
from backend.control.models import Prescription
from backend.control.prescriptions.prescribing import is_own, open_points, parent_of
from rules.control import event_rules
from rules.text import Text

# The events of 56(2)1–6; the seventh, on-site, only where the prescription came from one (95(1)).
CHECKS = ("TEST_PURCHASE", "MONITORING_PURCHASE", "SELECTIVE_CONTROL", "INSPECTION_VISIT", "RAID", "DOCUMENTARY")
ON_SITE = "ON_SITE"
LONGEST = 8000
REASON = Ask("reason", AskKind.LONG, Text("Почему", "Why"))
DECIDED = Ask("decided_on", AskKind.DATE, Text("Дата решения", "Date of the decision"))
NUMBER = Ask("number", AskKind.TEXT, Text("Номер предписания", "Number of the prescription"), optional=True, most=60)
ISSUED = Ask("issued_on", AskKind.DATE, Text("Дата предписания", "Date of the prescription"))
RECEIVED = Ask("received_on", AskKind.DATE, Text("День вручения", "Day of delivery"))
MOTION_CAME = Ask(
    "motion_received_on",
    AskKind.DATE,
    Text("Когда орган получил просьбу", "When the authority received it"),
    Text("От этого дня идут 5\u00a0рабочих дней", "The 5\u00a0working days are counted from this day"),
)
DUE = Ask(
    "due_on",
    AskKind.DATE,
    Text("До какого дня исправить", "Date by which to put it right"),
    Text("Если дат несколько, самую позднюю", "The last one, if there are several"),
    to_come=True,
)
POINTS = Ask(
    "points",
    AskKind.LINES,
    Text("Пункты предписания", "Points of the prescription"),
    Text(
        "Каждый с новой строки: что нарушено; пункт акта; дата; что сделать; чем подтвердить",
        "One a line: what is broken; unit; date; what to do; what proves it",
    ),
)
NEW_DUE = Ask("due_on", AskKind.DATE, Text("Новый срок", "The new date"), to_come=True)


def _record(session: Session, case: Prescription) -> Asks:
    return (NUMBER, ISSUED_OR_NOT, RECEIVED, DUE, POINTS)


ISSUED_OR_NOT = Ask("issued_on", AskKind.DATE, Text("Дата предписания", "Date of the prescription"), optional=True)


def _left(session: Session, case: Prescription) -> Ask:
    points = tuple((row.id, Text(row.text, row.text)) for row in open_points(session, case))
    return Ask("items_left", AskKind.CHOICES, Text("Что осталось исправить", "What is left"), choices=points)


def _part(session: Session, case: Prescription) -> Asks:
    return (_left(session, case), DECIDED)


def _not_met(session: Session, case: Prescription) -> Asks:
    return (
        _left(session, case),
        Ask("outcome_reason", AskKind.LONG, Text("Что установили", "What was found")),
        DECIDED,
    )


def allowed_checks(session: Session, case: Prescription) -> tuple[str, ...]:
    """Return the kinds of event by which it may be checked that a prescription is met: 95(1)."""
    kind = getattr(parent_of(session, case), "kind", None)
    return (*CHECKS, ON_SITE) if kind == ON_SITE else CHECKS


def _check(session: Session, case: Prescription) -> Asks:
    kinds = event_rules().kinds
    choices = tuple((code, kinds[code].title) for code in allowed_checks(session, case))
    hint = Text("Выездная только после выездной: 95(1)", "On-site only after an on-site one: 95(1)")
    return (Ask("check_kind", AskKind.CHOICE, Text("Чем проверяют", "By which event"), hint, choices), DECIDED)


def _issue_new(session: Session, case: Prescription) -> Asks:
    if not is_own(session, case):
        return (NEW_DUE,)
    new_number = Ask("new_number", AskKind.TEXT, Text("Номер нового", "Number of the new one"), optional=True, most=60)
    return (NEW_DUE, new_number, Ask("new_received_on", AskKind.DATE, RECEIVED.label))


def _motion(*fields: Ask) -> Asks:
    return (*fields, MOTION_CAME)


def _day(name: str, ru: str, en: str) -> Asks:
    return (Ask(name, AskKind.DATE, Text(ru, en)),)


REFUSED: Asks = (REASON, DECIDED)
ASKS: dict[str, Asks | AsksOf] = {
    "issue": (NUMBER, ISSUED),
    "record": _record,
    "deliver": (RECEIVED,),
    "report": (
        Ask("report", AskKind.LONG, Text("Что сделали по каждому пункту", "What was done for each point")),
        Ask("reported_on", AskKind.DATE, Text("День отчёта", "Day of the report")),
    ),
    "accept": (DECIDED,),
    "accept_in_part": _part,
    "start_check": _check,
    "find_met": (DECIDED,),
    "find_not_met": _not_met,
    "issue_new": _issue_new,
    "cancel": REFUSED,
    "stay": _day("stayed_on", "Дата решения о приостановке", "Date of the stay"),
    "lift_stay": _day("stay_lifted_on", "С какого дня снята", "Lifted from"),
    "ask_explanation": _motion(Ask("question", AskKind.LONG, Text("Что непонятно", "What is not clear"))),
    "ask_deferral": _motion(
        REASON,
        Ask(
            "asked_until",
            AskKind.DATE,
            Text("До какого дня", "Until when"),
            Text("Не больше года от прежнего срока: 93(1)", "At most a year from the old date: 93(1)"),
            to_come=True,
        ),
    ),
    "ask_suspension": _motion(REASON),
    "ask_termination": _motion(REASON),
    "explain": (Ask("explanation", AskKind.LONG, Text("Разъяснение", "Explanation")), DECIDED),
    "refuse_explanation": REFUSED,
    "defer": (NEW_DUE, DECIDED),
    "refuse_deferral": REFUSED,
    "suspend": _day("suspended_on", "С какого дня приостановлено", "Suspended from"),
    "refuse_suspension": REFUSED,
    "resume": _day("resumed_on", "С какого дня возобновлено", "Resumed from"),
    "terminate": REFUSED,
    "refuse_termination": REFUSED,
    "propose_agreement": (
        Ask(
            "programme",
            AskKind.LONG,
            Text("Программа по шагам", "Programme in steps"),
            Text("Что и когда сделаете, какие бумаги покажете: 90.2(5)", "What, when, and which papers: 90.2(5)"),
            most=LONGEST,
        ),
        Ask(
            "programme_ends_on",
            AskKind.DATE,
            Text("Последний день программы", "Last day of the programme"),
            to_come=True,
        ),
    ),
    "sign_agreement": _day("sent_on", "Когда передали прокурору", "When it went to the prosecutor"),
    "refuse_agreement": REFUSED,
    "approve_agreement": _day("agreement_from", "Дата согласования", "Date of approval"),
    "reject_agreement": REFUSED,
    "agreement_met": _day("ended_on", "Дата решения", "Date of the decision"),
    "agreement_failed": (REASON, Ask("ended_on", AskKind.DATE, Text("Дата решения", "Date of the decision"))),
}
