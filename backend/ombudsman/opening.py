"""A new draft of a request for help, and writing it: nothing is shown to anybody until the client sends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from backend.accounts.models import Business
from backend.appeals.models import Appeal
from backend.control.models import ControlEvent
from backend.control.telling import is_told
from backend.errors import Conflict, Invalid, NotFound
from backend.ombudsman.consents import LONGEST, draft_again
from backend.ombudsman.models import OmbudsmanCase, OmbudsmanKind
from backend.ombudsman.queries import next_number
from backend.ombudsman.rights import NAME
from backend.ombudsman.sharing import nameable_files, nameable_parts
from backend.permissions import Actor
from backend.procedures.bindings import bindings
from backend.procedures.terms import begin_terms
from rules.faults import Fault
from rules.text import Text

MODELS: Mapping[str, type[Any]] = {"event_id": ControlEvent, "appeal_id": Appeal}
WRITABLE = frozenset({"DRAFT", "CONSENT_ENDED"})


def find_about(session: Session, business: Business, name: str, id_: str) -> Any:
    """Return the event or appeal a business asks about.

    Raises:
        NotFound: no such thing, or not theirs, or not told to them.
    """
    found = session.get(MODELS[name], id_) if name in MODELS else None
    if found is None or found.business_id != business.id:
        raise NotFound
    if isinstance(found, ControlEvent) and not is_told(session, found):
        raise NotFound
    return found


def open_draft(
    session: Session, actor: Actor, business: Business, kind: OmbudsmanKind, name: str, id_: str, now: datetime
) -> OmbudsmanCase:
    """Return a new draft about an event or an appeal.

    Raises:
        NotFound: it is not theirs.
        Conflict: an appeal that was discarded has nothing to show.
    """
    about = find_about(session, business, name, id_)
    if about.state == "DISCARDED":
        raise Conflict(Text("Этот черновик удалён.", "That draft is discarded."), Text("Выберите другое.", "Another."))
    row = OmbudsmanCase(
        platform_number=next_number(session),
        business_id=business.id,
        kind=kind,
        region=about.region or "",
        control_type=about.control_type or "",
        body_id=about.body_id,
        authority_name=about.authority_name or "",
        prepared_by=actor.person_id,
        demo=business.demo,
        created_at=now,
    )
    setattr(row, name, id_)
    session.add(row)
    session.flush()
    draft_again(session, row)
    begin_terms(session, bindings()[NAME], row, now)
    return row


@dataclass(frozen=True, slots=True)
class Shown:
    """What the client wants to show, as typed."""

    request: str = ""
    parts: Sequence[str] = ()
    files: Sequence[str] = ()
    purpose: str = ""
    until: date | None = None
    presence: bool = False
    may_ask: bool = False
    kind: OmbudsmanKind | None = field(default=None)


def write_draft(session: Session, row: OmbudsmanCase, typed: Shown, today: date) -> None:
    """Write down what is to be shown; nobody sees anything by it.

    Raises:
        Conflict: it was sent: what is shown changes by a new consent only.
        Invalid: a part or a file that cannot be named, a last day that is over or too far.
    """
    if row.state not in WRITABLE:
        raise Conflict(
            Text("Обращение отправлено, согласие не меняется.", "It is sent; the consent stays as it is."),
            Text("Заберите согласие и дайте новое.", "Take the consent back and give a new one."),
        )
    faults = _faults(session, row, typed, today)
    if faults:
        raise Invalid(faults)
    one = draft_again(session, row)
    one.parts, one.files = sorted(set(typed.parts)), sorted(set(typed.files))
    one.purpose, one.until, one.presence, one.may_ask = typed.purpose, typed.until, typed.presence, typed.may_ask
    if row.state == "DRAFT":
        row.request, row.kind = typed.request, typed.kind or row.kind
    row.version += 1
    session.add_all([one, row])
    session.flush()


def _faults(session: Session, row: OmbudsmanCase, typed: Shown, today: date) -> list[Fault]:
    choose = Text("Выберите из списка.", "Choose from the list.")
    faults: list[Fault] = []
    if set(typed.parts) - {one["value"] for one in nameable_parts(session, row)}:
        faults.append(Fault("unknown", "parts", Text("Такой части нет.", "There is no such part."), choose))
    if set(typed.files) - {one.id for one in nameable_files(session, row)}:
        faults.append(Fault("unknown", "files", Text("Такого файла здесь нет.", "There is no such file."), choose))
    if typed.until is not None and not today <= typed.until <= today + LONGEST:
        message = Text("Конец согласия: от сегодня до года вперёд.", "It ends between today and a year from now.")
        faults.append(Fault("range", "until", message, Text("Исправьте день.", "Correct the day.")))
    return faults
