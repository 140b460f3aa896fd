"""Which keys an entry of a requirement file has, and what stands in them (the table), entry by entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rules import shapes
from rules.conditions import Condition, parse_condition
from rules.facts import Vocabulary
from rules.faults import Fault
from rules.shapes import both, choice, list_of, mapping, text, unknown_code
from rules.text import Text

RANGE = shapes.rising(2)

ENTRY = mapping(
    {
        "id": text,
        "title": both,
        "plain": both,
        "official": text,
        "official_edition": text,
        "kind": choice("condition", "limit", "ban", "duty"),
        "specificity": choice("concrete", "framework"),
        "applies_when": shapes.anything,
        "act": mapping({"type": text, "number": text, "date": shapes.day, "title": text}, ("type", "number", "date")),
        "provision": text,
        "in_force": mapping({"from": shapes.day, "until": shapes.day, "replaces": text}),
        "authority": text,
        "assessment": list_of(
            choice("control", "liability", "licence", "permit", "notification", "conformity", "accreditation")
        ),
        "sanctions": list_of(
            mapping(
                {
                    "article": text,
                    "citizen": RANGE,
                    "ip": RANGE,
                    "official": RANGE,
                    "company": RANGE,
                    "note": shapes.note,
                },
                required=("article",),
            )
        ),
        "steps": list_of(both),
        "evidence": list_of(both),
        "recurrence": mapping(
            {
                "mode": choice("one_off", "recurring", "ongoing", "on_event"),
                "times_per_year": shapes.times,
                "due": list_of(shapes.due_day),
            },
            required=("mode",),
        ),
        "effort": mapping(
            {
                "one_off_hours": shapes.amount_or_three,
                "hours_per_time": shapes.amount_or_three,
                "one_off_rub": shapes.amount_or_three,
                "rub_per_time": shapes.amount_or_three,
                "basis": text,
            }
        ),
        "life": choice("planning", "opening", "running", "changing", "closing"),
        "situations": list_of(text),
        "overlaps": list_of(
            mapping(
                {"with": text, "kind": choice("duplicate", "contradiction", "overlap"), "note": shapes.note},
                required=("with", "kind"),
            )
        ),
        "case_applies": shapes.map_of(shapes.anything),
        "case_not": shapes.map_of(shapes.anything),
        "verified": shapes.boolean,
        "checked_in": text,
        "confidence": choice("high", "medium", "low"),
        "replaced_by": text,
    },
    required=("id", "title", "applies_when", "act", "provision"),
)


@dataclass(frozen=True, slots=True)
class World:
    """What entries refer to; None = that list is not known, so nothing is checked against it."""

    vocabulary: Vocabulary | None
    authorities: Mapping[str, object] | None
    situations: Mapping[str, object] | None
    ids: frozenset[str] | None
    # Facts whose own description is faulty: faults that come from them alone are not repeated.
    broken_facts: frozenset[str] = frozenset()


def check_entry(entry: object, world: World) -> tuple[Condition | None, list[Fault]]:
    """Return the entry's condition (None if it cannot be read) and every fault of the entry."""
    faults: list[Fault] = []
    ENTRY(entry, "", faults)
    if not isinstance(entry, Mapping):
        return None, faults
    condition = _condition(entry, world, faults)
    _check_dates(entry, faults)
    _check_codes(entry, world, faults)
    _check_overlaps(entry, world, faults)
    return condition, faults


def _condition(entry: Mapping[str, object], world: World, faults: list[Fault]) -> Condition | None:
    raw = entry.get("applies_when")
    if raw is None:
        return None
    condition, found = parse_condition(raw, world.vocabulary, "applies_when")
    faults.extend(fault for fault in found if _fact_at(entry, fault.field) not in world.broken_facts)
    return condition if not found else None


def _fact_at(entry: object, field: str | None) -> object:
    value, fact = entry, None
    for step in (field or "").replace("[", ".[").split("."):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and step[1:-1].isdigit() and int(step[1:-1]) < len(value):
            value = value[int(step[1:-1])]
        if isinstance(value, Mapping) and "fact" in value:
            fact = value["fact"]
    return fact if isinstance(fact, str) else None


def _check_dates(entry: Mapping[str, object], faults: list[Fault]) -> None:
    span = entry.get("in_force")
    if not isinstance(span, Mapping):
        return
    first, last = shapes.as_date(span.get("from")), shapes.as_date(span.get("until"))
    if first and last and last < first:
        faults.append(
            Fault(
                "wrong_order",
                "in_force.until",
                Text(
                    f"Последний день {last} раньше первого {first}.",
                    f"The last day {last} is before the first {first}.",
                ),
                Text("Проверьте обе даты: from и until.", "Check both dates: from and until."),
            )
        )


def _check_codes(entry: Mapping[str, object], world: World, faults: list[Fault]) -> None:
    authority, situations = entry.get("authority"), entry.get("situations")
    if world.authorities is not None and isinstance(authority, str) and authority not in world.authorities:
        faults.append(unknown_code("authority", authority, world.authorities))
    if world.situations is None or not isinstance(situations, list):
        return
    for index, code in enumerate(situations):
        if isinstance(code, str) and code not in world.situations and code != "all":
            faults.append(unknown_code(f"situations[{index}]", code, world.situations))


def _check_overlaps(entry: Mapping[str, object], world: World, faults: list[Fault]) -> None:
    overlaps = entry.get("overlaps")
    for index, overlap in enumerate(overlaps if isinstance(overlaps, list) else ()):
        other = overlap.get("with") if isinstance(overlap, Mapping) else None
        if not isinstance(other, str):
            continue
        if other == entry.get("id"):
            faults.append(shapes.wrong(f"overlaps[{index}].with", other, "id другой записи", "the id of another entry"))
        elif world.ids is not None and other not in world.ids:
            faults.append(unknown_code(f"overlaps[{index}].with", other, sorted(world.ids)))
