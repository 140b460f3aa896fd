"""Taking a step by a program: what its body says, read for the step that is open, and a file that proves it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import Field
from sqlmodel import Session

from backend.config import Settings
from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.files import INTERNAL, find_file, hand_over
from backend.control.cases.outside_adapters import adapter_of
from backend.control.cases.stepping import DAY, NUMBER, CaseSeen, asks_of_step, roles_of, take
from backend.control.models import EventFile
from backend.errors import Invalid, NotFound
from backend.permissions import Actor
from backend.web.calls import parts
from backend.web.forms import Input, read
from rules.faults import Fault, InputError
from rules.procedures import Step
from rules.shapes import unknown_key, wrong
from rules.text import Text

DAY_FIRST = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?")
STEP: dict[str, Any] = {
    "type": "object",
    "properties": {
        "fields": {"type": "object", "description": "As `fields` of the step says in the answer of the case"},
        "outside": {
            "type": "object",
            "description": "The official record; without it the step is a working copy, and the real term runs on",
            "properties": {
                "system": {"type": "string", "description": "As `outside` of the step says; may be left out"},
                "number": {"type": "string", "minLength": 1, "maxLength": 60},
                "date": {"type": "string", "format": "date"},
            },
            "required": ["number"],
            "additionalProperties": False,
        },
        "file": {"type": "string", "description": "Id of a file of yours that proves the step"},
    },
    "additionalProperties": False,
}


class OutsideInput(Input):
    """The official record of a step: its system, number and date."""

    system: str | None = None
    number: str = Field(min_length=1, max_length=60)
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a call says of a step."""

    fields: Mapping[str, Any]
    outside: OutsideInput | None
    file: str | None


def read_said(document: object) -> Said:
    """Return the body of a step.

    Raises:
        InputError: unknown keys, or parts of another type.
        Invalid: the official record is not complete.
    """
    given = parts(document, (), ("fields", "outside", "file"))
    fields, outside, file = given.get("fields"), given.get("outside"), given.get("file")
    faults = []
    if fields is not None and not isinstance(fields, dict):
        faults.append(wrong("fields", fields, "объект с полями шага", "an object with the fields of the step"))
    if outside is not None and not isinstance(outside, dict):
        faults.append(wrong("outside", outside, "объект с номером записи", "an object with the number of the record"))
    if file is not None and not isinstance(file, str):
        faults.append(wrong("file", file, "номер файла", "the id of a file"))
    for name in (NUMBER, DAY):
        if isinstance(fields, dict) and name in fields:
            faults.append(unknown_key(f"fields.{name}", name, ("outside.number", "outside.date")))
    if faults:
        raise InputError(faults)
    return Said(fields or {}, _outside(outside), file)


def _outside(given: dict[str, Any] | None) -> OutsideInput | None:
    if given is None:
        return None
    try:
        return read(OutsideInput, given)
    except Invalid as refusal:
        raise Invalid([moved(fault, "outside") for fault in refusal.faults]) from None


def act(
    session: Session, settings: Settings, seen: CaseSeen, actor: Actor, action: str, said: Said, now: datetime
) -> Step:
    """Take the step; in the demo its official record is made up where nobody names one, as on the pages.

    Raises:
        NotFound: it is not this side's.
        Conflict: it is not open now.
        Invalid: every fault of the body, with the name it has there.
        Changed: somebody moved the case meanwhile.
    """
    row = _row(seen, actor, action)
    if row is not None:
        check_days(asks_of_step(session, seen, row), said.fields)
        _check_outside(row, said.outside)
    values = dict(said.fields)
    if said.outside is not None:
        values |= {NUMBER: said.outside.number, DAY: said.outside.date}
    proof = prove(session, seen, actor, action, said.file, now) if said.file and row is not None else None
    try:
        return take(
            session,
            seen,
            actor,
            action,
            values,
            now,
            version=seen.case.version,
            file=proof,
            adapter=adapter_of(settings),
        )
    except Invalid as refusal:
        raise Invalid([_named(fault) for fault in refusal.faults]) from None


def _row(seen: CaseSeen, actor: Actor, action: str) -> Step | None:
    roles = roles_of(seen, actor)
    for step in seen.rows:
        if step.action == action and seen.case.state in step.froms and any(role in step.actors for role in roles):
            return step
    return None


def check_days(asks: Iterable[Ask], fields: Mapping[str, Any], where: str = "fields.") -> None:
    """Refuse days that are no text: numbers would pass for seconds since 1970.

    Raises:
        InputError: each with its field.
    """
    days = {ask.name for ask in asks if ask.kind in (AskKind.DATE, AskKind.MOMENT)}
    faults = [
        wrong(f"{where}{name}", value, "день, например 2026-11-28", "a day, such as 2026-11-28")
        for name, value in fields.items()
        if name in days and value not in ("", None) and not (isinstance(value, str) and DAY_FIRST.fullmatch(value))
    ]
    if faults:
        raise InputError(faults)


def _check_outside(row: Step, said: OutsideInput | None) -> None:
    """Refuse an official record where the step has none, or in another system."""
    if said is None:
        return
    if row.outside is None:
        message = Text("У этого шага нет официальной записи.", "This step has no official record.")
        raise InputError([Fault("no_outside", "outside", message, Text("Уберите outside.", "Leave outside out."))])
    if said.system not in (None, str(row.outside)):
        raise InputError([wrong("outside.system", said.system, f"«{row.outside}»", f"“{row.outside}”")])


def prove(session: Session, seen: CaseSeen, actor: Actor, action: str, file_id: str, now: datetime) -> str:
    """Return the hash of a file that this side added before; sent with a step of a shared case it is handed over."""
    cases = {seen.case.id, getattr(seen.case, "event_id", None) or seen.case.id}
    try:
        row = find_file(session, file_id, seen.side, cases)
    except NotFound:
        raise InputError([_no_file()]) from None
    if row.side is not seen.side:
        raise InputError([_no_file()])
    if row.handed_at is None:
        _give(session, seen, actor, action, row, now)
    return row.sha256


def _give(session: Session, seen: CaseSeen, actor: Actor, action: str, row: EventFile, now: datetime) -> None:
    row.procedure, row.case_id, row.part = seen.kind.procedure, seen.case.id, action
    session.add(row)
    if not seen.kind.own_copy(session, seen.case) and action not in INTERNAL:
        hand_over(session, row, actor.person_id or "", now)


def _no_file() -> Fault:
    message = Text("Такого вашего файла в деле нет.", "The case has no such file of yours.")
    return Fault("no_such_file", "file", message, Text("Сначала добавьте его.", "Add it first."))


def _named(fault: Fault) -> Fault:
    """Name a fault as the body does."""
    names = {NUMBER: "outside.number", DAY: "outside.date"}
    return replace(fault, field=names[fault.field]) if fault.field in names else moved(fault, "fields")


def moved(fault: Fault, where: str) -> Fault:
    """Return a fault under the name its place has in the body."""
    return replace(fault, field=f"{where}.{fault.field}" if fault.field else where)
