"""Words of notices about moved events and prescriptions, where the state alone does not say what happened."""

from __future__ import annotations

from backend.control.cases.notice_words import BODY
from backend.notifications.wording import Wording
from rules.text import Text


def _said(ru: str, en: str) -> Wording:
    return Wording(Text(ru, en), BODY)


WORDINGS = {
    "postponement.submit": _said("Просят перенести проверку", "A request to move an event"),
    "postponement.grant": _said("Перенос разрешён: {new}", "The event is moved: {new}"),
    "postponement.cause_ended": _said(
        "Причина переноса прошла: нужен новый день", "The cause has ended: set a new day"
    ),
    "postponement.ask_cause": _said("Причина переноса прошла? Ответьте", "Has the cause ended? Answer"),
    "prescription.record": _said("Предписание записано", "The prescription is written down"),
    "prescription.deliver": _said("Предписание вручено: до {due_on}", "Prescription delivered: by {due_on}"),
    "prescription.explain": _said("Предписание разъяснили", "The prescription was explained"),
    "prescription.refuse_explanation": _said("Разъяснить предписание отказались", "The explanation was refused"),
    "prescription.defer": _said("Отсрочка дана: до {due_on}", "Deferred: by {due_on}"),
    "prescription.refuse_deferral": _said("В отсрочке отказали", "The deferral was refused"),
    "prescription.refuse_suspension": _said("Приостановить отказались", "The suspension was refused"),
    "prescription.refuse_termination": _said("Прекратить исполнение отказались", "The termination was refused"),
    "prescription.withdraw_motion": _said("Просьба о предписании отозвана", "The motion was withdrawn"),
    "prescription.resume": _said("Срок предписания снова идёт: до {due_on}", "The term runs again: by {due_on}"),
    "prescription.point": _said(
        "Предписание, пункт {point}: до {due_on}, осталось дней: {days}",
        "Prescription, point {point}: by {due_on}, days left: {days}",
    ),
    "prescription.refuse_agreement": _said("В соглашении отказали", "The agreement was refused"),
    "prescription.reject_agreement": _said(
        "Прокурор не согласовал соглашение", "The prosecutor rejected the agreement"
    ),
    "prescription.agreement_failed": _said(
        "Соглашение не выполнено, предписание действует", "The agreement failed: the prescription holds"
    ),
}
