"""Reads event_kinds.yaml and frequency.yaml: all faults at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rules import shapes
from rules.control import building
from rules.control.events import (
    AbsenceCause,
    Action,
    ApprovalRule,
    ContactRule,
    DurationRule,
    EventKind,
    EventRules,
    Ground,
    HoursCap,
    Moratorium,
    NoticeRule,
    PreventiveKind,
    SpecialCase,
)
from rules.control.type_shapes import CATEGORY, CATEGORY_RULE
from rules.control.types import RiskCategory
from rules.faults import Fault, InputError
from rules.shapes import Check, boolean, both, choice, list_of, mapping, text
from rules.strict_yaml import line_of, read_yaml
from rules.terms import DayKind, Term
from rules.text import Text

HERE = Path(__file__).parent
LAW = "248-ФЗ"
Raw = Mapping[str, Any]

_NAMED: dict[str, Check] = {"code": text, "title": both, "article": text}
_NEEDED = ("code", "title", "article")
_LIMIT = mapping(
    {"amount": shapes.number(1, whole=True), "unit": choice(*DayKind), "article": text}, ("amount", "unit", "article")
)
_KIND = mapping(
    _NAMED
    | {
        "contact": boolean,
        "special": boolean,
        "remote": boolean,
        "notice": mapping({"hours": shapes.number(1, whole=True), "none": boolean, "article": text}, ("article",)),
        "max_term": mapping(
            {
                "amount": shapes.number(1, whole=True),
                "unit": choice(*DayKind),
                "counts_start": boolean,
                "usual": boolean,
                "limit": _LIMIT,
                "pauses_for_papers": boolean,
                "article": text,
            },
            ("article",),
        ),
        "contact_max": mapping(
            {
                "hours": shapes.number(0),
                "working_days": shapes.number(1, whole=True),
                "unplanned_only": boolean,
                "article": text,
            },
            ("hours", "unplanned_only", "article"),
        ),
        "hours_caps": list_of(
            mapping(
                {
                    "size": choice("micro", "small"),
                    "ground": text,
                    "except_grounds": list_of(text),
                    "hours": shapes.number(1),
                    "article": text,
                },
                ("size", "hours", "article"),
            )
        ),
        "actions": list_of(text),
        "actions_article": text,
        "documents_on_site_only": boolean,
        "approval": mapping(
            {
                "when": choice("unplanned", "always", "never"),
                "except_grounds": list_of(text),
                "except_cases": list_of(text),
                "article": text,
            },
            ("when", "article"),
        ),
    },
    (*_NEEDED, "contact", "actions", "actions_article", "approval"),
)
EVENT_KINDS = mapping(
    {
        "checked_in": text,
        "actions": list_of(mapping(_NAMED | {"words": list_of(text)}, (*_NEEDED, "words"))),
        "grounds": list_of(mapping(_NAMED | {"planned": boolean}, _NEEDED)),
        "kinds": list_of(_KIND),
        "cases": list_of(
            mapping(
                _NAMED
                | {"grounds": list_of(text), "any_kind": boolean, "no_notice": boolean, "requires": boolean}
                | {"types": shapes.anything, "registered_later": boolean, "unread": boolean},
                _NEEDED,
            )
        ),
        "absence": list_of(mapping({"code": text, "title": both, "seen_in": text}, ("code", "title"))),
        "preventive": list_of(mapping(_NAMED | {"compulsory_for_state": boolean}, _NEEDED)),
    },
    ("checked_in", "actions", "grounds", "kinds", "cases", "absence", "preventive"),
)
FREQUENCY = mapping(
    {
        "categories": list_of(CATEGORY_RULE),
        "moratorium": mapping(
            {
                "from": shapes.day,
                "until": shapes.day,
                "categories": list_of(CATEGORY),
                "facts": list_of(text),
                "act": text,
                "verified": boolean,
                "checked_in": text,
            },
            ("from", "until", "categories", "facts", "act", "verified", "checked_in"),
        ),
    },
    ("categories", "moratorium"),
)


@cache
def event_rules() -> EventRules:
    """Return kinds, actions, grounds, frequencies and the moratorium of the project.

    >>> event_rules().kinds["ON_SITE"].notice.hours
    24
    """
    return read_event_rules(HERE)


def read_event_rules(folder: Path) -> EventRules:
    """Return the rules of events in `folder`.

    Raises:
        InputError: every fault of both files.
    """
    kinds, faults = _read(folder / "event_kinds.yaml", EVENT_KINDS, _links)
    frequency, others = _read(folder / "frequency.yaml", FREQUENCY, lambda raw: ())
    if faults or others:
        raise InputError([*faults, *others])
    return EventRules(
        actions=_by_code(kinds["actions"], lambda row: Action(*_named(row), tuple(row["words"]))),
        grounds=_by_code(kinds["grounds"], lambda row: Ground(*_named(row), bool(row.get("planned")))),
        kinds=_by_code(kinds["kinds"], _kind),
        cases=_by_code(kinds["cases"], _case),
        absence=_by_code(
            kinds["absence"], lambda row: AbsenceCause(row["code"], Text(**row["title"]), row.get("seen_in") or "")
        ),
        preventive=_by_code(
            kinds["preventive"], lambda row: PreventiveKind(*_named(row), bool(row.get("compulsory_for_state")))
        ),
        frequency=building.category_rules(frequency["categories"]),
        moratorium=_moratorium(frequency["moratorium"]),
    )


def _read(path: Path, check: Check, more: Callable[[Raw], Iterable[Fault]]) -> tuple[Any, list[Fault]]:
    document, faults = read_yaml(path.read_text(encoding="utf-8"))
    if not faults:
        check(document, "", faults)
    if not faults and isinstance(document, dict):
        faults += more(document)
    return document, [
        replace(fault, file=path.name, line=fault.line or line_of(document, fault.field or "")) for fault in faults
    ]


def _links(raw: Raw) -> Iterable[Fault]:
    """Every action, ground and case that a kind names has to be declared."""
    known = {name: [row["code"] for row in raw[name]] for name in ("actions", "grounds", "cases")}
    for number, kind in enumerate(raw["kinds"]):
        approval = kind["approval"]
        named = {"actions": kind["actions"], "grounds": approval.get("except_grounds") or ()}
        for name, codes in {**named, "cases": approval.get("except_cases") or ()}.items():
            for code in codes:
                if code not in known[name]:
                    yield shapes.unknown_code(f"kinds[{number}]", code, known[name])
    kinds = [row["code"] for row in raw["kinds"]]
    for number, case in enumerate(raw["cases"]):
        for kind in case.get("types") or ():
            if kind not in kinds:
                yield shapes.unknown_code(f"cases[{number}].types", kind, kinds)


def _by_code(rows: Iterable[Raw], build: Callable[[Raw], Any]) -> Mapping[str, Any]:
    return MappingProxyType({row["code"]: build(row) for row in rows})


def _named(row: Raw) -> tuple[str, Text, str]:
    return row["code"], Text(**row["title"]), _article(row["article"])


def _article(place: str) -> str:
    return f"{LAW}, {place}"


def _kind(row: Raw) -> EventKind:
    code, title, article = _named(row)
    return EventKind(
        code=code,
        title=title,
        article=article,
        contact=row["contact"],
        special=bool(row.get("special")),
        remote=bool(row.get("remote")),
        notice=_notice(row.get("notice")),
        max_term=_duration(row.get("max_term"), code),
        contact_max=_contact(row.get("contact_max")),
        hours_caps=tuple(map(_cap, row.get("hours_caps") or ())),
        actions=tuple(row["actions"]),
        actions_article=_article(row["actions_article"]),
        documents_on_site_only=bool(row.get("documents_on_site_only")),
        approval=_approval(row["approval"]),
    )


def _notice(row: Raw | None) -> NoticeRule | None:
    return NoticeRule(row.get("hours"), _article(row["article"])) if row else None


def _duration(row: Raw | None, code: str) -> DurationRule | None:
    if not row:
        return None
    article = _article(row["article"])
    term = _term(row, article, code) if row.get("amount") else None
    limit = _term(row["limit"], _article(row["limit"]["article"]), code) if row.get("limit") else None
    return DurationRule(term, bool(row.get("usual")), limit, bool(row.get("pauses_for_papers")), article)


def _term(row: Raw, article: str, code: str) -> Term:
    counts_start, key = bool(row.get("counts_start")), f"event.max.{code.lower()}"
    return Term(row["amount"], DayKind(row["unit"]), article, verified=True, key=key, counts_start=counts_start)


def _contact(row: Raw | None) -> ContactRule | None:
    if not row:
        return None
    return ContactRule(Decimal(row["hours"]), row.get("working_days"), row["unplanned_only"], _article(row["article"]))


def _cap(row: Raw) -> HoursCap:
    excepted = tuple(row.get("except_grounds") or ())
    return HoursCap(row["size"], row.get("ground"), Decimal(row["hours"]), _article(row["article"]), excepted)


def _approval(row: Raw) -> ApprovalRule:
    grounds, cases = row.get("except_grounds") or (), row.get("except_cases") or ()
    return ApprovalRule(row["when"], tuple(grounds), tuple(cases), _article(row["article"]))


def _case(row: Raw) -> SpecialCase:
    grounds = tuple(row.get("grounds") or ())
    types = MappingProxyType({kind: tuple(codes) for kind, codes in (row.get("types") or {}).items()})
    any_kind, no_notice, requires = (bool(row.get(name)) for name in ("any_kind", "no_notice", "requires"))
    later, unread = bool(row.get("registered_later")), bool(row.get("unread"))
    return SpecialCase(*_named(row), grounds, any_kind, no_notice, requires, types, later, unread)


def _moratorium(row: Raw) -> Moratorium:
    first, last = shapes.as_date(row["from"]), shapes.as_date(row["until"])
    if first is None or last is None:
        raise ValueError("the moratorium has no dates")
    categories = tuple(RiskCategory(code) for code in row["categories"])
    return Moratorium(first, last, categories, tuple(row["facts"]), row["act"], row["verified"], row["checked_in"])
