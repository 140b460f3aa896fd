"""Words of self-assessment: answers, what hinders, what a flag says, and what the law says of contradictions."""

from __future__ import annotations

from collections.abc import Mapping

from backend.assessments.models import AnswerValue, FlagKind
from rules.text import Text

ANSWERS: Mapping[AnswerValue, Text] = {
    AnswerValue.YES: Text("да", "yes"),
    AnswerValue.PARTLY: Text("частично", "partly"),
    AnswerValue.NO: Text("нет", "no"),
    AnswerValue.NOT_APPLICABLE: Text("не касается", "does not concern us"),
}
CLARITY_TAGS: Mapping[str, Text] = {
    "term": Text("термин", "a term"),
    "deadline": Text("срок", "the time limit"),
    "references": Text("отсылки", "references"),
    "long": Text("длинно", "too long"),
    "whom": Text("кого касается", "whom it concerns"),
    "contradiction": Text("противоречие", "a contradiction"),
    "other": Text("другое", "something else"),
}
FEASIBILITY_TAGS: Mapping[str, Text] = {
    "technical": Text("нельзя технически", "technically impossible"),
    "expensive": Text("дорого", "expensive"),
    "time": Text("мал срок", "too little time"),
    "others": Text("зависит от других", "depends on others"),
    "two": Text("два не совместить", "two cannot be combined"),
    "other": Text("другое", "something else"),
}
FLAGS: Mapping[FlagKind, Text] = {
    FlagKind.DUPLICATE: Text("Повторяет другое требование", "Repeats another requirement"),
    FlagKind.CONTRADICTION: Text("Противоречит другому требованию", "Contradicts another requirement"),
}
# Federal law 247-ФЗ, art. 7; recalled, so the page says where to look.
CONTRADICTION_LAW = Text(
    "Если два требования равной силы противоречат друг другу, за выполнение одного из них не наказывают. "
    "Если сила разная, действует акт, который выше.",
    "When two requirements of equal force contradict each other, whoever meets one of them is not liable. "
    "When their force differs, the higher act applies.",
)
CONTRADICTION_SOURCE = Text("247-ФЗ, ст. 7. Сверьте с актом.", "247-ФЗ, art. 7. Check it against the act.")
