"""The grounds of a draft: from the catalogue, in the words of their level, or in one's own; each can be taken out."""

from __future__ import annotations

from sqlmodel import Session

from backend.appeals.filing import filing_of, grounds_of
from backend.appeals.models import Appeal, AppealGround
from backend.appeals.opening import names_nothing_here
from backend.appeals.sections import refuse_filed
from backend.control.models import Prescription
from backend.errors import Conflict, NotFound
from calculators.appeal import Suggestion, suggest
from rules.text import Text

MOST, VISIT, WARNING = 30, "visit", "warning"


def suggestions(session: Session, row: Appeal) -> list[Suggestion]:
    """Return the grounds of the catalogue that suit this appeal and are not in it yet."""
    used = {one.code for one in grounds_of(session, row)}
    tests = {test for one in suggest(filing_of(session, row)) for test in one.ground.tests if test in used}
    return [
        one
        for one in suggest(filing_of(session, row))
        if one.ground.code not in used
        and not (set(one.ground.tests) & tests)
        and (one.ground.about != VISIT or _may_be_about_a_visit(session, row))
        and (one.ground.about != WARNING or row.warning_id or names_nothing_here(row))
    ]


def _may_be_about_a_visit(session: Session, row: Appeal) -> bool:
    """Whether an appeal may be about a visit: surely not one about an event, its prescription, or a warning."""
    prescription = session.get(Prescription, row.prescription_id) if row.prescription_id else None
    if row.visit_id or (prescription is not None and prescription.visit_id):
        return True
    return row.event_id is None and prescription is None and row.warning_id is None


def add_from_catalogue(session: Session, row: Appeal, code: str, language: str = "ru") -> AppealGround:
    """Add a ground of the catalogue in the words of its level.

    Raises:
        NotFound: no such ground, or it does not suit.
        Conflict: it is filed already, or there are too many.
    """
    found = next((one for one in suggestions(session, row) if one.ground.code == code), None)
    if found is None:
        raise NotFound
    ground = AppealGround(
        appeal_id=row.id,
        n=_next(session, row),
        code=found.ground.code,
        level=found.level,
        article=found.ground.article,
        text=getattr(found.wording, language),
        evidence=getattr(found.evidence, language) if found.evidence else "",
    )
    return _kept(session, row, ground)


def add_own(session: Session, row: Appeal, text: str, article: str = "", evidence: str = "") -> AppealGround:
    """Add a ground in own words.

    Raises:
        Conflict: it is filed already, or there are too many.
    """
    ground = AppealGround(appeal_id=row.id, n=_next(session, row), article=article, text=text, evidence=evidence)
    return _kept(session, row, ground)


def change(session: Session, row: Appeal, n: int, text: str, evidence: str) -> AppealGround:
    """Change the words of a ground.

    Raises:
        NotFound: there is none of this number.
        Conflict: it is filed already.
    """
    refuse_filed(row)
    ground = find_ground(session, row, n)
    ground.text, ground.evidence = text, evidence
    return _kept(session, row, ground)


def remove(session: Session, row: Appeal, n: int) -> None:
    """Take a ground out.

    Raises:
        NotFound: there is none of this number.
        Conflict: it is filed already.
    """
    refuse_filed(row)
    session.delete(find_ground(session, row, n))
    row.version += 1
    session.flush()


def find_ground(session: Session, row: Appeal, n: int) -> AppealGround:
    """Return a ground by its number.

    Raises:
        NotFound: there is none.
    """
    found = next((one for one in grounds_of(session, row) if one.n == n), None)
    if found is None:
        raise NotFound
    return found


def _next(session: Session, row: Appeal) -> int:
    refuse_filed(row)
    taken = [one.n for one in grounds_of(session, row)]
    if len(taken) >= MOST:
        raise Conflict(
            Text(f"Доводов не больше {MOST}.", f"At most {MOST} grounds."),
            Text("Объедините похожие.", "Join those alike."),
        )
    return max(taken, default=0) + 1


def _kept(session: Session, row: Appeal, ground: AppealGround) -> AppealGround:
    row.version += 1
    session.add(ground)
    session.add(row)
    session.flush()
    return ground
