"""Who sees what in the room of an event: one table. A side that stands nowhere in a row sees nothing of that part."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from backend.control.models.room import Side
from rules.text import Text


class Part(StrEnum):
    """A part of the room."""

    EVENT = "event"
    TIMELINE = "timeline"
    TERMS = "terms"
    DECISION = "decision"
    SCOPE = "scope"
    HOURS = "hours"
    REQUESTS = "requests"
    FILES = "files"
    MESSAGES = "messages"
    VIDEO = "video"
    POSTPONEMENTS = "postponements"
    ACT = "act"
    PRESCRIPTIONS = "prescriptions"
    CHECKLIST = "checklist"
    CONSENTS = "consents"
    # The business's own.
    CHECK = "check"
    COSTS = "costs"
    RATING = "rating"
    PREPARATION = "preparation"
    OWN_FILES = "own_files"
    DIFFERENCES = "differences"
    # The authority's own.
    SUBMISSION = "submission"
    COMPLAINANT = "complainant"
    INDICATORS = "indicators"
    SCOPE_CHECK = "scope_check"
    DRAFT = "draft"
    # What the prosecutor decides by.
    APPROVAL = "approval"
    REMEDY = "remedy"


ALWAYS = "always"
# Conditions under which a side sees a part; each is a function in backend/control/sides.py.
COMPLAINANT_CONSENTS = "complainant_consents"  # 59(4)
TYPE_SHOWS_INDICATORS = "type_shows_indicators"  # 61.1(3)
CONSENT = "consent"  # the business named this part to the ombudsman, and the consent lasts
ACT_OF_APPROVED = "act_of_approved"  # 87(5): the prosecutor gets the act of an event it approved

B, A, P, O = Side.BUSINESS, Side.AUTHORITY, Side.PROSECUTOR, Side.OMBUDSMAN  # noqa: E741
SHARED = {B: ALWAYS, A: ALWAYS, O: CONSENT}

PARTS: Mapping[Part, Mapping[Side, str]] = {
    Part.EVENT: {B: ALWAYS, A: ALWAYS, P: ALWAYS, O: CONSENT},
    Part.TIMELINE: {B: ALWAYS, A: ALWAYS, O: CONSENT},
    Part.TERMS: {B: ALWAYS, A: ALWAYS, P: ALWAYS, O: CONSENT},
    Part.DECISION: {B: ALWAYS, A: ALWAYS, P: ALWAYS, O: CONSENT},
    Part.SCOPE: {B: ALWAYS, A: ALWAYS, P: ALWAYS, O: CONSENT},
    Part.HOURS: SHARED,
    Part.REQUESTS: SHARED,
    Part.FILES: SHARED,
    Part.MESSAGES: SHARED,
    Part.VIDEO: SHARED,
    Part.POSTPONEMENTS: SHARED,
    Part.ACT: {B: ALWAYS, A: ALWAYS, P: ACT_OF_APPROVED, O: CONSENT},
    Part.PRESCRIPTIONS: SHARED,
    Part.CHECKLIST: SHARED,
    Part.CONSENTS: {B: ALWAYS, O: CONSENT},
    Part.CHECK: {B: ALWAYS, O: CONSENT},
    Part.COSTS: {B: ALWAYS},
    Part.RATING: {B: ALWAYS},
    Part.PREPARATION: {B: ALWAYS},
    Part.OWN_FILES: {B: ALWAYS, O: CONSENT},
    Part.DIFFERENCES: {B: ALWAYS},
    Part.SUBMISSION: {A: ALWAYS, P: ALWAYS},
    Part.COMPLAINANT: {A: ALWAYS, B: COMPLAINANT_CONSENTS},
    Part.INDICATORS: {A: ALWAYS, P: ALWAYS, B: TYPE_SHOWS_INDICATORS},
    Part.SCOPE_CHECK: {A: ALWAYS},
    Part.DRAFT: {A: ALWAYS},
    Part.APPROVAL: {A: ALWAYS, P: ALWAYS},
    Part.REMEDY: {B: ALWAYS, A: ALWAYS, P: ALWAYS, O: CONSENT},
}

PART_NAMES: Mapping[Part, Text] = {
    Part.EVENT: Text("Проверка", "The event"),
    Part.TIMELINE: Text("Ход", "Timeline"),
    Part.TERMS: Text("Сроки", "Terms"),
    Part.DECISION: Text("Решение о проведении", "Decision"),
    Part.SCOPE: Text("Что проверяют", "What is checked"),
    Part.HOURS: Text("Часы и дни", "Hours and days"),
    Part.REQUESTS: Text("Запросы документов", "Demands for papers"),
    Part.FILES: Text("Переданные документы", "Papers handed over"),
    Part.MESSAGES: Text("Сообщения по делу", "Messages in the case"),
    Part.VIDEO: Text("Видеосвязь", "Video talk"),
    Part.POSTPONEMENTS: Text("Перенос", "Moving the event"),
    Part.ACT: Text("Акт", "The act"),
    Part.PRESCRIPTIONS: Text("Предписание", "Prescription"),
    Part.CHECKLIST: Text("Вопросы", "Questions"),
    Part.CONSENTS: Text("Кто ещё видит", "Who else sees it"),
    Part.CHECK: Text("Проверить проверку", "Check the check"),
    Part.COSTS: Text("Время и деньги", "Time and money"),
    Part.RATING: Text("Оценка", "Your marks"),
    Part.PREPARATION: Text("Подготовка", "Getting ready"),
    Part.OWN_FILES: Text("Мои файлы", "My files"),
    Part.DIFFERENCES: Text("Расхождения с вашими записями", "Differences from your notes"),
    Part.SUBMISSION: Text("Мотивированное представление", "Reasoned submission"),
    Part.COMPLAINANT: Text("Кто обратился", "Who complained"),
    Part.INDICATORS: Text("Индикаторы риска", "Risk indicators"),
    Part.SCOPE_CHECK: Text("Проверка предмета", "Check of the scope"),
    Part.DRAFT: Text("Проект решения", "Draft decision"),
    Part.APPROVAL: Text("Согласование с прокуратурой", "Approval by the prosecutor"),
    Part.REMEDY: Text("Соглашение об устранении", "Remedy agreement"),
}
