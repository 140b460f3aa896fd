"""The ledger of good faith (248-ФЗ art. 23(7), 48): measures with proof and dates, and what they say of one's own risk.

It is the business's own. No authority's object is computed from it, and none reads it; one measure at a time may be
attached by its owner to a request about a category.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from pydantic import Field
from sqlmodel import Session, col, select

from backend.assessments.schemas import Day, Note
from backend.errors import Conflict, Invalid, NotFound
from backend.papers.files import Checked
from backend.papers.service import refuse_hoard, store, sweep_later
from backend.profiles.queries import list_places
from backend.risk.models import IntegrityMeasure
from backend.web.forms import Input
from calculators.integrity import counts
from rules.conditions import Atom, Facts, FactValue
from rules.control import ControlType, CriterionGroup, RiskCriterion, control_types
from rules.faults import Fault
from rules.text import Text

MOST_MEASURES = 200
# Art. 23(7), its eight items in order.
KINDS: Mapping[str, Text] = {
    "measures": Text("снижаем риск вреда: обучение, ремонт, контроль", "measures that lower the risk of harm"),
    "internal_control": Text(
        "сертифицированная система внутреннего контроля", "a certified system of internal control"
    ),
    "data_access": Text("орган видит наши данные онлайн", "the authority sees our data online"),
    "independent_assessment": Text("независимая оценка соблюдения", "an independent assessment of compliance"),
    "certification": Text("добровольная сертификация безопасности", "voluntary certification of safety"),
    "insurance": Text("страховка ответственности за вред", "insurance of liability for harm"),
    "no_breaches": Text("проверки и визиты без нарушений", "events and visits without a breach"),
    "public_rating": Text("публичная оценка от органа", "a public rating by the authority"),
}
Kind = Literal[
    "measures",
    "internal_control",
    "data_access",
    "independent_assessment",
    "certification",
    "insurance",
    "no_breaches",
    "public_rating",
]


class MeasureInput(Input):
    """A measure as it is typed."""

    kind: Kind
    criterion: str = Field(default="", max_length=120)
    place_id: str = Field(default="", max_length=32)
    note: Note = ""
    since: Day
    until: Day = None


def measures_of(session: Session, business_id: str) -> Sequence[IntegrityMeasure]:
    """Return the measures of a business, the newest first."""
    query = select(IntegrityMeasure).where(IntegrityMeasure.business_id == business_id)
    return session.exec(query.order_by(col(IntegrityMeasure.since).desc(), col(IntegrityMeasure.id))).all()


def find_measure(session: Session, business_id: str, measure_id: str) -> IntegrityMeasure:
    """Return a measure of a business.

    Raises:
        NotFound: no such measure, or another's.
    """
    row = session.get(IntegrityMeasure, measure_id)
    if row is None or row.business_id != business_id:
        raise NotFound
    return row


def keep_measure(
    session: Session,
    data: Path,
    business_id: str,
    typed: MeasureInput,
    file: Checked | None,
    today: date,
    now: datetime,
) -> IntegrityMeasure:
    """Keep a measure with its proof.

    Raises:
        Invalid: dates that cannot be, a place or criterion nobody knows, too many measures or bytes.
    """
    faults = _faults(session, business_id, typed, today)
    if len(measures_of(session, business_id)) >= MOST_MEASURES:
        message = Text(f"Записей уже {MOST_MEASURES}.", f"There are {MOST_MEASURES} entries already.")
        faults.append(Fault("too_many", "kind", message, Text("Уберите старые.", "Remove old ones.")))
    if faults:
        raise Invalid(faults)
    row = IntegrityMeasure(business_id=business_id, created_at=now, **typed.model_dump())
    if file is not None:
        return prove(session, data, row, file)
    session.add(row)
    session.flush()
    return row


def prove(session: Session, data: Path, row: IntegrityMeasure, file: Checked) -> IntegrityMeasure:
    """Keep what proves a measure.

    Raises:
        Conflict: it has a proof; another would pass for the one it was entered with.
        Invalid: too many bytes.
    """
    if row.sha256:
        raise Conflict(
            Text("У записи уже есть подтверждение.", "The entry has its proof already."),
            Text("Уберите запись и внесите её заново.", "Remove the entry and write it anew."),
        )
    refuse_hoard(session, row.business_id, len(file.content))
    row.sha256, row.file_name, row.file_size = store(data, file.content), file.name, len(file.content)
    session.add(row)
    session.flush()
    return row


def remove_measure(session: Session, row: IntegrityMeasure, now: datetime) -> None:
    """Remove a measure; its file goes when nobody else has it."""
    session.delete(row)
    session.flush()
    sweep_later(session, now)


def criteria() -> Mapping[str, tuple[ControlType, RiskCriterion]]:
    """Return the criteria of good faith that the known acts name, by «type.criterion»."""
    return {
        f"{type_.code}.{criterion.id}": (type_, criterion)
        for type_ in control_types().values()
        for criterion in type_.criteria
        if criterion.group is CriterionGroup.INTEGRITY
    }


def kind_name(code: str) -> Text:
    """Return the name of a kind of measure; an unknown code stands for itself."""
    return KINDS.get(code, Text(code, code))


def in_window(row: IntegrityMeasure, on: date) -> bool | None:
    """Return whether a measure counts on a day, by the window of the act it speaks to; None: the window decides."""
    named = criteria().get(row.criterion)
    window = named[0].integrity.window_years.value if named else None
    return counts(row.since, row.until, on, window)


def facts_from(measures: Iterable[IntegrityMeasure], type_: ControlType, place_id: str, on: date) -> Facts:
    """Return the facts of a type's criteria that the ledger shows; a measure that does not count says nothing."""
    found: dict[str, FactValue] = {}
    known = criteria()
    for row in measures:
        named = known.get(row.criterion)
        if named is None or named[0] is not type_ or (row.place_id and row.place_id != place_id):
            continue
        condition = named[1].condition
        if isinstance(condition, Atom) and in_window(row, on) is True and not isinstance(condition.value, tuple):
            found[condition.fact] = condition.value
    return found


def _faults(session: Session, business_id: str, typed: MeasureInput, today: date) -> list[Fault]:
    faults: list[Fault] = []
    if typed.since is None:
        message = Text("Нет дня, с которого это действует.", "The first day is missing.")
        faults.append(Fault("missing", "since", message, Text("Укажите день.", "Give the day.")))
    elif typed.since > today:
        message = Text("Этот день ещё не наступил.", "That day is still to come.")
        faults.append(Fault("future", "since", message, Text("Запишите, когда наступит.", "Enter it when it comes.")))
    if typed.since is not None and typed.until is not None and typed.until < typed.since:
        message = Text("Конец раньше начала.", "It ends before it begins.")
        faults.append(Fault("order", "until", message, Text("Исправьте одну из дат.", "Correct one of the dates.")))
    if typed.criterion and typed.criterion not in criteria():
        faults.append(_unknown("criterion"))
    if typed.place_id and typed.place_id not in {place.id for place in list_places(session, business_id)}:
        faults.append(_unknown("place_id"))
    return faults


def _unknown(field: str) -> Fault:
    message = Text("Такого варианта нет.", "There is no such choice.")
    return Fault("unknown", field, message, Text("Выберите из списка.", "Choose from the list."))
