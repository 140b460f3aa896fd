"""Reads APPEAL.json: closed keys, real times; null is unknown; every fault at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from calculators.appeal.addressee import is_head
from calculators.appeal.shapes import (
    Author,
    AuthorRole,
    BodyLevel,
    BodyNode,
    Channel,
    EarlierAppeal,
    EarlierOutcome,
    FiledBy,
    Filer,
    FilerKind,
    Filing,
    FoundBreach,
    MotionOutcome,
    Signature,
    Subject,
    Told,
    Truth,
    When,
)
from calculators.appeal.suggesting import breaches
from calculators.checks import Fields
from calculators.event_check import check_event
from calculators.event_check.reading import read_event
from rules.control import Regime, control_type, control_types
from rules.control.grounds import appeal_grounds
from rules.faults import InputError
from rules.nearest import nearest
from rules.reading_terms import read_region_zones

TRUTHS = (
    *("pretrial_applies", "interaction", "fine", "warning", "state_secret", "court_only", "restore_motion"),
    *("stay_motion", "insulting", "withdrawn", "court_decision", "new_arguments"),
)
WORDS = (
    *("addressee", "contested", "event_number", "object_number", "arguments", "contact_way", "decision_way"),
    "restore_reason",
)
TIMES = ("learned_on", "received_on", "filed_at", "proof_at", "registered_at")
OTHERS = (
    *("control_type", "regime", "subject", "filer", "author", "bodies", "channel", "demands", "grounds"),
    *("restore_outcome", "earlier", "authority_region", "business_region", "event"),
)
FILER_WORDS, FILER_TRUTHS = (
    ("name", "address", "representative", "proxy"),
    (*("controlled_person", "proxy_covers", "delegated"),),
)
AUTHOR_KEYS, BODY_KEYS = ("body", "role", "person", "body_name"), ("id", "level", "head", "collegial", "parent", "name")
EARLIER_KEYS = ("same_subject", "same_grounds", "outcome", "refusal_ground", "bars_repeat")
TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?([+-][0-9]{2}:[0-9]{2}|Z))?", re.ASCII
)
YEARS = range(1990, 2101)
Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal of a document, and the bodies that are known."""

    filing: Filing
    chain: Mapping[str, BodyNode]


def keys() -> tuple[str, ...]:
    """Return every key APPEAL.json may have.

    >>> "proof_at" in keys(), "nine" in keys()
    (True, False)
    """
    return (*OTHERS, *TRUTHS, *WORDS, *TIMES)


def read_appeal(document: object) -> Appeal:
    """Return the appeal a document describes; a key that is not there, or null, is unknown.

    Raises:
        InputError: every fault, with its field.

    >>> read_appeal({"subject": "ACT", "filer": {"kind": "ooo"}}).filing.filer.kind.organisation
    True
    """
    fields = Fields(document)
    fields.only(keys())
    chain = _bodies(fields)
    type_code = _code(fields, "control_type", control_types())
    filing = Filing(
        control_type=control_type(type_code) if type_code else None,
        regime=_enum(fields, "regime", Regime),
        subject=_enum(fields, "subject", Subject),
        filer=_filer(fields),
        author=_author(fields),
        channel=_enum(fields, "channel", Channel),
        demands=fields.texts("demands"),
        grounds=_grounds(fields),
        restore_outcome=_enum(fields, "restore_outcome", MotionOutcome),
        earlier=_earlier(fields),
        authority_region=_code(fields, "authority_region", read_region_zones()),
        business_region=_code(fields, "business_region", read_region_zones()),
        breaches=_breaches(fields),
        **_plain(fields),
    )
    _contradictions(fields, filing, chain)
    fields.finish()
    return Appeal(filing, chain)


def _plain(fields: Fields) -> dict[str, Any]:
    """Return the fields that are yes or no, words, or times."""
    truths = {name: _truth(fields, name) for name in TRUTHS}
    words = {name: _words(fields, name) for name in WORDS}
    return {**truths, **words, **{name: _when(fields, name) for name in TIMES}}


def _code(fields: Fields, name: str, known: Iterable[str]) -> str | None:
    value, names = fields.document.get(name), [str(one) for one in known]
    if value is None or value in names:
        return value
    near = nearest(str(value), names)
    hint, hint_en = (f"; может быть, «{near}»", f"; perhaps “{near}”") if near else ("", "")
    said = ", ".join(names)
    ru, en = f"значения «{value}» нет{hint}; есть: {said}", f"there is no “{value}”{hint_en}; there are: {said}"
    fields.refuse("not_a_choice", name, ru, en)
    return None


def _enum(fields: Fields, name: str, codes: type[Code]) -> Code | None:
    value = _code(fields, name, codes)
    return None if value is None else codes(value)


def _truth(fields: Fields, name: str) -> Truth:
    value = fields.document.get(name)
    if value is None or isinstance(value, bool):
        return value
    fields.refuse("not_a_boolean", name, "нужно true, false или null", "true, false or null is needed")
    return None


def _words(fields: Fields, name: str) -> str | None:
    """Return words; "" says that there are none."""
    value = fields.document.get(name)
    if value is None or isinstance(value, str):
        return value
    fields.refuse("not_a_text", name, "нужен текст в кавычках", "a text in quotes is needed")
    return None


