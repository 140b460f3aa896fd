"""Getting ready: questions about what the event looks at, answered from the self-assessment, for the business alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from backend.accounts.models import Business
from backend.assessments.models import AnswerValue
from backend.assessments.queries import Answered, answers_of
from backend.control.models import ControlEvent, EventAnswers
from backend.control.own.event_document import day_of, items_of
from backend.errors import Invalid, NotFound
from backend.law import current_law
from backend.profiles.matching import match_place
from backend.profiles.queries import load_profile
from rules.checklists import ANSWERS, Question, checklists, questions_for
from rules.control import control_types
from rules.faults import Fault
from rules.requirements import Requirement
from rules.text import Text

YES, NO, NOT_APPLICABLE = ANSWERS
WORDS = {
    YES: Text("Да", "Yes"),
    NO: Text("Нет", "No"),
    NOT_APPLICABLE: Text("Не касается", "Does not concern us"),
}
PARTLY = Text("В самопроверке «частично»: на проверке это «нет».", "“Partly” in your assessment counts as “no” here.")


@dataclass(frozen=True, slots=True)
class Prepared:
    """One question with its answer: the business's own here, else that of the self-assessment, `partly` of it a no."""

    key: str
    question: Question
    requirements: tuple[Requirement, ...]
    answer: str | None
    own: bool
    note: Text | None = None

    @property
    def proof(self) -> list[Text]:
        """Return what shows that it is done."""
        return [one for requirement in self.requirements for one in requirement.evidence]


def kept_preparation(session: Session, event_id: str) -> dict[str, str]:
    """Return the answers given for this event, by the key of their question."""
    row = session.get(EventAnswers, event_id)
    return dict(row.preparation) if row else {}


def prepared(session: Session, event: ControlEvent) -> tuple[Prepared, ...]:
    """Return the questions of an event's scope with their answers."""
    questions = questions_for(scope_of(session, event), event.control_type, checklists())
    own = kept_preparation(session, event.id)
    assessed = answers_of(session, event.business_id) if event.business_id else {}
    entries = current_law().edition.requirements
    return tuple(
        _prepared(key, question, entries, own.get(key), [assessed.get(id_) for id_ in question.requirements])
        for key, question in questions
    )


def _prepared(
    key: str,
    question: Question,
    entries: Mapping[str, Requirement],
    own: str | None,
    assessed: Sequence[Answered | None],
) -> Prepared:
    requirements = tuple(entries[id_] for id_ in question.requirements if id_ in entries)
    if own is not None:
        return Prepared(key, question, requirements, own, own=True)
    answer, partly = from_assessment([one.value if one and not one.recheck else None for one in assessed])
    return Prepared(key, question, requirements, answer, own=False, note=PARTLY if partly else None)


def from_assessment(values: Sequence[AnswerValue | None]) -> tuple[str | None, bool]:
    """Return the answer that a self-assessment gives to a question, and whether it said «partly».

    >>> from_assessment([AnswerValue.YES, AnswerValue.PARTLY])
    ('no', True)
    >>> from_assessment([AnswerValue.YES, None])
    (None, False)
    """
    partly = AnswerValue.PARTLY in values
    if partly or AnswerValue.NO in values:
        return NO, partly
    concerned = [one for one in values if one is not AnswerValue.NOT_APPLICABLE]
    if not concerned:
        return (NOT_APPLICABLE if values else None), False
    return (YES if all(one is AnswerValue.YES for one in concerned) else None), False


def scope_of(session: Session, event: ControlEvent) -> list[Requirement]:
    """Return what the event looks at: the entries its decision names, else what binds the place in this control."""
    entries = current_law().edition.requirements
    named = [row.requirement for row in items_of(session, event.id) if row.requirement in entries]
    if named:
        return [entries[id_] for id_ in dict.fromkeys(named) if id_]
    return _in_this_control(session, event)


def _in_this_control(session: Session, event: ControlEvent) -> list[Requirement]:
    known = control_types().get(event.control_type)
    business = session.get(Business, event.business_id) if event.business_id else None
    if known is None or business is None:
        return []
    profile = load_profile(session, business)
    try:
        place = profile.at(event.place_id) if event.place_id else profile.main
    except NotFound:
        return []
    law = current_law()
    verdicts = match_place(law, place, day_of(event)).match.verdicts
    asked = {id_ for one in checklists().values() if one.control_type == known.code for id_ in _ids(one.questions)}
    applies = [law.edition.requirements[id_] for id_, verdict in sorted(verdicts.items()) if verdict == "applies"]
    return [one for one in applies if one.id in asked or (not asked and _checked_by(one, known.authorities))]


def _ids(questions: Sequence[Question]) -> list[str]:
    return [id_ for question in questions for id_ in question.requirements]


def _checked_by(requirement: Requirement, authorities: Sequence[str]) -> bool:
    return requirement.authority in authorities and "control" in requirement.assessment


def keep_preparation(session: Session, event: ControlEvent, values: Mapping[str, str], now: datetime) -> None:
    """Keep the answers given here; one that repeats the self-assessment is not kept, so it follows it.

    Raises:
        Invalid: an answer the question does not have, or a question that is not asked.
    """
    asked = {one.key: one for one in prepared(session, event)}
    faults = [
        Fault("no_such_answer", key, Text("Такого ответа нет.", "There is no such answer."), CHOOSE)
        for key, value in values.items()
        if value and (key not in asked or value not in asked[key].question.answers)
    ]
    if faults:
        raise Invalid(faults)
    row = session.get(EventAnswers, event.id) or EventAnswers(event_id=event.id, changed_at=now)
    follows = {key: one.answer for key, one in asked.items() if not one.own}
    row.preparation = {key: value for key, value in values.items() if value and value != follows.get(key)}
    row.changed_at = now
    session.add(row)
    session.flush()


CHOOSE = Text("Выберите из предложенных.", "Choose one of those offered.")
