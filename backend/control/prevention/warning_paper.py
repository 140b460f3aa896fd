"""A warning as a paper: what 49(2) wants in it and nothing else. It names no deadline and asks for no papers."""

from __future__ import annotations

from backend.control.cases.draft_pdf import Paper, Section
from backend.control.cases.naming import type_name
from backend.control.models import ControlWarning
from backend.web import formats

RIGHTS = (
    "Меры вы выбираете сами, сообщать о них не нужно: 248-ФЗ, ст. 49 ч. 2.",
    "Можно подать возражение в орган: 248-ФЗ, ст. 49 ч. 4. Порядок ставит положение о виде контроля.",
)


def paper_of(case: ControlWarning) -> Paper:
    """Return the paper of a warning."""
    facts = (
        ("Номер", case.number),
        ("Дата", formats.day(case.issued_on, "ru") if case.issued_on else ""),
        ("Орган", case.authority_name),
        ("Вид контроля", type_name(case.control_type).ru),
        ("Кому", case.business_name),
        ("ИНН", case.inn),
    )
    basis = ", ".join(filter(None, (case.act, case.unit)))
    address = case.self_assessment_url
    return Paper(
        title="Предостережение о недопустимости нарушения обязательных требований",
        facts=facts,
        sections=(
            Section("Обязательное требование", lines=(case.requirement_text, basis)),
            Section("Какие действия (бездействие) приводят или могут привести к нарушению", lines=(case.action,)),
            Section("Предлагаем принять меры", lines=(case.proposal,)),
            *((Section("Самообследование: ст. 49 ч. 3", lines=(address,)),) if address else ()),
            Section("Права", lines=RIGHTS),
        ),
        signature="Подпись уполномоченного должностного лица: ____________________",
        law="248-ФЗ, ст. 49",
    )