def _when(fields: Fields, name: str) -> When | None:
    """Return a day, or a time with its zone: without one the second is not settled."""
    value = fields.document.get(name)
    if value is None:
        return None
    try:
        if not isinstance(value, str) or not TIME.fullmatch(value):
            raise ValueError
        found = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
        if found.year not in YEARS:
            raise ValueError
        return found
    except ValueError:
        ru = "нужны время с поясом («2026-11-30T10:00+03:00») или день («2026-11-30»)"
        en = "a time with its zone is needed (“2026-11-30T10:00+03:00”), or a day (“2026-11-30”)"
        fields.refuse("not_a_time", name, ru, en)
        return None


def _filer(fields: Fields) -> Filer:
    inner = fields.inner("filer")
    if inner is None:
        return Filer()
    inner.only(("kind", "by", "signature", *FILER_WORDS, *FILER_TRUTHS))
    plain: dict[str, Any] = {name: _words(inner, name) for name in FILER_WORDS}
    plain |= {name: _truth(inner, name) for name in FILER_TRUTHS}
    return Filer(
        kind=_enum(inner, "kind", FilerKind),
        by=_enum(inner, "by", FiledBy),
        signature=_enum(inner, "signature", Signature),
        **plain,
    )


def _author(fields: Fields) -> Author:
    inner = fields.inner("author")
    if inner is None:
        return Author()
    inner.only(AUTHOR_KEYS)
    role = _enum(inner, "role", AuthorRole)
    return Author(_words(inner, "body"), role, _words(inner, "person"), _words(inner, "body_name"))


def _bodies(fields: Fields) -> dict[str, BodyNode]:
    found: dict[str, BodyNode] = {}
    for row in fields.rows("bodies"):
        row.only(BODY_KEYS)
        id_, level = row.text("id"), row.choice("level", list(BodyLevel))
        parent: str | Told | None = _words(row, "parent")
        if id_ in found or parent == id_:
            ru, en = "id повторяется или орган стоит над собой", "the id repeats, or the body stands over itself"
            row.refuse("repeated", "id", ru, en)
        if level is None:
            continue
        found[id_] = BodyNode(
            id=id_,
            level=BodyLevel(level),
            head=_words(row, "head"),
            collegial=_truth(row, "collegial"),
            parent=Told.NONE if parent == Told.NONE else parent,
            name=_words(row, "name") or "",
        )
    return found


def _grounds(fields: Fields) -> tuple[str, ...] | None:
    found = fields.texts("grounds")
    for index, code in enumerate(found or ()):
        if code in appeal_grounds():
            continue
        near = nearest(code, appeal_grounds())
        hint, hint_en = (f"; может быть, «{near}»", f"; perhaps “{near}”") if near else ("", "")
        ru, en = f"основания «{code}» в каталоге нет{hint}", f"the catalogue has no ground “{code}”{hint_en}"
        fields.refuse("not_a_choice", f"grounds[{index}]", ru, en)
    return found


def _earlier(fields: Fields) -> tuple[EarlierAppeal, ...] | None:
    if fields.document.get("earlier") is None:
        return None
    return tuple(_one_earlier(row) for row in fields.rows("earlier"))


def _one_earlier(row: Fields) -> EarlierAppeal:
    row.only(EARLIER_KEYS)
    outcome, ground = _enum(row, "outcome", EarlierOutcome), row.whole("refusal_ground", least=1, most=9)
    if ground is not None and outcome not in (None, EarlierOutcome.REFUSED):
        ru, en = "основание отказа есть, а отказа нет", "there is a ground of refusal and no refusal"
        row.refuse("contradiction", "refusal_ground", ru, en)
    truths = {name: _truth(row, name) for name in ("same_subject", "same_grounds", "bars_repeat")}
    return EarlierAppeal(outcome=outcome, refusal_ground=ground, **truths)


def _breaches(fields: Fields) -> tuple[FoundBreach, ...]:
    """Return what «check the check» finds in `event`, a document of its own; its faults name the field inside."""
    event = fields.document.get("event")
    if event is None:
        return ()
    try:
        return breaches(check_event(read_event(event)))
    except InputError as refusal:
        fields.faults.extend(replace(fault, field=f"event.{fault.field}") for fault in refusal.faults)
        return ()


def _contradictions(fields: Fields, filing: Filing, chain: Mapping[str, BodyNode]) -> None:
    """Refuse what cannot be true together."""
    type_, author = filing.control_type, filing.author
    if type_ and filing.regime not in (None, type_.regime):
        ru, en = f"у этого вида контроля режим {type_.regime.value}", f"this type has the regime {type_.regime.value}"
        fields.refuse("contradiction", "regime", ru, en)
    if filing.restore_motion is False and filing.restore_outcome is not None:
        ru, en = "ходатайства не было, а решение о нём есть", "there was no motion, and yet a decision on it"
        fields.refuse("contradiction", "restore_outcome", ru, en)
    node = chain.get(author.body or "")
    if node and author.role in (AuthorRole.OFFICIAL, AuthorRole.DEPUTY) and is_head(author, node):
        ru, en = "это руководитель органа: укажите роль head", "this is the head of the body: give the role head"
        fields.refuse("contradiction", "author.role", ru, en)
    _order(fields, filing)


def _order(fields: Fields, filing: Filing) -> None:
    """Nothing is filed before it became known; a day may differ by one from zone to zone."""
    if filing.anchor is None:
        return
    for name in ("filed_at", "proof_at", "registered_at"):
        moment = getattr(filing, name)
        if moment is not None and (_day(filing.anchor) - _day(moment)).days > 1:
            ru, en = "раньше, чем стало известно о решении", "before the act became known"
            fields.refuse("contradiction", name, ru, en)


def _day(moment: When) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
