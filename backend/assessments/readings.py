"""Readings that a business's program sends of a requirement: done, in order, a measured value. For itself alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator
from sqlmodel import Session, col, select

from backend.assessments.models import Reading
from backend.assessments.turns import take_turn
from backend.errors import Invalid
from backend.law import current_law
from backend.web.forms import Input
from rules.faults import Fault, InputError
from rules.text import Text

# Of one requirement the newest so many are kept.
MOST_KEPT = 500
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
# Clocks of programs go a little ahead.
AHEAD = timedelta(minutes=5)
NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?", re.ASCII)
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})")


def _as_text(value: object) -> object:
    """Return yes or no of a boolean, a number with its digits."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return format(value, "f") if isinstance(value, Decimal) else str(value) if isinstance(value, int) else value


def _moment(value: object) -> object:
    if isinstance(value, datetime) or (isinstance(value, str) and MOMENT.fullmatch(value)):
        return value
    message = Text("Нужен момент с часовым поясом.", "A moment with its time zone is needed.")
    remedy = Text("Например 2026-11-28T09:00:00+03:00.", "Such as 2026-11-28T09:00:00+03:00.")
    raise InputError([Fault("moment", None, message, remedy)])


class ReadingInput(Input):
    """A reading: `done` and `state` are yes or no, `measure` is a number."""

    requirement: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    kind: Literal["done", "state", "measure"]
    value: Annotated[str, StringConstraints(min_length=1, max_length=40), BeforeValidator(_as_text)] = Field(
        description="done, state: true, false, yes, no; measure: a decimal"
    )
    at: Annotated[datetime, BeforeValidator(_moment)]
    source: Annotated[str, StringConstraints(max_length=100)] = ""

    @model_validator(mode="after")
    def fits(self) -> ReadingInput:
        """Refuse a value that is not of the kind."""
        fits = NUMBER.fullmatch(self.value) if self.kind == "measure" else self.value in ("yes", "no")
        if not fits:
            wanted, wanted_en = ("число", "a number") if self.kind == "measure" else ("«yes» или «no»", "yes or no")
            message = Text(f"Для «{self.kind}» нужно: {wanted}.", f"“{self.kind}” needs {wanted_en}.")
            raise InputError([Fault("value", "value", message, Text("Исправьте значение.", "Correct the value."))])
        return self


def record_reading(session: Session, business_id: str, typed: ReadingInput, now: datetime) -> Reading:
    """Keep a reading.

    Raises:
        Invalid: the registry has no such requirement, or the moment is to come or long ago.
    """
    faults: list[Fault] = []
    if typed.requirement not in current_law().edition.requirements:
        message = Text("Такого требования в реестре нет.", "The registry has no such requirement.")
        faults.append(Fault("unknown", "requirement", message, Text("Сверьте код.", "Check the id.")))
    if not EARLIEST <= typed.at <= now + AHEAD:
        message = Text("Этот момент ещё не наступил или слишком давний.", "That moment is to come, or too long ago.")
        faults.append(Fault("range", "at", message, Text("Исправьте время.", "Correct the time.")))
    if faults:
        raise Invalid(faults)
    take_turn(session, business_id)
    told = {**typed.model_dump(), "at": typed.at.astimezone(UTC)}
    row = Reading(business_id=business_id, recorded_at=now, **told)
    session.add(row)
    session.flush()
    _forget_old(session, business_id, typed.requirement)
    return row


def readings_of(session: Session, business_id: str) -> dict[str, list[Reading]]:
    """Return the readings by requirement, the newest first."""
    found: dict[str, list[Reading]] = defaultdict(list)
    for row in session.exec(_rows(business_id)):
        found[row.requirement].append(row)
    return dict(found)


def list_readings(session: Session, business_id: str) -> Sequence[Reading]:
    """Return all readings, the newest first."""
    return list(session.exec(_rows(business_id)))


def _rows(business_id: str) -> Any:
    order = col(Reading.at).desc(), col(Reading.id)
    return select(Reading).where(Reading.business_id == business_id).order_by(*order)


def _forget_old(session: Session, business_id: str, requirement: str) -> None:
    for row in session.exec(_rows(business_id).where(Reading.requirement == requirement).offset(MOST_KEPT)):
        session.delete(row)
    session.flush()
