"""«Check the check» of one event: what the tests say, in the three levels in which an appeal words it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.control.cases.asking import Ask, read_asked
from backend.control.models import ControlEvent, EventAnswers
from backend.control.own.event_document import event_document, item_words, items_of, norm_name, plain, registry_statuses
from backend.control.own.questions import fixed_questions, norm_question, open_questions
from backend.control.own.stages import has_begun, is_over
from backend.errors import Conflict, Invalid
from calculators.calendar import zone_of
from calculators.event_check import EventCheck, Finding, GrossTest, Level, Result, check_event
from calculators.event_check.others import MARKS
from calculators.event_check.reading import read_event
from rules.faults import Fault, InputError
from rules.text import Text

ANSWERS, CHOSEN = "answers", "chosen"
# How the three levels are headed, explained, and begun in an appeal.
LEVELS: Mapping[Level, tuple[Text, Text, Text]] = {
    Level.GROSS: (
        Text("Грубое нарушение", "Gross breach"),
        Text(
            "За такое решения по проверке отменяют (248-ФЗ, ст. 91 ч. 1).",
            "Decisions that follow from such an event are to be annulled (248-ФЗ, art. 91(1)).",
        ),
        Text("Прошу отменить решения по проверке. Грубое нарушение", "I ask to annul the decisions. Gross breach"),
    ),
    Level.OTHER: (
        Text("Другое нарушение", "Another breach"),
        Text(
            "Само по себе проверку не отменяет, но в жалобе его указывают.",
            "It does not undo the event by itself; an appeal names it.",
        ),
        Text("Прошу признать действия незаконными. Нарушено", "I ask to find the acts unlawful. Broken"),
    ),
    Level.ARGUABLE: (
        Text("Можно спорить", "Can be argued"),
        Text(
            "Закон читают по-разному: решит тот, кто рассматривает жалобу.",
            "The law is read in more than one way: whoever decides the appeal will say.",
        ),
        Text("Прошу оценить довод", "I ask to weigh this argument"),
    ),
}
# What a test is called where it finds a breach: its own title says how things should be.
BREACH_TITLES: Mapping[str, Text] = {
    "ground": Text("Нет основания", "No ground"),
    "approval": Text("Нет согласия прокурора", "No approval by the prosecutor"),
    "notice": Text("Уведомили поздно или не уведомили", "Notice came late or not at all"),
    "frequency": Text("Чаще, чем можно", "Too often"),
    "plan": Text("Нет в плане", "Not in the plan"),
    "norms": Text("Оценивали не требования", "What was assessed is no requirement"),
    "people": Text("Участвовали не те", "The wrong people took part"),
    "duration": Text("Дольше, чем можно", "Longer than allowed"),
    "actions": Text("Действия, которых закон не даёт", "Actions the law does not provide for"),
    "act": Text("Акт не показали", "The act was not shown"),
    "register": Text("Нет в ЕРКНМ", "Not in the register"),
    "papers": Text("Лишние бумаги или оригиналы", "Papers beside the subject, or originals"),
}
OTHER_TITLES: Mapping[str, Text] = {
    "person_not_in_decision": Text("Приходил тот, кто не назван", "Somebody not named took part"),
    "action_not_in_decision": Text("Действия нет в решении", "An action the decision does not name"),
    "action_not_in_type": Text("Действия нет в положении", "An action the act of the type does not name"),
    "term_exceeded": Text("Не уложились в срок", "The term was exceeded"),
    "norm_not_applicable": Text("Требование не про вас", "A requirement that is not about you"),
    "onsite_after_other_kind": Text("Повторная проверка другого вида", "A repeat of another kind"),
    "kind_not_in_type": Text("Такого вида нет в положении", "The act of the type names no such kind"),
    "papers_held_by_state_asked": Text("Бумаги, которые есть у государства", "Papers the state holds"),
    "papers_asked_before_start": Text("Бумаги до начала", "Papers before the start"),
    "samples_over_norm": Text("Пробы", "Samples"),
    "tests_at_own_cost": Text("Проверка за ваш счёт", "At your cost"),
    "filming_hindered": Text("Съёмка", "Filming"),
    "absent_without_notice": Text("Проверка без вас", "Without you"),
    "identity_not_shown": Text("Удостоверение и решение", "Card and decision"),
}


@dataclass(frozen=True, slots=True)
class Point:
    """One answer of the check: `level` matters only for a breach."""

    code: str
    title: Text
    finding: Finding

    @property
    def wording(self) -> Text:
        """Return how an appeal begins the point: each level in its own words."""
        begun, said = LEVELS[self.finding.level][2], self.finding.evidence
        return Text(
            f"{begun.ru}: {said.ru.rstrip('.')} ({self.finding.article}).",
            f"{begun.en}: {said.en.rstrip('.')} ({self.finding.article}).",
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of an event put to the tests; `faults` where what was told cannot be true together."""

    points: tuple[Point, ...]
    asks: tuple[Ask, ...]
    faults: tuple[Fault, ...] = ()
    note: Text | None = None

    def of(self, result: Result, level: Level | None = None) -> list[Point]:
        """Return the points with this result, and of this level."""
        found = [point for point in self.points if point.finding.result is result]
        return found if level is None else [point for point in found if point.finding.level is level]


