"""Whose act is appealed: everybody who took, prepared, signed it or took part in it; none of them decides (40(2))."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import Session, select

from backend.appeals.models import Appeal
from backend.control.models import ControlEvent, ControlWarning, Prescription, PreventiveVisit
from backend.procedures.queries import history
from backend.risk.models import CategoryRequest
from rules.roles import Role

MODELS: Mapping[str, type[Any]] = {
    "event_id": ControlEvent,
    "prescription_id": Prescription,
    "visit_id": PreventiveVisit,
    "warning_id": ControlWarning,
    "request_id": CategoryRequest,
}
OFFICIAL = frozenset({Role.INSPECTOR.value, Role.AUTHORITY_HEAD.value})
# The columns that name people of the act. Whoever prepared a business's own copy is the business.
NAMED = ("inspector_id", "prepared_by", "signed_by", "created_by")


def authors_of(session: Session, row: Appeal) -> set[str]:
    """Return the ids of the officials whose act it is, of its parts and of what it followed from."""
    found = {row.author_id}
    for case in acts_of(session, row):
        found |= {getattr(case, name, None) for name in NAMED}
        found |= {step.actor for step in history(session, procedure_of(case), case.id) if step.acting_as in OFFICIAL}
    return {one for one in found if one}


def acts_of(session: Session, row: Appeal) -> Iterator[Any]:
    """Yield what an appeal is about: the event, visit, warning, request, and the prescriptions that followed."""
    for name, model in MODELS.items():
        id_ = getattr(row, name)
        case = session.get(model, id_) if id_ else None
        if case is not None:
            yield case
    column = Prescription.event_id if row.event_id else Prescription.visit_id
    parent = row.event_id or row.visit_id
    if parent and not row.prescription_id:
        yield from session.exec(select(Prescription).where(column == parent))


def procedure_of(case: Any) -> str:
    """Return the procedure an act goes by."""
    if isinstance(case, PreventiveVisit):
        return "mandatory_visit" if case.mandatory else "preventive_visit"
    return next(name for name, model in NAMES if isinstance(case, model))


NAMES: tuple[tuple[str, type[Any]], ...] = (
    ("control_event", ControlEvent),
    ("prescription", Prescription),
    ("warning", ControlWarning),
    ("risk_category_change", CategoryRequest),
)


def same_person(one: str, other: str) -> bool:
    """Whether two names are written alike; case, spaces and «ё» do not count. Two empty ones are nobody.

    >>> same_person("Весёлый  Пётр", "веселый петр"), same_person("", "")
    (True, False)
    """
    return bool(_plain(one)) and _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").split())
