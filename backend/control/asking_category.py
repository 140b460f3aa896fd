"""A request to change the category of an object: its draft, its files, what a decision writes into the object."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session, col, select

from backend.assessments.schemas import Note
from backend.audit.numbers import next_number as number_after
from backend.authorities.models import AuthorityBody
from backend.control.cases.files import list_files, new_receipt
from backend.control.models import EventFile
from backend.control.models.room import Side
from backend.errors import Conflict, Invalid, NotFound
from backend.papers.files import EXTENSIONS
from backend.papers.models import FileType
from backend.permissions import Actor
from backend.risk.integrity import find_measure
from backend.risk.models import CategoryRequest, ControlObject, IntegrityMeasure, Source
from backend.risk.objects import as_business_sees, categories_of
from backend.web.forms import Input
from calculators.risk import assess
from rules.control import control_types
from rules.faults import Fault
from rules.text import Text

NAME = "risk_category_change"
OUTSIDE, PLATFORM = "outside", "platform"
FROM_LIST = Text("Выберите из списка.", "Choose from the list.")


class RequestInput(Input):
    """A request as it is drafted: the category wanted, the criteria it rests on, why, which way it goes."""

    wanted: str = Field(min_length=1, max_length=20)
    criteria: list[str] = Field(default_factory=list, max_length=50)
    reason: Note = ""
    way: str = OUTSIDE


def draft_request(
    session: Session, row: ControlObject, typed: RequestInput, today: date, now: datetime
) -> CategoryRequest:
    """Draft a request about an object.

    Raises:
        Conflict: another one about the object is under way.
        Invalid: a category or criterion the act does not know, the category it has already, no such body here.
    """
    _refuse_second(session, row)
    body = body_for(session, row) if typed.way == PLATFORM else None
    faults = _faults(session, row, typed, body, today)
    if faults:
        raise Invalid(faults)
    case = CategoryRequest(
        number=next_number(session),
        business_id=row.business_id or "",
        object_id=row.id,
        body_id=body.id if body else None,
        wanted=typed.wanted,
        criteria=typed.criteria,
        reason=typed.reason,
        created_at=now,
    )
    session.add(case)
    session.flush()
    return case


def body_for(session: Session, row: ControlObject) -> AuthorityBody | None:
    """Return the body on the platform that decides about an object: its own, else that of its type in its region."""
    if row.body_id:
        return session.get(AuthorityBody, row.body_id)
    type_ = control_types().get(row.control_type)
    if type_ is None:
        return None
    query = select(AuthorityBody).where(col(AuthorityBody.authority).in_(type_.authorities))
    found = session.exec(query.where(AuthorityBody.region == row.region)).all()
    return found[0] if len(found) == 1 else None


def next_number(session: Session) -> int:
    """Return the next number of a request."""
    return number_after(session, CategoryRequest.number)


def requests_of_body(session: Session, body_id: str) -> Sequence[CategoryRequest]:
    """Return the requests that wait for a body's decision, the oldest first: for its desk."""
    mine = CategoryRequest.body_id == body_id, CategoryRequest.state == "SUBMITTED"
    return session.exec(select(CategoryRequest).where(*mine).order_by(col(CategoryRequest.created_at))).all()


def attach_measures(
    session: Session, case: CategoryRequest, measure_ids: Iterable[str], now: datetime
) -> list[IntegrityMeasure]:
    """Attach the proofs of measures of good faith: the owner's own step, one by one.

    Raises:
        NotFound: no such measure of this business.
        Invalid: a measure without a file.
    """
    rows = [find_measure(session, case.business_id, id_) for id_ in measure_ids]
    if any(not row.sha256 for row in rows):
        message = Text("У этой записи нет файла.", "This entry has no file.")
        raise Invalid([Fault("no_file", "measures", message, Text("Добавьте файл к записи.", "Add a file to it."))])
    session.add_all(_file_of(case, row, now) for row in rows)
    session.flush()
    return rows


def hand_files_over(session: Session, case: CategoryRequest, actor: Actor, now: datetime) -> None:
    """Give the body the files of a request, each with a receipt; an own copy has nobody to give them to."""
    if case.body_id is None:
        return
    for row in list_files(session, [case.id], Side.BUSINESS):
        if row.handed_at is None:
            row.receipt, row.handed_at, row.handed_by = new_receipt(), now, actor.person_id
            session.add(row)
    session.flush()


