"""An appeal as the pure checks take it: the row, its grounds, the tree of bodies, the appeals filed before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.appeals.models import Appeal, AppealGround
from backend.authorities.models import AuthorityBody
from backend.authorities.queries import list_bodies
from backend.control.models import ControlEvent, Prescription
from backend.procedures.queries import marks
from backend.profiles.queries import load_profile
from calculators.appeal import (
    Author,
    BodyLevel,
    BodyNode,
    EarlierAppeal,
    EarlierOutcome,
    FiledBy,
    Filer,
    Filing,
    FoundBreach,
    MotionOutcome,
    Told,
)
from rules.control import control_types, event_rules
from rules.procedures.appeal_states import DECIDED
from rules.text import Text

NAME = "appeal"
OUTCOMES = {"WITHDRAWN": EarlierOutcome.WITHDRAWN, "REFUSED_TO_CONSIDER": EarlierOutcome.REFUSED}
# Drafts were never filed; what the authority itself took back bars nothing (91(1)).
NEVER_FILED = ("DRAFT", "DISCARDED", "SUPERSEDED")


def filing_of(session: Session, row: Appeal) -> Filing:
    """Return an appeal as far as it is known; what nobody told stays unknown."""
    type_ = control_types().get(row.control_type)
    grounds = grounds_of(session, row)
    return Filing(
        control_type=type_,
        regime=type_.regime if type_ else None,
        pretrial_applies=type_.pretrial_applies.value if type_ else None,
        interaction=_interaction(session, row),
        subject=row.subject,
        fine=row.fine,
        warning=row.warning_id is not None,
        state_secret=row.state_secret,
        court_only=row.court_only,
        filer=_filer(row),
        author=Author(row.body_id, row.author_role, row.author_name or None, row.authority_name or None),
        addressee=row.hearing_body_id,
        channel=row.channel,
        contested=row.contested or None,
        event_number=row.event_number or None,
        object_number=row.object_number or None,
        demands=tuple(row.demands) or None,
        grounds=tuple(one.code or one.text for one in grounds) or None,
        arguments=row.arguments or _joined(grounds) or None,
        contact_way=row.contact_way or None,
        decision_way=row.decision_way or None,
        learned_on=row.known_on,
        received_on=row.known_on,
        filed_at=row.filed_at,
        proof_at=row.proof_at,
        registered_at=row.registered_on,
        restore_motion=row.asks_to_restore,
        restore_reason=row.restore_reason or None,
        restore_outcome=_restored(session, row),
        stay_motion=row.asks_for_stay,
        insulting=row.insulting,
        withdrawn=row.state == "WITHDRAWN",
        court_decision=row.court_decision,
        earlier=tuple(_earlier(session, row, grounds)),
        new_arguments=row.new_arguments,
        authority_region=row.region or None,
        business_region=_business_region(session, row),
        breaches=tuple(_breaches(grounds)),
    )


def _interaction(session: Session, row: Appeal) -> bool | None:
    """Whether the control was held with interaction: of an event its kind tells, a visit always is (2(5), 52.1)."""
    event = session.get(ControlEvent, row.event_id) if row.event_id else None
    if event is not None:
        kind = event_rules().kinds.get(event.kind)
        return kind.contact if kind else None
    prescription = session.get(Prescription, row.prescription_id) if row.prescription_id else None
    return True if row.visit_id or (prescription is not None and prescription.visit_id) else None


def grounds_of(session: Session, row: Appeal) -> Sequence[AppealGround]:
    """Return the grounds of an appeal in their order."""
    query = select(AppealGround).where(AppealGround.appeal_id == row.id).order_by(col(AppealGround.n))
    return session.exec(query).all()


def bodies(session: Session) -> dict[str, BodyNode]:
    """Return the tree of bodies as the rule of the addressee reads it (40(2))."""
    return {body.id: _node(body) for body in list_bodies(session)}


def _node(body: AuthorityBody) -> BodyNode:
    top = body.level.value != BodyLevel.TERRITORIAL
    return BodyNode(
        id=body.id,
        level=BodyLevel(body.level.value),
        head=body.head or None,
        collegial=body.collegial,
        parent=body.parent_id or (Told.NONE if top else None),
        name=body.name,
    )


def _filer(row: Appeal) -> Filer:
    represented = bool(row.representative)
    return Filer(
        kind=row.filer_kind,
        controlled_person=True if row.business_id else None,
        name=row.filer_name or None,
        address=row.filer_address or None,
        by=FiledBy.REPRESENTATIVE if represented else FiledBy.SELF,
        representative=row.representative or None,
        proxy=row.proxy or None,
        proxy_covers=True if row.proxy else None,
        delegated=row.delegated,
        signature=row.signature,
    )


def _restored(session: Session, row: Appeal) -> MotionOutcome | None:
    if not row.asks_to_restore:
        return None
    raised = marks(session, NAME, [row.id]).get(row.id, frozenset())
    if "TERM_RESTORED" in raised:
        return MotionOutcome.GRANTED
    return MotionOutcome.DENIED if "TERM_NOT_RESTORED" in raised else MotionOutcome.PENDING


def _earlier(session: Session, row: Appeal, grounds: Sequence[AppealGround]) -> Iterator[EarlierAppeal]:
    """Yield the appeals that the business filed before about the same; two without grounds are not the same."""
    query = select(Appeal).where(
        Appeal.business_id == row.business_id,
        Appeal.id != row.id,
        col(Appeal.state).not_in(NEVER_FILED),
    )
    mine = {one.code or one.text for one in grounds}
    found = session.exec(query.order_by(col(Appeal.platform_number))).all() if row.business_id else ()
    for other in (one for one in found if _filed_before(one, row)):
        theirs = {one.code or one.text for one in grounds_of(session, other)}
        yield EarlierAppeal(
            same_subject=_about(other) == _about(row),
            same_grounds=bool(mine & theirs) and _about(other) == _about(row),
            outcome=OUTCOMES.get(other.state, EarlierOutcome.DECIDED if other.state in DECIDED else None)
            or EarlierOutcome.PENDING,
            refusal_ground=other.refusal_ground,
        )


def _filed_before(other: Appeal, row: Appeal) -> bool:
    """Whether another appeal was filed before this one; of a draft every one that was filed."""
    theirs, mine = (one.proof_at or one.filed_at for one in (other, row))
    if mine is None or theirs is None or mine == theirs:
        return mine is None or other.platform_number < row.platform_number
    return theirs < mine


def _about(row: Appeal) -> tuple[str, ...]:
    ids = (row.event_id, row.prescription_id, row.visit_id, row.warning_id, row.object_id)
    words = "" if any(ids) else " ".join(row.contested.casefold().split())
    return (row.subject.value, *(one or "" for one in ids), words)


def _business_region(session: Session, row: Appeal) -> str | None:
    business = session.get(Business, row.business_id) if row.business_id else None
    if business is None:
        return None
    event = session.get(ControlEvent, row.event_id) if row.event_id else None
    places = load_profile(session, business).places
    place = next((one for one in places if event and one.place.id == event.place_id), places[0] if places else None)
    region = place.given.get("region") if place else None
    return str(region) if region else None


def _breaches(grounds: Sequence[AppealGround]) -> Iterator[FoundBreach]:
    for one in grounds:
        if one.code and one.level is not None:
            yield FoundBreach(one.code, one.level, Text(one.evidence, one.evidence) if one.evidence else None)


def _joined(grounds: Sequence[AppealGround]) -> str:
    return "\n\n".join(one.text for one in grounds)
