"""A new draft: what the room already knows is filled in, nothing private is taken along (248-ФЗ arts. 40, 41)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.accounts.models import Business, Membership, Person
from backend.appeals.filing import bodies, filing_of
from backend.appeals.models import Appeal, AppealGround
from backend.appeals.queries import next_number
from backend.authorities.models import AuthorityBody
from backend.control.cases.binding import ANY_DAY
from backend.control.cases.kinds import case_kinds
from backend.control.models import ControlEvent, ControlWarning, Prescription, PreventiveVisit
from backend.control.models.room import Side
from backend.control.own.checking import basis
from backend.errors import Conflict, Invalid, NotFound
from backend.permissions import ALL_SCOPES, Actor
from backend.procedures.bindings import bindings
from backend.procedures.queries import taken_by
from backend.procedures.terms import begin_terms
from backend.profiles.queries import load_profile
from backend.risk.models import CategoryRequest, ControlObject, Source
from calculators.appeal import AuthorRole, Channel, FilerKind, Subject, addressee
from rules.control import control_types
from rules.faults import Fault
from rules.text import Text

FORMS = {kind.value: kind for kind in FilerKind} | {"zao": FilerKind.AO, "pao": FilerKind.AO}
# What an appeal may be about, by the field that names it and the subjects it then may have.
ABOUT: dict[str, tuple[Subject, ...]] = {
    "event_id": (Subject.DECISION, Subject.ACT, Subject.ACTIONS, Subject.OTHER),
    "prescription_id": (Subject.PRESCRIPTION,),
    "visit_id": (Subject.DECISION, Subject.ACT, Subject.ACTIONS, Subject.VISIT_REFUSAL, Subject.OTHER),
    "warning_id": (Subject.OTHER,),
    "object_id": (Subject.RISK_CATEGORY,),
}
MODELS: dict[str, type[Any]] = {
    "event_id": ControlEvent,
    "prescription_id": Prescription,
    "visit_id": PreventiveVisit,
    "warning_id": ControlWarning,
    "object_id": ControlObject,
}
PROCEDURES = ((ControlEvent, "control_event"), (Prescription, "prescription"), (ControlWarning, "warning"))
HELD = (Subject.DECISION, Subject.ACT, Subject.ACTIONS, Subject.OTHER)
SAY = Text("Выберите, на что жалуетесь.", "Choose what you appeal against.")


def subjects_of(about: Any, field: str) -> tuple[Subject, ...]:
    """Return what of this can be appealed: a refused visit is none that was held, and the other way round (40(4))."""
    if isinstance(about, PreventiveVisit):
        return HELD if about.mandatory else (Subject.VISIT_REFUSAL,)
    return ABOUT[field]


def find_about(session: Session, business: Business, field: str, id_: str) -> Any:
    """Return what an appeal is about, as its business may name it.

    Raises:
        NotFound: no such thing, not theirs, or not told to them yet.
    """
    found = session.get(MODELS[field], id_) if field in MODELS else None
    if found is None or not _is_theirs(session, business, found):
        raise NotFound
    return found


def _is_theirs(session: Session, business: Business, found: Any) -> bool:
    """Whether a business sees a thing with its own eyes: no draft of an authority, nothing unannounced."""
    if isinstance(found, ControlObject):
        return found.business_id == business.id
    eyes = Actor(scopes={business.id: ALL_SCOPES}, business_id=business.id)
    return case_kinds()[_procedure(found)].side(session, eyes, found, ANY_DAY) is Side.BUSINESS


def _procedure(case: Any) -> str:
    if isinstance(case, PreventiveVisit):
        return "mandatory_visit" if case.mandatory else "preventive_visit"
    return next(name for model, name in PROCEDURES if isinstance(case, model))


def open_draft(
    session: Session, actor: Actor, business: Business, subject: Subject, field: str, id_: str, now: datetime
) -> Appeal:
    """Return a new draft about one thing, prefilled from it.

    Raises:
        NotFound: it is not theirs.
        Conflict: such a thing cannot be appealed in this way.
    """
    about = find_about(session, business, field, id_)
    if subject not in subjects_of(about, field):
        raise Conflict(Text("На это жалуются по-другому.", "That is appealed in another way."), SAY)
    row = _new(session, actor, business, subject, getattr(about, "control_type", "") or "", now)
    setattr(row, field, id_)
    _from_act(session, row, about)
    _from_signer(session, row)
    return _begun(session, row, business, actor, now)


def open_other(
    session: Session, actor: Actor, business: Business, contested: str, control_type: str, now: datetime
) -> Appeal:
    """Return a new draft about another decision after control or prevention, named in free words (40(4)6).

    Nothing here knows it: whose it is and from when the term runs the business tells itself. A type of control that
    is not in the list is left out: the way stays open then, as 39(4) and art. 2 ask for the type.

    Raises:
        Invalid: no words, or an unknown code of a type of control.
    """
    faults = []
    if not contested.strip():
        message = Text("Не сказано, какое решение вы обжалуете.", "Which decision you appeal against is not said.")
        remedy = Text("Назовите документ, номер и дату.", "Name the paper, its number and date.")
        faults.append(Fault("missing", "contested", message, remedy))
    if control_type and control_type not in control_types():
        message = Text("Такого вида контроля в списке нет.", "There is no such type of control in the list.")
        remedy = Text("Выберите из списка или не называйте.", "Choose from the list, or leave it out.")
        faults.append(Fault("unknown", "control_type", message, remedy))
    if faults:
        raise Invalid(faults)
    row = _new(session, actor, business, Subject.OTHER, control_type, now)
    row.contested = contested.strip()
    return _begun(session, row, business, actor, now)


def names_nothing_here(row: Appeal) -> bool:
    """Whether an appeal is about a decision that stands nowhere here: free words alone say which."""
    return not any(getattr(row, field) for field in ABOUT)


def _new(
    session: Session, actor: Actor, business: Business, subject: Subject, control_type: str, now: datetime
) -> Appeal:
    return Appeal(
        platform_number=next_number(session),
        business_id=business.id,
        subject=subject,
        control_type=control_type,
        channel=Channel.FEDERAL_PORTAL,
        prepared_by=actor.person_id,
        demo=business.demo,
        created_at=now,
    )


def _begun(session: Session, row: Appeal, business: Business, actor: Actor, now: datetime) -> Appeal:
    _from_business(session, row, business, actor)
    session.add(row)
    session.flush()
    _grounds_from_check(session, row)
    choose_addressee(session, row)
    begin_terms(session, bindings()["appeal"], row, now)
    return row


def _from_act(session: Session, row: Appeal, about: Any) -> None:
    """Fill what the papers of the act tell: whose it is, its number, from when the term runs (40(5), 40(6))."""
    event = about if isinstance(about, ControlEvent) else None
    if isinstance(about, Prescription):
        event = session.get(ControlEvent, about.event_id) if about.event_id else None
        row.known_on, row.contested = about.received_on, f"Предписание № {about.number}"
        _from_visit(session, row, about)
    if event is not None:
        _from_event(row, event)
    elif isinstance(about, ControlObject):
        request = _last_request(session, about)
        row.request_id, row.object_number = (request.id if request else None), about.registry_number or ""
        row.known_on = request.decided_on if request else about.assigned_on
        row.contested, row.body_id = about.decision or "", about.body_id
    elif not isinstance(about, Prescription):
        row.event_number = about.registry_number or ""
        row.known_on = getattr(about, "refused_on", None) or getattr(about, "received_on", None)
        row.body_id, row.authority_name = about.body_id, about.authority_name
    row.region = row.region or getattr(about, "region", "") or ""
    body = session.get(AuthorityBody, row.body_id) if row.body_id else None
    if body is not None:
        row.authority_name = body.name


def region_of_act(session: Session, row: Appeal) -> str:
    """Return the region of what an appeal is about; empty where that stands nowhere here."""
    field = next((one for one in ABOUT if getattr(row, one)), None)
    about = session.get(MODELS[field], getattr(row, field)) if field else None
    if about is None:
        return ""
    kept = {"platform_number", "subject", "control_type", "created_at"}
    known = Appeal(**row.model_dump(include=kept))
    _from_act(session, known, about)
    return known.region


def _from_visit(session: Session, row: Appeal, about: Prescription) -> None:
    """Fill whose it is where a mandatory visit led to it."""
    visit = session.get(PreventiveVisit, about.visit_id) if about.visit_id else None
    if visit is not None:
        row.control_type, row.region, row.event_number = visit.control_type, visit.region, visit.registry_number or ""
        row.body_id, row.authority_name = visit.body_id, visit.authority_name


def _from_signer(session: Session, row: Appeal) -> None:
    """Name the official whose act it is, where its paper stands here: who signed it, or held the event."""
    if row.subject is Subject.PRESCRIPTION and row.prescription_id:
        row.author_id = taken_by(session, "prescription", row.prescription_id, "issue")
    person = session.get(Person, row.author_id) if row.author_id else None
    if person is not None:
        row.author_name = person.name


def _from_event(row: Appeal, event: ControlEvent) -> None:
    row.event_id, row.region, row.control_type = event.id, event.region, event.control_type
    row.event_number, row.body_id, row.authority_name = event.registry_number or "", event.body_id, event.authority_name
    if row.subject is Subject.PRESCRIPTION:
        return
    row.known_on = event.act_delivered_on if row.subject is Subject.ACT else event.decision_known_on
    if row.subject is Subject.ACT and event.act_number:
        row.contested = f"Акт № {event.act_number}"
    elif event.decision_number:
        row.contested = f"Решение № {event.decision_number}"
    if event.source is not Source.BUSINESS:
        row.author_id = event.inspector_id if row.subject in (Subject.ACT, Subject.ACTIONS) else event.signed_by
    row.author_role = AuthorRole.OFFICIAL if row.subject in (Subject.ACT, Subject.ACTIONS) else AuthorRole.BODY


def _from_business(session: Session, row: Appeal, business: Business, actor: Actor) -> None:
    """Fill who files: its name and kind, and the paper of a representative; nothing else of the profile."""
    form = load_profile(session, business).main.given.get("legal_form")
    row.filer_name, row.filer_kind = business.name, FORMS.get(str(form)) if form else None
    part = session.get(Membership, _membership(session, business, actor))
    if part is not None and part.power_of_attorney:
        row.representative, row.proxy = actor.name, part.power_of_attorney


def _membership(session: Session, business: Business, actor: Actor) -> str:
    query = select(Membership.id).where(
        Membership.business_id == business.id, Membership.person_id == (actor.person_id or "")
    )
    return session.exec(query).first() or ""


def _last_request(session: Session, about: ControlObject) -> CategoryRequest | None:
    query = select(CategoryRequest).where(CategoryRequest.object_id == about.id)
    return session.exec(query.order_by(col(CategoryRequest.created_at).desc())).first()


def _grounds_from_check(session: Session, row: Appeal) -> None:
    """Take along the breaches that the business chose with «В жалобу», each in the words of its level."""
    event = session.get(ControlEvent, row.event_id) if row.event_id else None
    for n, point in enumerate(basis(session, event) if event else (), start=1):
        session.add(
            AppealGround(
                appeal_id=row.id,
                n=n,
                code=point.code,
                level=point.finding.level,
                article=point.finding.article,
                text=point.wording.ru,
                evidence=point.finding.evidence.ru,
            )
        )
    session.flush()


def choose_addressee(session: Session, row: Appeal) -> None:
    """Name who hears it (40(2)): the first body the rule leads to; unknown stays empty, the page says what lacks."""
    filing, tree = filing_of(session, row), bodies(session)
    found = addressee(filing.author, tree)
    target = found.targets[0] if found.targets else None
    row.hearing_body_id = target.body if target else None
    row.decider = target.decider.value if target else ""
    row.hearing_name = tree[target.body].name if target and target.body in tree else ""
    session.add(row)
