"""What kinds, doors and steps of feedback are called."""

from __future__ import annotations

from collections.abc import Mapping

from backend.feedback.models import Door, FeedbackKind
from rules.text import Text

KINDS: Mapping[FeedbackKind, Text] = {
    FeedbackKind.CLARITY: Text("Непонятно", "Hard to understand"),
    FeedbackKind.FEASIBILITY: Text("Трудно выполнить", "Hard to meet"),
    FeedbackKind.DUPLICATE: Text("Повторяет другое требование", "Repeats another requirement"),
    FeedbackKind.CONTRADICTION: Text("Противоречит другому требованию", "Contradicts another requirement"),
    FeedbackKind.COST: Text("Стоит дороже оценки", "Costs more than estimated"),
    FeedbackKind.PRACTICE: Text("Практика применения", "Practice of applying it"),
}
DOORS: Mapping[Door, Text] = {
    Door.RELEASED: Text("Опубликованная сводка", "A published figure"),
    Door.NEUTRAL: Text("Редактор прочитал текст", "An editor read the text"),
    Door.NAMED: Text("Написал бизнес, который назвал себя", "Written by a business that named itself"),
    Door.SYSTEMIC: Text("Системный вопрос уполномоченного", "A systemic issue of the ombudsman"),
}
NO_FIGURE = (
    Text("Опубликованной сводки об этом нет.", "There is no published figure of it."),
    Text("Сформулируйте нейтрально, без данных бизнеса.", "Word it neutrally, without data of a business."),
)