def kept(session: Session, event_id: str) -> tuple[dict[str, Any], list[str]]:
    """Return what the business answered, and the points it put into its appeal."""
    row = session.get(EventAnswers, event_id)
    held = row.check if row else {}
    return dict(held.get(ANSWERS) or {}), list(held.get(CHOSEN) or ())


def check(session: Session, event: ControlEvent, answers: Mapping[str, Any]) -> Checked:
    """Return what the tests say of an event, and what they still need."""
    document, known = event_document(session, event, answers)
    try:
        found = check_event(read_event(document))
    except InputError as refusal:
        return Checked((), _asks(session, event, answers, frozenset(document), known), tuple(refusal.faults))
    points = _points(found)
    missing = frozenset(name for point in points for name in point.finding.missing)
    return Checked(points, _asks(session, event, answers, missing, known), note=found.note)


def _points(found: EventCheck) -> tuple[Point, ...]:
    tests = [Point(test.code, _heading(test), test.finding) for test in found.tests]
    return (*tests, *(Point(one.code, OTHER_TITLES[one.code], one.finding) for one in found.others))


def _heading(test: GrossTest) -> Text:
    return BREACH_TITLES[test.code] if test.finding.result is Result.BREACH else test.title


def _asks(
    session: Session,
    event: ControlEvent,
    answers: Mapping[str, Any],
    missing: frozenset[str],
    known: Mapping[str, Any],
) -> tuple[Ask, ...]:
    asks = open_questions(missing, known, answers, begun=has_begun(event), over=is_over(event))
    rows = items_of(session, event.id)
    settled = registry_statuses(session, event, rows)
    norms = tuple(norm_question(norm_name(row), item_words(row)) for row in rows if row.id not in settled)
    return (*asks, *norms)


def keep_answers(
    session: Session, event: ControlEvent, values: Mapping[str, Any], asks: tuple[Ask, ...], now: datetime
) -> None:
    """Keep answers to the questions shown; what was left open stays unknown.

    Raises:
        Invalid: an answer that cannot be read, or answers that cannot be true together.
    """
    typed = read_asked(asks, values, zone_of(event.region or None), now)
    before, chosen = kept(session, event.id)
    given = {name: plain(value) for name, value in typed.items()}
    answers = {name: value for name, value in (before | given).items() if value not in (None, "", [])}
    faults = check(session, event, answers).faults
    if faults:
        raise Invalid([_at_the_question(fault) for fault in faults])
    _store(session, event.id, {ANSWERS: answers, CHOSEN: chosen}, now)


def _at_the_question(fault: Fault) -> Fault:
    """Return a fault of EVENT.json at the question that fills its field."""
    key = (fault.field or "").partition("[")[0]
    asks = fixed_questions().get(key, ())
    return Fault(fault.code, asks[-1].name if asks else None, fault.message, fault.remedy)


def choose(session: Session, event: ControlEvent, code: str, now: datetime, *, taken: bool) -> None:
    """Put a point into the basis of an appeal, or take it out.

    Raises:
        Conflict: the check finds no such breach now.
    """
    answers, chosen = kept(session, event.id)
    breaches = {point.code for point in check(session, event, answers).of(Result.BREACH)}
    if taken and code not in breaches:
        raise Conflict(
            Text("Сейчас проверка такого нарушения не находит.", "The check finds no such breach now."),
            Text("Откройте её: ответы могли измениться.", "Open it: the answers may have changed."),
        )
    rest = [one for one in chosen if one != code and one in breaches]
    _store(session, event.id, {ANSWERS: answers, CHOSEN: [*rest, code] if taken else rest}, now)


def basis(session: Session, event: ControlEvent) -> list[Point]:
    """Return the points chosen for an appeal that the check still finds, the gravest first."""
    answers, chosen = kept(session, event.id)
    found = check(session, event, answers)
    return [point for level in LEVELS for point in found.of(Result.BREACH, level) if point.code in chosen]


def missing_words(finding: Finding) -> list[Text]:
    """Return in words what would settle a test; the answers of one field are named once."""
    questions = fixed_questions()
    keys = dict.fromkeys(name.partition("[")[0] for name in finding.missing)
    return [questions[key][0].label for key in keys if key in questions and key not in MARKS]


def _store(session: Session, event_id: str, held: dict[str, Any], now: datetime) -> None:
    row = session.get(EventAnswers, event_id) or EventAnswers(event_id=event_id, changed_at=now)
    row.check, row.changed_at = held, now
    session.add(row)
    session.flush()
