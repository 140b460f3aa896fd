"""What steps of an appeal do besides: freeze what was filed, mark, stay, and hand on what was decided."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime

from sqlmodel import Session, col, select

from backend.appeals.carrying_out import by, carry_out, cases_of, that_it_may_change
from backend.appeals.filing import NAME, grounds_of
from backend.appeals.models import Appeal
from backend.appeals.rights import has_desk
from backend.control import appealed
from backend.control.cases.files import hand_over
from backend.control.models import EventFile
from backend.control.models.room import Side
from backend.permissions import Actor
from backend.procedures.queries import marks
from calculators.calendar import zone_of
from rules.procedures.appeal_states import OPEN

FORMAT = "yasno-appeal/1"
# The room of ombudsman cases stands above and adds itself.
ON_ANSWER: list[Callable[[Session, Appeal, datetime], None]] = []


def today_in(row: Appeal, now: datetime) -> date:
    """Return the day in the zone of the body."""
    return now.astimezone(zone_of(row.region or None)).date()


def freeze_the_package(session: Session, row: Appeal, actor: Actor | None, now: datetime) -> None:
    """Keep what was filed as it was filed, and hand its files to a body that has its desk here."""
    row.shared = has_desk(session, row.hearing_body_id)
    row.received_on = row.received_on or today_in(row, row.proof_at or row.filed_at or now)
    row.package = document_of(session, row)
    row.package_sha256 = hashlib.sha256(_canonical(row.package)).hexdigest()
    session.add(row)
    if row.shared and actor is not None and actor.person_id:
        for file in files_of(session, row):
            if file.side is Side.BUSINESS:
                hand_over(session, file, actor.person_id, now)


def document_of(session: Session, row: Appeal) -> dict[str, object]:
    """Return the appeal as it is filed: the seven items of 41(1), its motions, its files by their hashes."""
    kept = {
        "platform_number", "subject", "control_type", "authority_name", "author_name", "hearing_name", "contested",
        "arguments", "demands", "event_number", "object_number", "filer_name", "filer_address", "representative",
        "proxy", "contact_way", "decision_way", "asks_to_restore", "restore_reason", "asks_for_stay",
        "stay_asked_reason", "known_on", "position_text",
    }  # fmt: skip
    grounds = [
        one.model_dump(mode="json", include={"n", "code", "level", "article", "text", "evidence"})
        for one in grounds_of(session, row)
    ]
    files = [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in files_of(session, row)]
    return {"format": FORMAT, **row.model_dump(mode="json", include=kept), "grounds": grounds, "files": files}


def files_of(session: Session, row: Appeal) -> list[EventFile]:
    """Return the files of an appeal, oldest first."""
    query = select(EventFile).where(EventFile.procedure == "appeal", EventFile.case_id == row.id)
    return sorted(session.exec(query), key=lambda one: (one.at, one.id))


def raise_in_control(session: Session, row: Appeal, actor: Actor | None, now: datetime) -> None:
    """Mark what the appeal is about as appealed."""
    appealed.mark_appealed(session, cases_of(session, row), by(row), now)


def stay_execution(session: Session, row: Appeal, actor: Actor | None, now: datetime) -> None:
    """Stay what the appeal is about from the day of the decision (40(10))."""
    on = row.stay_decided_on or today_in(row, now)
    appealed.stay(session, that_it_may_change(session, row), on, by(row), now)


def close_in_control(session: Session, row: Appeal, actor: Actor | None, now: datetime) -> None:
    """The appeal has ended: the stay it brought goes, and its mark where no other open appeal is about the same.

    Another appeal by which a stay was granted too keeps it: it goes on from this day in that one's name.
    """
    on = row.decided_on or today_in(row, now)
    others = _others_about(session, row)
    for target in cases_of(session, row):
        same = [one for one, about in others if _key(target) in about]
        if same:
            appealed.lift(session, target, on, by(row), now)
        else:
            appealed.unmark_appealed(session, [target], on, by(row), now)
        for one in same:
            if "STAY_GRANTED" in marks(session, NAME, [one.id]).get(one.id, frozenset()):
                appealed.stay(session, that_it_may_change(session, one), on, by(one), now)


def _others_about(session: Session, row: Appeal) -> list[tuple[Appeal, set[tuple[str, str]]]]:
    """Return the other open appeals of the business with the cases each is about."""
    mine = Appeal.business_id == row.business_id, Appeal.id != row.id, col(Appeal.state).in_(OPEN)
    rows = session.exec(select(Appeal).where(*mine).order_by(col(Appeal.platform_number))).all()
    return [(one, {_key(target) for target in cases_of(session, one)}) for one in rows]


def _key(target: appealed.Target) -> tuple[str, str]:
    return target.procedure, target.case.id


def carry_out_in_control(session: Session, row: Appeal, actor: Actor | None, now: datetime) -> None:
    """Change what the decision changes (43(6), 91, 92(2))."""
    carry_out(session, row, row.decided_on or today_in(row, now), now)


def tell_the_ombudsman_case(session: Session, row: Appeal, actor: Actor | None, now: datetime) -> None:
    """Let the case of the ombudsman whose position was attached know that it is answered (41(4))."""
    for heard in ON_ANSWER:
        heard(session, row, now)


def _canonical(document: dict[str, object]) -> bytes:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


EFFECTS = {
    "freeze_the_package": freeze_the_package,
    "raise_in_control": raise_in_control,
    "stay_execution": stay_execution,
    "close_in_control": close_in_control,
    "carry_out_in_control": carry_out_in_control,
    "tell_the_ombudsman_case": tell_the_ombudsman_case,
}