def set_category(session: Session, case: CategoryRequest, now: datetime) -> None:
    """Write a decided category into the object; a body's decision also into that body's own row of the object."""
    row = session.get_one(ControlObject, case.object_id)
    rows = [row]
    if case.body_id is not None and row.source is Source.BUSINESS:
        rows.append(_row_of_body(session, case, row, now))
    for one in rows:
        # The number of the former decision says nothing of this one.
        one.category, one.assigned_on, one.decision = case.decided_category, case.decided_on, None
        session.add(one)
    session.flush()


def _row_of_body(session: Session, case: CategoryRequest, row: ControlObject, now: datetime) -> ControlObject:
    """Return the body's row of an object: the one it has, else a new one with what the request itself told it."""
    theirs = ControlObject.body_id == case.body_id, ControlObject.control_type == row.control_type
    same = ControlObject.business_id == case.business_id, ControlObject.place_id == row.place_id
    query = select(ControlObject).where(*theirs, *same, ControlObject.source == Source.AUTHORITY)
    kept = {"business_id", "place_id", "inn", "business_name", "address", "region", "control_type", "kind"}
    new = ControlObject(
        source=Source.AUTHORITY,
        body_id=case.body_id,
        registry_number=row.registry_number,
        created_at=now,
        **row.model_dump(include=kept),
    )
    return session.exec(query).first() or new


def _file_of(case: CategoryRequest, row: IntegrityMeasure, now: datetime) -> EventFile:
    ending = row.file_name.rpartition(".")[2].lower()
    type_ = next((one for one, endings in EXTENSIONS.items() if ending in endings), FileType.PDF)
    handed = case.body_id is not None and case.state == "SUBMITTED"
    return EventFile(
        business_id=case.business_id,
        side=Side.BUSINESS,
        part="integrity",
        procedure=NAME,
        case_id=case.id,
        sha256=row.sha256 or "",
        name=row.file_name,
        size=row.file_size,
        type=type_,
        receipt=new_receipt() if handed else None,
        handed_at=now if handed else None,
        at=now,
    )


def _refuse_second(session: Session, row: ControlObject) -> None:
    running = col(CategoryRequest.state).in_(("DRAFT", "SUBMITTED"))
    query = select(CategoryRequest).where(CategoryRequest.object_id == row.id, running)
    if session.exec(query).first() is not None:
        raise Conflict(
            Text("Заявление по этому объекту уже есть.", "There is a request about this object already."),
            Text("Откройте его на странице объекта.", "Open it on the page of the object."),
        )


def _faults(
    session: Session, row: ControlObject, typed: RequestInput, body: AuthorityBody | None, today: date
) -> list[Fault]:
    type_ = control_types().get(row.control_type)
    if type_ is None:
        raise NotFound
    faults: list[Fault] = []
    if typed.wanted not in categories_of(type_):
        message = Text("В этом виде контроля такой категории нет.", "This type of control has no such category.")
        faults.append(Fault("unknown", "wanted", message, FROM_LIST))
    thing = as_business_sees(session, row, today)
    standing = assess(thing, today).category if thing and thing.assigned else None
    if standing is not None and standing == typed.wanted:
        message = Text("Эта категория уже присвоена.", "That category is assigned already.")
        faults.append(Fault("same", "wanted", message, Text("Выберите другую.", "Choose another.")))
    if set(typed.criteria) - {one.id for one in type_.criteria}:
        message = Text("Такого критерия в положении нет.", "The act has no such criterion.")
        faults.append(Fault("unknown", "criteria", message, FROM_LIST))
    if typed.way not in (OUTSIDE, PLATFORM):
        message = Text("Такого способа нет.", "There is no such way.")
        faults.append(Fault("unknown", "way", message, FROM_LIST))
    if typed.way == PLATFORM and body is None:
        message = Text("Этого органа здесь нет.", "That body is not here.")
        faults.append(Fault("no_body", "way", message, Text("Подайте через Госуслуги.", "File it on Gosuslugi.")))
    return faults
