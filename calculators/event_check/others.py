"""Points beside the twelve: breaches of art. 37 and others, and what can be argued."""

from __future__ import annotations

from collections.abc import Iterator

from calculators.event_check.course import unnamed
from calculators.event_check.duration import check_duration
from calculators.event_check.event import Event
from calculators.event_check.findings import Finding, Level, Point, Result, breach, clean, unknown
from rules.control import allowed_actions, event_rules
from rules.text import Text

# Breaches that the business saw or did not see: (article, seen, not seen).
MARKS: dict[str, tuple[str, Text, Text]] = {
    "papers_held_by_state_asked": (
        "248-ФЗ, ст. 37 п. 6",
        Text("Требовали бумаги, которые уже есть у государства.", "Papers that the state already holds were demanded."),
        Text("Бумаг, которые есть у государства, не требовали.", "No papers that the state holds were demanded."),
    ),
    "papers_asked_before_start": (
        "248-ФЗ, ст. 37 п. 8",
        Text("Требовали бумаги до начала проверки.", "Papers were demanded before the start."),
        Text("До начала бумаг не требовали.", "No papers were demanded before the start."),
    ),
    "samples_over_norm": (
        "248-ФЗ, ст. 37 п. 4",
        Text("Пробы брали не по правилам или сверх нормы.", "Samples were taken against the rules or over the norm."),
        Text("Пробы брали по правилам.", "Samples were taken by the rules."),
    ),
    "tests_at_own_cost": (
        "248-ФЗ, ст. 37 п. 9",
        Text("Предложили провести проверку за ваш счёт.", "You were told to have the event done at your cost."),
        Text("За ваш счёт ничего не предлагали.", "Nothing was asked for at your cost."),
    ),
    "filming_hindered": (
        "248-ФЗ, ст. 37 п. 11",
        Text("Мешали снимать или записывать.", "Filming or recording was hindered."),
        Text("Снимать не мешали.", "Filming was not hindered."),
    ),
    "absent_without_notice": (
        "248-ФЗ, ст. 37 п. 3",
        Text("Проверяли без вас, хотя не уведомили.", "The event went on without you, and you had not been told."),
        Text("Без вас без уведомления не проверяли.", "The event did not go on without you untold."),
    ),
    "identity_not_shown": (
        "248-ФЗ, ст. 65 ч. 7",
        Text("Не показали удостоверение, решение или не назвали номер.", "Card, decision or number was not shown."),
        Text("Удостоверение и решение показали, номер назвали.", "Card and decision were shown, the number was told."),
    ),
}


def other_points(event: Event) -> tuple[Point, ...]:
    """Return the further breaches, and what was told of marks, in a fixed order.

    Source: 248-ФЗ art. 37, 64(1), 65(2), 65(7), 95(1).
    """
    return tuple(
        Point(code, finding)
        for code, finding in (
            *_people(event),
            *_actions(event),
            *_terms(event),
            *_norms(event),
            *_kind(event),
            *_marks(event),
        )
    )


def _people(event: Event) -> Iterator[tuple[str, Finding]]:
    if event.people_named is None or event.people_present is None:
        return
    extra = ", ".join(person.name for person in unnamed(event) if person.role != "witness")
    if extra:
        yield (
            "person_not_in_decision",
            breach(
                "248-ФЗ, ст. 37 п. 2, ст. 64 ч. 1 п. 5",
                f"Участвовали, но в решении не названы: {extra}.",
                f"Took part, yet the decision does not name them: {extra}.",
                Level.OTHER,
            ),
        )


def _actions(event: Event) -> Iterator[tuple[str, Finding]]:
    titles = event_rules().actions
    if event.actions is None:
        return
    if event.actions_in_decision is not None:
        extra = [titles[code].title for code in event.actions if code not in event.actions_in_decision]
        if extra:
            yield (
                "action_not_in_decision",
                _listed("248-ФЗ, ст. 37 п. 2, ст. 64 ч. 1 п. 10", extra, "в решении", "the decision"),
            )
    type_ = event.control_type
    if event.kind is None or type_ is None:
        return
    statute, own = allowed_actions(event.kind), allowed_actions(event.kind, type_)
    extra = [titles[code].title for code in event.actions if code in statute and code not in own]
    if extra:
        clause = type_.event_kinds[event.kind].actions.clause
        article = f"248-ФЗ, ст. 65 ч. 2; {type_.source(clause)}"
        yield "action_not_in_type", _listed(article, extra, "в положении", "the act of the type")


def _listed(article: str, titles: list[Text], where: str, where_en: str) -> Finding:
    ru, en = ", ".join(title.ru for title in titles), ", ".join(title.en for title in titles)
    return breach(article, f"Этих действий нет {where}: {ru}.", f"Not in {where_en}: {en}.", Level.OTHER)


def _terms(event: Event) -> Iterator[tuple[str, Finding]]:
    found = check_duration(event)
    if found.result is Result.BREACH:
        yield (
            "term_exceeded",
            breach("248-ФЗ, ст. 37 п. 10", found.evidence.ru, found.evidence.en, Level.OTHER),
        )


def _norms(event: Event) -> Iterator[tuple[str, Finding]]:
    said = ", ".join(norm.name for norm in event.norms or () if norm.status == "not_applicable")
    if said:
        yield (
            "norm_not_applicable",
            breach(
                "248-ФЗ, ст. 91 ч. 2 п. 6, ст. 64 ч. 1 п. 11",
                f"Требование настоящее, но этого объекта не касается: {said}.",
                f"A real requirement that does not concern this object: {said}.",
                Level.ARGUABLE,
            ),
        )


def _kind(event: Event) -> Iterator[tuple[str, Finding]]:
    """A kind that the act of the type does not provide for (56(4)); an on-site repeat of another kind (95(1))."""
    if (
        event.ground == "PRESCRIPTION_EXPIRED"
        and event.kind == "ON_SITE"
        and event.original_kind not in (None, "ON_SITE")
    ):
        yield (
            "onsite_after_other_kind",
            breach(
                "248-ФЗ, ст. 95 ч. 1",
                "Предписание выдали не по выездной проверке, поэтому и проверять его надо не выездной.",
                "The prescription did not follow an on-site inspection, so an on-site one cannot check it.",
                Level.OTHER,
            ),
        )
    type_, kind = event.control_type, event_rules().kinds.get(event.kind or "")
    if (
        type_ is None
        or kind is None
        or not type_.event_kinds
        or not kind.needs_ground
        or kind.code in type_.event_kinds
    ):
        return
    yield (
        "kind_not_in_type",
        breach(
            f"248-ФЗ, ст. 56 ч. 4; {type_.source()}",
            f"Положение о виде контроля такого события не называет: {kind.title.ru}.",
            f"The act of the type does not name this kind: {kind.title.en}.",
            Level.OTHER,
        ),
    )


def _marks(event: Event) -> Iterator[tuple[str, Finding]]:
    for code, (article, seen, not_seen) in MARKS.items():
        if code not in event.marks:
            continue
        mark = event.marks[code]
        if mark is None:
            yield code, unknown(article, "Не известно.", "Not known.", (code,))
        else:
            text = seen if mark else not_seen
            make = breach(article, text.ru, text.en, Level.OTHER) if mark else clean(article, text.ru, text.en)
            yield code, make
