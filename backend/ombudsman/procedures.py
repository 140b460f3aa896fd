"""The part of the ombudsman's cases in the runner of procedures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.control.cases.binding import control_type_of, left_by, region_of
from backend.control.models.room import Side
from backend.control.sides import STAFF
from backend.ombudsman import answering as answering
from backend.ombudsman import case_kinds
from backend.ombudsman.about import title_of
from backend.ombudsman.checks import CONDITIONS, GUARDS
from backend.ombudsman.consents import day_of, lasting
from backend.ombudsman.effects import EFFECTS
from backend.ombudsman.models import OmbudsmanCase
from backend.ombudsman.rights import NAME, acts, ombudsmen_of, recipients
from backend.permissions import Scope
from backend.procedures.bindings import Binding, bind
from rules.procedures import procedures
from rules.procedures.ombudsman_case import WITH_CONSENT
from rules.roles import Role


def about(session: Session, row: OmbudsmanCase) -> Mapping[str, Any]:
    """Return what notices say of a case: its number, nothing of whose it is."""
    return {"about": title_of(row), "number": row.platform_number}


def link(row: OmbudsmanCase, role: str) -> str:
    """Return the page of a case for a role."""
    if role in STAFF:
        return case_kinds.KIND.address(row, Side.AUTHORITY)
    return case_kinds.KIND.address(row, Side.OMBUDSMAN if role == Role.OMBUDSMAN else Side.BUSINESS)


def left(session: Session, row: OmbudsmanCase, now: datetime) -> list[str]:
    """Return whose part has ended by a moment: the client's people, ombudsmen once the consent is over."""
    over = row.state in WITH_CONSENT and lasting(session, row.id, day_of(now)) is None
    return [*left_by(session, row, now), *(ombudsmen_of(session, row) if over else ())]


bind(
    Binding(
        table=procedures()[NAME],
        find=lambda session, id_: session.get(OmbudsmanCase, id_),
        recipients=recipients,
        link=link,
        about=about,
        region=region_of,
        guards=GUARDS,
        conditions=CONDITIONS,
        effects=EFFECTS,
        scope=Scope.CONTROL,
        left=left,
        control_type=control_type_of,
        acts=acts,
    )
)
