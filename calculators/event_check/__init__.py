"""«Check the check»: the twelve tests of 248-ФЗ art. 91(2) and further points, from what is known of one event."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from calculators.event_check import course, grounds, timing
from calculators.event_check.duration import check_duration
from calculators.event_check.event import Event
from calculators.event_check.findings import EventCheck, Finding, GrossTest, Level, Point, Result, unknown
from calculators.event_check.others import other_points
from calculators.event_check.reading import read_event
from rules.text import Text

__all__ = [
    "Event",
    "EventCheck",
    "Finding",
    "GrossTest",
    "Level",
    "Point",
    "Result",
    "check_event",
    "event_check_document",
]

# In the order of 91(2): code, what is tested, the test.
TESTS: tuple[tuple[str, Text, Callable[[Event], Finding]], ...] = (
    ("ground", Text("Есть основание", "There is a ground"), grounds.check_ground),
    ("approval", Text("Прокурор согласовал", "The prosecutor approved"), grounds.check_approval),
    ("notice", Text("Уведомили вовремя", "Notice came in time"), timing.check_notice),
    ("frequency", Text("Не чаще, чем можно", "Not too often"), timing.check_frequency),
    ("plan", Text("Есть в плане", "Stands in the plan"), grounds.check_plan),
    ("norms", Text("Оценивали требования", "Requirements were assessed"), course.check_norms),
    ("people", Text("Участвовали те, кому можно", "The right people took part"), course.check_people),
    ("duration", Text("Уложились в срок", "Kept within the time"), check_duration),
    ("actions", Text("Действия предусмотрены", "Actions are provided for"), course.check_actions),
    ("act", Text("Акт показали", "The act was shown"), course.check_act),
    ("register", Text("Есть в ЕРКНМ", "Stands in the register"), course.check_register),
    ("papers", Text("Лишнего не требовали", "Nothing beside the subject"), course.check_papers),
)


def check_event(event: Event) -> EventCheck:
    """Return what the twelve tests of 91(2) and the further points say of an event.

    Unknown facts give unknown answers; a breach rests on known facts alone.
    Source: 248-ФЗ art. 91(2), 37.

    >>> found = check_event(read_event({"kind": "ON_SITE", "registry_number": ""}))
    >>> found.tests[10].finding.result.value, found.tests[2].finding.missing
    ('breach', ('notice_at', 'start'))
    """
    if event.outside_law and event.control_type:
        return _outside(event.control_type.other_law or event.control_type.title)
    if event.law_open:
        return _law_open()
    tests = tuple(GrossTest(n, code, title, test(event)) for n, (code, title, test) in enumerate(TESTS, 1))
    return EventCheck(tests, other_points(event))


def event_check_document(document: object) -> dict[str, Any]:
    """Return the answer of `yasno event-check` to EVENT.json.

    Raises:
        InputError: every fault of the document.

    >>> event_check_document({"act_shown": True})["tests"][9]["result"]
    'clean'
    """
    return check_event(read_event(document)).as_dict()


def _outside(law: Text) -> EventCheck:
    """248-ФЗ does not govern the event: its article 91 says nothing of it."""
    article = "248-ФЗ, ст. 2"
    none = unknown(article, f"248-ФЗ здесь не применяется. {law.ru}.", f"248-ФЗ does not apply here. {law.en}.")
    tests = tuple(GrossTest(n, code, title, none) for n, (code, title, _) in enumerate(TESTS, 1))
    return EventCheck(tests, (), none.evidence)


def _law_open() -> EventCheck:
    """248-ФЗ governs this control only where there is interaction: until the kind is known nothing is settled."""
    ru = "Вид проверки не известен, а от него зависит, действует ли здесь 248-ФЗ."
    en = "The kind of event is not known, and it decides whether 248-ФЗ applies here."
    none = unknown("248-ФЗ, ст. 2", ru, en, ("kind",))
    return EventCheck(tuple(GrossTest(n, code, title, none) for n, (code, title, _) in enumerate(TESTS, 1)), ())
