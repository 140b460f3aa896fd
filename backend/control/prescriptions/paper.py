"""A prescription as a paper, with what 90.1(2) asks for in every point."""

from __future__ import annotations

from sqlmodel import Session

from backend.control.cases.draft_pdf import Paper, Section, render
from backend.control.cases.naming import type_name
from backend.control.models import ControlEvent, Prescription
from backend.control.prescriptions.prescribing import items_of, parent_of
from backend.web import formats

HEADS = ("№", "Что нарушено", "Акт и пункт", "Исправить до", "Что сделать", "Чем подтвердить")
SHARES = (0.05, 0.24, 0.18, 0.13, 0.2, 0.2)
RIGHTS = (
    "Отчёт и подтверждения можно направить до срока: 248-ФЗ, ст. 95 ч. 1.",
    "Разъяснить, отсрочить, приостановить или прекратить исполнение: ходатайство по ст. 94.",
    "Обжаловать: 10\u00a0рабочих дней со дня получения, ст. 40 ч. 6.",
)


def prescription_pdf(session: Session, case: Prescription) -> bytes:
    """Return the draft of a prescription as PDF."""
    parent = parent_of(session, case)
    act = parent if isinstance(parent, ControlEvent) else None
    facts = (
        ("Номер", case.number),
        ("Дата", formats.day(case.issued_on, "ru") if case.issued_on else ""),
        ("Орган", parent.authority_name),
        ("Вид контроля", type_name(parent.control_type).ru),
        ("Кому", parent.business_name),
        ("ИНН", parent.inn),
        ("Адрес", parent.address),
        ("Акт", f"№ {act.act_number} от {formats.day(act.act_date, 'ru')}" if act and act.act_date else ""),
    )
    rows = [
        (str(row.position + 1), row.text, row.unit, formats.day(row.due_on, "ru"), row.measures, row.proof)
        for row in items_of(session, case)
    ]
    paper = Paper(
        title="Предписание об устранении выявленных нарушений обязательных требований",
        facts=facts,
        sections=(
            Section("Устранить нарушения", rows=(HEADS, *rows), shares=SHARES),
            Section("Ваши права", lines=RIGHTS),
        ),
        signature="Подпись уполномоченного должностного лица: ____________________",
        law="248-ФЗ, ст. 90 ч. 2 п. 1, ст. 90.1",
    )
    return render(paper)
