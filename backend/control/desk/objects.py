"""Objects of control of a body: entered, changed, listed. A business's own notes on its objects are not among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.accounts.numbers import inn_fault
from backend.audit.service import record
from backend.authorities.models import AuthorityBody
from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.faults import is_region
from backend.control.cases.naming import CATEGORIES
from backend.control.desk.object_facts import fact_asks, facts_as_typed
from backend.errors import Invalid, NotFound
from backend.permissions import Actor
from backend.risk.models import ControlObject, Source
from rules.control import control_types
from rules.faults import Fault
from rules.text import Text

PAGE = 50
# Those that every official may read; BUSINESS is private.
OFFICIAL = (Source.AUTHORITY, Source.IMPORT)
FILLED = [
    "inn",
    "business_name",
    "control_type",
    "kind",
    "address",
    "registered_address",
    "region",
    "registry_number",
    "category",
    "assigned_on",
    "decision",
    "last_planned_on",
    "last_visit_on",
]


def object_asks(body: AuthorityBody) -> tuple[Ask, ...]:
    """Return the fields of the form of an object: its own, then its facts."""
    return (*own_asks(body), *fact_asks())


def own_asks(body: AuthorityBody) -> tuple[Ask, ...]:
    """Return the fields of an object; only types of control of the body's authority, if any is known to be its."""
    mine = [one for one in control_types().values() if body.authority in one.authorities]
    types = tuple((one.code, one.title) for one in mine or control_types().values())
    hint = Text("Категорию ставит решение: впишите его и дату", "A category rests on a decision: give it and its date")
    return (
        Ask("inn", AskKind.TEXT, Text("ИНН", "Tax number (INN)"), most=12),
        Ask("business_name", AskKind.TEXT, Text("Чей объект", "Whose object it is")),
        Ask("control_type", AskKind.CHOICE, Text("Вид контроля", "Type of control"), choices=types),
        Ask("kind", AskKind.TEXT, Text("Что за объект", "What it is"), most=120, optional=True),
        Ask("address", AskKind.TEXT, Text("Адрес объекта", "Address of the object")),
        Ask("registered_address", AskKind.TEXT, Text("Адрес по ЕГРЮЛ", "Registered address"), optional=True),
        Ask("region", AskKind.TEXT, Text("Код региона", "Code of the region"), most=2),
        Ask("registry_number", AskKind.TEXT, Text("Номер в ЕРВК", "Number in ERVK"), most=40, optional=True),
        Ask("category", AskKind.CHOICE, Text("Категория", "Category"), hint, tuple(CATEGORIES.items()), optional=True),
        Ask("decision", AskKind.TEXT, Text("Решение о категории", "Decision on it"), most=200, optional=True),
        Ask("assigned_on", AskKind.DATE, Text("Дата этого решения", "Date of that decision"), optional=True),
        Ask("last_planned_on", AskKind.DATE, Text("Последняя плановая", "Last planned event"), optional=True),
        Ask("last_visit_on", AskKind.DATE, Text("Последний визит", "Last preventive visit"), optional=True),
    )


def values_of(row: ControlObject) -> dict[str, Any]:
    """Return what the form of an object shows."""
    own = {name: getattr(row, name) for name in FILLED}
    shown = {name: value.isoformat() if isinstance(value, date) else value or "" for name, value in own.items()}
    return {**shown, **facts_as_typed(row.facts)}


def save_object(
    session: Session,
    actor: Actor,
    body: AuthorityBody,
    typed: Mapping[str, Any],
    facts: Mapping[str, Any],
    now: datetime,
    row: ControlObject | None = None,
) -> ControlObject:
    """Enter an object of the body, or change one. It is known by its ИНН: no account of a business is looked up.

    Raises:
        Invalid: an ИНН that is none, a category without its decision.
    """
    _check(typed, now.date())
    saved = row or ControlObject(source=Source.AUTHORITY, body_id=body.id, control_type="", created_at=now)
    for name in FILLED:
        value = typed.get(name)
        setattr(saved, name, value if value is not None or name in NULLS else "")
    saved.facts = dict(facts)
    session.add(saved)
    session.flush()
    record(session, actor, "object.change" if row else "object.enter", "control_object", saved.id, _told(saved), now)
    return saved


NULLS = frozenset({"registry_number", "category", "assigned_on", "decision", "last_planned_on", "last_visit_on"})


def _told(row: ControlObject) -> dict[str, Any]:
    return row.model_dump(mode="json", include={"inn", "control_type", "category", "decision", "address"})


def _check(typed: Mapping[str, Any], today: date) -> None:
    faults: list[Fault] = []
    if (wrong := inn_fault(str(typed["inn"]))) is not None:
        faults.append(wrong)
    if not is_region(str(typed["region"])):
        message = Text("Код региона: две цифры.", "The code of a region has two digits.")
        faults.append(Fault("region", "region", message, Text("Например, 77.", "Such as 77.")))
    for name in ("decision", "assigned_on") if typed.get("category") else ():
        if not typed.get(name):
            message = Text("Категорию ставит решение с датой (24).", "A category rests on a dated decision (24).")
            faults.append(Fault("missing", name, message, Text("Впишите решение и дату.", "Give both.")))
    if (typed.get("assigned_on") or today) > today:
        message = Text("Этот день ещё не наступил.", "That day has not come yet.")
        faults.append(Fault("future", "assigned_on", message, Text("Исправьте дату.", "Correct the date.")))
    if faults:
        raise Invalid(faults)


def find_object(session: Session, body: AuthorityBody, object_id: str, *, write: bool = False) -> ControlObject:
    """Return an object of the body; `write` locks its row until the commit.

    Raises:
        NotFound: no such object, another body's, or a business's private note.
    """
    row = session.get(ControlObject, object_id, with_for_update=write)
    if row is None or row.body_id != body.id or row.source not in OFFICIAL:
        raise NotFound
    return row


def list_objects(session: Session, body: AuthorityBody, words: str = "", page: int = 1) -> Sequence[ControlObject]:
    """Return objects of the body by name, a page of them; `page` 0 is all."""
    query = select(ControlObject).where(ControlObject.body_id == body.id, col(ControlObject.source).in_(OFFICIAL))
    for word in words.split():
        # SQLite folds the case of Latin letters alone: Cyrillic is tried as typed and with a capital.
        tried = {word, word.lower(), word.capitalize()}
        either = [
            col(one).contains(form, autoescape=True)
            for one in (ControlObject.business_name, ControlObject.address, ControlObject.inn)
            for form in tried
        ]
        condition = either[0]
        for one in either[1:]:
            condition = condition | one
        query = query.where(condition)
    query = query.order_by(col(ControlObject.business_name), col(ControlObject.address), col(ControlObject.id))
    return session.exec(query.offset((page - 1) * PAGE).limit(PAGE + 1) if page else query).all()
