"""Appeals in words: what one is called, the names of subjects, refusal grounds and deciders."""

from __future__ import annotations

from collections.abc import Mapping

from backend.appeals.models import Appeal
from calculators.appeal import Subject
from rules.text import Text

SUBJECTS: Mapping[Subject, Text] = {
    Subject.DECISION: Text("Решение о проверке или визите", "Decision on an event or visit"),
    Subject.ACT: Text("Акт проверки или визита", "Act of an event or visit"),
    Subject.PRESCRIPTION: Text("Предписание", "Prescription"),
    Subject.ACTIONS: Text("Действия или бездействие", "Actions or failure to act"),
    Subject.RISK_CATEGORY: Text("Категория риска", "Risk category"),
    Subject.VISIT_REFUSAL: Text("Отказ провести визит", "Refusal of a visit"),
    Subject.OTHER: Text("Другое решение", "Another decision"),
}
REFUSALS: Mapping[int, Text] = {
    1: Text("Срок прошёл, просьбы восстановить его нет", "Late, and no motion to restore the term"),
    2: Text("В восстановлении срока отказано", "The term was not restored"),
    3: Text("Жалобу отозвали", "The appeal was withdrawn"),
    4: Text("Есть решение суда", "A court has decided"),
    5: Text("Такая жалоба уже подана", "The same appeal was filed before"),
    6: Text("Оскорбления или угрозы", "Insults or threats"),
    7: Text("Раньше отказали, новых доводов нет", "Refused before, no new arguments"),
    8: Text("Подана не в тот орган", "Filed with the wrong body"),
    9: Text("Закон оставляет только суд", "The law leaves the court alone"),
}


def title_of(row: Appeal) -> Text:
    """Return what an appeal is called."""
    name = SUBJECTS[row.subject]
    number = row.registry_number or f"{row.platform_number}"
    return Text(f"Жалоба № {number}: {_lower(name.ru)}", f"Appeal No. {number}: {_lower(name.en)}")


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


# Marks of a filed appeal that call for somebody; others only tell.
ALARMS = ("FILING_LATE", "OVERDUE", "PUBLICATION_LATE", "STAY_LATE", "TERM_NOT_RESTORED")
